"""Reading and writing one Multivers administration; only `streams.effects` calls what writes.

Customers and suppliers, and their bookings, go one way: each method takes the kind (`multivers.families`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import httpx

from wefact_multivers.clock import Clock, today
from wefact_multivers.domain.bank_accounts import BankAccount
from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.found import FoundBooking, LedgerLine
from wefact_multivers.domain.reference import ReferenceData
from wefact_multivers.errors import AdministrationUnreachable, AnswerUnusable, RequestRefused
from wefact_multivers.multivers.answers import unusable
from wefact_multivers.multivers.bank_accounts import account_of_row, accounts_of, bank_accounts
from wefact_multivers.multivers.calls import SYSTEM, MultiversCalls, Query, segment
from wefact_multivers.multivers.connection import MultiversConnection
from wefact_multivers.multivers.families import FAMILIES
from wefact_multivers.multivers.oauth import Login, TokenStore
from wefact_multivers.multivers.reading import (
    BookingDetails,
    booking_details,
    booking_of_info,
    booking_of_model,
    ledger_line,
    parsed,
)
from wefact_multivers.multivers.reference import ReferenceReader
from wefact_multivers.multivers.searching import Candidate, filters
from wefact_multivers.multivers.values import Row, dutch, text, whole
from wefact_multivers.transport import Call, Gate

_ANY, _OPEN = 0, 1
"""States of bookings that a list can be narrowed to (`multivers-api.md 3.11`)."""

_LEDGER_ORDER = "JournalId,JournalTransaction,AccountId"


class MultiversClient:
    """One administration of one login.

    Every method may raise what `MultiversCalls` raises: `RequestRefused`, `AnswerUnusable`, `RemoteUnavailable`,
    `RateLimited`, `ReauthoriseMultivers`.
    """

    def __init__(  # noqa: PLR0913 - what a client is put together from, each named once
        self,
        connection: MultiversConnection,
        database: str,
        *,
        tokens: TokenStore,
        http: httpx.Client,
        clock: Clock,
        gate: Gate | None = None,
        pause: Callable[[float], None] | None = None,
    ) -> None:
        self.database = database
        self._clock = clock
        self.login = Login(connection, tokens, http, clock, gate)
        self._calls = MultiversCalls(connection, self.login, http, clock, gate, pause=pause)
        self._reference = ReferenceReader(self._calls, database)
        self._is_within_reach = False

    def administrations(self) -> dict[str, str]:
        """The administrations that this login reaches: description by id."""
        return self._names("AdministrationNVL")

    def check(self) -> None:
        """Prove that the login reaches the administration.

        Raises:
            AdministrationUnreachable: it reaches others only.
        """
        try:
            self._reference.prove_reach(today(self._clock).year)
        except (RequestRefused, AnswerUnusable):
            self._look_among_administrations()
        self._is_within_reach = True

    def fiscal_years(self) -> list[int]:
        """All fiscal years that the administration has, oldest first."""
        return self._reference.years()

    def reference_data(self, years: Sequence[int], codes: ReferenceData | None = None) -> ReferenceData:
        """What a plan is held against, for those of the years that the administration has.

        Args:
            years: calendar years.
            codes: read earlier: its VAT codes, scenarios and rules, journals and payment conditions are taken over.
        """
        return self._reference.read(years, codes)

    def declares_vat_by_period(self) -> bool:
        """Whether the VAT return is of a period and not of a quarter (`vatDeclarationIsPeriod`)."""
        return bool((self._calls.read(self._path("CompanyDetailsInfo")) or {}).get("vatDeclarationIsPeriod"))

    def cost_centres(self) -> dict[str, str]:
        """The cost centres that can be booked on: description by id."""
        return self._reference.cost_centres()

    def relation(self, kind: Kind, code: str) -> dict[str, Any] | None:
        """A relation as the whole edit object, for reading, changing and writing back; None where there is none."""
        return self._one(FAMILIES[kind].relation, code)

    def relation_names(self, kind: Kind) -> dict[str, str]:
        """The names of all relations by code."""
        return self._names(self._path(f"{FAMILIES[kind].relation}NVL"))

    def relations(self, kind: Kind) -> list[dict[str, Any]]:
        """All relations with everything that a list tells of them (`multivers-api.md 3.2, 3.3`)."""
        family = FAMILIES[kind]
        order = f"{family.relation}Id"
        path = self._path(f"{family.relation}InfoList")
        return self._calls.read_list(path, key=lambda row: text(row, family.id_name), order=order)

    def bank_accounts(self) -> dict[str, dict[str, Any]]:
        """The bank account of each organisation that may be used, by organisation (`multivers-api.md 2.1, 3.3`)."""
        return bank_accounts(self._calls, self.database)

    def accounts_of(self, kind: Kind, code: str) -> list[BankAccount]:
        """The bank accounts of a relation that may be used, the preferred one first."""
        return accounts_of(self._calls, self.database, kind, code)

    def next_journal_transaction(self, year: int, journal: str) -> int:
        """The number after the last one of a journal; Multivers keeps it for nobody (`multivers-api.md 4.3`)."""
        name = "GetNextJournalTransactionCommand"
        query: Query = {"fiscalYear": year, "journalId": journal}
        answer = self._calls.read(self._path(name), query, method="POST")
        call = Call(SYSTEM, f"POST {name}")
        number = parsed(_next_number, answer, call)
        if number < 1:
            raise unusable(call, "no number")
        return number

    def booking(self, kind: Kind, invoice_id: str) -> FoundBooking | None:
        """The booking under a number, with its journal number; None where there is none."""
        resource = FAMILIES[kind].invoice
        row = self._one(resource, invoice_id)
        return None if row is None else parsed(booking_of_model, row, Call(SYSTEM, f"GET {resource}"))

    def booking_model(self, kind: Kind, invoice_id: str) -> dict[str, Any] | None:
        """The booking under a number as the whole edit object, for changing and writing back; None where none is."""
        return self._one(FAMILIES[kind].invoice, invoice_id)

    def booking_details(self, kind: Kind, invoice_id: str) -> BookingDetails | None:
        """A booking with what is open and the transactions matched to it; None where there is none."""
        resource = f"{FAMILIES[kind].invoice}Info"
        row = self._one(resource, invoice_id)
        if row is None:
            return None
        means = self._reference.means if row.get("payments") else {}

        def details(row: Row) -> BookingDetails:
            return booking_details(row, means)

        return parsed(details, row, Call(SYSTEM, f"GET {resource}"))

    def find_bookings(self, kind: Kind, candidates: Sequence[Candidate], years: Sequence[int]) -> list[FoundBooking]:
        """What stands in those fiscal years and could be one of the candidates, some in each question."""
        found = [
            booking
            for year in years
            for condition in filters(candidates, FAMILIES[kind])
            for booking in self._bookings(kind, year, _ANY, {"$filter": condition})
            if any(candidate.could_be(booking) for candidate in candidates)
        ]
        return list(dict.fromkeys(found))

    def bookings(self, kind: Kind, year: int) -> list[FoundBooking]:
        """All bookings of a fiscal year, with what is open; twice the same number stays twice."""
        return self._bookings(kind, year, _ANY, {})

    def open_bookings(self, kind: Kind, year: int) -> list[FoundBooking]:
        """The bookings of a fiscal year that are not paid in full."""
        return self._bookings(kind, year, _OPEN, {})

    def ledger_lines(self, year: int, start: date, end: date) -> list[LedgerLine]:
        """The ledger lines dated from `start` up to and including `end`."""
        return self._lines(f"ByDate/{year}/{dutch(start)}/{dutch(end)}")

    def period_lines(self, year: int, period: int, journal_id: str) -> list[LedgerLine]:
        """The ledger lines of one journal in one period."""
        lines = self._lines(f"ByPeriod/{year}/{period}/{period}")
        return [line for line in lines if line.journal_id.casefold() == journal_id.casefold()]

    def create_relation(self, kind: Kind, body: Mapping[str, object]) -> dict[str, Any]:
        """Write a new relation; gives the object that Multivers made of it."""
        return self._calls.write("POST", self._path(FAMILIES[kind].relation), body)

    def update_relation(self, kind: Kind, code: str, body: Mapping[str, object]) -> dict[str, Any]:
        """Write back a relation that was read whole: what is left out would be emptied (`multivers-api.md 8.12`)."""
        return self._calls.write("PUT", self._path(f"{FAMILIES[kind].relation}/{segment(code)}"), body)

    def create_bank_account(self, body: Mapping[str, object]) -> BankAccount:
        """Write a bank account of an organisation; gives it as Multivers understood it."""
        answer = self._calls.write("POST", self._path("BankAccount"), body)
        return parsed(account_of_row, answer, Call(SYSTEM, "POST BankAccount"))

    def create_booking(self, kind: Kind, body: Mapping[str, object]) -> FoundBooking:
        """Write a booking; gives it as Multivers understood it."""
        resource = FAMILIES[kind].invoice
        answer = self._calls.write("POST", self._path(resource), body)
        return parsed(booking_of_model, answer, Call(SYSTEM, f"POST {resource}"))

    def update_booking(self, kind: Kind, invoice_id: str, body: Mapping[str, object]) -> FoundBooking:
        """Replace a booking that is still a concept: what is left out would be emptied (`multivers-api.md 8.12`)."""
        resource = FAMILIES[kind].invoice
        answer = self._calls.write("PUT", self._path(f"{resource}/{segment(invoice_id)}"), body)
        return parsed(booking_of_model, answer, Call(SYSTEM, f"PUT {resource}"))

    def _path(self, rest: str) -> str:
        return f"{segment(self.database)}/{rest}"

    def _names(self, path: str) -> dict[str, str]:
        rows = self._calls.read_list(path, key=lambda row: text(row, "name"))
        return {text(row, "name"): text(row, "value") for row in rows}

    def _look_among_administrations(self) -> None:
        reachable = self.administrations()
        if self.database.casefold() not in {name.casefold() for name in reachable}:
            names = ", ".join(sorted(reachable)) or "-"
            file = "include/administrations"
            raise AdministrationUnreachable(database=self.database, reachable=names, file=file)

    def _one(self, resource: str, identifier: str) -> dict[str, Any] | None:
        row = self._calls.read(self._path(f"{resource}/{segment(identifier)}"))
        if row is None:
            # An administration that is out of reach answers the same way; that is not "absent".
            if not self._is_within_reach:
                self.check()
            return None
        if not isinstance(row, dict):
            raise unusable(Call(SYSTEM, f"GET {resource}"), "no object")
        return row

    def _bookings(self, kind: Kind, year: int, state: int, query: Query) -> list[FoundBooking]:
        resource = f"{FAMILIES[kind].invoice}InfoList"
        path = self._path(f"{resource}/ByFiscalYear/{year}/{state}")
        rows = self._calls.read_list(path, query, key=lambda row: text(row, "invoiceId"), order="InvoiceId")
        return [parsed(booking_of_info, row, Call(SYSTEM, f"GET {resource}")) for row in rows]

    def _lines(self, path: str) -> list[LedgerLine]:
        full = self._path(f"JournalEntryLineInfoList/{path}")
        rows = self._calls.read_list(full, key=_all_values, order=_LEDGER_ORDER)
        return [parsed(ledger_line, row, Call(SYSTEM, "GET JournalEntryLineInfoList")) for row in rows]


def _all_values(row: dict[str, Any]) -> tuple[str, ...]:
    """A ledger line has no key of its own: the line itself is its key."""
    return tuple(f"{name}={value}" for name, value in sorted(row.items()))


def _next_number(answer: Mapping[str, Any]) -> int:
    return whole(answer, "nextJournalTransaction")
