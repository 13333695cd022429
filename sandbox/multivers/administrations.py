"""Administrations, their groups, the session, versions and the licence (multivers-api.md 2.1, 3.10).

Everything here stands beside the administrations: paths without `{database}`. The fields of groups, session,
licence and versions are told by nobody and are the sandbox's own.
"""

from __future__ import annotations

import copy
from dataclasses import fields
from typing import Any

from sandbox.model import Record
from sandbox.multivers.context import Call, Routes, stop_on
from sandbox.multivers.errors import NotFoundError, refuse
from sandbox.multivers.families import created
from sandbox.multivers.fields import model
from sandbox.multivers.reference import nvl
from sandbox.multivers.state import Database, MultiversState
from sandbox.multivers.wire import Binder, Problems, render

VERSION = "22.0.0.0"
FIRST_GROUP = 1
ADMINISTRATION = model(
    "administrationId:s8 backupDate:t code:s8 description:s40! groupId:i onlineState:i previousOnlineState:i"
    " reportPath:s shortName:s8 users:l version:s"
)
GROUP = model("groupId:i description:s40! isDefault:b")
_EDIT = {"canChange": True, "cannotChangeReason": "", "messages": []}
_COPIED = frozenset(
    {"company", "fiscal_years", "periods", "journals", "accounts", "vat_codes", "scenarios", "scenario_rules",
     "payment_conditions", "countries", "currencies", "customer_groups", "supplier_groups"}
)  # fmt: skip


def _read(call: Call, shape: tuple[Any, ...]) -> Record:
    problems = Problems()
    record = Binder(call.books.settings, problems).bind(shape, call.json())
    stop_on(problems)
    return record


def _database(state: MultiversState, name: str) -> Database:
    for key, database in state.databases.items():
        if key.lower() == name.lower():
            return database
    raise NotFoundError


def _shown(database: Database) -> Record:
    company = database.company
    row = {
        "administrationId": database.database, "code": database.database, "description": database.description,
        "shortName": company.get("_shortName") or database.database, "version": VERSION,
        "groupId": company.get("_groupId", FIRST_GROUP), "users": [],
    }  # fmt: skip
    return render(ADMINISTRATION, row)


def administration_names(call: Call) -> list[Record]:
    """`GET AdministrationNVL[/{userName | groupId}][?userName][?groupId]`: every user sees them all."""
    return nvl((row["administrationId"], row["description"]) for row in _in_group(call))


def administration_infos(call: Call) -> list[Record]:
    """`GET AdministrationInfoList[?groupId]`."""
    return [_info(row) for row in _in_group(call)]


def _info(row: Record) -> Record:
    return row | _EDIT | {"canChange": False}


def _in_group(call: Call) -> list[Record]:
    which = call.parts.get("which", "")
    group = int(which) if which.isdecimal() else call.number("groupId", 0)
    rows = [_shown(database) for database in call.state.databases.values()]
    return [row for row in rows if group in (0, row["groupId"])]


def administration_info(call: Call) -> Record:
    """`GET AdministrationInfo/{administrationId}`."""
    return _info(_shown(_database(call.state, call.parts["administrationId"])))


def get_administration(call: Call) -> Record:
    """`GET Administration/{administrationId}`."""
    return _shown(_database(call.state, call.parts["administrationId"])) | _EDIT


def post_administration(call: Call) -> Any:
    """`POST Administration`: takes settings and chart from the first administration, no relations or bookings."""
    record = _read(call, ADMINISTRATION)
    _check_group(call.state, record)
    name = record["administrationId"] or _next_name(call.state)
    if any(name.lower() == key.lower() for key in call.state.databases):
        raise refuse("administrationId", f"Administratie {name} bestaat al")
    pattern = next(iter(call.state.databases.values()), Database())
    copied = {field.name: copy.deepcopy(getattr(pattern, field.name)) for field in fields(Database)
              if field.name in _COPIED}  # fmt: skip
    database = Database(name, record["description"], **copied)
    call.state.databases[name] = database
    _keep(database, record)
    return created(call, _shown(database) | _EDIT)


def _next_name(state: MultiversState) -> str:
    return next(name for number in range(1, 100_000) if (name := f"MVL{number:05}") not in state.databases)


def _check_group(state: MultiversState, record: Record) -> None:
    group = record["groupId"]
    if group not in (0, FIRST_GROUP) and str(group) not in state.groups:
        raise refuse("groupId", f"Administratiegroep {group} bestaat niet")


def _keep(database: Database, record: Record) -> None:
    database.description = record["description"]
    database.company |= {
        "administrationCode": database.database, "administrationDescription": record["description"],
        "_groupId": record["groupId"] or FIRST_GROUP, "_shortName": record["shortName"],
    }  # fmt: skip


