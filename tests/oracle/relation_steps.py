"""What the link did to Multivers' relations (P6, P7): numbers go one to one, and people's work stays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.oracle import mapping
from tests.oracle.changes import Change
from tests.oracle.findings import Finding, Kind
from tests.oracle.holdings import RELATIONS
from tests.oracle.lookalikes import bare
from tests.oracle.past import ChangedTables, Past
from tests.oracle.people import BANK_ACCOUNTS
from tests.oracle.peoples_work import STAMP, says
from tests.oracle.sides import PURCHASES, Side

Record = dict[str, Any]


def related(past: Past, changed: ChangedTables) -> Iterator[Finding]:
    """Everything that the link did to relations and their bank accounts since the last state."""
    for table, side in RELATIONS.items():
        for change in changed[table]:
            yield from _relation(past, table, side, change)
    for change in changed[BANK_ACCOUNTS]:
        if change.before is not None:
            yield Finding(Kind.PEOPLE, change.key, "a bank account was changed or deleted by the link")
        elif change.now is not None:
            yield from _new_account(past, change.key, change.now)


def _new_account(past: Past, key: str, account: Record) -> Iterator[Finding]:
    """A new supplier of the link's own gets the account that WeFact names, once; nobody else gets one (rule 13)."""
    books, table, organization = past.holdings.books, PURCHASES.multivers.relations, account["organizationId"]
    codes = [code for code, row in books[table].items() if row["organizationId"] == organization]
    if not codes or codes[0] in past.holdings.theirs[table]:
        yield Finding(Kind.PEOPLE, key, "the link made a bank account for a relation that is no supplier of its own")
        return
    said = {
        each["AccountNumber"].replace(" ", "") for each in past.histories.relation_records[PURCHASES.name, codes[0]]
    }
    if account["iban"] not in said:
        yield Finding(Kind.RELATION, codes[0], "WeFact never named the bank account that the link made")
    others = [row for row in books["tables"].get("BankAccount", {}).values() if row["organizationId"] == organization]
    if len(others) > 1:
        yield Finding(Kind.DOUBLE, codes[0], f"{len(others)} bank accounts, and the link makes the first alone")


def _relation(past: Past, table: str, side: Side, change: Change) -> Iterator[Finding]:
    if change.now is None:
        yield Finding(Kind.RELATION, change.key, f"a {side.relation_word} was deleted in Multivers")
    elif change.key in past.holdings.theirs[table]:
        names = sorted(_unlawful(past, side, change))
        if names:
            yield Finding(Kind.PEOPLE, change.key, f"a relation of people's own was changed: {', '.join(names)}")
    else:
        yield from _as_said(past, side, change)


def _unlawful(past: Past, side: Side, change: Change) -> Iterator[str]:
    """The fields of people's own relation that the link may not have changed.

    It may fill in what they had left empty, and a field that said what WeFact said may follow WeFact (DESIGN 8.6).
    """
    before, now = change.before or {}, change.now or {}
    records = past.histories.relation_records[side.name, change.key]
    for name in before.keys() | now.keys():
        was, value = before.get(name), now.get(name)
        may_follow = (was == "" or says(records, was)) and says(records, value)
        if was != value and name != STAMP and not may_follow:
            yield name


def _as_said(past: Past, side: Side, change: Change) -> Iterator[Finding]:
    record, code = change.now or {}, change.key
    said = past.histories.relations[side.name, code]
    if not said or len(code) > mapping.LONGEST_CODE:
        yield Finding(Kind.RELATION, code, f"a relation that no {side.relation_word} explains")
        return
    if record[side.multivers.relation] != code:
        yield Finding(Kind.RELATION, code, f"the code was altered to {record[side.multivers.relation]}")
    must = {
        "name": {each.name for each in said},
        "countryId": {each.country for each in said},
        "paymentConditionId": {side.condition(each.term) for each in said},
    }
    if not past.is_spoiled:
        for name in (name for name, values in must.items() if record[name] not in values):
            yield Finding(Kind.RELATION, code, f"{name} differs from WeFact's {side.relation_word}")
    others = past.holdings.books[side.multivers.relations].keys() - {code}
    if change.before is None and any(bare(other) == bare(code) for other in others):
        yield Finding(Kind.RELATION, code, "another relation has the same code but for case or leading zeros")
