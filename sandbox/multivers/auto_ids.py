"""Ids that Multivers hands out to relations (multivers-api.md 2.1 ModifyAutoIdCommand, 3.10 CompanyDetailsInfo).

The company's settings hold the numbering of each side: `autoNumberCustomerId`, `nextCustomerId` and so on.
"""

from __future__ import annotations

from functools import partial

from sandbox.model import Record
from sandbox.multivers.context import Books, Call, Routes
from sandbox.multivers.errors import refuse
from sandbox.multivers.kinds import CUSTOMER, KINDS, SUPPLIER, Kind

ID_LENGTH = 8
FIRST_ID = 1000
_TYPES = {1: CUSTOMER, 2: SUPPLIER}


def is_automatic(books: Books, kind: Kind) -> bool:
    """Tell whether the administration numbers this side itself."""
    return bool(books.db.company.get(f"autoNumber{kind.resource}Id"))


def next_id(books: Books, kind: Kind) -> str:
    """The next free id: of the series when numbering is on, otherwise after the highest number in use.

    Raises:
        RefusedError: the series has no free number of at most eight digits.
    """
    relations, after_highest = kind.relations(books.db), max(books.db.highest.get(kind.name, 0), FIRST_ID) + 1
    if not is_automatic(books, kind):
        return _fitting(str(after_highest))
    series = books.db.company
    number = _number(series, f"next{kind.resource}Id", after_highest)
    while _written(series, kind, number) in relations:
        number += _interval(series, kind)
    return _fitting(_written(series, kind, number))


def note_used(books: Books, kind: Kind, identifier: str) -> None:
    """Move the series on past an id that was taken from it."""
    series = books.db.company
    if is_automatic(books, kind) and identifier.isdecimal():
        series[f"last{kind.resource}AutoId"] = identifier
        series[f"next{kind.resource}Id"] = _written(series, kind, int(identifier) + _interval(series, kind))


def _written(series: Record, kind: Kind, number: int) -> str:
    length = _number(series, f"{kind.name}IdLength", 0) if series.get(f"{kind.name}IdPrecededByZeroes") else 0
    return str(number).zfill(min(length, ID_LENGTH))


def _interval(series: Record, kind: Kind) -> int:
    return max(1, _number(series, f"{kind.name}AutoIdInterval", 1))


def _number(series: Record, name: str, default: int) -> int:
    """A setting of the company as a number; what nobody set, or set to nonsense, is the default."""
    text = str(series.get(name, ""))
    return int(text) if text.isdecimal() else default


def _fitting(identifier: str) -> str:
    if len(identifier) > ID_LENGTH:
        raise refuse("", "Er is geen nummer meer vrij")
    return identifier


def next_id_command(kind: Kind, call: Call) -> Record:
    """`POST GetCustomerIdCommand`, `POST GetSupplierIdCommand`: reserves nothing."""
    return {"messages": [], kind.id_name: next_id(call.books, kind)}


def enable(call: Call) -> Record:
    """`POST ModifyAutoIdCommand/Enable?type&startId&interval&length&useLeadingZeroes`."""
    kind = _TYPES.get(call.number("type", 0))
    if kind is None:
        return _answer("Geen soort nummers gekozen")
    start, interval = call.number("startId", FIRST_ID + 1), call.number("interval", 1)
    length = call.number("length", ID_LENGTH)
    if interval < 1 or start < 0 or not len(str(start)) <= length <= ID_LENGTH:
        return _answer("Ongeldige nummering")
    series = call.db.company
    series |= {
        f"autoNumber{kind.resource}Id": True,
        f"{kind.name}AutoIdInterval": interval,
        f"{kind.name}IdLength": length,
        f"{kind.name}IdPrecededByZeroes": call.query.get("useleadingzeroes", "").lower() == "true",
    }
    series[f"next{kind.resource}Id"] = _written(series, kind, start)
    return _answer("")


def disable(call: Call) -> Record:
    """`POST ModifyAutoIdCommand/Disable?type`."""
    kind = _TYPES.get(call.number("type", 0))
    if kind is None:
        return _answer("Geen soort nummers gekozen")
    call.db.company[f"autoNumber{kind.resource}Id"] = False
    return _answer("")


def _answer(error: str) -> Record:
    return {"error": error, "messages": []}


ROUTES: Routes = {
    **{f"POST Get{kind.resource}IdCommand": partial(next_id_command, kind) for kind in KINDS},
    "POST ModifyAutoIdCommand/Enable": enable,
    "POST ModifyAutoIdCommand/Disable": disable,
}
