"""Who may call WeFact and how often: windows per IP, the firewall, refused keys, the allow-list."""

from __future__ import annotations

import httpx
import pytest

from sandbox.clock import Clock
from sandbox.control import reset, respond
from sandbox.core import Sandbox
from sandbox.model import Request
from sandbox.testing import KEY, SECOND_KEY, SandboxControl
from tests.sandbox.callers import WeFactCaller

HEADERS = ("Remaining-Minute", "Remaining-Hour", "Reset-Minute", "Reset-Hour")
KEY_REFUSED = "De API sleutel kan niet worden gevonden."


@pytest.fixture
def fresh(control: SandboxControl) -> SandboxControl:
    """Small limits at a round instant: 2026-03-16 05:00:00 UTC."""
    control.settings(wefact_per_minute=5, wefact_per_hour=8)
    control.clock("2026-03-16T06:00:00+01:00")
    return control


def call(wefact: WeFactCaller, ip: str = "10.0.0.1", key: str = KEY) -> httpx.Response:
    body = {"api_key": key, "controller": "debtor", "action": "list", "limit": 1}
    return wefact.http.post(wefact.url, json=body, headers={"X-Sandbox-IP": ip})


def limits(answer: httpx.Response) -> list[int]:
    return [int(answer.headers[f"API-RateLimit-{name}"]) for name in HEADERS]


def test_given_fixed_windows_then_they_begin_at_the_minute_and_the_hour(
    wefact: WeFactCaller, fresh: SandboxControl
) -> None:
    fresh.clock("2026-03-16T06:10:50+01:00")
    assert limits(call(wefact)) == [4, 7, 1773637860, 1773640800]
    fresh.advance(9)
    assert limits(call(wefact))[:2] == [3, 6]
    fresh.advance(1)
    assert limits(call(wefact)) == [4, 5, 1773637920, 1773640800]


def test_given_sliding_windows_then_a_call_counts_for_exactly_their_length(
    wefact: WeFactCaller, fresh: SandboxControl
) -> None:
    fresh.settings(wefact_limits="sliding")
    fresh.clock("2026-03-16T06:10:50+01:00")
    first = limits(call(wefact))
    fresh.advance(59)
    late = limits(call(wefact))
    fresh.advance(1)
    assert (first, late) == ([4, 7, 1773637910, 1773641450], [3, 6, 1773637910, 1773641450])
    assert limits(call(wefact)) == [3, 5, 1773637969, 1773641450]


def test_given_a_clock_that_stands_still_then_real_seconds_open_no_window() -> None:
    seconds = [0.0]
    sandbox = Sandbox(clock=Clock(ticks=lambda: seconds[0]))
    reset(sandbox, {"dataset": "demo"})
    request = Request("wefact", "POST", "/v2/", body=b'{"api_key":"sandbox-wefact-key"}')
    respond(sandbox, request)
    seconds[0] = 90.0
    still = respond(sandbox, request).headers["API-RateLimit-Remaining-Minute"]
    sandbox.state.settings.change({"limit_clock": "ticking"})
    ticking = respond(sandbox, request).headers["API-RateLimit-Remaining-Minute"]
    assert (still, ticking) == ("498", "499")


def test_given_two_keys_on_one_ip_then_they_share_its_budget(wefact: WeFactCaller, fresh: SandboxControl) -> None:
    answers = [call(wefact, key=key) for key in (KEY, SECOND_KEY, KEY)]
    assert [limits(answer)[0] for answer in answers] == [4, 3, 2]
    assert limits(call(wefact, ip="10.0.0.2"))[0] == 4


@pytest.mark.parametrize(("minutes", "statuses"), [(0, [200] * 5 + [403]), (1, [200] * 8 + [403])])
def test_given_the_minute_or_the_hour_used_up_then_the_next_call_is_locked_out(
    wefact: WeFactCaller, fresh: SandboxControl, minutes: int, statuses: list[int]
) -> None:
    seen = []
    for _ in statuses:
        seen.append(call(wefact).status_code)
        fresh.advance(60 * minutes)
    assert seen == statuses


