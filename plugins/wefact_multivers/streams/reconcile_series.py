"""The number series of WeFact's documents and of the link's own journals (`accounting-rules.md 24`)."""

from __future__ import annotations

from collections import defaultdict

from wefact_multivers.domain.reconcile_series import Series, running, series_of
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.kinds import DocumentKind
from wefact_multivers.streams.reconcile_sides import Books


def document_series(unit: Unit, kind: DocumentKind) -> tuple[Series, ...]:
    """Gaps and doubles in the numbers that WeFact gave, as far as the store has ever seen them."""
    return series_of(unit.records.numbers(kind.controller))


def journal_series(books: Books, journals: tuple[str, ...]) -> tuple[Series, ...]:
    """Gaps in the numbers of the link's own journals, within the days that were compared."""
    wanted = {journal.casefold() for journal in journals}
    numbers: dict[str, list[int]] = defaultdict(list)
    for year, journal, number in books.standings:
        if journal.casefold() in wanted:
            numbers[f"{journal} {year} "].append(number)
    return tuple(running(name, numbers[name]) for name in sorted(numbers))
