"""Builds a WeFact account line by line, in the words a reader knows from the invoices themselves."""

from __future__ import annotations

from typing import Any

from sandbox.model import Record
from sandbox.wefact import invoices, relations
from sandbox.wefact.context import add_record
from sandbox.wefact.records import PRODUCT, fill, trimmed
from sandbox.wefact.state import Account, find

TAX_SALE = (("V21", "21%", "21"), ("V9", "9%", "9"), ("V0", "0%", "0"))
TAX_PURCHASE = (("I21", "21%", "21"), ("I9", "9%", "9"), ("I0", "0%", "0"))


class WeFactBuilder:
    """Fills one account; every record gets the stamp that was set last."""

    def __init__(self, account: Account, stamp: str) -> None:
        self.account = account
        self.stamp = stamp
        for table, codes in ((account.tax_sale, TAX_SALE), (account.tax_purchase, TAX_PURCHASE)):
            for code, name, rate in codes:
                table[code] = {"TaxCode": code, "Name": name, "Rate": rate, "IsDefault": _yes(rate == "21")}

    def group(self, name: str) -> Record:
        """A product group."""
        return add_record(self.account, "groups", {"GroupName": name, "Type": "product"}, self.stamp)

    def product(self, code: str, name: str, price: str, **more: str) -> Record:
        """A product; `tax` (default V21) and `group`, the name of the group that holds it."""
        group, tax = more.get("group", ""), more.get("tax", "V21")
        found = find(self.account.groups, "GroupName", group)
        values: Record = dict(fill(PRODUCT, {}))
        values |= {
            "ProductCode": code,
            "ProductName": name,
            "ProductKeyPhrase": name,
            "PriceExcl": trimmed(price),
            "TaxCode": tax,
            "TaxPercentage": self.account.tax_sale[tax]["Rate"],
            "GroupIds": [found["Identifier"]] if found else [],
        }
        return add_record(self.account, "products", values, self.stamp)

    def debtor(self, code: str, **fields: str) -> Record:
        """A debtor."""
        return relations.create_debtor(self.account, {"DebtorCode": code} | fields, self.stamp)

    def invoice(self, code: str, debtor: str, day: str, lines: list[Record], **more: Any) -> Record:
        """A sales invoice, sent (status 2) unless `Status` says otherwise.

        `modified` is the stamp of the last change; otherwise it was last changed at nine on its own date.
        """
        stamp = f"{day} 09:00:00"
        modified = more.pop("modified", stamp)
        values = {"InvoiceCode": code, "DebtorCode": debtor, "Date": day, "InvoiceLines": lines, "Status": "2"}
        record = invoices.create_invoice(self.account, values | {"SentDate": day, "Sent": "1"} | more, stamp)
        record["Modified"] = modified
        return record

    def cost_category(self, title: str) -> Record:
        """A cost category for lines of purchase invoices."""
        identifier = self.account.take_number("cost_categories")
        record = {"Identifier": identifier, "Title": title, "Status": "active", "PerformanceType": "services"}
        self.account.cost_categories[str(identifier)] = record
        return record


def item(product: str, number: str = "1", **more: str) -> Record:
    """A line of a product."""
    return {"ProductCode": product, "Number": number} | more


def free(description: str, price: str, tax: str = "V21", **more: str) -> Record:
    """A line without a product."""
    return {"Description": description, "PriceExcl": price, "TaxCode": tax} | more


def _yes(value: bool) -> str:
    return "yes" if value else "no"
