"""The number series of WeFact's documents and of the link's own journals (`accounting-rules.md 24`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from wefact_multivers.domain.reconcile_series import Series, explain, running, series_of
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.gaps import explanations
from wefact_multivers.streams.kinds import DocumentKind
from wefact_multivers.streams.reconcile_sides import Books


def all_series(unit: Unit, kind: DocumentKind, books: Books, journals: tuple[str, ...]) -> tuple[Series, ...]:
    """The series of a kind: its documents and its journals, with what people have said of the gaps."""
    said = explanations(unit, kind)
    found: Iterable[Series] = (*document_series(unit, kind), *journal_series(books, journals))
    return tuple(explain(one, said.get(one.prefix, ())) for one in found)


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
