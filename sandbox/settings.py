"""Every switch of the sandbox: one for each thing that the API references call unknown.

A default is what the references call the safest assumption. `COVERAGE.md` is checked against this table.
"""

from __future__ import annotations

import difflib
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from sandbox.model import ControlError, Record


def _option(default: Any, doc: str, source: str, allowed: tuple[str, ...] = ()) -> Any:
    return field(default=default, metadata={"doc": doc, "source": source, "allowed": allowed})


_REFUSALS = ("400", "409", "500", "200_messages")


@dataclass
class Settings:
    """The present position of every switch."""

    # Both services
    latency_ms: int = _option(0, "every answer waits this long", "DESIGN 6")
    hold_seconds: int = _option(30, "how long a timed-out connection is held open at most", "DESIGN 6")
    retry_after: int = _option(30, "seconds in Retry-After of an injected 429 or 503", "multivers-api 8.5")

    # WeFact
    wefact_limits: str = _option("fixed", "how calls per IP are counted", "wefact-api 1.3", ("fixed", "sliding", "off"))
    wefact_per_minute: int = _option(500, "calls per minute and IP", "wefact-api 1.3")
    wefact_per_hour: int = _option(5000, "calls per hour and IP", "wefact-api 1.3")
    firewall_body: str = _option("text", "body of the 403", "wefact-api 1.2", ("text", "json"))
    allowed_ips: str = _option("*", "IPs on the allow-list, comma separated; * = all", "wefact-api 1")
    mixed_numbers: bool = _option(False, "discounts, rates and line ids as numbers", "wefact-api 3.7")
    counters: str = _option("number", "type of totalresults and friends", "wefact-api 1.1", ("number", "string"))
    totals_method: str = _option(
        "sum", "how an invoice's totals are rounded", "accounting-rules 6", ("sum", "rate", "line")
    )
    already_paid: str = _option("error", "markaspaid on a paid document", "wefact-api 9", ("error", "success"))
    paid_amount: str = _option("full", "AmountPaid after markaspaid", "wefact-api 9", ("full", "zero"))
    markaspaid_answer: str = _option(
        "message", "whether the invoice comes with the sentence", "wefact-api 4", ("message", "entity")
    )
    partpayment_means: str = _option("increment", "AmountPaid of partpayment", "wefact-api 4", ("increment", "total"))
    overpayment: str = _option("error", "part payment above what is open", "wefact-api 4", ("error", "paid"))
    payment_touches_modified: bool = _option(True, "a payment changes Modified", "wefact-api 9")
    credit_amount_paid: str = _option("full", "AmountPaid of a new credit invoice", "wefact-api 6", ("full", "zero"))
    list_amounts: bool = _option(True, "invoice rows carry AmountPaid, AmountOutstanding, PayBefore", "wefact-api 2.2")
    status_pipe: bool = _option(True, "status filter takes several values with a pipe", "wefact-api 2.1")
    limit_clock: str = _option(
        "sandbox", "what WeFact's windows run on while the clock stands still", "DESIGN 6", ("sandbox", "ticking")
    )
    firewall_seconds: int = _option(
        0, "the firewall opens this long after the last call; 0 = somebody must lift it", "wefact-api 1.3"
    )
    failed_logins_per_day: int = _option(20, "refused keys and IPs per day before the firewall", "wefact-api 1.3")
    tax_codes: str = _option("object", "Sale and Purchase in settings/list", "wefact-api 2.5", ("object", "list"))
    missing_tax_code: str = _option(
        "default", "line without product, code and rate", "wefact-api 3.3", ("default", "none")
    )
    incl_price: str = _option(
        "unrounded", "PriceExcl of an invoice with prices incl. VAT", "wefact-api 9", ("unrounded", "cents")
    )
    unknown_codes: str = _option(
        "refused", "payment method and other codes that are not listed", "wefact-api 3.8", ("refused", "accepted")
    )
    edit_lines: str = _option("replace", "lines that an edit does not name", "wefact-api 2.4", ("replace", "merge"))
    partial_credit: str = _option(
        "stands", "an invoice of which some lines are credited", "wefact-api 6", ("stands", "set_off")
    )
    sending_sets_date: bool = _option(False, "sending a draft dates it today", "wefact-api 6")
    vat_shift: bool = _option(True, "VatShift stands in invoice/show", "wefact-api 3.3")
    ubl_billing_reference: bool = _option(False, "UBL of a credit invoice names its original", "wefact-api 6")
    creditor_delete: str = _option(
        "refused", "deleting a creditor with purchase invoices without the flag", "wefact-api 2.4", ("refused", "kept")
    )
    purchase_edit_total: str = _option(
        "recalculated", "AmountIncl when an edit sends lines alone", "wefact-api 3.4", ("recalculated", "stale")
    )
    attachment_download: str = _option(
        "current", "positions in the answer, before 2.6.2 without id and type", "wefact-api 2.4", ("current", "older")
    )

    # Multivers
    token_rotation: str = _option(
        "lenient", "whether a used refresh token dies", "multivers-api 8.6", ("lenient", "strict")
    )
    access_token_seconds: int = _option(3600, "life of an access token", "multivers-api 1.3")
    refresh_token_seconds: int = _option(0, "life of a refresh token; 0 = for ever", "multivers-api 8.6")
    auto_process: bool = _option(False, "a booking is processed as soon as it is posted", "multivers-api 8.1")
    concept_in_ledger: bool = _option(True, "unprocessed bookings stand in ledger lists", "DESIGN 6")
    duplicate_invoice_id: str = _option(
        "400", "second booking of one invoiceId", "multivers-api 8.2", (*_REFUSALS, "second_booking")
    )
    duplicate_customer: str = _option("400", "second customer of one customerId", "multivers-api 8.2", _REFUSALS)
    duplicate_supplier: str = _option("400", "second supplier of one supplierId", "multivers-api 8.2", _REFUSALS)
    missing_relation_id: str = _option(
        "numbered",
        "customerId or supplierId left out while automatic numbering is off",
        "multivers-api 3.1",
        ("numbered", "auto_only"),
    )
    invoice_id_space: str = _option(
        "one", "customer and supplier invoices share one number space", "accounting-rules 11", ("one", "per_kind")
    )
    error_path: bool = _option(True, "messages name the field in path", "multivers-api 8.3")
    error_shape: str = _option(
        "messages",
        "body of a refusal",
        "multivers-api 4.2",
        ("messages", "message", "empty", "html", "broken_rules"),
    )
    not_found: str = _option(
        "messages", "answer to an unknown id", "multivers-api 8.4", ("messages", "empty", "null_200")
    )
    unknown_administration: str = _option("404", "answer to an unknown database", "multivers-api 4.2", ("403", "404"))
    page_cap: int = _option(0, "most rows in one list; 0 = no cap", "multivers-api 8.5")
    missing_journal_number: str = _option(
        "numbered", "journalTransaction 0 or left out", "multivers-api 8.7", ("numbered", "required")
    )
    journal_number_reserved: bool = _option(
        False, "the next-number command reserves what it hands out", "multivers-api 8.8"
    )
    duplicate_journal_number: str = _option(
        "refused", "a journal number in use", "multivers-api 4.3", ("refused", "renumbered", "overwritten")
    )
    missing_invoice_id: str = _option("numbered", "invoiceId left out", "multivers-api 8.10", ("numbered", "required"))
    invoice_id_numeric: bool = _option(True, "letters in invoiceId are refused", "multivers-api 8.11")
    put_missing: str = _option("default", "properties left out of a PUT", "multivers-api 8.12", ("default", "kept"))
    sales_line_side: str = _option(
        "credit", "side that raises a sales invoice's total", "multivers-api 8.13", ("credit", "debit")
    )
    purchase_line_side: str = _option(
        "debit", "side that raises a purchase invoice's total", "multivers-api 8.13", ("debit", "credit")
    )
    self_assessed_vat: str = _option(
        "made",
        "due and deductible VAT of a purchase: made from the scenario unless sent, to be sent, or never taken over",
        "accounting-rules 5",
        ("made", "sent", "alone"),
    )
    credit_squeeze: str = _option(
        "computed", "kredietbeperking that an invoice does not name", "accounting-rules 16", ("computed", "sent")
    )
    over_payment: str = _option(
        "accepted", "a payment above what is open", "multivers-api 3.8", ("accepted", "refused")
    )
    payment_rest: str = _option(
        "open",
        "a small, rebate or kredietbeperking rest after a payment in time",
        "accounting-rules 9",
        ("open", "settled"),
    )
    vat_rows: str = _option("computed", "vatTransactionLines left out", "multivers-api 8.14", ("computed", "required"))
    vat_tolerance: str = _option("0.05", "euros per VAT code between row and lines", "multivers-api 8.15")
    list_payments: bool = _option(False, "list items carry payments and lines", "multivers-api 8.17")
    iso_dates: bool = _option(True, "ISO dates are accepted in bodies and paths", "multivers-api 8.18")
    record_locked: bool = _option(False, "PUT and DELETE answer 'in gebruik door'", "multivers-api 8.19")
    missing_module: bool = _option(False, "every call answers 403: no API module", "multivers-api 8.22")
    document_management: bool = _option(True, "the module Document Management is licensed", "multivers-api 8.22")
    too_long: str = _option("refused", "a text longer than its field", "multivers-api 8.25", ("refused", "truncated"))
    date_outside_period: str = _option(
        "accepted", "invoiceDate outside periodNumber", "multivers-api 8.26", ("accepted", "refused")
    )
    due_date: str = _option(
        "given", "invoiceExpirationDate that was sent", "multivers-api 4.2", ("given", "overwritten")
    )
    matched_change: str = _option(
        "refused", "PUT or DELETE of a booking with matched money", "multivers-api 2.4", ("refused", "accepted")
    )
    period_flag: bool = _option(True, "PeriodInfo tells by isClosed what is closed", "multivers-api 2.1")
    multivers_per_minute: int = _option(0, "calls per minute before 429; 0 = unlimited", "multivers-api 8.5")
    maintenance_window: str = _option(
        "", "hours in which every call answers 503, as 02:00-04:00; empty = never", "multivers-api 8.23"
    )
    max_body_bytes: int = _option(0, "larger bodies answer 413; 0 = no limit", "multivers-api 8.5")
    unknown_accept: str = _option("json", "an Accept that cannot be served", "multivers-api 1.4", ("json", "406"))
    redirect_uris: str = _option(
        "*", "redirect addresses registered for the client, comma separated; * = all", "multivers-api 1.2"
    )
    create_answer: str = _option("object", "body after a POST", "multivers-api 1.4", ("object", "empty"))

    def change(self, changes: Record) -> None:
        """Turn switches.

        Raises:
            ControlError: an unknown name (the nearest is named) or a value that the switch does not have.
        """
        checked = {name: _checked(name, value) for name, value in changes.items()}
        for name, value in checked.items():
            setattr(self, name, value)

    def to_record(self) -> Record:
        """All positions, by name."""
        return asdict(self)


OPTIONS = {option.name: option for option in fields(Settings)}


def _checked(name: str, value: object) -> object:
    option = OPTIONS.get(name)
    if option is None:
        near = difflib.get_close_matches(name, OPTIONS, n=1, cutoff=0.0)
        raise ControlError(f"unknown setting {name!r}, nearest is {near[0]!r}")
    if type(value) is not type(option.default):
        raise ControlError(f"setting {name!r} wants {type(option.default).__name__}")
    allowed = option.metadata["allowed"]
    if allowed and value not in allowed:
        raise ControlError(f"setting {name!r} is one of {', '.join(allowed)}")
    return value
