"""Invoices that repeat an invoice already made: for large datasets, where checking each anew takes minutes."""

from __future__ import annotations

from sandbox.model import Record
from sandbox.wefact.context import add_record
from sandbox.wefact.inputs import days_later
from sandbox.wefact.records import SNAPSHOT
from sandbox.wefact.state import Account

_NAMES = ("CreditorCode", "CompanyName", "Initials", "SurName")


def repeat_invoice(account: Account, model: Record, debtor: Record, code: str, day: str) -> Record:
    """The sales invoice `model` again, for another debtor of the same terms, on another day (ISO)."""
    changes = {name: debtor[name] for name in SNAPSHOT} | {
        "Debtor": debtor["Identifier"],
        "DebtorCode": debtor["DebtorCode"],
        "InvoiceCode": code,
        "SentDate": day,
        "InvoiceLines": [_line(account, "invoice_lines", line) | {"Date": day} for line in model["InvoiceLines"]],
    }
    return _stored(account, "invoices", model | changes, day)


def repeat_purchase(account: Account, model: Record, creditor: Record, code: str, day: str) -> Record:
    """The purchase invoice `model` again, of another creditor of the same terms, on another day (ISO)."""
    changes = {name: creditor[name] for name in _NAMES} | {
        "Creditor": creditor["Identifier"],
        "CreditInvoiceCode": code,
        "InvoiceCode": f"INV-{code}",
        "InvoiceLines": [_line(account, "creditinvoice_lines", line) for line in model["InvoiceLines"]],
    }
    return _stored(account, "creditinvoices", model | changes, day)


def _stored(account: Account, table: str, record: Record, day: str) -> Record:
    dated = record | {"Date": day, "PayBefore": days_later(day, record["Term"])}
    del dated["Identifier"]
    return add_record(account, table, dated, f"{day} 09:00:00")


def _line(account: Account, series: str, line: Record) -> Record:
    return line | {"Identifier": str(account.take_number(series))}
