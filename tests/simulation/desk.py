"""What people see on their screens, and pick something from."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from sandbox.core import Sandbox
from sandbox.datasets.empty import KEY
from sandbox.datasets.multivers_builder import DATABASE
from sandbox.model import Record
from sandbox.multivers import matching
from sandbox.multivers.context import Books
from sandbox.multivers.state import Database
from sandbox.wefact.state import Account
from tests.simulation.company import FIRST_INVOICE

RECENT = 40
"""People work on what is new: so many of the newest records are looked at."""

OURS = frozenset({"WFV", "WFI"})


@dataclass(frozen=True)
class Desk:
    """The screens of one company.

    Attributes:
        earlier: what people may put back: how something was before they changed it, by a name of what was done.
    """

    sandbox: Sandbox
    chance: random.Random
    earlier: dict[str, list[Record]] = field(default_factory=dict)

    def remember(self, name: str, record: Record) -> None:
        """Somebody changes something, and knows how to put it back."""
        self.earlier.setdefault(name, []).append(record)
        del self.earlier[name][:-RECENT]

    def recall(self, name: str) -> Record | None:
        """One of the newest that may be put back; each is put back once."""
        known = self.earlier.get(name, [])
        return known.pop(self.chance.randrange(len(known))) if known else None

    @property
    def account(self) -> Account:
        """WeFact."""
        return self.sandbox.state.wefact.accounts[KEY]

    @property
    def books(self) -> Database:
        """Multivers."""
        return self.sandbox.state.multivers.databases[DATABASE]

    @property
    def today(self) -> date:
        """The date on the wall."""
        return self.sandbox.clock.today()

    def day(self, back: int = 3, ahead: int = 0) -> str:
        """A date around today."""
        return (self.today + timedelta(days=self.chance.randint(-back, ahead))).isoformat()

    def pick(self, records: Iterable[Record], fits: Callable[[Record], bool] = lambda _record: True) -> Record | None:
        """One of the newest records that fit; None if there is none."""
        found = [record for record in list(records)[-RECENT:] if fits(record)]
        return self.chance.choice(found) if found else None

    def invoice(self, *statuses: str) -> Record | None:
        """A sales invoice of one of these statuses; final if none is named."""
        wanted = statuses or ("2", "3", "4")
        return self.pick(
            self.account.invoices.values(),
            lambda record: record["Status"] in wanted and record["InvoiceCode"] != FIRST_INVOICE,
        )

    def purchase(self, *statuses: str) -> Record | None:
        """A purchase invoice of one of these statuses; unpaid or part-paid if none is named."""
        return self.pick(
            self.account.creditinvoices.values(), lambda record: record["Status"] in (statuses or ("1", "2"))
        )

    def booking(self, *, ours: bool = True, is_open: bool | None = None) -> tuple[str, Record] | None:
        """A booking with its kind, as actions name it."""
        kinds = {"customer": self.books.invoices, "supplier": self.books.supplier_invoices}
        found = [
            (kind, record)
            for kind, table in kinds.items()
            for key, record in list(table.items())[-RECENT:]
            if (record["journalId"] in OURS) is ours
            and (is_open is None or bool(matching.balance_cents(self.books, key)) is is_open)
        ]
        return self.chance.choice(found) if found else None

    def euros_open(self, kind: str, record: Record) -> int:
        """The whole euros that are open on a booking, with its sign."""
        key = record["invoiceId"] if kind == "customer" else f"purchase/{record['invoiceId']}"
        return int(matching.balance_cents(self.books, key) / 100)

    def lines(self) -> list[Record]:
        """Lines of a sales invoice."""
        return [self._line() for _ in range(self.chance.randint(1, 3))]

    def _line(self) -> Record:
        chance = self.chance
        drawn = chance.random()
        if drawn < 0.03:
            return {"Description": "Leges", "PriceExcl": "50.00", "TaxCode": "V0"}
        if drawn < 0.06:
            return {"Description": "Met dank", "PriceExcl": "0"}
        product = chance.choice(("P-HOST-S", "P-HOST-L", "P-DOM", "P-BOEK", "P-ADV", "P-LOS"))
        number = chance.choice(("1", "2", "3", "5", "12", "0.25", "1.5", "1.333"))
        discount = {"DiscountPercentage": "15"} if chance.random() < 0.1 else {}
        return {"ProductCode": product, "Number": number} | discount

    def costs(self) -> list[Record]:
        """Lines of a purchase invoice."""
        chance = self.chance
        known = [str(category["Identifier"]) for category in self.account.cost_categories.values()]
        usual = known[:3] if chance.random() < 0.95 else known
        return [
            {
                "Description": "Inkoop",
                "PriceExcl": f"{chance.randint(100, 90_000) / 100:.2f}",
                "TaxCode": "I9" if chance.random() < 0.2 else "I21",
                "CostCategory": chance.choice(usual),
            }
            for _ in range(chance.randint(1, 2))
        ]


def books_of(desk: Desk) -> Books:
    """The books as the sandbox's own functions take them."""
    return Books(desk.books, desk.sandbox.state.settings, desk.sandbox.clock)
