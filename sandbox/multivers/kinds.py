"""The two sides of the books as data: what differs between customers and suppliers, and their invoices.

One implementation serves both (multivers-api.md 2.1: the supplier side is "exactly the mirror").
"""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.model import Record
from sandbox.multivers import fields
from sandbox.multivers.fields import Field
from sandbox.multivers.reference import JOURNAL_PURCHASE, JOURNAL_SALES
from sandbox.multivers.state import Database

ENTRY_BASIC, ENTRY_CUSTOMER, ENTRY_SUPPLIER = 0, 1, 2


@dataclass(frozen=True)
class Kind:
    """One side.

    Attributes:
        name: the first word of its properties, as in `customerId`; `other` is that of the other side.
        label: what messages call a relation (Dutch).
        key_prefix: what stands before an invoiceId in a key of the state.
        sign: +1 where an invoice debits its control account, -1 where it credits it.
        invoice_types: the codes of an invoice and of a credit note (multivers-api.md 3.11).
        journal_type: the journals that take its invoices; `journal_label` names them (Dutch).
        entry_type: its entries in a free booking.
        line_side: the switch that says which side of a line raises the total (multivers-api.md 5).
    """

    name: str
    other: str
    label: str
    key_prefix: str
    sign: int
    invoice_types: tuple[int, int]
    journal_type: int
    journal_label: str
    entry_type: int
    line_side: str
    model: tuple[Field, ...]
    info_left_out: tuple[str, ...]
    invoice_model: tuple[Field, ...]
    line_model: tuple[Field, ...]

    @property
    def resource(self) -> str:
        """The resource of its relations, `Customer` or `Supplier`."""
        return self.name.capitalize()

    @property
    def id_name(self) -> str:
        """The property that names a relation."""
        return f"{self.name}Id"

    @property
    def group_name(self) -> str:
        """The property that names a relation's group."""
        return f"{self.name}GroupId"

    @property
    def state_name(self) -> str:
        """The property that says whether a relation is active."""
        return f"{self.name}StateId"

    @property
    def lines_name(self) -> str:
        """The property that holds an invoice's lines."""
        return f"{self.name}InvoiceLines"

    @property
    def payments_name(self) -> str:
        """The property of a free entry that holds its payments."""
        return f"{self.name}EntryPayments"

    @property
    def credit_type(self) -> int:
        """The invoice type of a credit note."""
        return self.invoice_types[1]

    def relations(self, db: Database) -> dict[str, Record]:
        """Its relations by id."""
        return db.customers if self is CUSTOMER else db.suppliers

    def groups(self, db: Database) -> dict[str, Record]:
        """Its groups by number; each has the control account."""
        return db.customer_groups if self is CUSTOMER else db.supplier_groups

    def invoices(self, db: Database) -> dict[str, Record]:
        """Its invoices by key."""
        return db.invoices if self is CUSTOMER else db.supplier_invoices

    def key(self, invoice_id: str) -> str:
        """The key of the first booking of an invoiceId."""
        return f"{self.key_prefix}{invoice_id}"

    def register(self, part: str, value: object) -> str:
        """The name of the register of its invoices by relation, year or journal."""
        return f"{self.name}/{part}/{value}"


CUSTOMER = Kind(
    name="customer",
    other="supplier",
    label="Debiteur",
    key_prefix="",
    sign=1,
    invoice_types=(0, 2),
    journal_type=JOURNAL_SALES,
    journal_label="verkoopdagboek",
    entry_type=ENTRY_CUSTOMER,
    line_side="sales_line_side",
    model=fields.CUSTOMER,
    info_left_out=fields.CUSTOMER_INFO_LEFT_OUT,
    invoice_model=fields.CUSTOMER_INVOICE,
    line_model=fields.CUSTOMER_INVOICE_LINE,
)
SUPPLIER = Kind(
    name="supplier",
    other="customer",
    label="Crediteur",
    key_prefix="purchase/",
    sign=-1,
    invoice_types=(1, 3),
    journal_type=JOURNAL_PURCHASE,
    journal_label="inkoopdagboek",
    entry_type=ENTRY_SUPPLIER,
    line_side="purchase_line_side",
    model=fields.SUPPLIER,
    info_left_out=fields.SUPPLIER_INFO_LEFT_OUT,
    invoice_model=fields.SUPPLIER_INVOICE,
    line_model=fields.SUPPLIER_INVOICE_LINE,
)
KINDS = (CUSTOMER, SUPPLIER)
BY_NAME = {kind.name: kind for kind in KINDS}


def kind_of(key: str) -> Kind:
    """The side to which the key of an invoice belongs."""
    return SUPPLIER if key.startswith(SUPPLIER.key_prefix) else CUSTOMER


def invoice_of(db: Database, key: str) -> Record | None:
    """The invoice under a key, of either side; None when there is none."""
    return kind_of(key).invoices(db).get(key)