@pytest.mark.parametrize("body", ["text", "json"])
def test_given_a_caller_behind_the_firewall_then_the_403_still_has_its_headers(
    wefact: WeFactCaller, fresh: SandboxControl, body: str
) -> None:
    fresh.settings(firewall_body=body)
    fresh.action("block_ip", ip="10.0.0.1")
    answer = call(wefact)
    text = "IP 10.0.0.1 currently in firewall"
    assert (answer.status_code, limits(answer)[0]) == (403, 4)
    if body == "text":
        assert answer.text == text
    else:
        assert answer.json()["errors"] == [text]
        assert answer.json()["controller"] == "invalid"


def test_given_an_ordered_403_then_it_has_its_headers_too(wefact: WeFactCaller, fresh: SandboxControl) -> None:
    fresh.fault("debtor/list", kind="status:403")
    answer = call(wefact)
    assert (answer.status_code, limits(answer)[0], call(wefact).status_code) == (403, 4, 200)


def test_given_a_firewall_for_ever_then_only_a_person_lifts_it(wefact: WeFactCaller, fresh: SandboxControl) -> None:
    for _ in range(6):
        call(wefact)
    fresh.advance(86400)
    assert call(wefact).status_code == 403
    fresh.action("unblock_ip", ip="10.0.0.1")
    assert call(wefact).status_code == 200


def test_given_a_firewall_for_a_time_then_every_retry_extends_it(wefact: WeFactCaller, fresh: SandboxControl) -> None:
    fresh.settings(firewall_seconds=600)
    for _ in range(6):
        call(wefact)
    seen = []
    for wait in (599, 599, 600):
        fresh.advance(wait)
        seen.append(call(wefact).status_code)
    assert seen == [403, 403, 200]


def test_given_refused_keys_then_a_daily_cap_of_their_own_ends_behind_the_firewall(
    wefact: WeFactCaller, fresh: SandboxControl
) -> None:
    fresh.settings(failed_logins_per_day=2, wefact_limits="off")
    wrong = [call(wefact, key="wrong").json()["errors"] for _ in range(3)]
    assert wrong == [[KEY_REFUSED]] * 3
    assert call(wefact).status_code == 403
    assert call(wefact, ip="10.0.0.2").status_code == 200


def test_given_a_clock_set_back_then_calls_from_after_it_do_not_count(
    wefact: WeFactCaller, fresh: SandboxControl
) -> None:
    call(wefact)
    fresh.clock("2026-03-16T05:00:30+01:00")
    assert limits(call(wefact))[:2] == [4, 7]


def test_given_another_method_then_it_is_no_failed_login(wefact: WeFactCaller, fresh: SandboxControl) -> None:
    fresh.settings(failed_logins_per_day=1)
    for _ in range(3):
        wefact.http.get(wefact.url, headers={"X-Sandbox-IP": "10.0.0.1"})
    assert call(wefact).status_code == 200


def test_given_a_new_day_then_refused_keys_count_anew(wefact: WeFactCaller, fresh: SandboxControl) -> None:
    fresh.settings(failed_logins_per_day=2)
    for _ in range(2):
        call(wefact, key="wrong")
    fresh.advance(86400)
    call(wefact, key="wrong")
    assert call(wefact).status_code == 200


@pytest.mark.parametrize(
    ("allowed", "ip", "passes"),
    [
        ("*", "10.0.0.1", True),
        ("10.0.0.1", "10.0.0.1", True),
        ("10.0.0.1", "10.0.0.10", False),
        ("192.0.2.1, 34.0.0.0/8", "34.200.1.9", True),
        ("192.0.2.1, 34.0.0.0/8", "35.0.0.1", False),
        ("34.1.2.3/8", "34.200.1.9", True),
        ("2001:db8::/32", "2001:db8::7", True),
        ("2001:db8::/32", "10.0.0.1", False),
        ("10.0.0.0/8", "not an address", False),
        ("", "10.0.0.1", False),
    ],
)
def test_given_an_allow_list_then_addresses_and_ranges_decide(
    wefact: WeFactCaller, control: SandboxControl, allowed: str, ip: str, passes: bool
) -> None:
    control.settings(allowed_ips=allowed)
    answer = call(wefact, ip=ip, key="wrong").json()
    assert answer["errors"] == [KEY_REFUSED if passes else f"IP {ip} has no access to API"]
    assert (answer["controller"], answer["action"]) == ("invalid", "invalid")


def test_given_a_saved_state_then_refused_keys_are_remembered(sandbox: Sandbox, wefact: WeFactCaller) -> None:
    call(wefact, key="wrong")
    assert sandbox.state.wefact.failed_logins == {"10.0.0.1": ["2026-03-16"]}
