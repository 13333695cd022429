"""Controllers `invoice` and `creditinvoice`: reading, making, changing and crediting (wefact-api.md 3.3, 6)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sandbox.model import Record, words
from sandbox.settings import Settings
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.context import Actions, Context, add_record
from sandbox.wefact.lists import ListSpec, answer_list
from sandbox.wefact.records import INVOICE, INVOICE_LINE, SNAPSHOT, fill, sent, trimmed
from sandbox.wefact.state import Account, find
from sandbox.wefact.totals import totals

DRAFT, SENT, PART_PAID, PAID, CREDIT, VOID = "0", "2", "3", "4", "8", "9"
_ROW = words(
    "Identifier InvoiceCode Debtor DebtorCode CompanyName Initials SurName AmountExcl AmountIncl Currency Date"
    " Status SubStatus Sent SentDate Reminders ReminderDate Summations SummationDate Modified"
)
_NEWER_ROW = ("AmountPaid", "AmountOutstanding", "PayBefore")
_DATES = (("date", "Date"), ("paybefore", "PayBefore"), ("paydate", "PayDate"))
_CHANGES = (("created", "Created"), ("modified", "Modified"))
_SEARCH = ("InvoiceCode", "CompanyName", "SurName")
_MIXED = ("Discount",)
_MIXED_LINE = ("Identifier", "DiscountPercentage", "TaxPercentage")


def list_invoices(call: Context) -> Record:
    """`invoice/list`: thin rows, newest number first."""
    names = (*_ROW, *_NEWER_ROW) if call.settings.list_amounts else _ROW

    def row(record: Record) -> Record:
        full = shown_invoice(record, call.settings)
        return {name: full[name] for name in names}

    spec = ListSpec("invoices", "InvoiceCode", "DESC", _SEARCH, row, (*_DATES, *_CHANGES), has_status=True)
    return answer_list(spec, call.account.invoices.values(), call.params, call.settings)


def list_purchase_invoices(call: Context) -> Record:
    """`creditinvoice/list`: rows without CreditorCode and without date filters (wefact-api.md 2.1)."""
    search = ("CreditInvoiceCode", "InvoiceCode", "CompanyName", "SurName", "Description")
    spec = ListSpec("creditinvoices", "CreditInvoiceCode", "DESC", search, dict, _CHANGES, has_status=True)
    return answer_list(spec, call.account.creditinvoices.values(), call.params, call.settings)


def show_invoice(call: Context) -> Record:
    """`invoice/show`."""
    return {"invoice": shown_invoice(select_invoice(call), call.settings)}


def select_invoice(call: Context) -> Record:
    """The invoice that the call is about."""
    return call.select(call.account.invoices, "InvoiceCode", "factuur")


def shown_invoice(record: Record, settings: Settings) -> Record:
    """The record with its printed totals, all as text (wefact-api.md 3.7)."""
    excl, tax, incl = totals(record, settings.totals_method)
    settled = record["Status"] in (PAID, CREDIT, VOID)
    open_amount = Decimal("0.00") if settled else incl - Decimal(record["AmountPaid"])
    amounts = {"AmountExcl": excl, "AmountTax": tax, "AmountIncl": incl, "AmountOutstanding": open_amount}
    shown: dict[str, Any] = {}
    for name, value in record.items():
        if name == "AmountPaid":
            shown |= {key: f"{amount:.2f}" for key, amount in amounts.items() if key != "AmountOutstanding"}
            shown |= {"AmountPaid": value, "AmountOutstanding": f"{open_amount:.2f}"}
        elif name not in ("Printed", "InvoiceLines"):
            shown[name] = _mixed(name, value, _MIXED, settings)
    lines = [_shown_line(line, settings) for line in record["InvoiceLines"]]
    return shown | {"InvoiceLines": lines, "Attachments": [], "CustomFields": {}, "Translations": _words(record)}


def _shown_line(line: Record, settings: Settings) -> Record:
    return {name: _mixed(name, value, _MIXED_LINE, settings) for name, value in line.items()}


def _mixed(name: str, value: str, names: tuple[str, ...], settings: Settings) -> Any:
    if not settings.mixed_numbers or name not in names:
        return value
    number = Decimal(value or 0)
    return int(number) if number == number.to_integral_value() else number


def _words(record: Record) -> Record:
    statuses = {DRAFT: "Concept", SENT: "Verzonden", PART_PAID: "Deels betaald", PAID: "Betaald"}
    return {"Status": statuses.get(record["Status"], "Creditfactuur"), "Country": record["Country"]}


def create_invoice(account: Account, params: Record, stamp: str) -> Record:
    """Make an invoice of an account: a draft `[concept]NNNN` unless `Status` says otherwise (wefact-api.md 2.4).

    Raises:
        RefusalError: no such debtor, no lines, or a number in use.
    """
    debtor = account.debtors.get(str(params.get("Debtor", ""))) or find(
        account.debtors, "DebtorCode", str(params.get("DebtorCode", ""))
    )
    if debtor is None:
        raise RefusalError("Ongeldig kenmerk voor debiteur")
    if not params.get("InvoiceLines"):
        raise RefusalError("U dient minimaal een factuurregel op te geven")
    values: dict[str, Any] = dict(fill(INVOICE, {name: debtor[name] for name in SNAPSHOT} | params))
    values |= {"Debtor": debtor["Identifier"], "DebtorCode": debtor["DebtorCode"]}
    values["Date"] = values["Date"] or stamp[:10]
    values["PayBefore"] = values["PayBefore"] or _later(values["Date"], values["Term"])
    values["InvoiceCode"] = values["InvoiceCode"] or next_code(account, values["Status"], values["Date"])
    if find(account.invoices, "InvoiceCode", values["InvoiceCode"]):
        raise RefusalError("Het factuurnummer is al in gebruik")
    lines = [create_line(account, line, values["Date"]) for line in params["InvoiceLines"]]
    extra = {"InvoiceLines": lines, "Printed": params.get("Printed", [])}
    return add_record(account, "invoices", values | extra, stamp)


def create_line(account: Account, params: Record, invoice_date: str) -> Record:
    """Make a line; a product code fills in what was not sent (wefact-api.md 3.3)."""
    product = find(account.products, "ProductCode", str(params.get("ProductCode") or "")) or {}
    filled = {
        "Description": product.get("ProductKeyPhrase", ""),
        "PriceExcl": product.get("PriceExcl", "0"),
        "TaxCode": product.get("TaxCode", ""),
        "NumberSuffix": product.get("NumberSuffix", ""),
        "Date": invoice_date,
    }
    values = fill(INVOICE_LINE, filled | params)
    tax = account.tax_sale.get(values["TaxCode"])
    if tax and "TaxPercentage" not in params:
        values["TaxPercentage"] = tax["Rate"]
    values |= {name: trimmed(values[name]) for name in ("Number", "PriceExcl", "DiscountPercentage")}
    return {"Identifier": str(account.take_number("invoice_lines"))} | values


def next_code(account: Account, status: str, invoice_date: str) -> str:
    """The next number: drafts and final invoices have series of their own, final ones per year."""
    if status == DRAFT:
        return f"[concept]{account.take_number('draft_code'):04d}"
    year = invoice_date[:4]
    return f"F{year}-{account.take_number(f'invoice_code_{year}'):04d}"


def _later(day: str, term: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=int(term or 0))).isoformat()


def change_invoice(account: Account, record: Record, params: Record) -> None:
    """Change what was sent; lines, when sent, replace the present ones."""
    record.update(sent(INVOICE, {name: value for name, value in params.items() if name != "Debtor"}))
    if "InvoiceLines" in params:
        record["InvoiceLines"] = [create_line(account, line, record["Date"]) for line in params["InvoiceLines"]]
    if "Printed" in params or "InvoiceLines" in params:
        record["Printed"] = params.get("Printed", [])


def credit(call: Context) -> Record:
    """`invoice/credit`: the answer holds the new invoice."""
    original = select_invoice(call)
    new = credit_whole(call.account, original, call.clock.stamp(), call.settings)
    texts = [f"Creditfactuur {new['InvoiceCode']} is aangemaakt"]
    texts.append(f"Factuur {original['InvoiceCode']} is gecrediteerd.")
    return {"success": texts, "invoice": shown_invoice(new, call.settings)}


def credit_whole(account: Account, original: Record, stamp: str, settings: Settings) -> Record:
    """Void an invoice (9) and make its mirror (8): price negative, quantity positive (wefact-api.md 6).

    Raises:
        RefusalError: a draft, credit or void invoice.
    """
    if original["Status"] in (DRAFT, CREDIT, VOID):
        raise RefusalError("Factuur kan niet gecrediteerd worden")
    day = stamp[:10]
    new = original | {"Status": CREDIT, "Date": day, "PayDate": "", "InvoiceCode": next_code(account, CREDIT, day)}
    new["InvoiceLines"] = [_mirrored(account, line) for line in original["InvoiceLines"]]
    new["Printed"] = [f"{-Decimal(amount):.2f}" for amount in original["Printed"]]
    new["PayBefore"] = _later(day, original["Term"])
    incl = totals(new, settings.totals_method)[2]
    new["AmountPaid"] = f"{incl:.2f}" if settings.credit_amount_paid == "full" else "0.00"
    del new["Identifier"]
    original.update(Status=VOID, Modified=stamp)
    return add_record(account, "invoices", new, stamp)


def _mirrored(account: Account, line: Record) -> Record:
    price = trimmed(f"{-Decimal(line['PriceExcl'])}")
    return line | {"Identifier": str(account.take_number("invoice_lines")), "PriceExcl": price}


READS: Actions = {
    "invoice/list": list_invoices,
    "invoice/show": show_invoice,
    "creditinvoice/list": list_purchase_invoices,
}
WRITES: Actions = {
    "invoice/credit": credit,
}
