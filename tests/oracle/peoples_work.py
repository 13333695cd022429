"""Whether the link left alone what people made in Multivers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
            elif changed := unlawful(case.wefact, _SIDES.get(table), record, now):
                yield Finding(Kind.PEOPLE, key, f"a {name} of people's own was changed: {', '.join(changed)}")
    if tuple(case.books["matches"]) != case.expected.people.matches:
        yield Finding(Kind.PEOPLE, "payments", "money was matched or un-matched by somebody else than people")


def unlawful(wefact: Record, side: Side | None, before: Record, now: Record) -> list[str]:
    """The fields that the link may not have changed: in a relation it may fill in what people had left empty.

    Args:
        wefact: the account.
        side: of the relation; None for any other record.
        before: the record as people left it.
        now: the record as it is.
    """
    changed = {name for name in before if now.get(name) != before[name]}
    filled = {
        name for name in changed if side and before[name] == "" and says([_own_record(wefact, side, now)], now[name])
    }
    return sorted(changed - filled - ({STAMP} if filled else set()))


def says(records: Iterable[Record], value: object) -> bool:
    """Whether WeFact says this in one of the records; texts may be cut."""
    texts = (each for record in records for each in record.values() if isinstance(each, str))
    return isinstance(value, str) and bool(value) and any(each.startswith(value) for each in texts)


def _own_record(wefact: Record, side: Side, relation: Record) -> Record:
    """The debtor or creditor of WeFact that a relation of Multivers is."""
    code, held = relation[side.multivers.relation], wefact[side.wefact.relations].values()
    return next((record for record in held if record[side.wefact.code] == code), {})
