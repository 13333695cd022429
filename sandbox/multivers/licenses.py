"""The licence: which modules the office may use (multivers-api.md 2.1, 8.22); its fields are the sandbox's own."""

from __future__ import annotations

from typing import Any

from sandbox.model import Record
from sandbox.multivers.context import Call, Routes, stop_on
from sandbox.multivers.errors import NotFoundError, refuse
from sandbox.multivers.families import created
from sandbox.multivers.fields import model
from sandbox.multivers.wire import Binder, Problems, render

SUPPORT_NUMBER = "100001"
LICENSE = model(
    "supportNumber:s20! userName:s55 hasApi:b hasDocumentManagement:b hasOrders:b hasPurchase:b hasSales:b isDefault:b"
)
_MESSAGES: Record = {"messages": []}


def get_license(call: Call) -> Record:
    """`GET License[/{supportNumber | userName}][?supportNumber][?userName]`: the default one when none is named."""
    return _shown(_find(call))


def default_license(call: Call) -> Record:
    """`GET License/Default/{userName}`."""
    return _shown(_default(call) | {"userName": call.parts["userName"]})


def post_license(call: Call) -> Any:
    """`POST License`."""
    record = _read(call)
    number = record["supportNumber"]
    if number == SUPPORT_NUMBER or number in call.state.licenses:
        raise refuse("supportNumber", f"Licentie {number} bestaat al")
    call.state.licenses[number] = record
    return created(call, _shown(record))


def put_license(call: Call) -> Record:
    """`PUT License[/…][?…]`; what the default licence allows stands in the switches and cannot be written."""
    record = _read(call)
    number = _find(call)["supportNumber"] if call.parts or call.query else record["supportNumber"]
    if number not in call.state.licenses:
        raise refuse("supportNumber", f"Licentie {number} kan niet gewijzigd worden")
    call.state.licenses[number] = record | {"supportNumber": number}
    return _shown(call.state.licenses[number])


def delete_license(call: Call) -> None:
    """`DELETE License/{supportNumber}`."""
    if call.parts["supportNumber"] not in call.state.licenses:
        raise NotFoundError
    del call.state.licenses[call.parts["supportNumber"]]


def _default(call: Call) -> Record:
    settings = call.books.settings
    return {
        "supportNumber": SUPPORT_NUMBER, "userName": "sandbox", "isDefault": True,
        "hasApi": True, "hasDocumentManagement": settings.document_management,
        "hasOrders": True, "hasPurchase": True, "hasSales": True,
    }  # fmt: skip


def _find(call: Call) -> Record:
    which = call.parts.get("which") or call.query.get("supportnumber") or call.query.get("username", "")
    if not which:
        return _default(call)
    for record in (_default(call), *call.state.licenses.values()):
        if which in (record["supportNumber"], record["userName"]):
            return record
    raise NotFoundError


def _read(call: Call) -> Record:
    problems = Problems()
    record = Binder(call.books.settings, problems).bind(LICENSE, call.json())
    stop_on(problems)
    return record


def _shown(record: Record) -> Record:
    return render(LICENSE, record) | _MESSAGES


SERVER_ROUTES: Routes = {
    "GET License": get_license,
    "GET License/Default/{userName}": default_license,
    "GET License/{which}": get_license,
    "POST License": post_license,
    "PUT License": put_license,
    "PUT License/{which}": put_license,
    "DELETE License/{supportNumber}": delete_license,
}
