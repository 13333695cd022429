"""Whether a failed task is tried again, decided by the recovery class of its error alone."""

from __future__ import annotations

from typing import Any

from airflow.sdk import RetryPolicy
from airflow.sdk.definitions.retry_policy import RetryDecision

from wefact_multivers.catalogue import Language, Recovery
from wefact_multivers.errors import SyncError

_FINAL = frozenset({Recovery.FAIL_RUN, Recovery.ASK_PERSON})


class RecoveryRetryPolicy(RetryPolicy):
    """Repeats what may pass by itself and stops at once where only a change or a person helps.

    The delay of a repeat is the task's own (`retry_delay` with exponential backoff). Airflow writes the
    reason into the task log alone, so the operators push it as the XCom `outcome` (airflow-dag-shape.md 3).
    """

    def evaluate(
        self,
        exception: BaseException,
        try_number: int,  # noqa: ARG002 - Airflow's signature
        max_tries: int,  # noqa: ARG002
        context: Any = None,  # noqa: ARG002
    ) -> RetryDecision:
        """Decide for one failure.

        Args:
            exception: what the task raised.
            try_number: the try that failed, from 1; the count of retries is Airflow's business.
            max_tries: how many there may be.
            context: the task's context; not needed.

        Returns:
            Fail, retry, or Airflow's standard behaviour for what is none of our errors.
        """
        if not isinstance(exception, SyncError):
            return RetryDecision.default()
        if exception.recovery in _FINAL:
            return RetryDecision.fail(reason=exception.explain(Language.EN))
        if exception.recovery is Recovery.RETRY:
            return RetryDecision.retry(reason=exception.explain(Language.EN))
        return RetryDecision.default()

    def serialize(self) -> dict[str, Any]:
        """The policy has no settings: its path is all there is to store."""
        return {"__type": f"{type(self).__module__}.{type(self).__qualname__}"}

    @classmethod
    def deserialize(cls, data: dict[str, Any]) -> RecoveryRetryPolicy:  # noqa: ARG003 - Airflow's signature
        """The policy again."""
        return cls()
