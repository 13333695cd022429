"""Holds Multivers' relations against WeFact's debtors and creditors: numbers go one to one (P7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.oracle.case import Case
from tests.oracle.findings import Finding, Kind
from tests.oracle.lookalikes import bare
from tests.oracle.paper import Relation
from tests.oracle.sides import SIDES, Side

Record = dict[str, Any]


def wrong_relations(case: Case) -> Iterator[Finding]:
    """Relations that miss, that differ, that stand there twice, or that no debtor or creditor explains."""
    for side in SIDES:
        yield from _of_side(case, side)


def _of_side(case: Case, side: Side) -> Iterator[Finding]:
    ours, there = case.new_relations(side), case.tables[side.multivers.relations]
    expected = {code: each for (name, code), each in case.expected.relations.items() if name == side.name}
    for code, relation in expected.items():
        if code not in there:
            yield Finding(Kind.RELATION, code, f"the {side.relation_word} does not stand in Multivers")
        elif code in ours:
            yield from _differences(relation, ours[code])
    for code in ours.keys() - expected.keys():
        text = f"a relation that no {side.relation_word} explains; {_nearest(code, case, side)}"
        yield Finding(Kind.RELATION, code, text)
    yield from _doubles(case, side, set(ours))


def _differences(relation: Relation, record: Record) -> Iterator[Finding]:
    must = {
        "name": relation.name,
        "countryId": relation.country,
        "paymentConditionId": relation.side.condition(relation.term),
    }
    own_code = record[relation.side.multivers.relation]
    if own_code != relation.code:
        yield Finding(Kind.RELATION, relation.code, f"the code was altered to {own_code}")
    for name, value in must.items():
        if record[name] != value:
            yield Finding(Kind.RELATION, relation.code, f"{name} differs from WeFact's {relation.side.relation_word}")


def _own(case: Case, side: Side) -> list[Relation]:
    return [each for each in case.expected.everybody.values() if each.side is side]


def _nearest(code: str, case: Case, side: Side) -> str:
    name = case.tables[side.multivers.relations][code]["name"]
    same = [each.code for each in _own(case, side) if each.name == name]
    return f"it has the name of {side.relation_word} {same[0]}" if same else f"no {side.relation_word} has its name"


def _doubles(case: Case, side: Side, ours: set[str]) -> Iterator[Finding]:
    there = case.tables[side.multivers.relations]
    codes = Counter(bare(code) for code in there)
    printed = Counter(each.name for each in _own(case, side))
    names = Counter(record["name"] for record in there.values())
    for code in sorted(ours):
        name = there[code]["name"]
        if codes[bare(code)] > 1:
            yield Finding(Kind.RELATION, code, "another relation has the same code but for case or leading zeros")
        if names[name] > max(1, printed[name]):
            yield Finding(Kind.RELATION, code, f"{names[name]} relations have this name")
