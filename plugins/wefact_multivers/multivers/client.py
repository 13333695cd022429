"""Reading and writing one Multivers administration; only `streams.effects` calls what writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import httpx

from wefact_multivers.clock import Clock
from wefact_multivers.domain.found import FoundBooking, LedgerLine
from wefact_multivers.domain.reference import ReferenceData
from wefact_multivers.errors import AdministrationUnreachable
from wefact_multivers.multivers.answers import unusable
from wefact_multivers.multivers.calls import PAGE_SIZE, SYSTEM, MultiversCalls, Query, segment
from wefact_multivers.multivers.connection import MultiversConnection
from wefact_multivers.multivers.oauth import Login, TokenStore
from wefact_multivers.multivers.reading import booking_of_info, booking_of_model, ledger_line, parsed
from wefact_multivers.multivers.reference import ReferenceReader
from wefact_multivers.multivers.searching import Candidate, filters
from wefact_multivers.multivers.values import dutch, text, whole
from wefact_multivers.transport import Call

_ANY_STATE = 0
_LEDGER_ORDER = "JournalId,JournalTransaction,AccountId"


class MultiversClient:
    """One administration of one login.

    Every method may raise what `MultiversCalls` raises: `RequestRefused`, `AnswerUnusable`, `RemoteUnavailable`,
    `RateLimited`, `ReauthoriseMultivers`.
    """

    def __init__(
        self,
        connection: MultiversConnection,
        database: str,
        *,
        tokens: TokenStore,
        http: httpx.Client,
        clock: Clock,
    ) -> None:
        self.database = database
        login = Login(connection, tokens, http, clock)
        self._calls = MultiversCalls(connection, login, http, clock, page_size=PAGE_SIZE)
        self._reference = ReferenceReader(self._calls, database)

    def administrations(self) -> dict[str, str]:
        """The administrations that this login reaches: description by id."""
        rows = self._calls.read_list("AdministrationNVL", key=lambda row: text(row, "name"))
        return {text(row, "name"): text(row, "value") for row in rows}

    def check(self) -> None:
        """Prove that the login reaches the administration.

        Raises:
            AdministrationUnreachable: it reaches others only.
        """
        reachable = self.administrations()
        if self.database.casefold() not in {name.casefold() for name in reachable}:
            names = ", ".join(sorted(reachable)) or "-"
            file = "include/administrations"
            raise AdministrationUnreachable(database=self.database, reachable=names, file=file)

    def fiscal_years(self) -> list[int]:
        """All fiscal years that the administration has, oldest first."""
        return self._reference.years()

    def reference_data(self, years: Sequence[int]) -> ReferenceData:
        """What a plan is held against, for those of the years that the administration has."""
        return self._reference.read(years)

    def customer(self, code: str) -> dict[str, Any] | None:
        """A relation as the whole edit object, for reading, changing and writing back; None where there is none."""
        return self._one("Customer", code)

    def customer_codes(self) -> dict[str, str]:
        """The names of all relations by code."""
        rows = self._calls.read_list(self._path("CustomerNVL"), key=lambda row: text(row, "name"))
        return {text(row, "name"): text(row, "value") for row in rows}

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

    def sales_booking(self, invoice_id: str) -> FoundBooking | None:
        """The booking under a number, with its journal number; None where there is none."""
        row = self._one("CustomerInvoice", invoice_id)
        return None if row is None else parsed(booking_of_model, row, Call(SYSTEM, "GET CustomerInvoice"))

    def find_sales_bookings(self, candidates: Sequence[Candidate], years: Sequence[int]) -> list[FoundBooking]:
        """What stands in those fiscal years and could be one of the candidates, some in each question."""
        found = [
            booking
            for year in years
            for condition in filters(candidates)
            for booking in self._bookings(year, {"$filter": condition})
            if any(candidate.could_be(booking) for candidate in candidates)
        ]
        return list(dict.fromkeys(found))

    def sales_bookings(self, fiscal_year: int) -> list[FoundBooking]:
        """All sales bookings of a fiscal year, with what is open; twice the same number stays twice."""
        return self._bookings(fiscal_year, {})

    def ledger_lines(self, year: int, start: date, end: date) -> list[LedgerLine]:
        """The ledger lines dated from `start` up to and including `end`."""
        return self._lines(f"ByDate/{year}/{dutch(start)}/{dutch(end)}")

    def period_lines(self, year: int, period: int, journal_id: str) -> list[LedgerLine]:
        """The ledger lines of one journal in one period."""
        lines = self._lines(f"ByPeriod/{year}/{period}/{period}")
        return [line for line in lines if line.journal_id.casefold() == journal_id.casefold()]

    def create_customer(self, body: Mapping[str, object]) -> dict[str, Any]:
        """Write a new relation; gives the object that Multivers made of it."""
        return self._calls.write("POST", self._path("Customer"), body)

    def update_customer(self, code: str, body: Mapping[str, object]) -> dict[str, Any]:
        """Write back a relation that was read whole: what is left out would be emptied (`multivers-api.md 8.12`)."""
        return self._calls.write("PUT", self._path(f"Customer/{segment(code)}"), body)

    def create_sales_booking(self, body: Mapping[str, object]) -> FoundBooking:
        """Write a sales booking; gives it as Multivers understood it."""
        answer = self._calls.write("POST", self._path("CustomerInvoice"), body)
        return parsed(booking_of_model, answer, Call(SYSTEM, "POST CustomerInvoice"))

    def _path(self, rest: str) -> str:
        return f"{segment(self.database)}/{rest}"

    def _one(self, resource: str, identifier: str) -> dict[str, Any] | None:
        row = self._calls.read(self._path(f"{resource}/{segment(identifier)}"))
        if row is None:
            # An administration that is out of reach answers the same way; that is not "absent".
            self.check()
            return None
        if not isinstance(row, dict):
            raise unusable(Call(SYSTEM, f"GET {resource}"), "no object")
        return row

    def _bookings(self, year: int, query: Query) -> list[FoundBooking]:
        path = self._path(f"CustomerInvoiceInfoList/ByFiscalYear/{year}/{_ANY_STATE}")
        rows = self._calls.read_list(path, query, key=lambda row: text(row, "invoiceId"), order="InvoiceId")
        return [parsed(booking_of_info, row, Call(SYSTEM, "GET CustomerInvoiceInfoList")) for row in rows]

    def _lines(self, path: str) -> list[LedgerLine]:
        full = self._path(f"JournalEntryLineInfoList/{path}")
        rows = self._calls.read_list(full, key=_all_values, order=_LEDGER_ORDER)
        return [parsed(ledger_line, row, Call(SYSTEM, "GET JournalEntryLineInfoList")) for row in rows]


def _all_values(row: dict[str, Any]) -> tuple[str, ...]:
    """A ledger line has no key of its own: the line itself is its key."""
    return tuple(f"{name}={value}" for name, value in sorted(row.items()))


def _next_number(answer: Mapping[str, Any]) -> int:
    return whole(answer, "nextJournalTransaction")