def put_administration(call: Call) -> Record:
    """`PUT Administration/{administrationId}`."""
    database = _database(call.state, call.parts["administrationId"])
    record = _read(call, ADMINISTRATION)
    _check_group(call.state, record)
    if record["administrationId"].lower() not in ("", database.database.lower()):
        raise refuse("administrationId", "administrationId kan niet gewijzigd worden")
    _keep(database, record)
    return _shown(database) | _EDIT


def delete_administration(call: Call) -> None:
    """`DELETE Administration/{administrationId}`.

    Raises:
        RefusedError: it has bookings.
    """
    database = _database(call.state, call.parts["administrationId"])
    if database.transactions:
        raise refuse("administrationId", f"Administratie {database.database} bevat boekingen")
    del call.state.databases[database.database]


def move_administrations(call: Call) -> Record:
    """`POST MoveAdministrationToGroupCommand?targetGroupId&administrationIds[n]`."""
    group = {"groupId": call.number("targetGroupId")}
    _check_group(call.state, group)
    names = [value for name, value in call.query.items() if name.startswith("administrationids")]
    for database in [_database(call.state, name) for name in names]:
        database.company["_groupId"] = group["groupId"]
    return {"error": "", "targetGroupId": group["groupId"], "administrationIds": names}


def groups(call: Call) -> list[Record]:
    """`GET AdministrationGroupList[/All]`."""
    first = {"groupId": FIRST_GROUP, "description": "Algemeen", "isDefault": True}
    rows = {str(FIRST_GROUP): first} | call.state.groups
    return [render(GROUP, row) | _EDIT for row in rows.values()]


def group_names(call: Call) -> list[Record]:
    """`GET AdministrationGroupNVL[?userName]`."""
    return nvl((row["groupId"], row["description"]) for row in groups(call))


def get_group(call: Call) -> Record:
    """`GET AdministrationGroup[?groupId]`: the first one when none is named."""
    wanted = call.number("groupId", FIRST_GROUP)
    found = next((row for row in groups(call) if row["groupId"] == wanted), None)
    if found is None:
        raise NotFoundError
    return found


def post_group(call: Call) -> Any:
    """`POST AdministrationGroup`: an id left out is numbered."""
    record = _read(call, GROUP)
    known = [row["groupId"] for row in groups(call)]
    record["groupId"] = record["groupId"] or max(known) + 1
    if record["groupId"] in known:
        raise refuse("groupId", f"Administratiegroep {record['groupId']} bestaat al")
    call.state.groups[str(record["groupId"])] = record
    return created(call, render(GROUP, record) | _EDIT)


def put_group(call: Call) -> Record:
    """`PUT AdministrationGroup[?groupId]`: the id may stand in the body instead."""
    record = _read(call, GROUP)
    record["groupId"] = call.number("groupId", record["groupId"])
    if record["groupId"] not in [row["groupId"] for row in groups(call)]:
        raise NotFoundError
    call.state.groups[str(record["groupId"])] = record
    return render(GROUP, record) | _EDIT


def delete_group(call: Call) -> None:
    """`DELETE AdministrationGroup/{groupId}`.

    Raises:
        RefusedError: administrations stand in it.
    """
    group = call.number("groupId")
    if str(group) not in call.state.groups:
        raise NotFoundError
    if any(database.company.get("_groupId") == group for database in call.state.databases.values()):
        raise refuse("groupId", f"Administratiegroep {group} is in gebruik")
    del call.state.groups[str(group)]


def session(_call: Call) -> Record:
    """`GET SessionInfo`."""
    return {"userName": "SYSTEEM", "portalUserName": "sandbox", "isAuthenticated": True}


def version(_call: Call) -> str:
    """`GET version`."""
    return VERSION


def system_version(_call: Call) -> Record:
    """`GET SystemVersionInfo`."""
    return {"apiVersion": VERSION, "databaseVersion": VERSION, "productVersion": VERSION}


SERVER_ROUTES: Routes = {
    "GET AdministrationNVL": administration_names,
    "GET AdministrationNVL/{which}": administration_names,
    "GET AdministrationInfoList": administration_infos,
    "GET AdministrationInfo/{administrationId}": administration_info,
    "GET Administration/{administrationId}": get_administration,
    "POST Administration": post_administration,
    "PUT Administration/{administrationId}": put_administration,
    "DELETE Administration/{administrationId}": delete_administration,
    "POST MoveAdministrationToGroupCommand": move_administrations,
    "GET AdministrationGroupList": groups,
    "GET AdministrationGroupList/All": groups,
    "GET AdministrationGroupNVL": group_names,
    "GET AdministrationGroup": get_group,
    "POST AdministrationGroup": post_group,
    "PUT AdministrationGroup": put_group,
    "DELETE AdministrationGroup/{groupId}": delete_group,
    "GET SessionInfo": session,
    "GET version": version,
    "GET SystemVersionInfo": system_version,
}
