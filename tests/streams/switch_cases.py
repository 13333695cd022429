"""What each switch of the sandbox means for the daily path: a telling position, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.streams.switches import DEMO_RED, PROOFS, Case, Mornings

JANUARY = ("F2026-0001", "F2026-0002", "F2026-0003", "F2026-0004")
"""The invoices that a closed January keeps out."""

OTHER_DEBTORS = frozenset({"DB10003", "DB10004", "DB10005", "DB10006", "DB10008"})
"""The debtors of the demo that the link makes in Multivers."""

OTHER_SIDE = {"sales_line_side: credit": "sales_line_side: debit"}

NOT_OURS = {"reconcile": "REC-001"}
"""What reconcile says of a booking of people in the journal of the link."""

TURNED_ROUND = {"reconcile": "REC-001"}
"""What reconcile says of bookings whose amounts stand on the other side of the ledger than was planned."""

HELD_BACK = ("F2026-0004", "F2026-0008", "F2026-0009", "F2026-0015", "F2026-0016")
"""The documents of the demo that wait for those."""


def close_january(mornings: Mornings) -> None:
    mornings.act("close_period", fiscalYear=2026, periodNumber=1)


def take_the_number(mornings: Mornings) -> None:
    """A bookkeeper books another invoice under the number that F2026-0001 will ask for."""
    mornings.act("book_invoice", customerId="DB10002", invoiceId="20260001", reference="handmatig",
                 invoiceDate="2026-03-02", lines=[{"accountId": "8000", "amount": 700}])  # fmt: skip


def take_the_place(mornings: Mornings) -> None:
    """A bookkeeper books in the link's own journal, under the journal number that the link is about to use."""
    mornings.act("book_invoice", customerId="DB10002", invoiceId="777", reference="handmatig", journalId="WFV",
                 invoiceDate="2026-03-02", lines=[{"accountId": "8000", "amount": 700}])  # fmt: skip


def take_the_code(mornings: Mornings) -> None:
    """A bookkeeper makes another relation under the code that the link is about to use."""
    mornings.act("add_customer", customerId="DB10003", shortName="DB10003", name="Iemand Anders")


def fewer_invoices(mornings: Mornings) -> None:
    """Somebody takes out of WeFact what shows nothing that the other invoices do not show: half the time."""
    for number in ("0006", "0007", "0008", "0009", "0011", "0013", "0014", "0017"):
        mornings.act("delete_invoice", InvoiceCode=f"F2026-{number}")


def invoice_with_cents(mornings: Mornings) -> None:
    """An invoice whose VAT differs by a cent or two with the way it is rounded."""
    lines = [{"Description": "Werk", "PriceExcl": "1.04", "TaxCode": "V21"}] * 5
    mornings.act("add_invoice", DebtorCode="DB10003", Date="2026-03-10", InvoiceLines=lines)


def invoice_with_a_due_date(mornings: Mornings) -> None:
    """An invoice that is due on another day than its payment condition says."""
    mornings.act("edit_invoice", InvoiceCode="F2026-0016", changes={"PayBefore": "2026-05-31"})


def process_the_proofs(mornings: Mornings) -> None:
    for number in PROOFS:
        mornings.act("process_booking", invoiceId=number[1:].replace("-", ""))


def rename_a_debtor(mornings: Mornings) -> None:
    mornings.act("edit_debtor", DebtorCode="DB10003", changes={"CompanyName": "Jansen & Zonen Ingénieurs B.V."})


def pay_an_invoice(mornings: Mornings) -> None:
    mornings.act("edit_invoice", InvoiceCode="F2026-0001", changes={"Status": "4", "AmountPaid": "60.50"})


def lost(call: str, when: str, kind: str = "timeout") -> tuple[Mapping[str, Any], ...]:
    """The answer to one call is lost."""
    return ({"match": call, "when": when, "kind": kind, "times": 1},)


def left(*numbers: str, code: str) -> dict[str, str]:
    """Documents that stay out of the books for one reason."""
    return dict.fromkeys(numbers, code)


IMPORTANT: dict[str, tuple[Any, ...]] = {
    "duplicate_invoice_id": ("400", "409", "500", "200_messages", "second_booking"),
    "lost": (
        (),
        lost("POST CustomerInvoice", "before"),
        lost("POST CustomerInvoice", "after"),
        lost("POST CustomerInvoice", "late:600"),
        lost("POST Customer", "late:600"),
    ),
    "error_shape": ("messages", "message", "empty", "html"),
    "duplicate_customer": ("400", "409", "500", "200_messages"),
    "not_found": ("messages", "empty", "null_200"),
    "duplicate_journal_number": ("refused", "renumbered", "overwritten"),
    "page_cap": (1, 3, 100),
    "create_answer": ("object", "empty"),
    "journal_number_reserved": (False, True),
    "missing_invoice_id": ("numbered", "required"),
    "missing_journal_number": ("numbered", "required"),
    "vat_rows": ("computed", "required"),
    "list_payments": (False, True),
    "error_path": (False, True),
    "token_rotation": ("lenient", "strict"),
}
"""Switches that leave no trace in the books, whatever their position, and a lost answer: each pair is lived through."""

