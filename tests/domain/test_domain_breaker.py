"""The states of a circuit breaker, by its rules alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from wefact_multivers.domain.breaker import (
    FAILURES,
    LONGEST_PAUSE,
    Breaker,
    Reason,
    Standing,
    answered,
    asked_to_wait,
    failed,
    locked,
    trying,
)

NOW = datetime(2026, 3, 16, 5, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def tripped() -> Breaker:
    """A breaker that has just opened."""
    breaker = Breaker()
    for _ in range(FAILURES):
        breaker = failed(breaker, "HTTP 502", NOW)
    return breaker


def test_given_fewer_failures_than_five_then_it_stays_closed_and_an_answer_forgets_them() -> None:
    breaker = Breaker()
    for _ in range(FAILURES - 1):
        breaker = failed(breaker, "HTTP 502", NOW)
    assert breaker.standing(NOW) is Standing.CLOSED
    assert answered(breaker, NOW) == Breaker()


def test_given_five_failures_then_it_is_open_for_a_minute_and_lets_one_call_try() -> None:
    breaker = tripped()
    assert (breaker.standing(NOW), breaker.ready_at) == (Standing.OPEN, NOW + MINUTE)
    assert breaker.standing(NOW + MINUTE) is Standing.HALF_OPEN
    tried = trying(breaker, NOW + MINUTE)
    assert (tried.standing(NOW + MINUTE), tried.ready_at) == (Standing.OPEN, NOW + 2 * MINUTE)
    assert answered(tried, NOW + MINUTE) == Breaker()


def test_given_trials_that_fail_then_the_pause_doubles_up_to_an_hour() -> None:
    breaker, now, pauses = tripped(), NOW, []
    for _ in range(8):
        assert breaker.until is not None
        now = breaker.until
        breaker = failed(breaker, "HTTP 502", now)
        pauses.append(breaker.until and breaker.until - now)
    assert pauses == [2 * MINUTE, 4 * MINUTE, 8 * MINUTE, 16 * MINUTE, 32 * MINUTE, *[LONGEST_PAUSE] * 3]
    assert breaker.opened_at == NOW


def test_given_a_call_that_was_under_way_then_its_failure_opens_it_no_further() -> None:
    breaker = tripped()
    assert failed(breaker, "HTTP 502", NOW).until == breaker.until


def test_given_an_instant_that_was_asked_for_then_it_waits_so_long_and_older_answers_do_not_close_it() -> None:
    breaker = asked_to_wait(tripped(), NOW + MINUTE, NOW)
    assert (breaker.reason, breaker.standing(NOW)) == (Reason.ASKED, Standing.WAITING)
    assert answered(breaker, NOW) == breaker
    assert breaker.standing(NOW + MINUTE) is Standing.CLOSED


def test_given_the_firewall_then_nothing_but_a_person_opens_it() -> None:
    breaker = locked(Breaker(), NOW)
    later = NOW + timedelta(days=9)
    assert breaker.standing(later) is Standing.LOCKED
    assert asked_to_wait(breaker, later, NOW) == breaker
    assert answered(breaker, later) == breaker
    assert failed(breaker, "HTTP 502", later).standing(later) is Standing.LOCKED
    assert breaker.ready_at is None
