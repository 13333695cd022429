"""What all tasks of the link have in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from airflow.sdk import BaseOperator
from airflow.sdk.exceptions import AirflowSkipException

from wefact_multivers.catalogue import Language
from wefact_multivers.errors import WaitError, WaitTooLong
from wefact_multivers.hooks.settings import link_clock
from wefact_multivers.operators.guard import require_success
from wefact_multivers.operators.links import RunbookLink
from wefact_multivers.operators.measuring import measured, tell_counts
from wefact_multivers.operators.outcome import reported

if TYPE_CHECKING:
    from wefact_multivers.streams.services import Services

PREFLIGHT = "preflight"
"""Task id of the first task; its XCom holds mode, window and configuration version."""


def next_run(context: Any, now: datetime) -> datetime | None:
    """When the next run of this schedule begins, to the hour in which the clocks change; None without a schedule."""
    start, end = context.get("data_interval_start"), context.get("data_interval_end")
    if start is None or end is None or end <= start:
        return None
    missed: int = max(0, (now - end) // (end - start))
    following: datetime = end + (missed + 1) * (end - start)
    return following


@contextmanager
def no_later_than(latest: datetime | None) -> Iterator[None]:
    """Let a use case wait no longer than until then.

    Raises:
        WaitTooLong: it would have to.
    """
    try:
        yield
    except WaitError as error:
        if latest is None or error.until <= latest:
            raise
        until, following = (moment.isoformat(timespec="minutes") for moment in (error.until, latest))
        raise WaitTooLong(until=until, next=following, reason=error.code) from error


class AdministrationOperator(BaseOperator):
    """Calls one use case of one administration.

    Everything heavy (the use cases with pandas and SQLAlchemy) is imported when the task runs, because the
    DAG file imports this module every time it is parsed.
    """

    operator_extra_links = (RunbookLink(),)

    def __init__(
        self, *, administration: str, language: Language, requires: tuple[str, ...] = (), **kwargs: Any
    ) -> None:
        """Describe the task.

        Args:
            administration: the name of its file.
            language: of the texts that a person reads.
            requires: tasks that must have succeeded, for a task whose trigger rule does not see to it.
            **kwargs: Airflow's own.
        """
        super().__init__(**kwargs)
        self.administration = administration
        self.language = language
        self.requires = requires

    def execute(self, context: Any) -> Any:
        """Run the use case and leave its counts as XCom.

        Raises:
            AirflowSkipException: this run has nothing for it, or what it builds upon has not succeeded.
            AirflowRescheduleException: it is too early; the task comes back, and goes on where it was.
            WaitTooLong: it would come back after the next run has begun.
            SyncError: the retry policy decides.
        """
        if reason := self.idle_reason(context):
            raise AirflowSkipException(reason)
        require_success(context, self.requires)
        from wefact_multivers.hooks.services import open_services  # noqa: PLC0415 - heavy

        clock = link_clock()
        with (
            measured(self.administration, self.task_id),
            reported(context, language=self.language, clock=clock),
            no_later_than(next_run(context, clock.now())),
            open_services(self.administration) as services,
        ):
            result = self.work(services, context)
        tell_counts(self.administration, self.task_id, result)
        self.log.info("task=%s result=%s", self.task_id, result)
        return result

    def idle_reason(self, context: Any) -> str | None:  # noqa: ARG002 - for those that have one
        """Why this run has nothing for the task; None if it has. Any task of the run may ask it."""
        return None

    @abstractmethod
    def work(self, services: Services, context: Any) -> Any:
        """Call the use case; what it returns becomes the XCom `return_value`: counts, never documents."""


class StreamOperator(AdministrationOperator):
    """A task of one stream: skipped when the stream is switched off or the form did not choose it."""

    def __init__(self, *, stream: str, switched_on: bool, **kwargs: Any) -> None:
        """Describe the task.

        Args:
            stream: its name, as in the administration file.
            switched_on: whether the administration file switches it on.
            **kwargs: those of `AdministrationOperator`.
        """
        super().__init__(**kwargs)
        self.stream = stream
        self.switched_on = switched_on

    def idle_reason(self, context: Any) -> str | None:
        """The stream is off, or the form left it out."""
        if not self.switched_on:
            return f"stream {self.stream} is switched off in the administration file"
        chosen = (context.get("params") or {}).get("streams")
        if chosen and self.stream not in chosen:
            return f"stream {self.stream} was not chosen for this run"
        return None
