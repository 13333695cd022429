"""The control API, the two ways of carrying calls, and the command."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from sandbox.settings import OPTIONS
from sandbox.testing import SandboxControl, SandboxServers
from tests.sandbox.callers import TOKEN_FORM, MultiversCaller, WeFactCaller, invoice_body

READY = re.compile(r"sandbox ready wefact=(http://127\.0\.0\.1:\d+/v2/) multivers=(http://127\.0\.0\.1:\d+/V22)\n")


def test_given_an_unknown_setting_then_the_nearest_is_named(control: SandboxControl) -> None:
    with pytest.raises(ValueError, match="nearest is 'token_rotation'"):
        control.settings(token_rotaton="strict")


@pytest.mark.parametrize("change", [{"token_rotation": "never"}, {"page_cap": "10"}, {"iso_dates": 1}], ids=str)
def test_given_a_value_that_a_switch_lacks_then_nothing_changes(
    control: SandboxControl, change: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match="setting"):
        control.settings(latency_ms=5, **change)
    assert control.settings()["latency_ms"] == 0


@pytest.mark.parametrize(
    ("name", "body"), [("clock", '{"now": ""}'), ("clock", '{"advance": 60}'), ("settings", '{"latency_ms": 5}')]
)
def test_given_a_get_with_a_body_then_it_only_shows(http: httpx.Client, name: str, body: str) -> None:
    before = http.get(f"/__sandbox__/{name}").json()
    assert http.request("GET", f"/__sandbox__/{name}", content=body).json() == before
    assert http.get(f"/__sandbox__/{name}").json() == before


def test_given_a_clock_call_that_is_half_wrong_then_the_clock_stands(http: httpx.Client) -> None:
    before = http.get("/__sandbox__/clock").json()
    body = {"now": "2027-01-01T00:00:00+01:00", "advance": "soon"}
    assert http.post("/__sandbox__/clock", json=body).status_code == 400
    assert http.get("/__sandbox__/clock").json() == before


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, option in OPTIONS.items() for value in option.metadata["allowed"]]
)
def test_given_any_position_of_any_switch_then_a_first_booking_still_lands(
    control: SandboxControl, multivers: MultiversCaller, name: str, value: str
) -> None:
    control.settings(**{name: value})
    rows = [{"vatCodeId": 1, "amountTurnoverCur": 100, "vatAmountCur": 21}]
    body = invoice_body() | {"vatTransactionLines": rows}
    if (name, value) == ("sales_line_side", "debit"):
        body["customerInvoiceLines"] = [
            {"accountId": "8000", "debitAmountCur": 100, "vatCodeId": 1, "transactionDate": "2-3-2026"}
        ]
    assert multivers.raw("POST", "CustomerInvoice", json=body).status_code == 200
    assert multivers.get("CustomerInvoice/20260001")["amountTotal"] == 121.0


def test_given_calls_then_they_are_counted_by_name_and_writes_by_service(
    control: SandboxControl, wefact: WeFactCaller, multivers: MultiversCaller
) -> None:
    wefact("invoice", "list")
    wefact("invoice", "markaspaid", InvoiceCode="F2026-0001")
    multivers.get("CustomerInvoiceInfoList/ByFiscalYear/2026/0")
    multivers.raw("POST", "getnextjournaltransactioncommand?fiscalYear=2026&journalId=V")
    multivers.book()
    counted = control.requests()
    assert counted["calls"] == {
        "multivers POST OAuth/Token": 1,
        "wefact invoice/list": 1,
        "wefact invoice/markaspaid": 1,
        "multivers GET CustomerInvoiceInfoList": 1,
        "multivers POST GetNextJournalTransactionCommand": 1,
        "multivers POST CustomerInvoice": 1,
    }
    assert counted["writes"] == {"wefact": 1, "multivers": 1}
    control.forget_requests()
    assert control.requests()["total"] == 0


def test_given_a_reset_then_state_switches_faults_and_counts_are_new(
    control: SandboxControl, multivers: MultiversCaller
) -> None:
    fresh = control.state()
    multivers.book()
    control.settings(latency_ms=1)
    control.fault("POST Customer", kind="reset")
    control.reset("demo")
    after = control.state()
    # The token that `multivers` fetched was there before; everything else is as it was at first.
    fresh["calls"] = fresh["multivers"]["access_tokens"] = {}
    fresh["multivers"] |= {"refresh_tokens": after["multivers"]["refresh_tokens"], "token_serial": 0}
    fresh["wefact"]["hits"] = {}
    assert after == fresh


@pytest.mark.parametrize("name", ["nonsense", "large:many"])
def test_given_an_unknown_dataset_then_it_is_refused(control: SandboxControl, name: str) -> None:
    with pytest.raises(ValueError, match="unknown dataset"):
        control.reset(name)


@pytest.mark.parametrize(("name", "debtors", "customers"), [("empty", 0, 19), ("large:50", 5, 0)])
def test_given_another_dataset_then_it_is_what_its_name_says(
    control: SandboxControl, name: str, debtors: int, customers: int
) -> None:
    control.reset(name)
    state = control.state()
    account = state["wefact"]["accounts"]["sandbox-wefact-key"]
    database = state["multivers"]["databases"]["MVL00001"]
    assert (len(account["debtors"]), len(database["customers"])) == (debtors, customers)


def test_given_an_unknown_action_then_the_known_ones_are_named(control: SandboxControl) -> None:
    with pytest.raises(ValueError, match="match_payment"):
        control.action("dance")


def test_given_actions_in_wefact_then_the_api_shows_their_effect(control: SandboxControl, wefact: WeFactCaller) -> None:
    control.action("add_invoice", DebtorCode="DB10003", InvoiceLines=[{"ProductCode": "P-DOM", "Number": "2"}])
    control.action(
        "edit_invoice", InvoiceCode="F2026-0001", changes={"InvoiceLines": [{"PriceExcl": "10", "TaxCode": "V9"}]}
    )
    control.action("edit_debtor", DebtorCode="DB10003", changes={"City": "Houten"})
    control.action("add_group", GroupName="ONDERDELEN", products=["P-LOS"])
    new = wefact("invoice", "show", InvoiceCode="F2026-0018")["invoice"]
    edited = wefact("invoice", "show", InvoiceCode="F2026-0001")["invoice"]
    assert (new["AmountIncl"], new["Status"], edited["AmountIncl"]) == ("30.25", "2", "10.90")
    assert edited["Modified"] == "2026-03-16 06:00:00"
    assert wefact("debtor", "show", DebtorCode="DB10003")["debtor"]["City"] == "Houten"
    assert list(wefact("product", "show", ProductCode="P-LOS")["product"]["Groups"]) == ["5"]


def _conversation(client: httpx.Client, wefact_url: str, multivers_url: str) -> list[tuple[int, bytes, str]]:
    wefact, multivers = WeFactCaller(client, wefact_url), MultiversCaller(client, multivers_url)
    answers = [
        wefact.raw("invoice", "list", limit=3),
        wefact.raw("invoice", "show", InvoiceCode="F2026-0003"),
        wefact.raw("invoice", "partpayment", InvoiceCode="F2026-0003", AmountPaid="1.00"),
        wefact.raw("nonsense", "list"),
        multivers.sign_in(),
        multivers.book(),
        multivers.book(),
        multivers.raw("GET", "CustomerInvoiceInfoList/ByJournal/2026/WFV//1?$top=1"),
        multivers.raw("GET", "Nonsense"),
        multivers.raw("DELETE", "CustomerInvoice/20260001"),
    ]
    return [(answer.status_code, answer.content, answer.headers.get("content-type", "")) for answer in answers]


def test_given_the_same_calls_then_http_and_in_process_answer_alike(
    servers: SandboxServers, http: httpx.Client
) -> None:
    with httpx.Client(trust_env=False) as client:
        over_http = _conversation(client, servers.wefact_url, servers.multivers_url)
    assert over_http == _conversation(http, "http://sandbox/v2/", "http://sandbox/V22")


def test_given_one_client_then_its_connection_is_kept_alive(servers: SandboxServers) -> None:
    with httpx.Client(trust_env=False) as client:
        streams = {
            id(client.get(f"{servers.multivers_url}/api/version").extensions["network_stream"]) for _ in range(3)
        }
    assert len(streams) == 1


@contextmanager
def _command(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    process = subprocess.Popen([sys.executable, "-m", "sandbox", *arguments], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        match = READY.fullmatch(process.stdout.readline())
        assert match is not None
        yield process, match[1], match[2]
    finally:
        process.kill()
        process.communicate()


def _post(url: str, body: dict[str, Any]) -> Any:
    return httpx.post(url, json=body, trust_env=False).json()


def test_given_the_command_then_it_says_ready_and_stops_on_sigterm() -> None:
    with _command("--dataset", "demo", "--now", "2026-04-01T07:30:00+02:00") as (process, wefact, multivers):
        envelope = _post(wefact, {"api_key": "sandbox-wefact-key", "controller": "debtor", "action": "list"})
        token = httpx.post(f"{multivers}/OAuth/Token", data=TOKEN_FORM, trust_env=False)
        process.send_signal(signal.SIGTERM)
        assert process.wait(5) == 0
    assert (envelope["date"], token.status_code) == ("2026-04-01T07:30:00+02:00", 200)


def test_given_a_state_file_then_the_next_start_goes_on_from_it(tmp_path: Path) -> None:
    arguments = ("--dataset", "demo", "--state", str(tmp_path / "state.json"))
    with _command(*arguments) as (process, wefact, _):
        base = wefact.removesuffix("v2/")
        _post(f"{base}__sandbox__/actions", {"action": "match_payment", "invoiceId": "20260005", "amount": "21.00"})
        _post(f"{base}__sandbox__/faults", {"match": "POST Customer", "kind": "reset"})
        first = httpx.get(f"{base}__sandbox__/state", trust_env=False).json()
        process.send_signal(signal.SIGTERM)
        process.wait(5)
    with _command(*arguments) as (_, wefact, _):
        base = wefact.removesuffix("v2/")
        second = httpx.get(f"{base}__sandbox__/state", trust_env=False).json()
    assert second == first
    assert [match["cents"] for match in second["multivers"]["databases"]["MVL00001"]["matches"]] == [2100]
