"""Controller `group`: groups of debtors and of products (wefact-api.md 2.2, 3.6)."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.model import Record
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.context import Actions, Context, add_record, refuse_identifier
from sandbox.wefact.inputs import texts
from sandbox.wefact.lists import ListSpec, answer_list
from sandbox.wefact.records import text_of
from sandbox.wefact.state import Account


@dataclass(frozen=True)
class _Kind:
    """What differs between the two kinds of groups: `title` stands in sentences, `shown` at each member."""

    table: str
    title: str
    member: str
    shown: tuple[str, ...]


_KINDS = {
    "debtor": _Kind(
        "debtors", "Debiteurgroep", "debiteur", ("Identifier", "DebtorCode", "CompanyName", "Initials", "SurName")
    ),
    "product": _Kind("products", "Productgroep", "product", ("Identifier", "ProductCode", "ProductName")),
}
GROUPS = ListSpec("groups", "Identifier", "ASC", (), dict, ranges=())


def list_groups(call: Context) -> Record:
    """`group/list`: `type` is required; members as ids; no other filter than paging (wefact-api.md 2.1)."""
    kind = _kind_of(call.text("type"))
    paging = {name: value for name, value in call.params.items() if name not in ("searchfor", "searchat")}
    rows = [_row(call.account, record) for record in call.account.groups.values() if _KINDS[record["Type"]] is kind]
    return answer_list(GROUPS, rows, paging, call.settings)


def show_group(call: Context) -> Record:
    """`group/show`: members as an object keyed by id, `[]` when there are none."""
    return {"group": _shown(call.account, _select(call))}


def add_group(call: Context) -> Record:
    """`group/add`: `Type` and `GroupName` are required, `Items` are ids."""
    refuse_identifier(call.params)
    name, kind = text_of("GroupName", call.params.get("GroupName")), call.text("Type")
    title = _kind_of(kind).title
    if not name:
        raise RefusalError("U dient een groepsnaam op te geven (tekst van de sandbox)")
    members = _members_sent(call, kind)
    record = add_record(call.account, "groups", {"GroupName": name, "Type": kind}, call.clock.stamp())
    set_members(call.account, record, members, call.clock.stamp())
    return {"success": [f"{title} '{name}' is aangemaakt"], "group": _shown(call.account, record)}


def edit_group(call: Context) -> Record:
    """`group/edit`: `Items`, when sent, replaces the membership; the type stays."""
    record = _select(call)
    name = text_of("GroupName", call.params.get("GroupName")) or record["GroupName"]
    if "Items" in call.params:
        set_members(call.account, record, _members_sent(call, record["Type"]), call.clock.stamp())
    record["GroupName"] = name
    call.touch(record)
    title = _KINDS[record["Type"]].title
    return {"success": [f"{title} '{name}' is bewerkt"], "group": _shown(call.account, record)}


def delete_group(call: Context) -> Record:
    """`group/delete`: its members stay, without the group."""
    record = _select(call)
    set_members(call.account, record, [], call.clock.stamp())
    del call.account.groups[record["Identifier"]]
    return {"success": [f"{_KINDS[record['Type']].title} '{record['GroupName']}' is verwijderd"]}


def set_members(account: Account, group: Record, members: list[str], stamp: str) -> None:
    """Let a group hold these records and no others; who comes or goes has changed at `stamp`."""
    identifier = group["Identifier"]
    for key, record in _table(account, group["Type"]).items():
        if (key in members) != (identifier in record["GroupIds"]):
            others = [other for other in record["GroupIds"] if other != identifier]
            record["GroupIds"] = [*others, identifier] if key in members else others
            record["Modified"] = stamp


def _kind_of(kind: str) -> _Kind:
    if kind not in _KINDS:
        raise RefusalError("Ongeldig type opgegeven")
    return _KINDS[kind]


def _members_sent(call: Context, kind: str) -> list[str]:
    found, table = texts(call.params, "Items"), _table(call.account, kind)
    if not all(identifier in table for identifier in found):
        raise RefusalError(f"Ongeldig kenmerk voor {_KINDS[kind].member}")
    return found


def _table(account: Account, kind: str) -> dict[str, Record]:
    table: dict[str, Record] = getattr(account, _KINDS[kind].table)
    return table


def _select(call: Context) -> Record:
    record = call.account.groups.get(call.text("Identifier"))
    if record is None:
        raise RefusalError("Ongeldig kenmerk voor groep")
    return record


def _members(account: Account, group: Record) -> dict[str, Record]:
    table = _table(account, group["Type"])
    return {key: record for key, record in table.items() if group["Identifier"] in record["GroupIds"]}


def _row(account: Account, group: Record) -> Record:
    head = {name: group[name] for name in ("Identifier", "GroupName", "Type")}
    return head | {"Items": list(_members(account, group))}


def _shown(account: Account, group: Record) -> Record:
    names = _KINDS[group["Type"]].shown
    items = {key: {name: record[name] for name in names} for key, record in _members(account, group).items()}
    return _row(account, group) | {"Items": items or []}


READS: Actions = {
    "group/list": list_groups,
    "group/show": show_group,
}
WRITES: Actions = {
    "group/add": add_group,
    "group/edit": edit_group,
    "group/delete": delete_group,
}
