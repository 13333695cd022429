"""WeFact's records as they come over the wire.

Unknown keys are normal and missing ones too (`wefact-api.md 0`): only what a booking cannot do without is required.
"""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from wefact_multivers.domain.documents import Controller, is_final
from wefact_multivers.wefact.values import Items, Number, Text

NEVER = datetime.fromisoformat("1970-01-01 00:00:00")
"""Stands for a `Modified` that WeFact left out: older than any cursor, so that nothing is decided by it."""


class WireRecord(BaseModel):
    """A record of which only the known properties are read."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Identified(WireRecord):
    """A record with the `Identifier` that never changes."""

    identifier: Text = Field(alias="Identifier", min_length=1)


class ProductRecord(Identified):
    """A row of `product/list`."""

    code: Text = Field(alias="ProductCode")


class GroupRecord(Identified):
    """A row of `group/list`: `Items` holds product ids, as a list or as an object keyed by id (`wefact-api.md 8.4`)."""

    name: Text = Field(alias="GroupName")
    items: Items = Field((), alias="Items")


class TaxCodeRecord(WireRecord):
    """A tax code of `settings/list`; the rate is a fraction such as 0.210000 (`wefact-api.md 2.5`)."""

    code: Text = Field(alias="TaxCode")
    rate: Number = Field(alias="Rate")


class CostCategoryRecord(Identified):
    """A cost category (kostencategorie) of `settings/costcategory_list` (`wefact-api.md 2.6`)."""

    title: Text = Field(alias="Title")


class NumberedRecord(Identified):
    """As much of a row of `invoice/list` as tells whether it is final, whatever else is wrong with it."""

    number: Text = Field("", alias="InvoiceCode")
    status: Text = Field("", alias="Status")

    @property
    def is_final(self) -> bool:
        """Whether it has surely left the draft stage."""
        return self.status.isdecimal() and is_final(Controller.INVOICE, self.number, int(self.status))
