"""Sales invoices as they come over the wire, and the domain values they become (`wefact-api.md 2.2, 3.3`)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from pydantic import Field

from wefact_multivers.domain.documents import Controller, SalesInvoice, SalesLine
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


class InvoiceRowRecord(DocumentRowRecord):
    """A row of `invoice/list`."""

    controller = Controller.INVOICE
    number: Text = Field(alias="InvoiceCode", min_length=1)


class LineRecord(WireRecord):
    """A line of a sales invoice (`wefact-api.md 3.3`)."""

    quantity: Number = Field(alias="Number")
    price: Number = Field(alias="PriceExcl")
    discount: Number = Field(Decimal(0), alias="DiscountPercentage")
    tax_code: Text = Field("", alias="TaxCode")
    rate: OptionalAmount = Field(None, alias="TaxPercentage")
    description: PlainText = Field("", alias="Description")
    product_code: Text = Field("", alias="ProductCode")
    start: LooseDay = Field(None, alias="StartDate")
    end: LooseDay = Field(None, alias="EndDate")


class InvoiceRecord(InvoiceRowRecord):
    """A sales invoice as `invoice/show` gives it (`wefact-api.md 3.3`)."""

    relation_code: Text = Field(alias="DebtorCode")
    pay_before: OptionalDay = Field(None, alias="PayBefore")
    term: Whole = Field(0, alias="Term")
    currency: Text = Field("EUR", alias="Currency")
    discount: Number = Field(Decimal(0), alias="Discount")
    ignore_discount: Flag = Field(False, alias="IgnoreDiscount")
    net: Amount = Field(alias="AmountExcl")
    vat: OptionalAmount = Field(None, alias="AmountTax")
    vat_shift: Flag = Field(False, alias="VatShift")
    calculation: Text = Field("excl", alias="VatCalcMethod")
    collected: Flag = Field(False, alias="Authorisation")
    payment_method: Text = Field("", alias="PaymentMethod")
    named: PlainText = Field("", alias="ReferenceNumber")
    lines: list[LineRecord] = Field(alias="InvoiceLines")

    def invoice(self, rate_of: Callable[[str], Decimal]) -> SalesInvoice:
        """The invoice in the domain's words; `rate_of` gives the percentage of a tax code that printed none."""
        return SalesInvoice(
            identifier=self.identifier,
            number=self.number,
            relation_code=self.relation_code,
            status=self.status,
            date=self.day,
            due_date=self.pay_before or self.day + timedelta(days=self.term),
            term=self.term,
            currency=self.currency.upper() or "EUR",
            discount=Decimal(0) if self.ignore_discount else self.discount,
            net=self.net,
            vat=self.gross - self.net if self.vat is None else self.vat,
            gross=self.gross,
            reverse_charge=self.vat_shift,
            prices_include_vat=self.calculation == "incl",
            lines=tuple(_line(line, rate_of) for line in self.lines),
            modified=self.modified or NEVER,
            collected=self.collected,
            payment_method=self.payment_method,
            named=self.named,
        )

    def document(self, names: Names) -> SalesInvoice:
        """The invoice, with what the settings say of its codes."""
        return self.invoice(names.sales_rate)


def _line(line: LineRecord, rate_of: Callable[[str], Decimal]) -> SalesLine:
    return SalesLine(
        quantity=line.quantity,
        price=line.price,
        discount=line.discount,
        tax_code=line.tax_code,
        rate=rate_of(line.tax_code) if line.rate is None else line.rate,
        description=line.description,
        product_code=line.product_code,
        start=line.start,
        end=line.end,
    )
