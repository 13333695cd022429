"""What stands beside the administrations, and one token for several of them."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from sandbox.testing import SandboxControl
from tests.sandbox.callers import MultiversCaller, invoice_body

BASE = "http://sandbox/V22/api"


@pytest.fixture
def office(http: httpx.Client, multivers: MultiversCaller) -> httpx.Client:
    """A client that is signed in, for paths without an administration."""
    assert multivers.url
    return http


def _second(office: httpx.Client, **changes: Any) -> httpx.Response:
    return office.post(f"{BASE}/Administration", json={"description": "Tweede B.V."} | changes)


def test_given_a_new_administration_then_one_token_opens_both(office: httpx.Client) -> None:
    made = _second(office).json()
    names = [row["name"] for row in office.get(f"{BASE}/AdministrationNVL").json()]
    customer = {"customerId": "DB10001", "shortName": "D", "paymentConditionId": "14"}
    office.post(f"{BASE}/MVL00002/Customer", json=customer)
    booked = office.post(f"{BASE}/MVL00002/CustomerInvoice", json=invoice_body())
    lists = [office.get(f"{BASE}/{name}/CustomerInvoiceInfoList/DB10001").json() for name in names]
    assert (made["administrationId"], names, booked.status_code) == ("MVL00002", ["MVL00001", "MVL00002"], 200)
    assert [len(rows) for rows in lists] == [3, 1]
    assert office.get(f"{BASE}/mvl00002/CompanyDetailsInfo").json()["administrationDescription"] == "Tweede B.V."


def test_given_a_new_administration_then_the_first_one_is_untouched(
    office: httpx.Client, control: SandboxControl
) -> None:
    before = control.state()["multivers"]["databases"]["MVL00001"]
    _second(office)
    office.put(f"{BASE}/MVL00002/Account/2026/8000", json={"accountType": 2, "description": "Anders"})
    office.post(f"{BASE}/MVL00002/CostCentre", json={"costCentreId": "X"})
    assert control.state()["multivers"]["databases"]["MVL00001"] == before
    assert office.get(f"{BASE}/MVL00002/CustomerNVL").json() == []


def test_given_an_administration_then_it_is_renamed_and_removed(office: httpx.Client) -> None:
    _second(office)
    changed = office.put(
        f"{BASE}/Administration/MVL00002", json={"description": "Nieuwe naam", "shortName": "NN"}
    ).json()
    info = office.get(f"{BASE}/AdministrationInfo/MVL00002").json()
    statuses = [office.delete(f"{BASE}/Administration/{name}").status_code for name in ("MVL00001", "MVL00002", "X")]
    assert (changed["canChange"], info["description"], info["shortName"]) == (True, "Nieuwe naam", "NN")
    assert statuses == [400, 200, 404]
    assert office.get(f"{BASE}/Administration/MVL00002").status_code == 404


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"administrationId": "mvl00001"}, "administrationId"),
        ({"description": ""}, "description"),
        ({"groupId": 8}, "groupId"),
    ],
)
def test_given_a_wrong_administration_then_its_path_is_named(
    office: httpx.Client, changes: dict[str, Any], path: str
) -> None:
    answer = _second(office, **changes)
    assert (answer.status_code, answer.json()["messages"][0]["path"]) == (400, path)
    assert len(office.get(f"{BASE}/AdministrationNVL").json()) == 1


def test_given_groups_then_administrations_move_between_them(office: httpx.Client) -> None:
    made = office.post(f"{BASE}/AdministrationGroup", json={"description": "Klanten"}).json()
    _second(office)
    query = {"targetGroupId": "2", "administrationIds[0]": "MVL00002"}
    moved = office.post(f"{BASE}/MoveAdministrationToGroupCommand", params=query).json()
    lists = [
        [row["administrationId"] for row in office.get(f"{BASE}/AdministrationInfoList?groupId={group}").json()]
        for group in (1, 2)
    ]
    assert (made["groupId"], moved["error"], lists) == (2, "", [["MVL00001"], ["MVL00002"]])
    assert [row["name"] for row in office.get(f"{BASE}/AdministrationNVL/2").json()] == ["MVL00002"]
    assert [row["value"] for row in office.get(f"{BASE}/AdministrationGroupNVL?userName=x").json()] == [
        "Algemeen",
        "Klanten",
    ]
    assert office.delete(f"{BASE}/AdministrationGroup/2").status_code == 400


def test_given_a_group_then_it_is_changed_and_removed(office: httpx.Client) -> None:
    office.post(f"{BASE}/AdministrationGroup", json={"description": "Klanten"})
    by_body = office.put(f"{BASE}/AdministrationGroup", json={"groupId": 2, "description": "Relaties"})
    by_query = office.get(f"{BASE}/AdministrationGroup?groupId=2").json()
    statuses = [
        office.put(f"{BASE}/AdministrationGroup?groupId=9", json={"description": "x"}).status_code,
        office.post(f"{BASE}/AdministrationGroup", json={"groupId": 2, "description": "x"}).status_code,
        office.delete(f"{BASE}/AdministrationGroup/2").status_code,
        office.get(f"{BASE}/AdministrationGroup?groupId=2").status_code,
    ]
    assert (by_body.status_code, by_query["description"], statuses) == (200, "Relaties", [404, 400, 200, 404])
    assert office.get(f"{BASE}/AdministrationGroup").json()["groupId"] == 1
    assert len(office.get(f"{BASE}/AdministrationGroupList/All").json()) == 1


def test_given_switches_then_the_licence_tells_of_the_modules(office: httpx.Client, control: SandboxControl) -> None:
    whole = office.get(f"{BASE}/License").json()
    control.settings(document_management=False)
    without = office.get(f"{BASE}/License/{whole['supportNumber']}").json()
    assert (whole["hasApi"], whole["hasDocumentManagement"], without["hasDocumentManagement"]) == (True, True, False)
    assert office.get(f"{BASE}/License/Default/jan").json()["userName"] == "jan"


def test_given_a_licence_then_it_is_made_changed_and_removed(office: httpx.Client) -> None:
    body = {"supportNumber": "7", "userName": "jan", "hasOrders": True}
    made = office.post(f"{BASE}/License", json=body)
    changed = office.put(f"{BASE}/License/jan", json=body | {"hasOrders": False})
    found = office.get(f"{BASE}/License?supportNumber=7").json()
    statuses = [
        office.post(f"{BASE}/License", json=body).status_code,
        office.put(f"{BASE}/License?supportNumber=100001", json=body).status_code,
        office.delete(f"{BASE}/License/7").status_code,
        office.delete(f"{BASE}/License/100001").status_code,
        office.get(f"{BASE}/License/7").status_code,
    ]
    assert (made.json()["hasOrders"], changed.json()["hasOrders"], found["hasOrders"]) == (True, False, False)
    assert statuses == [400, 400, 200, 404, 404]


def test_given_the_server_then_it_tells_session_and_versions(office: httpx.Client) -> None:
    assert office.get(f"{BASE}/SessionInfo").json()["userName"] == "SYSTEEM"
    assert office.get(f"{BASE}/version").json() == "22.0.0.0"
    assert office.get(f"{BASE}/SystemVersionInfo").json()["apiVersion"] == "22.0.0.0"


@pytest.mark.parametrize(
    ("window", "now", "status"),
    [
        ("", "03:00", 200),
        ("02:00-04:00", "03:00", 503),
        ("02:00-04:00", "04:00", 200),
        ("23:00-01:00", "23:30", 503),
        ("23:00-01:00", "00:30", 503),
        ("23:00-01:00", "01:00", 200),
    ],
)
def test_given_a_maintenance_window_then_every_call_in_it_is_503(
    multivers: MultiversCaller, control: SandboxControl, window: str, now: str, status: int
) -> None:
    control.clock(f"2026-03-16T{now}:00+01:00")
    multivers.sign_in()
    control.settings(maintenance_window=window, retry_after=600)
    answers = [multivers.raw("GET", "CustomerNVL"), multivers.sign_in()]
    assert [answer.status_code for answer in answers] == [status, status]
    assert answers[0].headers.get("retry-after") == ("600" if status == 503 else None)
