"""Builds a WeFact account line by line, in the words a reader knows from the invoices themselves."""

from __future__ import annotations

from typing import Any

from sandbox.model import Record
from sandbox.settings import Settings
from sandbox.wefact import cost_categories, creditors, invoices, purchase, relations, taxes
from sandbox.wefact.context import add_record
from sandbox.wefact.records import PRODUCT, fill, trimmed
from sandbox.wefact.state import Account, find


class WeFactBuilder:
    """Fills one account; every record gets the stamp that was set last.

    The account's tables count on codes that stay as they are until `datasets.build` is done.
    """

    def __init__(self, account: Account, stamp: str) -> None:
        self.account = account
        self.stamp = stamp
        account.promise_growth(True)
        taxes.fill_codes(account)

    def group(self, name: str) -> Record:
        """A product group."""
        return add_record(self.account, "groups", {"GroupName": name, "Type": "product"}, self.stamp)

    def product(self, code: str, name: str, price: str, **more: str) -> Record:
        """A product; `tax` (default V21) and `group`, the name of the group that holds it (or several with a pipe)."""
        names, tax = more.get("group", "").split("|"), more.get("tax", "V21")
        groups = [find(self.account.groups, "GroupName", name) for name in names]
        values: Record = dict(fill(PRODUCT, {}))
        values |= {
            "ProductCode": code,
            "ProductName": name,
            "ProductKeyPhrase": name,
            "PriceExcl": trimmed(price),
            "TaxCode": tax,
            "TaxPercentage": self.account.tax_sale[tax]["Rate"],
            "GroupIds": [group["Identifier"] for group in groups if group],
        }
        return add_record(self.account, "products", values, self.stamp)

    def debtor(self, code: str, **fields: str) -> Record:
        """A debtor."""
        return relations.create_debtor(self.account, {"DebtorCode": code} | fields, self.stamp, Settings())

    def invoice(self, code: str, debtor: str, day: str, lines: list[Record], **more: Any) -> Record:
        """A sales invoice, sent (status 2) unless `Status` says otherwise.

        `modified` is the stamp of the last change; otherwise it was last changed at nine on its own date.
        """
        modified = more.pop("modified", f"{day} 09:00:00")
        stamp = min(f"{day} 09:00:00", modified)
        values = {"InvoiceCode": code, "DebtorCode": debtor, "Date": day, "InvoiceLines": lines, "Status": "2"}
        record = invoices.create_invoice(self.account, values | {"SentDate": day, "Sent": "1"} | more, stamp)
        record["Modified"] = modified
        return record

    def creditor(self, code: str, **fields: str) -> Record:
        """A creditor; `fields` are the properties of `creditor/add`."""
        return creditors.create_creditor(self.account, {"CreditorCode": code} | fields, self.stamp)

    def purchase_invoice(self, code: str, creditor: str, day: str, lines: list[Record], **more: Any) -> Record:
        """A purchase invoice, unpaid (status 1) unless `Status` says otherwise; `lines` as `cost` makes them.

        `InvoiceCode` is the supplier's number (default: made of the own one). `modified` is the stamp of the last
        change; otherwise it was last changed at nine on its own date.
        """
        modified = more.pop("modified", f"{day} 09:00:00")
        values = {"CreditInvoiceCode": code, "CreditorCode": creditor, "Date": day, "InvoiceCode": f"INV-{code}"}
        rows = [self._line(line) for line in lines]
        stamp = min(f"{day} 09:00:00", modified)
        record = purchase.create_purchase_invoice(
            self.account, values | {"InvoiceLines": rows} | more, stamp, Settings()
        )
        record["Modified"] = modified
        return record

    def _line(self, line: Record) -> Record:
        rest = {name: value for name, value in line.items() if name != "category"}
        title = line.get("category")
        if not title:
            return rest
        category = find(self.account.cost_categories, "Title", title)
        if category is None:
            raise ValueError(f"no cost category {title!r}")
        return rest | {"CostCategory": str(category["Identifier"])}

    def cost_category(self, title: str) -> Record:
        """A cost category for lines of purchase invoices."""
        return cost_categories.create_cost_category(self.account, {"Title": title})


def item(product: str, number: str = "1", **more: str) -> Record:
    """A line of a product."""
    return {"ProductCode": product, "Number": number} | more


def free(description: str, price: str, tax: str = "V21", **more: str) -> Record:
    """A line without a product."""
    return {"Description": description, "PriceExcl": price, "TaxCode": tax} | more


def cost(description: str, price: str, tax: str = "I21", category: str = "", **more: str) -> Record:
    """A line of a purchase invoice: euros net, purchase VAT code, and the title of its cost category."""
    return {"Description": description, "PriceExcl": price, "TaxCode": tax, "category": category} | more
