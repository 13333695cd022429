"""Every operation of the help index is served, and every shape of a refusal comes as its switch says."""

from __future__ import annotations

import pytest

from sandbox.multivers.operations import DATABASE_OPERATIONS, OUT_OF_SCOPE, SERVER_OPERATIONS, is_served
from sandbox.multivers.routes import ROUTES, SERVER_ROUTES
from sandbox.testing import SandboxControl
from tests.sandbox.callers import MultiversCaller, invoice_body

VALUES = {
    "accountId": "1300", "accountid": "1300", "addressGuid": "x", "administrationId": "MVL00001", "bankId": "B",
    "categoryId": "1", "costCentreId": "x", "costUnitId": "x", "countryId": "NL", "currencyId": "EUR",
    "customerGroupId": "1", "customerId": "DB10001", "endDate": "31-12-2026", "endPeriod": "12", "fiscalYear": "2026",
    "groupId": "1", "id": "DB10001", "indexNumber": "1", "invoiceId": "20260005", "invoiceState": "0",
    "journalId": "V", "journalTransaction": "1", "linkId": "1", "linkType": "Customer", "linkValue": "DB10001",
    "maxDate": "31-12-2026", "maxPrice": "100", "minDate": "1-1-2026", "minPrice": "0", "onlyOpen": "true",
    "orderId": "1", "organizationId": "1", "pattern": "a", "paymentConditionId": "14", "period": "3", "periodId": "3",
    "projectId": "P", "reference": "x", "referenceDate": "1-3-2026", "scenarioId": "1", "schemaId": "1",
    "startDate": "1-1-2026", "startPeriod": "1", "state": "0", "supplierGroupId": "1", "supplierId": "x",
    "supportNumber": "100001", "type": "1", "userName": "sandbox", "vatCode": "1",
}  # fmt: skip
BODIES = (b"{}", b"[[1]]", b'"text"', b"null", b"{")


def _by_resource() -> dict[str, list[str]]:
    """The paths of all operations with their method, the administration filled in, by resource."""
    found: dict[str, list[str]] = {}
    for place, operations in (("", SERVER_OPERATIONS), ("MVL00001/", DATABASE_OPERATIONS)):
        for operation in operations:
            method, _, path = operation.partition(" ")
            parts = [VALUES[part[1:-1]] if part.startswith("{") else part for part in path.split("/")]
            found.setdefault(parts[0], []).append(f"{method} {place}{'/'.join(parts)}")
    return found


def test_given_the_help_index_then_each_operation_is_served_or_has_a_reason() -> None:
    absent = [each for each in SERVER_OPERATIONS if not is_served(each, SERVER_ROUTES)]
    absent += [each for each in DATABASE_OPERATIONS if not is_served(each, ROUTES)]
    assert sorted(absent) == sorted(OUT_OF_SCOPE)
    assert all(OUT_OF_SCOPE.values())


@pytest.mark.parametrize("calls", _by_resource().values(), ids=_by_resource())
def test_given_any_operation_and_body_then_a_documented_shape_answers_and_a_refusal_changes_nothing(
    multivers: MultiversCaller, control: SandboxControl, calls: list[str]
) -> None:
    before = control.state()["multivers"]["databases"]
    for call in calls:
        method, _, path = call.partition(" ")
        for body in BODIES if method in ("POST", "PUT") else BODIES[:1]:
            answer = multivers.http.request(method, f"{multivers.url}/api/{path}", content=body)
            kind = answer.headers.get("content-type", "")
            is_empty = method == "DELETE" and answer.status_code == 200 and not answer.content
            assert answer.status_code in (200, 400, 404), (call, body)
            assert is_empty or kind.startswith(("application/json", "text/html")[: 1 + ("Documents/" in path)])
            after = before if method == "GET" else control.state()["multivers"]["databases"]
            assert answer.status_code == 200 or after == before, (call, body)
            before = after


@pytest.mark.parametrize(
    ("shape", "body"),
    [
        ("messages", '{"messages":[{"exceptionId":"","message":"Debiteur NIX bestaat niet","messageType":"Error"'),
        ("message", '{"Message":"Debiteur NIX bestaat niet"}'),
        ("empty", ""),
        ("html", "<!DOCTYPE html>"),
        ("broken_rules", '{"customerId":"NIX"'),
    ],
)
def test_given_a_refusal_then_the_switch_decides_its_shape(
    multivers: MultiversCaller, control: SandboxControl, shape: str, body: str
) -> None:
    control.settings(error_shape=shape)
    answer = multivers.book(customerId="NIX")
    assert (answer.status_code, answer.text[: len(body) or None]) == (400, body)
    if shape == "broken_rules":
        assert answer.json()["brokenRulesCollection"][0]["messageText"] == "Debiteur NIX bestaat niet"


def test_given_no_path_in_messages_then_it_is_empty(multivers: MultiversCaller, control: SandboxControl) -> None:
    control.settings(error_path=False)
    assert multivers.book(customerId="NIX").json()["messages"][0]["path"] == ""


@pytest.mark.parametrize(("status", "switch"), [(404, "404"), (403, "403")])
def test_given_an_unknown_administration_then_the_switch_decides(
    multivers: MultiversCaller, control: SandboxControl, status: int, switch: str
) -> None:
    control.settings(unknown_administration=switch)
    answer = multivers.http.get(f"{multivers.url}/api/MVL99999/CustomerNVL")
    assert (answer.status_code, "MVL99999" in answer.text) == (status, True)


@pytest.mark.parametrize(("limit", "status"), [(0, 200), (2000, 200), (100, 413)])
def test_given_a_limit_on_bodies_then_larger_ones_are_413(
    multivers: MultiversCaller, control: SandboxControl, limit: int, status: int
) -> None:
    control.settings(max_body_bytes=limit)
    assert multivers.raw("POST", "CustomerInvoice", json=invoice_body()).status_code == status


def test_given_no_api_module_then_every_call_is_403(multivers: MultiversCaller, control: SandboxControl) -> None:
    control.settings(missing_module=True)
    answer = multivers.raw("GET", "CustomerNVL")
    assert (answer.status_code, "module" in answer.json()["messages"][0]["message"]) == (403, True)


@pytest.mark.parametrize("path", ["Customer/" + "1" * 4100, "FiscalYearInfo/" + "9" * 5000])
def test_given_an_overlong_path_then_iis_answers_404(multivers: MultiversCaller, path: str) -> None:
    answer = multivers.raw("GET", path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html")


@pytest.mark.parametrize("path", ["SalesInvoiceSummary/DB10001/" + "9" * 3900, "FiscalYearInfo/٣", "Order/%00"])
def test_given_a_strange_path_then_an_answer_comes(multivers: MultiversCaller, path: str) -> None:
    assert multivers.raw("GET", path).status_code in (200, 400, 404)
