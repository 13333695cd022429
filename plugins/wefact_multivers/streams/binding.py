"""Binds an administration to the same account and the same books under another name, when a person says so."""

from __future__ import annotations

from dataclasses import dataclass

from wefact_multivers.domain.documents import SourceKey
from wefact_multivers.store.journals import plain
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.streams.kinds import DOCUMENT_KINDS, DOCUMENTS_OF
from wefact_multivers.streams.post import writing
from wefact_multivers.streams.refusals import ListUnseen, OtherBooks
from wefact_multivers.streams.services import Services
from wefact_multivers.wefact.lists import ListQuery


@dataclass(frozen=True)
class Rebound:
    """What an administration was bound to, and is now.

    Attributes:
        known: how many bookings the store knows.
        in_multivers, in_wefact: how many of those stand in these books, and in this account.
    """

    was: str
    now: str
    known: int
    in_multivers: int
    in_wefact: int


def confirm(services: Services, by: str) -> Rebound:
    """Binds the administration anew; it must be signed again before it exports.

    Raises:
        ListUnseen: it was never bound.
        OtherBooks: nothing that the store knows stands there: it is another account, or other books.
        LeaseHeld: a writer is at work.
    """
    services.store.check_migrated()
    with services.memory.read() as unit:
        link = unit.links.get()
        receipts = [
            one for kind in DOCUMENT_KINDS.values() for one in unit.receipts.verified(kind.effect, kind.controller)
        ]
    if link is None:
        raise ListUnseen(administration=services.name)
    services.multivers.check()
    fingerprint = services.wefact.account_fingerprint(link.wefact_fingerprint)
    in_multivers, in_wefact = _in_multivers(services, receipts), _in_wefact(services, receipts)
    now = f"{services.target.host} {services.target.database}"
    for place, standing in ((now, in_multivers), ("WeFact", in_wefact)):
        if receipts and not standing:
            raise OtherBooks(count=len(receipts), administration=services.name, now=place)
    with writing(services), services.memory.write() as unit:
        unit.journals.move(link.target, services.target)
        unit.links.rebind(fingerprint, services.target, by, services.clock.now())
    was = f"{link.target.host} {link.target.database}"
    return Rebound(was, now, len(receipts), in_multivers, in_wefact)


def _in_multivers(services: Services, receipts: list[Receipt]) -> int:
    """How many bookings stand in the books as the store knows them."""
    places = {(DOCUMENTS_OF[one.key.controller].kind, one.fiscal_year) for one in receipts if one.fiscal_year}
    standing = {
        (kind, year, plain(booking.invoice_id), booking.relation_code.strip())
        for kind, year in places
        for booking in services.multivers.bookings(kind, year)
    }
    names = [
        (DOCUMENTS_OF[one.key.controller].kind, one.fiscal_year or 0, plain(one.invoice_id or ""), one.relation_code)
        for one in receipts
    ]
    return sum(name in standing for name in names)


def _in_wefact(services: Services, receipts: list[Receipt]) -> int:
    """How many booked documents the account has under the numbers that they had."""
    standing: set[tuple[SourceKey, str]] = set()
    for controller in {one.key.controller for one in receipts}:
        rows = services.wefact.list_documents(controller, ListQuery()).rows
        standing |= {(row.key, row.number) for row in rows}
    with services.memory.read() as unit:
        records = [record for one in receipts if (record := unit.records.get(one.key))]
    return sum((record.key, record.seen.number) in standing for record in records)
