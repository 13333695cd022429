"""Keeps an empty administration with the public `wefact-python` package and prints every answer."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from wefact import WeFact, convert_to_base64, decode_base64_to_file
from wefact.enums import CreditInvoiceStatus, InvoiceStatus, PaymentMethod
from wefact.exceptions import WeFactAPIError

Steps = dict[str, Callable[[], Any]]


def attempt(call: Callable[[], Any]) -> Any:
    """One call: its answer, or what the client raised for it."""
    try:
        return call()
    except WeFactAPIError as refusal:
        return {"raised": type(refusal).__name__, "message": refusal.message, "details": refusal.details}


def tables(client: WeFact) -> Steps:
    """Debtors, creditors, products, groups and cost categories: made, read, changed, listed, deleted."""
    return {
        "debtor_add": partial(
            client.debtors.create, DebtorCode="DB10001", CompanyName="Bakkerij Jansen & Zn", City="Zwolle"
        ),
        "debtor_add_2": partial(client.debtors.create, SurName="De Vries", Initials="A.", EmailAddress="a@example.org"),
        "debtor_edit": partial(
            client.debtors.edit, DebtorCode="DB10001", City="Kampen", EmailAddress="info@example.org"
        ),
        "debtor_show": partial(client.debtors.show, DebtorCode="DB10001"),
        "debtor_list": partial(client.debtors.list, sort="DebtorCode", order="ASC"),
        "debtor_search": partial(client.debtors.list, searchat="CompanyName", searchfor="JANSEN"),
        "debtor_empty_list": partial(client.debtors.list, searchat="CompanyName", searchfor="nobody"),
        "debtor_list_all": partial(client.debtors.list_all),
        "product_add": partial(
            client.products.create,
            ProductCode="P0001",
            ProductName="Hosting",
            ProductKeyPhrase="Hosting per maand",
            PriceExcl=12.5,
        ),
        "product_add_2": partial(client.products.create, ProductName="Domein", ProductKeyPhrase="Domein", PriceExcl=9),
        "product_edit": partial(client.products.edit, ProductCode="P0001", PriceExcl=15),
        "product_show": partial(client.products.show, ProductCode="P0001"),
        "product_list": partial(client.products.list),
        "group_add": partial(client.groups.create, Type="product", GroupName="Abonnementen", Items=["1"]),
        "group_edit": partial(client.groups.edit, Identifier=1, GroupName="Diensten", Items=["1", "2"]),
        "group_show": partial(client.groups.show, Identifier=1),
        "group_list": partial(client.groups.list, type="product"),
        "product_delete": partial(client.products.delete, Identifier=2),
        "creditor_add": partial(client.creditors.create, CreditorCode="CD10001", CompanyName="Groothandel Noord"),
        "creditor_edit": partial(client.creditors.edit, CreditorCode="CD10001", City="Groningen"),
        "creditor_show": partial(client.creditors.show, CreditorCode="CD10001"),
        "creditor_list": partial(client.creditors.list),
        "category_add": partial(client.cost_categories.create, Title="Inkoop hardware"),
        "category_add_2": partial(client.cost_categories.create, Title="Vergissing"),
        "category_edit": partial(client.cost_categories.edit, Identifier=1, Title="Inkoop apparatuur"),
        "category_show": partial(client.cost_categories.show, Identifier=1),
        "category_delete": partial(client.cost_categories.delete, Identifier=2),
        "category_list": partial(client.cost_categories.list),
        "settings": partial(client.settings.list),
    }


def sales(client: WeFact) -> Steps:
    """The life of a few sales invoices."""
    line = {"Description": "Advies", "Number": 2, "PriceExcl": 100, "TaxCode": "V21"}
    return {
        "add": partial(
            client.invoices.create,
            DebtorCode="DB10001",
            InvoiceLines=[line, {"ProductCode": "P0001", "Number": 3}],
            ReferenceNumber="PO 1",
        ),
        "edit": partial(client.invoices.edit, InvoiceCode="[concept]0001", ReferenceNumber="PO 1 & 2", Term=30),
        "block": partial(client.invoices.block, Identifier=1),
        "unblock": partial(client.invoices.unblock, Identifier=1),
        "schedule": partial(client.invoices.schedule, Identifier=1, ScheduledAt="2030-01-02 09:00:00"),
        "cancel_schedule": partial(client.invoices.cancel_schedule, Identifier=1),
        "send": partial(client.invoices.send_by_email, Identifier=1),
        "remind": partial(client.invoices.send_reminder_by_email, Identifier=1),
        "summon": partial(client.invoices.send_summation_by_email, Identifier=1),
        "pause": partial(client.invoices.payment_process_pause, Identifier=1, PaymentPausedReason="Klacht"),
        "reactivate": partial(client.invoices.payment_process_reactivate, Identifier=1),
        "part_payment": partial(client.invoices.part_payment, Identifier=1, AmountPaid=100.45, PayDate="2026-03-01"),
        "show_part_paid": partial(client.invoices.show, Identifier=1),
        "mark_as_paid": partial(
            client.invoices.mark_as_paid, Identifier=1, PayDate="2026-03-09", PaymentMethod=PaymentMethod.CASH
        ),
        "show_paid": partial(client.invoices.show, Identifier=1),
        "mark_as_unpaid": partial(client.invoices.mark_as_unpaid, Identifier=1),
        "show_unpaid": partial(client.invoices.show, Identifier=1),
        "download": partial(client.invoices.download, Identifier=1),
        "add_own_code": partial(
            client.invoices.create,
            InvoiceCode="HS-7",
            Status=InvoiceStatus.SENT,
            Debtor=2,
            InvoiceLines=[line],
            Date="2026-02-01",
        ),
        "credit": partial(client.invoices.credit, InvoiceCode="HS-7"),
        "show_credited": partial(client.invoices.show, InvoiceCode="HS-7"),
        "add_draft": partial(client.invoices.create, DebtorCode="DB10001", InvoiceLines=[line]),
        "delete": partial(client.invoices.delete, Identifier=4),
        "list": partial(client.invoices.list, sort="Identifier", order="ASC"),
        "list_paid_or_sent": partial(client.invoices.list, status="2|4"),
        "list_modified": partial(client.invoices.list, modified={"from": "2099-01-01 00:00:00"}),
        "list_all": partial(client.invoices.list_all),
    }


def purchases(client: WeFact) -> Steps:
    """The life of a purchase invoice."""
    line = {"Description": "Switch", "Number": 2, "PriceExcl": 50, "TaxCode": "I21", "CostCategory": 1}
    return {
        "add": partial(
            client.credit_invoices.create,
            CreditorCode="CD10001",
            InvoiceCode="2026/881",
            InvoiceLines=[line],
            Date="2026-02-03",
            AmountIncl=121,
        ),
        "edit": partial(client.credit_invoices.edit, Identifier=1, Comment="Voor kantoor"),
        "part_payment": partial(client.credit_invoices.part_payment, Identifier=1, AmountPaid=21),
        "show_part_paid": partial(client.credit_invoices.show, Identifier=1),
        "mark_as_paid": partial(client.credit_invoices.mark_as_paid, Identifier=1, PayDate="2026-02-20"),
        "show_paid": partial(client.credit_invoices.show, Identifier=1),
        "add_2": partial(
            client.credit_invoices.create,
            Creditor=1,
            InvoiceCode="2026/882",
            InvoiceLines=[line],
            Status=CreditInvoiceStatus.CREDIT,
        ),
        "delete": partial(client.credit_invoices.delete, Identifier=2),
        "list": partial(client.credit_invoices.list),
    }


def transactions(client: WeFact) -> Steps:
    """Bank transactions: one matched to a sales invoice, one ignored, one deleted."""
    row = {"BankAccount": "NL02ABNA0123456789", "Date": "2026-03-05", "Type": "deposit", "Currency": "EUR"}
    match = {
        "ReferenceId": 1, "ReferenceType": "invoice", "MatchedAmount": 296.45, "Currency": "EUR",
        "PaymentType": "received", "MarkAsPaid": "yes",
    }  # fmt: skip
    return {
        "add": partial(client.transactions.create, **row, Amount=296.45, ShortDescription="F2026-0001"),
        "add_2": partial(client.transactions.create, **row, Amount=10),
        "add_3": partial(client.transactions.create, **row, Amount=11),
        "match": partial(client.transactions.match, Identifier=1, Matches=[match]),
        "ignore": partial(client.transactions.ignore, Identifier=2),
        "delete": partial(client.transactions.delete, Identifier=3),
        "list": partial(client.transactions.list),
        "show": partial(client.transactions.show, Identifier=1),
        "invoice": partial(client.invoices.show, Identifier=1),
    }


def refused(client: WeFact, url: str) -> Steps:
    """What the documentation does not know, and what it forbids (wefact-api.md 8.18, 2)."""
    file = {"ReferenceIdentifier": 1, "Filename": "a.txt", "Base64": "QQ=="}
    line = {"InvoiceLines": [{"Description": "Meer", "PriceExcl": 1}]}
    return {
        "attachment_add": partial(client.invoices.attachment_add, **file),
        "attachment_delete": partial(client.debtors.attachment_delete, **file),
        "attachment_download": partial(client.creditors.attachment_download, **file),
        "attachment_add_purchase": partial(client.credit_invoices.attachment_add, **file),
        "line_add": partial(client.invoices.invoice_line_add, Identifier=1, **line),
        "line_delete": partial(client.invoices.invoice_line_delete, Identifier=1, **line),
        "purchase_line_add": partial(client.credit_invoices.credit_invoice_line_add, Identifier=1, **line),
        "purchase_line_delete": partial(client.credit_invoices.credit_invoice_line_delete, Identifier=1, **line),
        "contact_add": partial(client.debtors.extra_client_contact_add, Identifier=1, EmailAddress="b@example.org"),
        "contact_delete": partial(client.debtors.extra_client_contact_delete, Identifier=1, ContactIdentifier=1),
        "subscriptions": partial(client.subscriptions.list),
        "quotes": partial(client.quotes.list),
        "tasks": partial(client.tasks.list),
        "interactions": partial(client.interactions.list),
        "add_with_identifier": partial(client.debtors.create, Identifier=9, CompanyName="Dubbel"),
        "add_without_name": partial(client.debtors.create, City="Zwolle"),
        "unknown_debtor": partial(client.debtors.show, DebtorCode="DB99999"),
        "delete_final": partial(client.invoices.delete, Identifier=1),
        "group_list_without_type": partial(client.groups.list),
        "wrong_key": partial(WeFact("no-such-key", url).debtors.list),
        "no_server": partial(WeFact("key", "http://127.0.0.1:9/v2/").debtors.list),
    }


def through_a_file(client: WeFact) -> dict[str, Any]:
    """A PDF through the client's own helpers for files, there and back."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "factuur.pdf")
        encoded = client.invoices.download(Identifier=1)["invoice"]["Base64"]
        decode_base64_to_file(encoded, path)
        return {"begin": path.read_bytes()[:5].decode(), "same": convert_to_base64(path) == encoded}


def main() -> None:
    """Do everything in order; later steps build on earlier ones."""
    url = os.environ["SANDBOX_URL"]
    client = WeFact(os.environ["SANDBOX_KEY"], url)
    parts: dict[str, Steps] = {
        "tables": tables(client),
        "sales": sales(client),
        "purchases": purchases(client),
        "transactions": transactions(client),
        "files": {"pdf": partial(through_a_file, client)},
        "refused": refused(client, url),
    }
    answers = {part: {name: attempt(call) for name, call in steps.items()} for part, steps in parts.items()}
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
