"""Reading customers and suppliers: Info, InfoList, NVL and their groups (multivers-api.md 2.2, 3.2, 3.3)."""

from __future__ import annotations

from functools import partial

from sandbox.model import Record
from sandbox.multivers import relations
from sandbox.multivers.context import Call, Routes
from sandbox.multivers.errors import NotFoundError
from sandbox.multivers.fields import INFO_RENAMED
from sandbox.multivers.kinds import KINDS, Kind
from sandbox.multivers.wire import render


def get_info(kind: Kind, call: Call) -> Record:
    """`GET CustomerInfo/{customerId}`."""
    return _info(kind, relations.find(call, kind))


def list_infos(kind: Kind, call: Call) -> list[Record]:
    """`GET CustomerInfoList`."""
    return [_info(kind, record) for record in kind.relations(call.db).values()]


def names(kind: Kind, call: Call) -> list[Record]:
    """`GET CustomerNVL`: name = key, value = name."""
    return [{"name": key, "value": record["name"]} for key, record in kind.relations(call.db).items()]


def get_group(kind: Kind, call: Call) -> Record:
    """`GET CustomerGroupInfo/{customerGroupId}[?fiscalYear]`: with its control account."""
    group = kind.groups(call.db).get(call.parts[kind.group_name])
    if group is None:
        raise NotFoundError
    return dict(group)


def list_groups(kind: Kind, call: Call) -> list[Record]:
    """`GET CustomerGroupInfoList[?fiscalYear]`."""
    return [dict(group) for group in kind.groups(call.db).values()]


def group_names(kind: Kind, call: Call) -> list[Record]:
    """`GET CustomerGroupNVL[?fiscalYear]`."""
    return [{"name": key, "value": group["description"]} for key, group in kind.groups(call.db).items()]


def _info(kind: Kind, record: Record) -> Record:
    info = render(kind.model, record)
    renamed = {new: info[old] for old, new in INFO_RENAMED.items()}
    kept = {name: value for name, value in info.items() if name not in kind.info_left_out}
    return kept | renamed | {f"{kind.name}OrganizationId": record["organizationId"]}


def _read_routes(kind: Kind) -> Routes:
    name = kind.resource
    return {
        f"GET {name}Info/{{{kind.id_name}}}": partial(get_info, kind),
        f"GET {name}InfoList": partial(list_infos, kind),
        f"GET {name}NVL": partial(names, kind),
        f"GET {name}GroupInfo/{{{kind.group_name}}}": partial(get_group, kind),
        f"GET {name}GroupInfoList": partial(list_groups, kind),
        f"GET {name}GroupNVL": partial(group_names, kind),
    }


ROUTES: Routes = {path: handler for kind in KINDS for path, handler in _read_routes(kind).items()}
