"""The two sides of the books as data: the names that differ between customers and suppliers, and their invoices.

One code path serves both: the supplier side is "exactly the mirror" (`multivers-api.md 2.1`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from wefact_multivers.domain.bookings import Kind, Side


@dataclass(frozen=True)
class Family:
    """The names of one side.

    Attributes:
        relation: the resource of its relations, `Customer` or `Supplier`.
        scenarios: the resource that names its VAT scenarios.
    """

    kind: Kind
    relation: str
    scenarios: str

    @property
    def name(self) -> str:
        """The first word of its properties, as in `customerId`."""
        return self.relation.lower()

    @property
    def id_name(self) -> str:
        """The property that names a relation."""
        return f"{self.name}Id"

    @property
    def state_name(self) -> str:
        """The property that says whether a relation is active."""
        return f"{self.name}StateId"

    @property
    def invoice(self) -> str:
        """The resource of its bookings."""
        return f"{self.relation}Invoice"

    @property
    def lines_name(self) -> str:
        """The property that holds the lines of a booking."""
        return f"{self.name}InvoiceLines"

    @property
    def line_side(self) -> Side:
        """The side of a line of an invoice in the ledger; a credit note has the other one."""
        return self.kind.control_side.opposite


FAMILIES: Mapping[Kind, Family] = MappingProxyType(
    {
        Kind.SALES: Family(Kind.SALES, "Customer", "SalesVatScenarioNVL"),
        Kind.PURCHASE: Family(Kind.PURCHASE, "Supplier", "PurchaseVatScenarioNVL"),
    }
)
