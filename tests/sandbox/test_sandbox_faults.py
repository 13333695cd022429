"""Faults: what the caller sees, and what the state says was done."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from sandbox.testing import DATABASE, SandboxControl, SandboxServers
from tests.sandbox.callers import MultiversCaller, WeFactCaller

pytestmark = pytest.mark.fault
LOST = {"timeout": httpx.ReadTimeout, "reset": httpx.ReadError, "refused": httpx.ConnectError}


def _booked(control: SandboxControl) -> list[str]:
    invoices: dict[str, Any] = control.state()["multivers"]["databases"][DATABASE]["invoices"]
    return [key for key, row in invoices.items() if row["journalId"] == "WFV"]


@pytest.mark.parametrize(("when", "booked"), [("before", []), ("after", ["20260001"])])
@pytest.mark.parametrize("kind", ["timeout", "reset", "refused"])
def test_given_a_lost_answer_then_the_moment_decides_what_was_done(
    multivers: MultiversCaller, control: SandboxControl, when: str, booked: list[str], kind: str
) -> None:
    control.fault("POST CustomerInvoice", when=when, kind=kind)
    with pytest.raises(LOST[kind]):
        multivers.book()
    assert _booked(control) == booked
    assert multivers.raw("GET", "CustomerNVL").status_code == 200


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_given_a_status_then_it_is_answered_as_often_as_ordered(
    multivers: MultiversCaller, control: SandboxControl, status: int
) -> None:
    control.fault("POST CustomerInvoice", kind=f"status:{status}", times=2)
    answers = [multivers.book() for _ in range(3)]
    assert [answer.status_code for answer in answers] == [status, status, 200]
    assert ("retry-after" in answers[0].headers) == (status in (429, 503))


def test_given_a_late_fault_then_the_work_is_done_once_the_clock_has_passed(
    multivers: MultiversCaller, control: SandboxControl
) -> None:
    control.fault("POST CustomerInvoice", when="late:600", kind="timeout")
    with pytest.raises(httpx.ReadTimeout):
        multivers.book()
    control.advance(599)
    early = _booked(control)
    control.advance(1)
    assert (early, _booked(control)) == ([], ["20260001"])


def test_given_a_malformed_answer_then_it_is_cut_json_of_work_that_was_done(
    multivers: MultiversCaller, control: SandboxControl
) -> None:
    control.fault("POST CustomerInvoice", when="after", kind="malformed")
    answer = multivers.book()
    with pytest.raises(json.JSONDecodeError):
        answer.json()
    assert (answer.status_code, _booked(control)) == (200, ["20260001"])


@pytest.mark.parametrize(
    ("change", "expected"), [(None, ("F2026-0001", 121.01)), ({"reference": "ANDERS"}, ("ANDERS", 121.0))]
)
def test_given_stored_differs_then_answer_and_state_hold_something_else(
    multivers: MultiversCaller, control: SandboxControl, change: dict[str, str] | None, expected: tuple[str, float]
) -> None:
    control.fault("POST CustomerInvoice", kind="stored_differs", change=change)
    answer = multivers.book().json()
    stored = multivers.get("CustomerInvoice/20260001")
    assert (answer["reference"], answer["amountTotal"]) == expected
    assert stored == answer


def test_given_a_skip_then_the_first_calls_pass(wefact: WeFactCaller, control: SandboxControl) -> None:
    control.fault("invoice/show", kind="status:500", skip=1)
    statuses = [wefact.raw("invoice", "show", Identifier="1").status_code for _ in range(3)]
    assert statuses == [200, 500, 200]


def test_given_a_slow_answer_then_only_an_impatient_caller_times_out(
    multivers: MultiversCaller, control: SandboxControl
) -> None:
    control.fault("GET CustomerNVL", kind="slow:2", times=2)
    assert multivers.raw("GET", "CustomerNVL", timeout=5).status_code == 200
    with pytest.raises(httpx.ReadTimeout):
        multivers.raw("GET", "CustomerNVL", timeout=1)


def test_given_403_for_wefact_then_it_reads_as_the_firewall(wefact: WeFactCaller, control: SandboxControl) -> None:
    control.fault("wefact *", kind="status:403")
    answer = wefact.raw("debtor", "list")
    assert (answer.status_code, answer.text) == (403, "IP 127.0.0.1 currently in firewall")


@pytest.mark.parametrize(("kind", "shown"), [("cut:1", 1), ("cut:0", 0)])
def test_given_a_list_that_is_cut_then_it_counts_all_its_rows_and_shows_the_first(
    wefact: WeFactCaller, control: SandboxControl, kind: str, shown: int
) -> None:
    whole = wefact.raw("debtor", "list").json()
    control.fault("debtor/list", kind=kind)
    cut = wefact.raw("debtor", "list").json()
    assert (cut["totalresults"], cut["currentresults"]) == (whole["totalresults"], shown)
    assert cut.get("debtors", []) == whole["debtors"][:shown]
    assert ("debtors" in cut) is bool(shown)


def test_given_an_answer_that_lacks_a_property_then_all_else_is_there(
    multivers: MultiversCaller, control: SandboxControl
) -> None:
    multivers.book()
    whole = multivers.raw("GET", "CustomerInvoiceInfo/20260001").json()
    control.fault("GET CustomerInvoiceInfo", kind="lacks:invoiceBalance")
    lacking = multivers.raw("GET", "CustomerInvoiceInfo/20260001").json()
    assert whole.keys() - lacking.keys() == {"invoiceBalance", "invoiceBalanceCur"}
    assert lacking == {name: whole[name] for name in lacking}


@pytest.mark.parametrize(
    "rule", [{"kind": "nonsense"}, {"kind": "status"}, {"when": "during"}, {"colour": "red"}], ids=str
)
def test_given_an_unknown_rule_then_it_is_refused(control: SandboxControl, rule: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="fault"):
        control.fault("invoice/show", **rule)


def test_given_real_sockets_then_timeout_and_reset_are_what_a_client_sees(servers: SandboxServers) -> None:
    servers.settings(hold_seconds=1)
    with httpx.Client(trust_env=False, timeout=0.1) as client:
        caller = MultiversCaller(client, servers.multivers_url)
        servers.fault("POST CustomerInvoice", when="after", kind="timeout")
        with pytest.raises(httpx.ReadTimeout):
            caller.book()
        servers.fault("GET CustomerNVL", kind="reset")
        with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
            caller.raw("GET", "CustomerNVL")
        assert caller.raw("GET", "CustomerNVL").status_code == 200
    assert _booked(servers) == ["20260001"]
