"""Controller `invoice`: reading, making, changing and deleting (wefact-api.md 2.4, 3.3)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sandbox.model import Record, words
from sandbox.settings import Settings
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.attachments import attached, drop_attachments
from sandbox.wefact.context import Actions, Context, add_record, refuse_identifier
from sandbox.wefact.inputs import days_later
from sandbox.wefact.lines import LineSetting, changed_lines, new_lines, numbered
from sandbox.wefact.lists import ListSpec, answer_list
from sandbox.wefact.numbering import CREDIT, DRAFT, PAID, STATUSES, VOID, has_draft_number, invoice_code
from sandbox.wefact.records import INVOICE, SNAPSHOT, fill, sent
from sandbox.wefact.scheduling import plan, planned_moment, unplan
from sandbox.wefact.state import Account, find
from sandbox.wefact.totals import totals
from sandbox.wefact.translations import COUNTRY, INVOICE_METHOD, PAYMENT_METHOD, translated
from sandbox.wefact.values import check_choices, clean_header

DEFAULTS = Settings()
_ROW = words(
    "Identifier InvoiceCode Debtor DebtorCode CompanyName Initials SurName AmountExcl AmountIncl Currency Date"
    " Status SubStatus Sent SentDate Reminders ReminderDate Summations SummationDate Modified"
)
_NEWER_ROW = ("AmountPaid", "AmountOutstanding", "PayBefore")
_RANGES = (
    ("date", "Date"),
    ("paybefore", "PayBefore"),
    ("paydate", "PayDate"),
    ("created", "Created"),
    ("modified", "Modified"),
)
_SEARCH = ("InvoiceCode", "CompanyName", "SurName")
_MIXED = ("Discount",)
_MIXED_LINE = ("Identifier", "DiscountPercentage", "TaxPercentage")
_CUSTOMER = ("Debtor", "DebtorCode")
_FROM_DEBTOR = (*SNAPSHOT, "InvoiceMethod", "LanguageCode", "Currency")
_DEFAULT_TERM = "14"
_TOTALS_FROM = ("Printed", "InvoiceLines", "Discount", "IgnoreDiscount", "VatCalcMethod")


def list_invoices(call: Context) -> Record:
    """`invoice/list`: thin rows, newest number first."""
    names = (*_ROW, *_NEWER_ROW) if call.settings.list_amounts else _ROW

    def row(record: Record) -> Record:
        full = record | _amounts(record, call.settings)
        return {name: full[name] for name in names}

    spec = ListSpec("invoices", "InvoiceCode", "DESC", _SEARCH, row, _RANGES, has_status=True)
    records: Iterable[Record] = call.account.invoices.values()
    if call.text("sort").startswith("Amount"):
        records = [record | _amounts(record, call.settings) for record in records]
    return answer_list(spec, records, call.params, call.settings)


def show_invoice(call: Context) -> Record:
    """`invoice/show`."""
    return {"invoice": shown_invoice(select_invoice(call), call.settings)}


def select_invoice(call: Context) -> Record:
    """The invoice that the call is about."""
    return call.select(call.account.invoices, "InvoiceCode", "factuur")


def shown_invoice(record: Record, settings: Settings) -> Record:
    """The record with its printed totals, all as text (wefact-api.md 3.7)."""
    amounts = _amounts(record, settings)
    shown: Record = {"Identifier": record["Identifier"]}
    for name in INVOICE:
        if name == "AmountPaid":
            shown |= amounts
        elif name != "VatShift" or settings.vat_shift:
            shown[name] = _mixed(name, record[name], _MIXED, settings)
    if record["Status"] == DRAFT:
        shown["ScheduledAt"] = record.get("ScheduledAt", "")
    return shown | {
        "InvoiceLines": [_shown_line(line, settings) for line in record["InvoiceLines"]],
        "Created": record["Created"],
        "Modified": record["Modified"],
        "Attachments": attached(record),
        "CustomFields": record.get("CustomFields", {}),
        "Translations": _words(record),
    }


def _amounts(record: Record, settings: Settings) -> dict[str, str]:
    excl, tax, incl = totals(record, settings.totals_method)
    settled = record["Status"] in (PAID, CREDIT, VOID)
    amounts = {
        "AmountExcl": excl,
        "AmountTax": tax,
        "AmountIncl": incl,
        "AmountPaid": Decimal(record["AmountPaid"]),
        "AmountOutstanding": Decimal(0) if settled else incl - Decimal(record["AmountPaid"]),
    }
    return {name: f"{amount:.2f}" for name, amount in amounts.items()}


def _shown_line(line: Record, settings: Settings) -> Record:
    """A line without the price that only the invoice itself knows (`PriceIncl`)."""
    return {name: _mixed(name, value, _MIXED_LINE, settings) for name, value in line.items() if name != "PriceIncl"}


def _mixed(name: str, value: Any, names: tuple[str, ...], settings: Settings) -> Any:
    if not settings.mixed_numbers or name not in names:
        return value
    number = Decimal(value or 0)
    return int(number) if number == number.to_integral_value() else number


def _words(record: Record) -> dict[str, str]:
    return {
        "Status": translated(STATUSES, record["Status"]),
        "Country": translated(COUNTRY, record["Country"]),
        "InvoiceMethod": translated(INVOICE_METHOD, record["InvoiceMethod"]),
        "PaymentMethod": translated(PAYMENT_METHOD, record["PaymentMethod"]),
        "LanguageLabel": "Nederlands" if record["LanguageCode"] == "nl_nl" else record["LanguageCode"],
    }


def add_invoice(call: Context) -> Record:
    """`invoice/add`: a draft unless `Status` says otherwise."""
    refuse_identifier(call.params)
    check_choices(call.params, call.settings)
    planned = _planned(call)
    record = create_invoice(call.account, _without_printed(call.params), call.clock.stamp(), call.settings)
    _plan(call, record, planned)
    kind = "Conceptfactuur" if record["Status"] == DRAFT else "Factuur"
    text = f"{kind} {record['InvoiceCode']} is aangemaakt (tekst van de sandbox)"
    return {"success": [text], "invoice": shown_invoice(record, call.settings)}


def edit_invoice(call: Context) -> Record:
    """`invoice/edit`: only what is sent changes, in any status (wefact-api.md 9, lock after export)."""
    record, planned = select_invoice(call), _planned(call)
    check_choices(call.params, call.settings)
    if record["Status"] != DRAFT and call.text("Status") == DRAFT:
        raise RefusalError("Een definitieve factuur kan geen concept worden (tekst van de sandbox)")
    change_invoice(call.account, record, _without_printed(call.params), call.settings)
    _plan(call, record, planned)
    call.touch(record)
    text = f"Factuur {record['InvoiceCode']} is aangepast (tekst van de sandbox)"
    return {"success": [text], "invoice": shown_invoice(record, call.settings)}


def delete_invoice(call: Context) -> Record:
    """`invoice/delete`: drafts only; nothing tells afterwards that it was there (wefact-api.md 9)."""
    record = select_invoice(call)
    if record["Status"] != DRAFT:
        raise RefusalError("Factuur kan niet verwijderd worden")
    drop_attachments(call.account, record)
    del call.account.invoices[record["Identifier"]]
    unplan(call.account, record)
    return {"success": [f"Conceptfactuur {record['InvoiceCode']} is verwijderd."]}


def _planned(call: Context) -> str:
    text = call.text("ScheduledAt")
    return planned_moment(text, call.clock.stamp()) if text else ""


def _plan(call: Context, record: Record, moment: str) -> None:
    """Plan a draft that was given a moment; an empty one, and becoming final, end the plan."""
    if record["Status"] == DRAFT and moment:
        plan(call.account, record, moment)
    elif record["Status"] != DRAFT or "ScheduledAt" in call.params:
        unplan(call.account, record)


def _without_printed(params: Record) -> Record:
    """Totals that differ from the lines are for datasets and people's actions, not for the API."""
    return {name: value for name, value in params.items() if name != "Printed"}


