"""Journals (multivers-api.md 2.1, 3.10): JournalInfo, its list by type, and POST Journal of V110 (FLU)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sandbox.model import Record
from sandbox.multivers import balances
from sandbox.multivers.balances import Total
from sandbox.multivers.context import Books, Call, Routes
from sandbox.multivers.errors import NotFoundError
from sandbox.multivers.families import Family, create, created, edit, info
from sandbox.multivers.fields import model
from sandbox.multivers.ledger import last_date, last_number, to_euros
from sandbox.multivers.reference import JOURNAL_BANK, JOURNAL_CASH, JOURNAL_TYPES
from sandbox.multivers.wire import Problems, dutch_date


def _check(books: Books, record: Record, problems: Problems) -> None:
    if record["journalType"] not in JOURNAL_TYPES:
        problems.add("journalType", f"Dagboeksoort {record['journalType']} bestaat niet")
    has_money = record["journalType"] in (JOURNAL_BANK, JOURNAL_CASH)
    accounts = {row["accountId"] for row in books.db.accounts.values()}
    if has_money and record["accountId"] not in accounts:
        problems.add("accountId", "Een bank- of kasdagboek heeft een grootboekrekening nodig")


def _fill(books: Books, record: Record) -> None:
    record["currencyId"] = record["currencyId"] or books.db.company["currencyId"]


JOURNAL = Family(
    "Journal",
    model(
        "journalId:s3! description:s40 -fiscalYear:i journalType:i journalKind:i accountId:s8 currencyId:s3"
        " bankAccountId:s -journalTransaction:i -amendmentBalance:d -startBalance:d -endBalance:d"
        " -entriesToMatchCount:i -lastElectronicTransactionDate:t -lastTransactionDate:t openingBalanceJournal:b"
        " rangeId:i sequenceNumber:i sheetNumberDay:i sheetNumberPeriod:i"
    ),
    ("journalId",),
    table="journals",
    label="Dagboek",
    check=_check,
    fill=_fill,
)


def _listed(call: Call, rows: Iterable[Record]) -> list[Record]:
    year = call.number("fiscalYear", call.books.clock.today().year)
    whole, opening = balances.by_account(call.books, year)
    return [_shown(call, row, year) | _own_balance(row["accountId"], whole, opening) for row in rows]


def _shown(call: Call, row: Record, year: int) -> Record:
    name = row["journalId"]
    return info(JOURNAL, row) | {
        "fiscalYear": year,
        "journalTransaction": last_number(call.db, year, name),
        "lastTransactionDate": dutch_date(last_date(call.db, year, name)),
    }


def _own_balance(account: str, whole: dict[str, Total], opening: dict[str, Total]) -> Record:
    """Balances of a money journal's account; 0.00 for other journals."""
    if not account:
        return {}
    return {"startBalance": to_euros(opening[account].balance), "endBalance": to_euros(whole[account].balance)}


def journals(call: Call) -> list[Record]:
    """`GET JournalInfoList[/{fiscalYear}][?fiscalYear][?types]`: journalTransaction is the last number used.

    `types` is a comma separated list of journal types (its form is a guess).
    """
    wanted = [text.strip() for text in call.query.get("types", "").split(",") if text.strip()]
    rows = [row for row in call.db.journals.values() if not wanted or str(row["journalType"]) in wanted]
    return _listed(call, rows)


def journal(call: Call) -> Record:
    """`GET JournalInfo/{journalId}[?fiscalYear]`."""
    wanted = call.parts["journalId"].upper()
    rows = [row for name, row in call.db.journals.items() if name.upper() == wanted]
    if not rows:
        raise NotFoundError
    return _listed(call, rows)[0]


def post_journal(call: Call) -> Any:
    """`POST Journal` (V110, FLU)."""
    return created(call, edit(JOURNAL, create(call.books, JOURNAL, call.json())))


ROUTES: Routes = {
    "GET JournalInfoList": journals,
    "GET JournalInfoList/{fiscalYear}": journals,
    "GET JournalInfo/{journalId}": journal,
    "POST Journal": post_journal,
}
