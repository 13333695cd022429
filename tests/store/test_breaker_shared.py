"""P8, P10: a system in trouble is left alone by all processes, and by nobody else than those it concerns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from wefact_multivers.clock import FixedClock
from wefact_multivers.errors import BreakerOpen, FirewallBlocked, RateLimited, StoreNotMigrated
from wefact_multivers.store.breaker import EVERYBODY, BreakerKey, Breakers, StoredGate
from wefact_multivers.store.connection import StoreConnection
from wefact_multivers.store.database import Store
from wefact_multivers.store.tables import evidence

NOW = datetime(2026, 3, 16, 5, 0, tzinfo=UTC)
OURS = BreakerKey("Multivers", "api.example.test", "MVL00001")
THEIRS = BreakerKey("Multivers", "api.example.test", "MVL00002")
WEFACT, OTHER_ACCOUNT = (BreakerKey("WeFact", "wefact.example.test", name) for name in ("one", "two"))
GateOf = Callable[[BreakerKey], StoredGate]


@pytest.fixture
def clock() -> FixedClock:
    """The clock of all processes."""
    return FixedClock(NOW)


@pytest.fixture
def gate_of(store: Store, clock: FixedClock) -> GateOf:
    """Makes the gate of another process."""
    return lambda key: StoredGate(store, key, clock, "demo-2026")


def fail(gate: StoredGate, times: int) -> None:
    """Calls without an answer."""
    for _ in range(times):
        gate.enter()
        gate.failed("HTTP 503")


def kinds(store: Store) -> list[str]:
    """The evidence, in order."""
    with store.read() as connection:
        return list(connection.execute(select(evidence.c.kind).order_by(evidence.c.sequence)).scalars())


def test_given_five_failures_then_every_process_leaves_it_alone_for_a_minute(
    store: Store, gate_of: GateOf, clock: FixedClock
) -> None:
    fail(gate_of(OURS), 4)
    gate_of(OURS).enter()
    fail(gate_of(OURS), 1)
    with pytest.raises(BreakerOpen) as raised:
        gate_of(OURS).enter()
    assert raised.value.until == NOW + timedelta(minutes=1)
    assert raised.value.params["failures"] == "5"
    assert kinds(store) == ["breaker_opened"]
    clock.at += timedelta(minutes=1)
    gate_of(OURS).enter()


def test_given_trouble_of_one_administration_then_another_goes_on(gate_of: GateOf) -> None:
    fail(gate_of(OURS), 5)
    gate_of(THEIRS).enter()


def test_given_an_answer_in_between_then_failures_are_counted_anew(gate_of: GateOf) -> None:
    gate = gate_of(OURS)
    fail(gate, 4)
    gate.answered()
    fail(gate, 4)
    gate_of(OURS).enter()


def test_given_a_half_open_breaker_then_one_call_tries_for_all_and_closes_it(
    gate_of: GateOf, clock: FixedClock
) -> None:
    fail(gate_of(OURS), 5)
    clock.at += timedelta(minutes=1)
    trial, other = gate_of(OURS), gate_of(OURS)
    trial.enter()
    trial.enter()
    with pytest.raises(BreakerOpen):
        other.enter()
    trial.answered()
    clock.at += timedelta(seconds=1)
    other.enter()


def test_given_a_trial_that_fails_then_the_pause_doubles_up_to_an_hour(gate_of: GateOf, clock: FixedClock) -> None:
    gate, pauses = gate_of(OURS), []
    fail(gate, 5)
    for _ in range(8):
        with pytest.raises(BreakerOpen) as raised:
            gate.enter()
        pauses.append(round((raised.value.until - clock.now()).total_seconds() / 60))
        clock.at = raised.value.until
        fail(gate, 1)
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]


def test_given_a_trial_whose_process_died_then_another_tries_a_minute_later(gate_of: GateOf, clock: FixedClock) -> None:
    fail(gate_of(OURS), 5)
    clock.at += timedelta(minutes=1)
    gate_of(OURS).enter()
    clock.at += timedelta(minutes=1)
    gate_of(OURS).enter()


def test_given_a_wait_that_was_asked_for_then_all_processes_of_the_account_keep_it(
    store: Store, gate_of: GateOf, clock: FixedClock
) -> None:
    gate_of(OURS).asked_to_wait(NOW + timedelta(seconds=30))
    with pytest.raises(RateLimited) as raised:
        gate_of(OURS).enter()
    assert raised.value.until == NOW + timedelta(seconds=30)
    gate_of(THEIRS).enter()
    clock.at += timedelta(seconds=30)
    gate_of(OURS).enter()
    assert kinds(store) == []


def test_given_the_firewall_then_nothing_opens_it_but_a_person(
    store: Store, gate_of: GateOf, clock: FixedClock
) -> None:
    gate = gate_of(WEFACT)
    gate.blocked()
    clock.at += timedelta(days=30)
    for key in (WEFACT, OTHER_ACCOUNT):
        with pytest.raises(FirewallBlocked):
            gate_of(key).enter()
    gate.answered()
    gate.failed("HTTP 503")
    assert Breakers(store).of_host("WeFact", WEFACT.host)[EVERYBODY].reason == "firewall"
    assert kinds(store) == ["breaker_opened"]


def test_given_a_store_that_is_not_migrated_then_that_is_said(connection: StoreConnection, clock: FixedClock) -> None:
    empty = Store(connection)
    with pytest.raises(StoreNotMigrated):
        StoredGate(empty, OURS, clock, "demo-2026").enter()
    empty.close()
