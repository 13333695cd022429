"""The one place where an error of the link becomes an answer to Airflow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk.exceptions import AirflowRescheduleException

from wefact_multivers.catalogue import Language
from wefact_multivers.clock import Clock
from wefact_multivers.domain.alerts import shown
from wefact_multivers.domain.problems import Problem
from wefact_multivers.errors import SyncError, WaitError

OUTCOME = "outcome"
"""XCom key of {code, recovery, who, message, params}: Airflow shows the reason of a failure only in the log."""

SHORTEST_WAIT = timedelta(seconds=1)


def outcome_of(error: SyncError, language: Language) -> dict[str, Any]:
    """What a person wants to know of an error, safe to show: no key, token, name or address.

    Its `params` are those that an alert may name.
    """
    return {
        "code": error.code,
        "recovery": error.recovery.value,
        "who": error.who.value,
        "message": error.explain(language),
        "params": shown(Problem(error.code, tuple(error.params.items()))).values,
    }


def come_back_at(error: WaitError, clock: Clock) -> datetime:
    """The instant (UTC, of this machine's clock) at which a waiting task is started again.

    The wait is measured on the link's own clock, which a demo or a test has fixed, and never so short that a
    task would spin.
    """
    wait = max(error.until - clock.now(), SHORTEST_WAIT)
    return datetime.now(UTC) + wait


@contextmanager
def reported(context: Any, *, language: Language, clock: Clock) -> Iterator[None]:
    """Tell Airflow how a use case ended.

    Raises:
        AirflowRescheduleException: nothing is wrong, the slot is given back until the wait is over.
        SyncError: everything else, as it was, for the retry policy; its `outcome` is an XCom by then.
    """
    try:
        yield
    except WaitError as error:
        context["ti"].xcom_push(key=OUTCOME, value=outcome_of(error, language))
        raise AirflowRescheduleException(come_back_at(error, clock)) from error
    except SyncError as error:
        context["ti"].xcom_push(key=OUTCOME, value=outcome_of(error, language))
        raise
