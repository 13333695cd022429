"""Cost categories: the part of controller `settings` that can be changed (wefact-api.md 2.4, 2.6)."""

from __future__ import annotations

from sandbox.model import Record
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.context import Actions, Context, refuse_identifier
from sandbox.wefact.inputs import one_of
from sandbox.wefact.records import text_of
from sandbox.wefact.state import Account

ACTIVE, REMOVED = "active", "removed"


def list_cost_categories(call: Context) -> Record:
    """`settings/costcategory_list`: nested and without counters; `status` is `active` unless sent."""
    wanted = (call.text("status") or ACTIVE).split("|")
    return {"settings": {"costcategories": [dict(row) for row in _table(call).values() if row["Status"] in wanted]}}


def show_cost_category(call: Context) -> Record:
    """`settings/costcategory_show`, also of a removed one."""
    return _answer(_select(call))


def add_cost_category(call: Context) -> Record:
    """`settings/costcategory_add`: needs a title."""
    refuse_identifier(call.params)
    return _answer(create_cost_category(call.account, call.params))


def edit_cost_category(call: Context) -> Record:
    """`settings/costcategory_edit`: title, status (`active` brings a removed one back) or kind of performance."""
    record = _select(call)
    change_cost_category(record, call.params)
    return _answer(record)


def delete_cost_category(call: Context) -> Record:
    """`settings/costcategory_delete`: it stays, as removed, and so do the lines that carry it."""
    record = _select(call)
    record["Status"] = REMOVED
    return {"success": [f"Kostencategorie '{record['Title']}' is verwijderd (tekst van de sandbox)"]}


def create_cost_category(account: Account, params: Record) -> Record:
    """Make a cost category of an account; its Identifier is a number (wefact-api.md 2.6).

    Raises:
        RefusalError: no title, or a status that does not exist.
    """
    record: Record = {"Title": "", "Status": ACTIVE, "PerformanceType": "services"}
    change_cost_category(record, params | {"Title": params.get("Title", "")})
    identifier = account.take_number("cost_categories")
    account.cost_categories[str(identifier)] = record = {"Identifier": identifier} | record
    return record


def change_cost_category(record: Record, params: Record) -> None:
    """Change what was sent.

    Raises:
        RefusalError: an empty title, or a status that does not exist.
    """
    names = ("Title", "Status", "PerformanceType")
    changed = record | {name: text_of(name, params[name]) for name in names if name in params}
    if not changed["Title"]:
        raise RefusalError("U dient een titel op te geven (tekst van de sandbox)")
    one_of("Status", changed["Status"], (ACTIVE, REMOVED))
    record.update(changed)


def _table(call: Context) -> dict[str, Record]:
    return call.account.cost_categories


def _select(call: Context) -> Record:
    record = _table(call).get(call.text("Identifier"))
    if record is None:
        raise RefusalError("Ongeldig kenmerk voor kostencategorie")
    return record


def _answer(record: Record) -> Record:
    return {"settings": {"costcategory": dict(record)}}


READS: Actions = {
    "settings/costcategory_list": list_cost_categories,
    "settings/costcategory_show": show_cost_category,
}
WRITES: Actions = {
    "settings/costcategory_add": add_cost_category,
    "settings/costcategory_edit": edit_cost_category,
    "settings/costcategory_delete": delete_cost_category,
}
