"""A person says why numbers of a series are missing; from then on they are no open gap (`accounting-rules.md 24`)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from wefact_multivers.clock import AMSTERDAM
from wefact_multivers.domain.documents import SourceKey
from wefact_multivers.domain.reconcile_series import Explained, Series, explain, place_of
from wefact_multivers.store.evidence import Fact, record_evidence
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.inbox import Decision
from wefact_multivers.streams.kinds import DOCUMENT_KINDS, DocumentKind
from wefact_multivers.streams.reconcile_result import latest_comparison
from wefact_multivers.streams.refusals import NoGap, NumberAmbiguous
from wefact_multivers.streams.services import Services

EXPLAINED = "gap_explained"
"""The kind of the row in the evidence, which is the one place where an explanation is kept."""

_SERIES = "series"
"""Stands in the evidence where a record has its identifier, which is a number."""


def explain_gap(services: Services, decision: Decision, last: str, reason: str) -> None:
    """Keeps as evidence why numbers are missing; the next reconciliation shows them as explained.

    Args:
        services: of the administration.
        decision: the first of the numbers, who says so, and the stream where two have such a series.
        last: the last of the numbers; the same one where it is one.
        reason: why they are missing.

    Raises:
        NoGap: the last reconciliation has no open gap that holds all of them.
        NumberAmbiguous: more than one kind has such a gap.
    """
    first_place, last_place = place_of(decision.number), place_of(last)
    named = decision.number if last == decision.number else f"{decision.number} - {last}"
    if first_place is None or last_place is None or first_place[0].strip() != last_place[0].strip():
        raise NoGap(numbers=named, administration=services.name)
    first, until = first_place[1], last_place[1]
    found = [
        (kind, series)
        for kind, series in _open_series(services, decision)
        if series.prefix.strip() == first_place[0].strip() and series.is_open(first, until)
    ]
    if not found:
        raise NoGap(numbers=named, administration=services.name)
    if len(found) > 1:
        raise NumberAmbiguous(number=decision.number, streams=", ".join(kind.stream for kind, _ in found))
    kind, series = found[0]
    content: dict[str, object] = {
        "series": series.prefix,
        "first": first,
        "last": until,
        "reason": reason,
        "by": decision.by,
    }
    with services.memory.write() as unit:
        fact = Fact(EXPLAINED, content, _key(kind))
        record_evidence(unit.connection, services.memory.administration_id, services.clock.now(), fact)


def explanations(unit: Unit, kind: DocumentKind) -> Mapping[str, Sequence[Explained]]:
    """What people have said of the gaps of a kind, by the prefix of the series."""
    said: dict[str, list[Explained]] = defaultdict(list)
    for row in unit.evidence.of(_key(kind)):
        told = json.loads(row["content"])
        on = row["at"].astimezone(AMSTERDAM).date()
        said[told["series"]].append(Explained(told["first"], told["last"], told["reason"], told["by"], on))
    return said


def _open_series(services: Services, decision: Decision) -> Iterator[tuple[DocumentKind, Series]]:
    """The series of the last reconciliation, without what was explained since."""
    comparison = latest_comparison(services)
    for compared in comparison.kinds if comparison else ():
        kind = next(one for one in DOCUMENT_KINDS.values() if one.stream == compared.stream)
        if decision.stream in {None, kind.stream}:
            yield from ((kind, series) for series in _as_now(services, kind, compared.series))


def _as_now(services: Services, kind: DocumentKind, listed: Sequence[Series]) -> Iterator[Series]:
    with services.memory.read() as unit:
        said = explanations(unit, kind)
    yield from (explain(one, said.get(one.prefix, ())) for one in listed)


def _key(kind: DocumentKind) -> SourceKey:
    return SourceKey(kind.controller, _SERIES)