NO_TRACE: tuple[Case, ...] = tuple(
    Case(positions, before=fewer_invoices)
    for positions in (
        {"mixed_numbers": True, "counters": "string"},
        {"list_amounts": False, "status_pipe": False, "wefact_limits": "off"},
        {"wefact_limits": "sliding", "wefact_per_minute": 30},
        {"wefact_per_minute": 35, "wefact_per_hour": 3600},
        {"invoice_id_numeric": False, "iso_dates": False, "vat_tolerance": "0.00"},
        {"too_long": "truncated", "date_outside_period": "refused", "vat_tolerance": "1"},
        {"multivers_per_minute": 40, "retry_after": 3600, "max_body_bytes": 100_000},
        {"limit_clock": "ticking", "tax_codes": "list", "missing_tax_code": "none", "incl_price": "cents"},
        {"vat_shift": False, "missing_relation_id": "auto_only", "invoice_id_space": "per_kind"},
        {"credit_squeeze": "sent", "document_management": False, "unknown_accept": "406"},
        {"multivers_per_minute": 60, "retry_after": 1},
    )
)
"""More switches that leave no trace in the books."""

TELLING: dict[str, tuple[Case, ...]] = {
    "latency_ms": (Case({"latency_ms": 1900}, pace=1.9),),
    "firewall_body": (
        Case({"firewall_body": "json", "firewall_seconds": 60}, stops="LIM-002",
             faults=({"match": "wefact debtor/list", "kind": "status:403", "times": 9},)),
    ),
    "allowed_ips": (Case({"allowed_ips": "203.0.113.9", "failed_logins_per_day": 3}, stops="AUTH-004"),),
    "totals_method": tuple(Case({"totals_method": way}, before=invoice_with_cents) for way in ("rate", "line")),
    "payment_touches_modified": (Case({"payment_touches_modified": False}, between=pay_an_invoice),),
    "token_rotation": (Case({"token_rotation": "strict"}, pace=100),),
    "access_token_seconds": (
        Case({"access_token_seconds": 1}, pace=0.3),
        Case({"access_token_seconds": 61}, pace=7),
    ),
    "auto_process": (Case({"auto_process": True}, processed=True),),
    "concept_in_ledger": (
        Case({"concept_in_ledger": False}, left=left(*PROOFS, code="DOC-017") | left(*HELD_BACK, code="DOC-015"),
             between=process_the_proofs, booked_later=True, writes_later=len(HELD_BACK)),
    ),
    "maintenance_window": (Case({"maintenance_window": "06:12-06:25"}, pace=10),),
    "duplicate_customer": tuple(
        Case({"duplicate_customer": answer}, race=("POST Customer", take_the_code),
             left=left("F2026-0003", code="REL-005"))
        for answer in ("400", "409", "500", "200_messages")
    ),
    "error_shape": tuple(
        Case({"error_shape": shape, "period_flag": False}, before=close_january, left=left(*JANUARY, code=code),
             writes_later=writes)
        for shape, code, writes in (
            ("message", "DOC-010", 0), ("broken_rules", "DOC-010", 0), ("empty", "DOC-016", 8), ("html", "DOC-016", 8)
        )
    ),
    "unknown_administration": tuple(
        Case({"unknown_administration": status}, name=f"unknown_administration={status}", stops="AUTH-002",
             configured={"database: MVL00001": "database: MVL99999"})
        for status in ("403", "404")
    ),
    "put_missing": (Case({"put_missing": "kept"}, between=rename_a_debtor, writes_later=1),),
    "sales_line_side": (
        Case({"sales_line_side": "debit"}, left=left(*PROOFS, code="DOC-011") | left(*HELD_BACK, code="DOC-015"),
             wrong=True, red=DEMO_RED | TURNED_ROUND, red_later=TURNED_ROUND),
        Case({"sales_line_side": "debit"}, "sales_line_side=debit, configured",
             configured=OTHER_SIDE, swapped=True),
    ),
    "record_locked": (Case({"record_locked": True}, between=rename_a_debtor, writes_later=1),),
    "missing_module": (Case({"missing_module": True}, stops="NET-003"),),
    "due_date": (
        Case({"due_date": "overwritten"}, before=invoice_with_a_due_date, left=left("F2026-0016", code="DOC-011"),
             wrong=True),
    ),
    "period_flag": (
        Case({"period_flag": False}, before=close_january, left=left(*JANUARY, code="DOC-010")),
    ),
}  # fmt: skip
"""Switches that do show, in the situation that shows them."""

