"""What the link says of itself: one row for each document, relation and payment that it knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.oracle.histories import Key
from tests.oracle.sides import PURCHASES, SALES

SIDE_OF = {
    "invoice": SALES.name, "creditinvoice": PURCHASES.name, "debtor": SALES.name, "creditor": PURCHASES.name,
}  # fmt: skip
DOCUMENT, RELATION, PAYMENT = "document", "relation", "payment"


@dataclass(frozen=True)
class StatusRow:
    """One row.

    Attributes:
        controller: WeFact's name of the kind: invoice, creditinvoice, debtor, creditor.
        identifier: WeFact's `Identifier`.
        number: what people call it.
        kind: document, relation or payment.
        is_open: an intent of it is not settled yet; None = not known.
    """

    controller: str
    identifier: str
    number: str
    kind: str
    status: str
    is_open: bool | None = None

    @property
    def key(self) -> Key:
        """Which document or relation of WeFact it is about."""
        return SIDE_OF[self.controller], self.identifier


class Rows:
    """The rows of one moment, by kind and key."""

    def __init__(self, rows: Sequence[StatusRow]) -> None:
        counted = Counter((row.kind, row.key) for row in rows)
        self.doubled = [row for row in rows if counted[row.kind, row.key] > 1]
        self._by_kind = {kind: _by_key(rows, kind) for kind in (DOCUMENT, RELATION, PAYMENT)}

    @property
    def documents(self) -> dict[Key, StatusRow]:
        """Of sales and purchase invoices."""
        return self._by_kind[DOCUMENT]

    @property
    def relations(self) -> dict[Key, StatusRow]:
        """Of debtors and creditors."""
        return self._by_kind[RELATION]

    @property
    def payments(self) -> dict[Key, StatusRow]:
        """Of payments, by the document."""
        return self._by_kind[PAYMENT]


def _by_key(rows: Iterable[StatusRow], kind: str) -> dict[Key, StatusRow]:
    return {row.key: row for row in rows if row.kind == kind}