def create_invoice(account: Account, params: Record, stamp: str, settings: Settings = DEFAULTS) -> Record:
    """Make an invoice of an account: a draft `[concept]NNNN` unless `Status` says otherwise (wefact-api.md 2.4).

    Codes are not held against their lists here: datasets and people's actions also make what no API accepts.

    `Printed` holds net, VAT and gross where these do not follow from the lines.

    Raises:
        RefusalError: no such debtor, no lines, a value that does not hold, or a number in use.
    """
    debtor = _debtor(account, params)
    given = fill(INVOICE, _of_debtor(debtor) | params) | _customer(debtor)
    header: Record = dict(clean_header(given))
    header["Date"] = header["Date"] or stamp[:10]
    header["PayBefore"] = header["PayBefore"] or days_later(header["Date"], header["Term"])
    extra = {"Printed": params.get("Printed", []), "CustomFields": _custom_fields(params)}
    lines = new_lines(LineSetting(account, header, settings), params.get("InvoiceLines") or [])
    header["InvoiceCode"] = invoice_code(account, header["InvoiceCode"], header["Status"], header["Date"])
    return add_record(account, "invoices", header | {"InvoiceLines": numbered(account, lines)} | extra, stamp)


def change_invoice(account: Account, record: Record, params: Record, settings: Settings = DEFAULTS) -> None:
    """Change what was sent; lines, when sent, replace the present ones unless the switch `edit_lines` says merge.

    Raises:
        RefusalError: a value that does not hold; nothing has changed then.
    """
    changed = record | _head_changes(account, record, params)
    if "InvoiceLines" in params:
        changed["InvoiceLines"] = changed_lines(LineSetting(account, changed, settings), params["InvoiceLines"])
    if any(name in params for name in _TOTALS_FROM):
        changed["Printed"] = params.get("Printed", [])
    if "CustomFields" in params:
        changed["CustomFields"] = record.get("CustomFields", {}) | _custom_fields(params)
    if (changed["InvoiceCode"], changed["Status"]) != (record["InvoiceCode"], record["Status"]):
        changed["InvoiceCode"] = _changed_code(account, record, changed)
    changed["InvoiceLines"] = numbered(account, changed["InvoiceLines"])
    record.update(changed)


