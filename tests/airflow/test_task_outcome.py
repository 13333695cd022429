"""How an error of the link becomes an answer to Airflow."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from airflow.sdk.exceptions import AirflowRescheduleException

from tests.airflow.squares import Square, context
from wefact_multivers.catalogue import Language
from wefact_multivers.clock import FixedClock
from wefact_multivers.errors import LeaseHeld, ReauthoriseMultivers
from wefact_multivers.operators.outcome import OUTCOME, reported

SIX = datetime(2026, 3, 16, 5, tzinfo=UTC)


def test_nothing_wrong_then_there_is_no_outcome() -> None:
    square = Square({})
    with reported(context(square), language=Language.NL, clock=FixedClock(SIX)):
        pass
    assert square.pushed == {}


def test_person_needed_then_the_outcome_stands_before_the_error_goes_on() -> None:
    square = Square({})
    with (
        pytest.raises(ReauthoriseMultivers),
        reported(context(square), language=Language.NL, clock=FixedClock(SIX)),
    ):
        raise ReauthoriseMultivers(connection="multivers_demo")
    outcome = square.pushed[OUTCOME]
    assert (outcome["code"], outcome["recovery"]) == ("AUTH-001", "ask_person")
    assert outcome["message"].startswith("[AUTH-001] ")
    assert "multivers_demo" in outcome["message"]


def test_error_of_the_program_then_it_passes_as_it_is_and_leaves_no_outcome() -> None:
    square = Square({})
    with pytest.raises(KeyError), reported(context(square), language=Language.NL, clock=FixedClock(SIX)):
        raise KeyError("x")
    assert square.pushed == {}


@pytest.mark.parametrize(
    ("until", "wait"),
    [
        (SIX + timedelta(minutes=15), timedelta(minutes=15)),
        (SIX - timedelta(hours=1), timedelta(seconds=1)),
    ],
    ids=["the wait is measured on the link's clock", "never so short that the task spins"],
)
def test_wait_then_the_task_comes_back(until: datetime, wait: timedelta) -> None:
    square = Square({})
    before = datetime.now(UTC)
    with (
        pytest.raises(AirflowRescheduleException) as raised,
        reported(context(square), language=Language.EN, clock=FixedClock(SIX)),
    ):
        raise LeaseHeld(until, database="MVL00001")
    assert before + wait <= raised.value.reschedule_date <= datetime.now(UTC) + wait
    assert square.pushed[OUTCOME]["recovery"] == "wait"