NOT_ON_THE_PATH: dict[str, str] = {
    "hold_seconds": "how long the server keeps a connection that was given up; the link has left by then",
    "already_paid": "of payments: see tests/streams/test_payments_never_twice.py",
    "paid_amount": "of payments: see tests/streams/test_payments_never_twice.py",
    "markaspaid_answer": "of payments: see tests/streams/test_payments_never_twice.py",
    "partpayment_means": "of payments: see tests/streams/test_payments_never_twice.py",
    "overpayment": "of payments: see tests/streams/test_payments_never_twice.py",
    "credit_amount_paid": "credit invoices are blocked whatever was paid on them (DOC-008)",
    "matched_change": "bookings are never changed or deleted",
    "unknown_codes": "what the link writes to WeFact names no code that may be unknown",
    "edit_lines": "what the link writes to WeFact names no code that may be unknown",
    "sending_sets_date": "people send invoices; the link reads what is final",
    "partial_credit": "credit invoices are blocked (DOC-008)",
    "ubl_billing_reference": "the link reads no UBL yet",
    "creditor_delete": "creditors have no stream yet",
    "purchase_edit_total": "purchase invoices have no stream yet",
    "attachment_download": "attachments are not read",
    "duplicate_supplier": "creditors have no stream yet",
    "purchase_line_side": "of purchases: see tests/streams/test_purchase_vat.py",
    "self_assessed_vat": "of purchases: see tests/streams/test_purchase_vat.py",
    "over_payment": "people match payments in Multivers",
    "payment_rest": "people match payments in Multivers",
    "redirect_uris": "a person logs in; the daily path refreshes",
}
"""Switches that no call of the daily path can meet, with the reason."""

PAIRS: tuple[Case, ...] = (
    *(
        Case({"duplicate_invoice_id": answer}, f"number taken, {answer}",
             race=("POST CustomerInvoice", take_the_number), left=left("F2026-0001", code="DOC-002"))
        for answer in ("400", "409", "500", "200_messages")
    ),
    Case({"duplicate_invoice_id": "second_booking"}, "number taken, second_booking",
         race=("POST CustomerInvoice", take_the_number)),
    *(
        Case({"duplicate_invoice_id": "second_booking", "create_answer": answer}, f"number taken twice, lost {when}",
             race=("POST CustomerInvoice", take_the_number), faults=lost("POST CustomerInvoice", when))
        for answer, when in (("object", "after"), ("empty", "late:600"))
    ),
    *(
        Case({"duplicate_journal_number": number, "journal_number_reserved": reserved}, red=DEMO_RED | NOT_OURS,
             red_later=NOT_OURS, race=("POST CustomerInvoice", take_the_place))
        for number, reserved in (("refused", False), ("refused", True), ("renumbered", False), ("renumbered", True))
    ),
    Case({"totals_method": "line", "vat_tolerance": "0"}, before=invoice_with_cents,
         left=left("F2026-0018", code="DOC-010")),
    Case({"sales_line_side": "debit", "vat_rows": "required", "auto_process": True},
         configured=OTHER_SIDE, swapped=True, processed=True),
    Case({"error_shape": "html", "not_found": "messages"}, "unknown id is a page",
         faults=lost("POST Customer", "before")),
    Case({}, "debtors refused without a word", faults=({"match": "POST Customer", "kind": "status:400", "times": 10},),
         left=left("F2026-0002", "F2026-0003", "F2026-0004", "F2026-0008", "F2026-0009", "F2026-0016", code="REL-005"),
         booked_later=True, writes_later=11, missing=OTHER_DEBTORS),
    Case({"token_rotation": "strict", "access_token_seconds": 1}, pace=0.3),
    Case({"token_rotation": "strict", "refresh_token_seconds": 3600}, red_later={"preflight": "AUTH-001"}),
    Case({"token_rotation": "lenient", "refresh_token_seconds": 3600, "access_token_seconds": 61}, pace=7),
    Case({"concept_in_ledger": False, "auto_process": True, "page_cap": 1}, processed=True),
)  # fmt: skip
"""Switches that meet each other, or a fault, or somebody who is faster."""