def _head_changes(account: Account, record: Record, params: Record) -> dict[str, str]:
    own = sent(INVOICE, {name: value for name, value in params.items() if name not in _CUSTOMER})
    if any(params.get(name) for name in _CUSTOMER):
        debtor = _debtor(account, params)
        if debtor["Identifier"] != record["Debtor"]:
            own = {name: debtor[name] for name in SNAPSHOT} | own
        own |= _customer(debtor)
    changes = clean_header(own)
    if ("Date" in changes or "Term" in changes) and "PayBefore" not in changes:
        terms = record | changes
        day = terms["Date"] or record["Date"]
        changes |= {"Date": day, "PayBefore": days_later(day, terms["Term"])}
    return changes


def _changed_code(account: Account, record: Record, changed: Record) -> str:
    wanted = str(changed["InvoiceCode"])
    keeps = wanted == record["InvoiceCode"] and not (has_draft_number(wanted) and changed["Status"] != DRAFT)
    return wanted if keeps else invoice_code(account, wanted, changed["Status"], changed["Date"])


def _debtor(account: Account, params: Record) -> Record:
    identifier, code = str(params.get("Debtor") or ""), str(params.get("DebtorCode") or "")
    debtor = account.debtors.get(identifier) if identifier else find(account.debtors, "DebtorCode", code)
    if debtor is None:
        raise RefusalError("Ongeldig kenmerk voor debiteur")
    return debtor


def _of_debtor(debtor: Record) -> dict[str, str]:
    term = str(debtor["InvoiceTerm"])
    return {name: debtor[name] for name in _FROM_DEBTOR} | {"Term": _DEFAULT_TERM if term in ("-1", "") else term}


def _customer(debtor: Record) -> dict[str, str]:
    return {"Debtor": debtor["Identifier"], "DebtorCode": debtor["DebtorCode"]}


def _custom_fields(params: Record) -> Record:
    fields = params.get("CustomFields") or {}
    if not isinstance(fields, dict):
        raise RefusalError("Invalid type for 'CustomFields'")
    return {name: str(value) for name, value in fields.items()}


READS: Actions = {
    "invoice/list": list_invoices,
    "invoice/show": show_invoice,
}
WRITES: Actions = {
    "invoice/add": add_invoice,
    "invoice/edit": edit_invoice,
    "invoice/delete": delete_invoice,
}
