"""Controller `creditinvoice`: purchase invoices, read, made, changed and deleted (wefact-api.md 3.4).

`AmountIncl` is stored apart from the lines, because the two need not agree (wefact-api.md 8.9); everything else
that follows from lines, payments and creditor is written by `refresh`, so that lists need not reckon.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from sandbox.model import Record, words
from sandbox.settings import Settings
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.attachments import attached, drop_attachments
from sandbox.wefact.context import Actions, Context, add_record, refuse_identifier
from sandbox.wefact.inputs import day, days_later, euros, filled, free_code, one_of
from sandbox.wefact.lists import ListSpec, answer_list
from sandbox.wefact.numbers import LINE, mixed
from sandbox.wefact.purchase_lines import edited_lines, numbered, read_lines, reckoned
from sandbox.wefact.records import PURCHASE_INVOICE, fill, sent
from sandbox.wefact.state import Account, find
from sandbox.wefact.translations import PAYMENT_METHOD, PURCHASE_STATUS, translated
from sandbox.wefact.values import check_choices

UNPAID, PART_PAID, PAID, CREDIT = "1", "2", "3", "8"
_INPUT = words(
    "CreditInvoiceCode InvoiceCode Status Date Term AmountIncl AmountPaid Authorisation PayDate PaymentMethod Currency"
    " Comment AccountingCostCentre AccountingProject"
)
_ROW = words(
    "Identifier CreditInvoiceCode InvoiceCode Creditor CompanyName Initials SurName Date AmountExcl AmountIncl"
    " AmountPaid AmountOutstanding Currency Term Authorisation PayDate PayBefore Status SubStatus Comment Modified"
)
_NAMES = ("CompanyName", "Initials", "SurName")


def _row(record: Record) -> Record:
    return {name: record[name] for name in _ROW}


PURCHASE_INVOICES = ListSpec(
    "creditinvoices",
    "CreditInvoiceCode",
    "DESC",
    ("CreditInvoiceCode", "InvoiceCode", "CompanyName", "SurName", "Description"),
    _row,
    has_status=True,
)


def list_purchase_invoices(call: Context) -> Record:
    """`creditinvoice/list`: rows without CreditorCode, and no filters by date of its own (wefact-api.md 2.1)."""
    return answer_list(PURCHASE_INVOICES, call.account.creditinvoices.values(), call.params, call.settings)


def show_purchase_invoice(call: Context) -> Record:
    """`creditinvoice/show`."""
    return {"creditinvoice": shown_purchase_invoice(select_purchase_invoice(call), call.settings)}


def add_purchase_invoice(call: Context) -> Record:
    """`creditinvoice/add`: numbers the invoice itself when no own number is given."""
    refuse_identifier(call.params)
    record = create_purchase_invoice(call.account, call.params, call.clock.stamp(), call.settings)
    return {"creditinvoice": shown_purchase_invoice(record, call.settings)}


def edit_purchase_invoice(call: Context) -> Record:
    """`creditinvoice/edit`: only what is sent changes; lines, when sent, replace the present ones."""
    record = select_purchase_invoice(call)
    change_purchase_invoice(call.account, record, call.params, call.settings)
    call.touch(record)
    return {"creditinvoice": shown_purchase_invoice(record, call.settings)}


def delete_purchase_invoice(call: Context) -> Record:
    """`creditinvoice/delete`: in any status, without a trace."""
    record = select_purchase_invoice(call)
    remove_purchase_invoice(call.account, record)
    return {"success": [f"Inkoopfactuur {record['CreditInvoiceCode']} is verwijderd"]}


def select_purchase_invoice(call: Context) -> Record:
    """The purchase invoice that the call is about: by Identifier or by the own number (wefact-api.md 2.3)."""
    return call.select(call.account.creditinvoices, "CreditInvoiceCode", "inkoopfactuur")


def shown_purchase_invoice(record: Record, settings: Settings) -> Record:
    """The record as `show` gives it: without AmountTax and PayBefore (wefact-api.md 3.4)."""
    head = {name: record[name] for name in ("Identifier", *PURCHASE_INVOICE)}
    return head | {
        "InvoiceLines": [mixed(line, LINE, settings) for line in record["InvoiceLines"]],
        "Created": record["Created"],
        "Modified": record["Modified"],
        "Attachments": attached(record),
        "Translations": {
            "Status": translated(PURCHASE_STATUS, record["Status"]),
            "PaymentMethod": translated(PAYMENT_METHOD, record["PaymentMethod"]),
        },
    }


def create_purchase_invoice(account: Account, params: Record, stamp: str, settings: Settings) -> Record:
    """Make a purchase invoice of an account.

    Args:
        account: where it is kept.
        params: the properties of `creditinvoice/add`; amounts in euros.
        stamp: Created and Modified; its day is the default of `Date`.
        settings: how totals are rounded, and what a line without a tax code is.

    Raises:
        RefusalError: no supplier's number, no such creditor, no lines, an own number in use, or a wrong value.
    """
    given, method = filled(params), settings.totals_method
    creditor = _creditor(account, given)
    if "InvoiceCode" not in given:
        raise RefusalError("U dient een factuurnummer op te geven (tekst van de sandbox)")
    lines = read_lines(account, given, settings)
    if not lines:
        raise RefusalError("U dient minimaal een factuurregel op te geven")
    defaults = {"Date": stamp[:10], "Term": creditor["InvoiceTerm"], "Authorisation": creditor["Authorisation"]}
    gross = f"{reckoned(lines, method)[1]:.2f}"
    asked = {"AmountIncl": gross} | defaults | _inputs(given)
    values = _checked(fill(PURCHASE_INVOICE, asked), settings)
    if find(account.creditinvoices, "CreditInvoiceCode", values["CreditInvoiceCode"]):
        raise RefusalError("Het inkoopfactuurnummer is al in gebruik (tekst van de sandbox)")
    refresh(account, values | {"Creditor": creditor["Identifier"], "InvoiceLines": lines}, method)
    values["CreditInvoiceCode"] = values["CreditInvoiceCode"] or free_code(account, "creditinvoices")
    values |= {"Creditor": creditor["Identifier"], "InvoiceLines": numbered(account, lines)}
    refresh(account, values, method)
    return add_record(account, "creditinvoices", values, stamp)


def change_purchase_invoice(account: Account, record: Record, params: Record, settings: Settings) -> None:
    """Change what was sent; status 1 takes a payment back (wefact-api.md 4).

    Raises:
        RefusalError: a wrong value, no such creditor, or lines that were sent as none.
    """
    asked = {name: value for name, value in _inputs(params).items() if name != "CreditInvoiceCode"}
    changed = record | _unpaid(record, asked) | _checked(sent(PURCHASE_INVOICE, asked), settings)
    if params.get("Creditor") or params.get("CreditorCode"):
        changed["Creditor"] = _creditor(account, params)["Identifier"]
    if not changed["InvoiceCode"]:
        raise RefusalError("U dient een factuurnummer op te geven (tekst van de sandbox)")
    if "InvoiceLines" in params:
        _change_lines(account, changed, params, settings)
    refresh(account, changed, settings.totals_method)
    record.update(changed | {"InvoiceLines": numbered(account, changed["InvoiceLines"])})


def _change_lines(account: Account, changed: Record, params: Record, settings: Settings) -> None:
    lines = edited_lines(account, changed, params, settings)
    if not lines:
        raise RefusalError("U dient minimaal een factuurregel op te geven")
    changed["InvoiceLines"] = lines
    if not params.get("AmountIncl") and settings.purchase_edit_total == "recalculated":
        changed["AmountIncl"] = f"{reckoned(lines, settings.totals_method)[1]:.2f}"


def remove_purchase_invoice(account: Account, record: Record) -> None:
    """Delete a purchase invoice with what is attached to it."""
    drop_attachments(account, record)
    del account.creditinvoices[record["Identifier"]]


def refresh(account: Account, record: Record, method: str) -> None:
    """Write what follows from lines, payments and creditor into the record."""
    settled = record["Status"] in (PAID, CREDIT)
    left = Decimal("0.00") if settled else Decimal(record["AmountIncl"]) - Decimal(record["AmountPaid"])
    creditor = account.creditors.get(record["Creditor"], record)
    record |= {name: creditor[name] for name in ("CreditorCode", *_NAMES)}
    record |= {
        "AmountExcl": f"{reckoned(record['InvoiceLines'], method)[0]:.2f}",
        "AmountOutstanding": f"{left:.2f}",
        "PayBefore": days_later(record["Date"], record["Term"]),
        "Description": "\n".join(line["Description"] for line in record["InvoiceLines"]),
    }


def _inputs(params: Record) -> Record:
    return {name: params[name] for name in _INPUT if name in params}


def _unpaid(record: Record, asked: Record) -> Record:
    if str(asked.get("Status")) == UNPAID and record["Status"] in (PART_PAID, PAID):
        return {"AmountPaid": "0.00", "PayDate": ""}
    return {}


def _checked(values: dict[str, str], settings: Settings) -> Record:
    check_choices({name: values[name] for name in ("PaymentMethod",) if name in values}, settings)
    return {name: _CHECKS[name](name, value) if name in _CHECKS else value for name, value in values.items()}


_CHECKS: dict[str, Callable[[str, str], str]] = {
    "Status": lambda name, value: one_of(name, value, PURCHASE_STATUS),
    "Authorisation": lambda name, value: one_of(name, value, ("yes", "no")),
    "AmountIncl": lambda name, value: euros(value, name),
    "AmountPaid": lambda name, value: euros(value or "0", name),
    "PayDate": lambda name, value: day(value, name),
    "Date": lambda name, value: day(value or "none", name),
}


def _creditor(account: Account, params: Record) -> Record:
    identifier, code = str(params.get("Creditor") or ""), str(params.get("CreditorCode") or "")
    creditor = account.creditors.get(identifier) if identifier else find(account.creditors, "CreditorCode", code)
    if creditor is None:
        raise RefusalError("Ongeldig kenmerk voor crediteur")
    return creditor


READS: Actions = {
    "creditinvoice/list": list_purchase_invoices,
    "creditinvoice/show": show_purchase_invoice,
}
WRITES: Actions = {
    "creditinvoice/add": add_purchase_invoice,
    "creditinvoice/edit": edit_purchase_invoice,
    "creditinvoice/delete": delete_purchase_invoice,
}
