"""SplitJournalEntryCommand: spreads a ledger line over the periods of a fiscal year (multivers-api.md Appendix A, 2.3).

Only the arguments are documented. The sandbox books, in the first memorial journal, the line over to the suspense
account and from there an equal share into each period; `Revert` and `Delete` take those bookings out again.
"""

from __future__ import annotations

from sandbox.model import Record
from sandbox.multivers import ledger, numbering
from sandbox.multivers.context import Call, Routes, find_period
from sandbox.multivers.errors import RefusedError, refuse
from sandbox.multivers.reference import JOURNAL_MEMORIAL

TABLE = "SplitJournalEntry"
SUSPENSE = "1900"
_NUMBERS = ("fiscalYear", "journalTransaction", "sequenceNumber", "targetFiscalYear")
_KEY = ("fiscalYear", "journalId", "journalTransaction", "sequenceNumber")


def execute(call: Call) -> Record:
    """`POST SplitJournalEntryCommand?fiscalYear&journalId&journalTransaction&sequenceNumber&targetFiscalYear`."""
    return _answered(call, 1, 12)


def execute_with_periods(call: Call) -> Record:
    """`POST SplitJournalEntryCommand/ExecuteWithPeriods` (V22): with startPeriod and endPeriod, a guess."""
    return _answered(call, call.number("startPeriod", 1), call.number("endPeriod", 12))


def revert(call: Call) -> Record:
    """`POST SplitJournalEntryCommand/Revert`, and `/Delete` (V22): removes what the split booked."""
    kept = call.db.tables.get(TABLE, {}).get(_name(call))
    if kept is None:
        return _answer(call, "Deze regel is niet verdeeld")
    for key in kept["bookings"]:
        # A person may have deleted one since, and the number may be that of another booking now.
        if call.db.transactions.get(key, {}).get("splitOf") == _name(call):
            ledger.unpost(call.db, key)
    del call.db.tables[TABLE][_name(call)]
    return _answer(call, "")


def _answered(call: Call, low: int, high: int) -> Record:
    """A refusal comes as 200 with `error`, as commands do (multivers-api.md 2.2)."""
    try:
        _split(call, low, high)
    except RefusedError as refused:
        return _answer(call, refused.messages[0][1])
    return _answer(call, "")


def _answer(call: Call, error: str) -> Record:
    numbers = {name: call.number(name, 0) for name in _NUMBERS}
    return {"error": error, "journalId": call.query.get("journalid", "")} | numbers


def _name(call: Call) -> str:
    return "/".join(call.query.get(name.lower(), "") for name in _KEY)


def _split(call: Call, low: int, high: int) -> None:
    """Check all, then book: out of the period of the line, and into each period of the target year."""
    line, source = _line(call)
    year = call.number("targetFiscalYear")
    _check(call, line["accountId"], source["fiscalYear"], year)
    periods = [found for number in range(low, high + 1) if (found := find_period(call.db, year, number))]
    if not periods or len(periods) != high - low + 1 or any(period["isClosed"] for period in periods):
        raise refuse("targetFiscalYear", f"Periode {low} tot en met {high} van boekjaar {year} is niet open")
    journal = _memorial(call)
    out = {"fiscalYear": source["fiscalYear"], "periodNumber": source["periodNumber"],
           "transactionDate": source["transactionDate"]}  # fmt: skip
    booked = [_book(call, journal, out, line, -line["cents"])]
    for period, cents in zip(periods, _shares(line["cents"], len(periods)), strict=True):
        header = {"fiscalYear": year, "periodNumber": period["periodNumber"], "transactionDate": period["startDate"]}
        booked.append(_book(call, journal, header, line, cents))
    call.db.tables.setdefault(TABLE, {})[_name(call)] = {"bookings": booked}


def _line(call: Call) -> tuple[Record, Record]:
    number = call.number("journalTransaction")
    key = ledger.transaction_key(call.number("fiscalYear"), call.query.get("journalid", ""), number)
    source, sequence = call.db.transactions.get(key), call.number("sequenceNumber")
    if source is None or not 1 <= sequence <= len(source["lines"]):
        raise refuse("sequenceNumber", f"Boekingsregel {sequence} van boekstuk {number} bestaat niet")
    if _name(call) in call.db.tables.get(TABLE, {}):
        raise refuse("sequenceNumber", "Deze regel is al verdeeld")
    return source["lines"][sequence - 1], source


def _check(call: Call, account: str, source_year: int, year: int) -> None:
    wanted = (f"{source_year}/{SUSPENSE}", f"{year}/{SUSPENSE}", f"{year}/{account}")
    for key in wanted:
        if key not in call.db.accounts:
            raise refuse("accountId", f"Grootboekrekening {key} bestaat niet")


def _memorial(call: Call) -> str:
    for name, journal in call.db.journals.items():
        if journal["journalType"] == JOURNAL_MEMORIAL:
            return name
    raise refuse("journalId", "Er is geen memoriaal dagboek")


def _book(call: Call, journal: str, header: Record, line: Record, cents: int) -> str:
    header = header | {
        "journalId": journal,
        "journalTransaction": numbering.next_number(call.books, header["fiscalYear"], journal),
        "description": "Verdeling",
        "invoiceKey": "",
        "splitOf": _name(call),
    }
    lines = [ledger.ledger_line(line["accountId"], cents, description=line["description"]),
             ledger.ledger_line(SUSPENSE, -cents, description=line["description"])]  # fmt: skip
    return ledger.key_of(ledger.post(call.db, header, lines))


def _shares(cents: int, count: int) -> list[int]:
    """Equal shares that add up: the last one takes what is left."""
    share = int(cents / count)
    return [share] * (count - 1) + [cents - share * (count - 1)]


ROUTES: Routes = {
    "POST SplitJournalEntryCommand": execute,
    "POST SplitJournalEntryCommand/ExecuteWithPeriods": execute_with_periods,
    "POST SplitJournalEntryCommand/Revert": revert,
    "POST SplitJournalEntryCommand/Delete": revert,
}
