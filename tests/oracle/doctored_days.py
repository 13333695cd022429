"""Days put together by hand for the chronicle: what people did, what the link did, what its store says afterwards."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.oracle.agreement import DEMO, Agreement
from tests.oracle.doctored import BOOKED, TYPED, after_the_link, before_the_link
from tests.oracle.findings import Finding
from tests.oracle.mapping import DATABASE, WEFACT_ACCOUNT
from tests.oracle.promises import Chronicle
from tests.oracle.sides import SIDES
from tests.oracle.status_rows import StatusRow

Record = dict[str, Any]
Act = Callable[["Days"], object]
CONTROLLERS = {"invoices": "invoice", "creditinvoices": "creditinvoice"}
ADOPTED = (TYPED, "CF2026-0024")
BLOCKED = ("F2026-0010", "CF2026-0010")
FUTURE = "F2026-0017"


@dataclass
class Days:
    """A chronicle that has seen the link do its first work, rightly.

    Attributes:
        state: both programs now; tests change it.
        statuses: what the store says of each document, by number; a number that is not there has no row.
        payments: what it says of payments.
    """

    agreed: Agreement = DEMO
    state: Record = field(default_factory=after_the_link)
    statuses: dict[str, str] = field(default_factory=dict)
    payments: dict[str, str] = field(default_factory=dict)
    more_rows: list[StatusRow] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chronicle = Chronicle(before_the_link(), self.agreed)
        numbers = (record[side.wefact.number] for side in SIDES for record in self._table(side.wefact.documents))
        self.statuses |= dict.fromkeys((str(number) for number in numbers), "booked")
        self.statuses |= dict.fromkeys(ADOPTED, "adopted") | dict.fromkeys(BLOCKED, "blocked") | {FUTURE: "new"}

    @property
    def wefact(self) -> Record:
        """The account in WeFact."""
        found: Record = self.state["wefact"]["accounts"][WEFACT_ACCOUNT]
        return found

    @property
    def books(self) -> Record:
        """The administration in Multivers."""
        found: Record = self.state["multivers"]["databases"][DATABASE]
        return found

    def sale(self, number: str = BOOKED[0]) -> Record:
        """A sales invoice in WeFact."""
        found: Record = self.wefact["invoices"][number]
        return found

    def booking(self, invoice_id: str = "20260001") -> Record:
        """A sales booking."""
        found: Record = self.books["invoices"][invoice_id]
        return found

    def take_out(self, invoice_id: str = "20260001") -> None:
        """A booking disappears with its entry and its money."""
        del self.books["invoices"][invoice_id]
        entries = self.books["transactions"].items()
        self.books["transactions"] = {key: entry for key, entry in entries if entry["invoiceKey"] != invoice_id}
        self.books["matches"] = [match for match in self.books["matches"] if match["invoiceKey"] != invoice_id]

    def rows(self) -> list[StatusRow]:
        """What the store says."""
        identifiers = {number: key for table in CONTROLLERS for number, key in self._numbers(table)}
        told = ((self.statuses, "document"), (self.payments, "payment"))
        rows = [
            StatusRow(self._controller(number), identifiers[number], number, kind, status)
            for statuses, kind in told
            for number, status in statuses.items()
        ]
        return rows + self.more_rows

    def link(self) -> list[Finding]:
        """The link has worked; gives what is found."""
        return self.chronicle.link_worked(copy.deepcopy(self.state), self.rows())

    def settled(self) -> list[Finding]:
        """All is quiet; gives what is found."""
        return self.chronicle.settled(copy.deepcopy(self.state), self.rows())

    @contextmanager
    def people(self) -> Iterator[None]:
        """Whatever changes meanwhile is people's work."""
        before = copy.deepcopy(self.state)
        yield
        self.chronicle.people_worked(before, copy.deepcopy(self.state))

    def _table(self, name: str) -> list[Record]:
        return list(self.wefact[name].values())

    def _numbers(self, table: str) -> Iterator[tuple[str, str]]:
        number = next(side.wefact.number for side in SIDES if side.wefact.documents == table)
        for side_state in (before_the_link(), self.state):
            records = side_state["wefact"]["accounts"][WEFACT_ACCOUNT][table].values()
            yield from ((record[number], record["Identifier"]) for record in records)

    def _controller(self, number: str) -> str:
        return "creditinvoice" if number.startswith("CF") else "invoice"


def first_day(agreed: Agreement = DEMO) -> Days:
    """The day after the first work, with nothing wrong."""
    days = Days(agreed)
    assert days.link() == []
    return days
