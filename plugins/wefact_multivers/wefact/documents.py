"""What a row of WeFact's lists of invoices holds, of either kind (`wefact-api.md 2.2`)."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Protocol

from pydantic import Field

from wefact_multivers.domain.documents import Controller, DocumentRow
from wefact_multivers.wefact.values import Amount, Day, Moment, OptionalAmount, Text, Whole
from wefact_multivers.wefact.wire import NEVER, Identified


class Names(Protocol):
    """What an account's settings say of the codes on lines."""

    def sales_rate(self, tax_code: str) -> Decimal:
        """The percentage of a tax code for sales."""
        ...

    def purchase_rate(self, tax_code: str) -> Decimal:
        """The percentage of a tax code for purchases."""
        ...

    def cost_category(self, identifier: str) -> str:
        """The name of a cost category."""
        ...


class DocumentRowRecord(Identified):
    """A row of `invoice/list` or `creditinvoice/list`."""

    controller: ClassVar[Controller]

    number: Text = ""
    status: Whole = Field(alias="Status")
    day: Day = Field(alias="Date")
    gross: Amount = Field(alias="AmountIncl")
    modified: Moment = Field(None, alias="Modified")
    outstanding: OptionalAmount = Field(None, alias="AmountOutstanding")

    def value(self) -> DocumentRow:
        """The row in the domain's words."""
        modified = self.modified or NEVER
        return DocumentRow(
            controller=self.controller,
            identifier=self.identifier,
            number=self.number,
            status=self.status,
            date=self.day,
            gross=self.gross,
            modified=modified,
            outstanding=self.outstanding,
        )
