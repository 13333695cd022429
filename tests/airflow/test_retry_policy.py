"""Whether a failed task is tried again: a table over every error there is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from airflow.sdk.definitions.retry_policy import RetryAction
from airflow.sdk.module_loading import import_string

from wefact_multivers import errors
from wefact_multivers.catalogue import Recovery
from wefact_multivers.errors import SyncError, WaitError
from wefact_multivers.hooks.retry import RecoveryRetryPolicy

ACTIONS = {
    Recovery.RETRY: RetryAction.RETRY,
    Recovery.WAIT: RetryAction.DEFAULT,
    Recovery.FAIL_RUN: RetryAction.FAIL,
    Recovery.ASK_PERSON: RetryAction.FAIL,
}


def leaves(kind: type[SyncError]) -> Iterator[type[SyncError]]:
    """The errors that are raised: those with a code."""
    for child in kind.__subclasses__():
        if hasattr(child, "code"):
            yield child
        yield from leaves(child)


def example(kind: type[SyncError]) -> SyncError:
    return kind(datetime(2026, 3, 16, tzinfo=UTC)) if issubclass(kind, WaitError) else kind()


@pytest.mark.parametrize("kind", sorted(leaves(SyncError), key=str))
def test_error_of_the_link_then_its_recovery_decides(kind: type[SyncError]) -> None:
    error = example(kind)
    decision = RecoveryRetryPolicy().evaluate(error, try_number=1, max_tries=4)
    assert decision.action is ACTIONS[error.recovery]


def test_every_recovery_of_an_error_then_the_table_knows_it() -> None:
    assert {example(kind).recovery for kind in leaves(SyncError)} <= set(ACTIONS)


@pytest.mark.parametrize("foreign", [ValueError("x"), KeyError("x"), TimeoutError()])
def test_error_of_something_else_then_airflow_decides(foreign: Exception) -> None:
    assert RecoveryRetryPolicy().evaluate(foreign, 1, 4).action is RetryAction.DEFAULT


def test_decision_then_its_reason_names_code_and_remedy() -> None:
    error = errors.RequestRefused(system="Multivers", call="GET Customer", detail="no rights")
    decision = RecoveryRetryPolicy().evaluate(error, 1, 4)
    assert decision.reason == (
        "[NET-003] Multivers refuses the request (GET Customer: no rights). "
        "Read the answer; correct rights or settings, or report it with the name of the call."
    )


def test_retry_then_the_delay_is_the_tasks_own_so_that_it_grows() -> None:
    error = errors.RemoteUnavailable(system="WeFact", call="invoice/list", detail="refused")
    assert RecoveryRetryPolicy().evaluate(error, 3, 4).retry_delay is None


def test_policy_stored_then_its_path_gives_it_back() -> None:
    stored = RecoveryRetryPolicy().serialize()
    assert isinstance(import_string(stored["__type"]).deserialize(stored), RecoveryRetryPolicy)
