"""WeFact's records as they come over the wire, and the domain values they become.

Unknown keys are normal and missing ones too (`wefact-api.md 0`): only what a booking cannot do without is required.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from wefact_multivers.domain.documents import Debtor, DebtorRow, SalesInvoice, SalesInvoiceRow, SalesLine
from wefact_multivers.wefact.values import (
    Amount,
    Day,
    Flag,
    Items,
    Moment,
    Number,
    OptionalAmount,
    OptionalDay,
    PlainText,
    Text,
    Whole,
)

_NEVER = datetime.fromisoformat("1970-01-01 00:00:00")
"""Stands for a `Modified` that WeFact left out: older than any cursor, so that nothing is decided by it."""


class _Record(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Identified(_Record):
    """A record with the `Identifier` that never changes."""

    identifier: Text = Field(alias="Identifier", min_length=1)


class DebtorRowRecord(Identified):
    """A row of `debtor/list` (`wefact-api.md 2.2`)."""

    code: Text = Field(alias="DebtorCode")
    modified: Moment = Field(None, alias="Modified")

    def value(self) -> DebtorRow:
        """The row in the domain's words."""
        return DebtorRow(self.identifier, self.code, self.modified or _NEVER)


class DebtorRecord(DebtorRowRecord):
    """A debtor as `debtor/show` gives it (`wefact-api.md 3.1`)."""

    company: Text = Field("", alias="CompanyName")
    initials: Text = Field("", alias="Initials")
    surname: Text = Field("", alias="SurName")
    address: Text = Field("", alias="Address")
    zip_code: Text = Field("", alias="ZipCode")
    city: Text = Field("", alias="City")
    country: Text = Field("", alias="Country")
    email: Text = Field("", alias="EmailAddress")
    telephone: Text = Field("", alias="PhoneNumber")
    mobile: Text = Field("", alias="MobileNumber")
    vat_number: Text = Field("", alias="TaxNumber")
    coc_number: Text = Field("", alias="CompanyNumber")
    term: Whole = Field(-1, alias="InvoiceTerm")

    @property
    def person(self) -> str:
        """Initials and surname."""
        return " ".join(part for part in (self.initials, self.surname) if part)

    def debtor(self) -> Debtor:
        """The debtor in the domain's words; a term of -1 is the default of the administration."""
        return Debtor(
            identifier=self.identifier,
            code=self.code,
            name=self.company or self.person,
            contact=self.person if self.company else "",
            street=" ".join(self.address.split()),
            zip_code=self.zip_code,
            city=self.city,
            country=self.country.upper(),
            email=self.email,
            telephone=self.telephone or self.mobile,
            vat_number=self.vat_number,
            coc_number=self.coc_number,
            term=self.term if self.term >= 0 else None,
            modified=self.modified or _NEVER,
        )


class InvoiceRowRecord(Identified):
    """A row of `invoice/list` (`wefact-api.md 2.2`)."""

    number: Text = Field(alias="InvoiceCode", min_length=1)
    status: Whole = Field(alias="Status")
    day: Day = Field(alias="Date")
    gross: Amount = Field(alias="AmountIncl")
    modified: Moment = Field(None, alias="Modified")

    def value(self) -> SalesInvoiceRow:
        """The row in the domain's words."""
        modified = self.modified or _NEVER
        return SalesInvoiceRow(self.identifier, self.number, self.status, self.day, self.gross, modified)


class LineRecord(_Record):
    """A line of a sales invoice (`wefact-api.md 3.3`)."""

    quantity: Number = Field(alias="Number")
    price: Number = Field(alias="PriceExcl")
    discount: Number = Field(Decimal(0), alias="DiscountPercentage")
    tax_code: Text = Field("", alias="TaxCode")
    rate: OptionalAmount = Field(None, alias="TaxPercentage")
    description: PlainText = Field("", alias="Description")
    product_code: Text = Field("", alias="ProductCode")


class InvoiceRecord(InvoiceRowRecord):
    """A sales invoice as `invoice/show` gives it (`wefact-api.md 3.3`)."""

    debtor_code: Text = Field(alias="DebtorCode")
    pay_before: OptionalDay = Field(None, alias="PayBefore")
    term: Whole = Field(0, alias="Term")
    currency: Text = Field("EUR", alias="Currency")
    discount: Number = Field(Decimal(0), alias="Discount")
    ignore_discount: Flag = Field(False, alias="IgnoreDiscount")
    net: Amount = Field(alias="AmountExcl")
    vat: OptionalAmount = Field(None, alias="AmountTax")
    vat_shift: Flag = Field(False, alias="VatShift")
    calculation: Text = Field("excl", alias="VatCalcMethod")
    lines: list[LineRecord] = Field(alias="InvoiceLines")

    def invoice(self, rate_of: Callable[[str], Decimal]) -> SalesInvoice:
        """The invoice in the domain's words; `rate_of` gives the percentage of a tax code that printed none."""
        return SalesInvoice(
            identifier=self.identifier,
            number=self.number,
            debtor_code=self.debtor_code,
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
            modified=self.modified or _NEVER,
        )


class ProductRecord(Identified):
    """A row of `product/list`."""

    code: Text = Field(alias="ProductCode")


class GroupRecord(Identified):
    """A row of `group/list`: `Items` holds product ids, as a list or as an object keyed by id (`wefact-api.md 8.4`)."""

    name: Text = Field(alias="GroupName")
    items: Items = Field((), alias="Items")


class TaxCodeRecord(_Record):
    """A tax code of `settings/list`; the rate is a fraction such as 0.210000 (`wefact-api.md 2.5`)."""

    code: Text = Field(alias="TaxCode")
    rate: Number = Field(alias="Rate")


def _line(line: LineRecord, rate_of: Callable[[str], Decimal]) -> SalesLine:
    return SalesLine(
        quantity=line.quantity,
        price=line.price,
        discount=line.discount,
        tax_code=line.tax_code,
        rate=rate_of(line.tax_code) if line.rate is None else line.rate,
        description=line.description,
        product_code=line.product_code,
    )
