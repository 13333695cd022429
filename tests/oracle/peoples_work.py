"""Whether the link left alone what people made in Multivers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.oracle.case import Case
from tests.oracle.findings import Finding, Kind
from tests.oracle.people import BANK_ACCOUNTS
from tests.oracle.sides import SIDES, Side

Record = dict[str, Any]
_NAMES = {
    **{side.multivers.bookings: "booking" for side in SIDES},
    **{side.multivers.relations: "relation" for side in SIDES},
    "transactions": "ledger entry",
    BANK_ACCOUNTS: "bank account",
}
_SIDES = {side.multivers.relations: side for side in SIDES}
STAMP = "dateChanged"


def peoples_work(case: Case) -> Iterator[Finding]:
    """Records of people's own that are gone or changed, and money that was matched by nobody."""
    for table, name in _NAMES.items():
        for key, record in case.expected.people.tables[table].items():
            now = case.tables[table].get(key)
            if now is None:
                yield Finding(Kind.PEOPLE, key, f"a {name} of people's own is gone")
            elif changed := _changes(case, _SIDES.get(table), record, now):
                yield Finding(Kind.PEOPLE, key, f"a {name} of people's own was changed: {', '.join(changed)}")
    if tuple(case.books["matches"]) != case.expected.people.matches:
        yield Finding(Kind.PEOPLE, "payments", "money was matched or un-matched by somebody else than people")


def _changes(case: Case, side: Side | None, before: Record, now: Record) -> list[str]:
    """The fields that the link may not have changed: in a relation it may fill in what people had left empty."""
    changed = {name for name in before if now.get(name) != before[name]}
    filled = {name for name in changed if side and before[name] == "" and _says(case, side, now, now[name])}
    return sorted(changed - filled - ({STAMP} if filled else set()))


def _says(case: Case, side: Side, relation: Record, value: str) -> bool:
    """Whether WeFact says this of the debtor or creditor; texts may be cut."""
    code = relation[side.multivers.relation]
    held = case.wefact[side.wefact.relations].values()
    own: Record = next((record for record in held if record[side.wefact.code] == code), {})
    return any(isinstance(each, str) and value and each.startswith(value) for each in own.values())
