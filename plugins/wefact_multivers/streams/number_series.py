"""The policies for invoice ids, tried out over all numbers before the first export (`accounting-rules.md 11`).

An id is chosen once for a document and never changed: what collides must be seen before anything is booked.
"""

from __future__ import annotations

from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.documents import SourceKey
from wefact_multivers.domain.numbering import collisions, invoice_id_digits, sequence_collisions
from wefact_multivers.domain.problems import Problem
from wefact_multivers.store.journals import plain
from wefact_multivers.streams.kinds import DOCUMENT_KINDS
from wefact_multivers.streams.own_journals import Books
from wefact_multivers.streams.services import Services
from wefact_multivers.wefact.lists import ListQuery

SEQUENCE_MEETS_SALES = "NUM-005"
"""No first export as long as this is so: the sequence would run into the numbers of sales invoices."""


def series_problems(services: Services) -> dict[str, Problem]:
    """What would go wrong with the final numbers of WeFact, those before the start date too, by number.

    NUM-001: a number gives no invoice id. NUM-002: two give the same. NUM-005: one lies in the sequence of purchases.
    """
    numbers = final_numbers(services)
    policy = services.administration.numbers
    by_digits = [number for kind, listed in numbers.items() if not policy.is_sequence(kind) for number in listed]
    tried = {number: invoice_id_digits(number) for number in by_digits}
    problems = {number: result for number, result in tried.items() if isinstance(result, Problem)}
    problems |= collisions(by_digits)
    if any(policy.is_sequence(kind) for kind in numbers):
        problems |= sequence_collisions(by_digits, policy.purchase_first_number)
    return problems


def reserve_taken_numbers(services: Services, books: Books) -> set[SourceKey]:
    """Takes those numbers of the sequence out of use that bookings of others have already, of either side.

    Returns:
        The documents that had such a number and must be planned again.
    """
    policy = services.administration.numbers
    sequenced = [kind for kind in books.kinds if policy.is_sequence(kind.kind)]
    if not sequenced:
        return set()
    listed = [booking for kind in Kind for year in books.years for booking in services.multivers.bookings(kind, year)]
    ids = {plain(booking.invoice_id) for booking in listed if booking.invoice_id.strip().isdecimal()}
    lost: set[SourceKey] = set()
    with services.memory.write() as unit:
        for invoice_id in sorted(ids - unit.journals.invoice_ids()):
            if invoice_id and int(invoice_id) >= policy.purchase_first_number:
                number = int(invoice_id)
                lost |= unit.journals.reserve_number(services.target, number, sequenced[0].controller)
    return lost


def final_numbers(services: Services) -> dict[Kind, list[str]]:
    """The numbers of all final documents, of the kinds whose stream is on."""
    switches = services.administration.streams
    return {
        kind.kind: [
            row.number for row in services.wefact.list_documents(kind.controller, ListQuery()).rows if row.is_final
        ]
        for kind in DOCUMENT_KINDS.values()
        if getattr(switches, kind.stream)
    }
