"""Holds Multivers' relations against WeFact's debtors: numbers go one to one (P7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.oracle import mapping
from tests.oracle.case import Case
from tests.oracle.findings import Finding, Kind
from tests.oracle.paper import Debtor
from tests.oracle.reasons import bare

Record = dict[str, Any]


def wrong_relations(case: Case) -> Iterator[Finding]:
    """Relations that miss, that differ, that stand there twice, or that no debtor explains."""
    ours = case.new_records("customers")
    for code, debtor in case.expected.relations.items():
        if code not in case.books["customers"]:
            yield Finding(Kind.RELATION, code, "the debtor does not stand in Multivers")
        elif code in ours:
            yield from _differences(debtor, ours[code])
    for code in ours.keys() - case.expected.relations.keys():
        yield Finding(Kind.RELATION, code, f"a relation that no debtor explains; {_nearest(code, case)}")
    yield from _doubles(case, set(ours))


def _differences(debtor: Debtor, record: Record) -> Iterator[Finding]:
    must = {
        "name": debtor.name[: mapping.LONGEST_NAME],
        "countryId": debtor.country,
        "paymentConditionId": mapping.CONDITIONS.get(debtor.term, mapping.OTHER_CONDITION),
    }
    if record["customerId"] != debtor.code:
        yield Finding(Kind.RELATION, debtor.code, f"the code was altered to {record['customerId']}")
    for name, value in must.items():
        if record[name] != value:
            yield Finding(Kind.RELATION, debtor.code, f"{name} differs from WeFact's debtor")


def _nearest(code: str, case: Case) -> str:
    name = case.books["customers"][code]["name"]
    same = [debtor.code for debtor in case.expected.debtors.values() if debtor.name[: mapping.LONGEST_NAME] == name]
    return f"it has the name of debtor {same[0]}" if same else "no debtor has its name"


def _doubles(case: Case, ours: set[str]) -> Iterator[Finding]:
    customers = case.books["customers"]
    codes = Counter(bare(code) for code in customers)
    printed = Counter(debtor.name[: mapping.LONGEST_NAME] for debtor in case.expected.debtors.values())
    names = Counter(record["name"] for record in customers.values())
    for code in sorted(ours):
        name = customers[code]["name"]
        if codes[bare(code)] > 1:
            yield Finding(Kind.RELATION, code, "another relation has the same code but for case or leading zeros")
        if names[name] > max(1, printed[name]):
            yield Finding(Kind.RELATION, code, f"{names[name]} relations have this name")
