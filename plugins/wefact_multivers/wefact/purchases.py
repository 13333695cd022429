"""Purchase invoices as they come over the wire, and what they become (`wefact-api.md 2.2, 3.4`).

WeFact calls them `creditinvoice`. The list has no code of the creditor; `show` has no `AmountTax` and no `PayBefore`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from pydantic import Field

from wefact_multivers.domain.documents import Controller, PurchaseInvoice, PurchaseLine
from wefact_multivers.wefact.documents import DocumentRowRecord, Names
from wefact_multivers.wefact.values import (
    Amount,
    Flag,
    LooseDay,
    Number,
    OptionalAmount,
    OptionalDay,
    PlainText,
    Text,
    Whole,
)
from wefact_multivers.wefact.wire import NEVER, WireRecord

_NO_CATEGORY = ("", "0")


class PurchaseRowRecord(DocumentRowRecord):
    """A row of `creditinvoice/list`."""

    controller = Controller.CREDITINVOICE
    number: Text = Field(alias="CreditInvoiceCode", min_length=1)


class PurchaseLineRecord(WireRecord):
    """A line of a purchase invoice; `Number` is 1 in answers and no input, the price is the total."""

    quantity: Number = Field(Decimal(1), alias="Number")
    price: Number = Field(alias="PriceExcl")
    tax_code: Text = Field("", alias="TaxCode")
    rate: OptionalAmount = Field(None, alias="TaxPercentage")
    description: PlainText = Field("", alias="Description")
    cost_category: Text = Field("", alias="CostCategory")
    start: LooseDay = Field(None, alias="StartDate")
    end: LooseDay = Field(None, alias="EndDate")

    def line(self, rate_of: Callable[[str], Decimal], category_of: Callable[[str], str]) -> PurchaseLine:
        """The line in the domain's words."""
        return PurchaseLine(
            description=self.description,
            net=self.quantity * self.price,
            tax_code=self.tax_code,
            rate=rate_of(self.tax_code) if self.rate is None else self.rate,
            cost_category="" if self.cost_category in _NO_CATEGORY else category_of(self.cost_category),
            start=self.start,
            end=self.end,
        )


class PurchaseRecord(PurchaseRowRecord):
    """A purchase invoice as `creditinvoice/show` gives it."""

    supplier_number: Text = Field("", alias="InvoiceCode")
    relation_code: Text = Field(alias="CreditorCode")
    pay_before: OptionalDay = Field(None, alias="PayBefore")
    term: Whole = Field(0, alias="Term")
    currency: Text = Field("EUR", alias="Currency")
    net: Amount = Field(alias="AmountExcl")
    collected: Flag = Field(False, alias="Authorisation")
    payment_method: Text = Field("", alias="PaymentMethod")
    lines: list[PurchaseLineRecord] = Field(alias="InvoiceLines")

    def invoice(self, rate_of: Callable[[str], Decimal], category_of: Callable[[str], str]) -> PurchaseInvoice:
        """The invoice in the domain's words.

        Args:
            rate_of: the percentage of a tax code that printed none.
            category_of: the name of a cost category, by its id.
        """
        return PurchaseInvoice(
            identifier=self.identifier,
            number=self.number,
            supplier_number=self.supplier_number,
            relation_code=self.relation_code,
            status=self.status,
            date=self.day,
            due_date=self.pay_before or self.day + timedelta(days=self.term),
            term=self.term,
            currency=self.currency.upper() or "EUR",
            net=self.net,
            vat=self.gross - self.net,
            gross=self.gross,
            lines=tuple(line.line(rate_of, category_of) for line in self.lines),
            modified=self.modified or NEVER,
            collected=self.collected,
            payment_method=self.payment_method,
        )

    def document(self, names: Names) -> PurchaseInvoice:
        """The invoice, with what the settings say of its codes."""
        return self.invoice(names.purchase_rate, names.cost_category)
