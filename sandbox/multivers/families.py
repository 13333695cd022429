"""Families of calls that repeat: one description of a table makes its edit, Info, InfoList and NVL calls.

The four models of a table follow multivers-api.md 0.3 and 2.2; who describes a `Family` gets
`GET/POST/PUT/DELETE X`, `GET XInfo/{key}`, `GET XInfoList` and `GET XNVL` from `family_routes`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.model import Record
from sandbox.multivers.context import Books, Call, Routes, stop_on
from sandbox.multivers.errors import NotFoundError, refuse
from sandbox.multivers.fields import Field
from sandbox.multivers.reference import nvl
from sandbox.multivers.state import Database
from sandbox.multivers.wire import Binder, Problems, render

Check = Callable[[Books, Record, Problems], None]
ALL_CALLS = "edit info list nvl"


@dataclass(frozen=True)
class Family:
    """One table of an administration.

    Attributes:
        name: the resource, as in `CostCentre`.
        model: its properties with types and lengths.
        keys: the properties that make the key, in the order of the path.
        table: the field of `Database` that holds it; empty = `Database.tables[name]`.
        text: the property that the NVL shows.
        label: what messages call one row (Dutch).
        calls: which of edit, info, list and nvl exist.
        renamed: properties that the edit model calls otherwise (Info name to edit name).
        check: notes what the model itself cannot tell.
        is_used: tells whether bookings or other records still point at a row.
        fill: completes a new or changed row before it is kept.
    """

    name: str
    model: tuple[Field, ...]
    keys: tuple[str, ...]
    table: str = ""
    text: str = "description"
    label: str = "Record"
    calls: str = ALL_CALLS
    renamed: tuple[tuple[str, str], ...] = ()
    check: Check | None = None
    is_used: Callable[[Books, Record], bool] | None = None
    fill: Callable[[Books, Record], None] | None = None


def rows_of(db: Database, family: Family) -> dict[str, Record]:
    """The table, to read; an absent one is empty and stays absent."""
    rows: dict[str, Record] = getattr(db, family.table) if family.table else db.tables.get(family.name, {})
    return rows


def store(db: Database, family: Family, record: Record) -> None:
    """Keep a row under its key."""
    rows = getattr(db, family.table) if family.table else db.tables.setdefault(family.name, {})
    rows[key_of(family, record)] = record


def key_of(family: Family, values: Record) -> str:
    """The key of a row in its table: the key properties joined by a slash."""
    return "/".join(str(values[name]) for name in family.keys)


def find(call: Call, family: Family) -> Record:
    """The row that the path names; text keys are found in any case.

    Raises:
        NotFoundError: there is none.
    """
    rows, key = rows_of(call.db, family), "/".join(call.parts[name] for name in family.keys)
    if key in rows:
        return rows[key]
    found = next((name for name in rows if name.lower() == key.lower()), None)
    if found is None:
        raise NotFoundError
    return rows[found]


def info(family: Family, record: Record) -> Record:
    """The Info model of a row: nothing internal, nothing about editing."""
    return render(family.model, record)


def edit(family: Family, record: Record) -> Record:
    """The edit model of a row."""
    shown = info(family, record)
    for name, edit_name in family.renamed:
        shown[edit_name] = shown.pop(name)
    return shown | {"canChange": True, "cannotChangeReason": "", "messages": []}


def read(books: Books, family: Family, body: Any) -> Record:
    """Read and check one row from a body.

    Raises:
        RefusedError: with every property that is wrong.
    """
    problems = Problems()
    record = Binder(books.settings, problems).bind(family.model, _by_info_names(family, body))
    stop_on(problems)
    if family.check is not None:
        family.check(books, record, problems)
    stop_on(problems)
    return record


def _by_info_names(family: Family, body: Any) -> Any:
    if not isinstance(body, dict):
        return body
    names = {edit_name.lower(): name for name, edit_name in family.renamed}
    return {names.get(str(name).lower(), name): value for name, value in body.items()}


def create(books: Books, family: Family, body: Any) -> Record:
    """Make one row.

    Raises:
        RefusedError: a property is wrong or the key is taken.
    """
    record = read(books, family, body)
    if family.fill is not None:
        family.fill(books, record)
    missing = [name for name in family.keys if record[name] in ("", 0, None)]
    if missing:
        raise refuse(missing[0], f"{missing[0]} is verplicht")
    if key_of(family, record) in rows_of(books.db, family):
        raise refuse(family.keys[-1], f"{family.label} {record[family.keys[-1]]} bestaat al")
    store(books.db, family, record)
    return record


def create_all(books: Books, family: Family, body: Any) -> list[Record]:
    """Make several rows, all or none.

    Raises:
        RefusedError: the body is no list, or one of the rows is refused.
    """
    if not isinstance(body, list):
        raise refuse("", "Lijst verwacht")
    before = dict(rows_of(books.db, family))
    made: list[Record] = []
    try:
        made += [create(books, family, item) for item in body]
    finally:
        if len(made) < len(body):
            _restore(books.db, family, before)
    return made


def _restore(db: Database, family: Family, before: dict[str, Record]) -> None:
    rows = rows_of(db, family)
    rows.clear()
    rows.update(before)


def change(books: Books, family: Family, old: Record, body: Any) -> Record:
    """Replace a row; what the body leaves out falls back or stays, by the switch (multivers-api.md 8.12).

    Raises:
        RefusedError: a property is wrong, the key differs, or the record is locked.
    """
    refuse_locked(books)
    given = {str(name).lower(): value for name, value in body.items()} if isinstance(body, dict) else body
    if isinstance(given, dict):
        if books.settings.put_missing == "kept":
            given = {name.lower(): value for name, value in edit(family, old).items()} | given
        given = {name.lower(): old[name] for name in family.keys} | given
    record = read(books, family, given)
    if any(str(record[name]).lower() != str(old[name]).lower() for name in family.keys):
        raise refuse(family.keys[-1], f"{family.keys[-1]} kan niet gewijzigd worden")
    record |= {name: old[name] for name in family.keys}
    record |= {name: value for name, value in old.items() if name.startswith("_")}
    if family.fill is not None:
        family.fill(books, record)
    store(books.db, family, record)
    return record


def remove(books: Books, family: Family, record: Record) -> None:
    """Remove a row.

    Raises:
        RefusedError: it is in use or locked.
    """
    refuse_locked(books)
    if family.is_used is not None and family.is_used(books, record):
        raise refuse(family.keys[-1], f"{family.label} {record[family.keys[-1]]} is in gebruik")
    del rows_of(books.db, family)[key_of(family, record)]


def refuse_locked(books: Books) -> None:
    """Refuse a change while the switch says that somebody else has the record open (multivers-api.md 8.19).

    Raises:
        RefusedError: the switch is on.
    """
    if books.settings.record_locked:
        raise refuse("", "Record is in gebruik door SYSTEEM")


def created(call: Call, answer: Any) -> Any:
    """What a POST answers: the object, or nothing by the switch (multivers-api.md 1.4)."""
    return None if call.books.settings.create_answer == "empty" else answer


def family_routes(family: Family) -> Routes:
    """The calls of a family."""
    keys = "/".join(f"{{{name}}}" for name in family.keys)
    parts = {"edit": _edit_routes, "info": _info_routes, "list": _list_routes, "nvl": _nvl_routes}
    routes: Routes = {}
    for word in family.calls.split():
        routes |= parts[word](family, keys)
    return routes


def _edit_routes(family: Family, keys: str) -> Routes:
    def drop(call: Call) -> None:
        remove(call.books, family, find(call, family))

    return {
        f"GET {family.name}/{keys}": lambda call: edit(family, find(call, family)),
        f"POST {family.name}": lambda call: created(call, edit(family, create(call.books, family, call.json()))),
        f"PUT {family.name}/{keys}": lambda call: edit(
            family, change(call.books, family, find(call, family), call.json())
        ),
        f"DELETE {family.name}/{keys}": drop,
    }


def _info_routes(family: Family, keys: str) -> Routes:
    return {f"GET {family.name}Info/{keys}": lambda call: info(family, find(call, family))}


def _list_routes(family: Family, _keys: str) -> Routes:
    return {f"GET {family.name}InfoList": lambda call: [info(family, row) for row in rows_of(call.db, family).values()]}


def _nvl_routes(family: Family, _keys: str) -> Routes:
    def names(call: Call) -> list[Record]:
        return nvl((key, row[family.text]) for key, row in rows_of(call.db, family).items())

    return {f"GET {family.name}NVL": names}
