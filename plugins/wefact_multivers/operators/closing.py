"""The tasks that close a run: is everything where it belongs, and how did it go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from airflow.sdk.exceptions import AirflowFailException

from wefact_multivers.errors import SyncError
from wefact_multivers.operators.base import AdministrationOperator
from wefact_multivers.operators.guard import RED, SKIPPED, SUCCESS, states_of_run
from wefact_multivers.operators.outcome import outcome_of

if TYPE_CHECKING:
    from wefact_multivers.streams.services import Services

NOTE = "note"
"""XCom key of the run's one line."""


class ReconcileOperator(AdministrationOperator):
    """Compares both systems in both directions."""

    def work(self, services: Services, context: Any) -> dict[str, int]:
        """Reconcile; returns its counts."""
        from wefact_multivers.streams.reconcile import reconcile  # noqa: PLC0415 - heavy

        return reconcile(services, context["run_id"])


class ReportOperator(AdministrationOperator):
    """Says how the run went, and makes the run red if any of its tasks is.

    It has every task as a direct upstream: with a shorter way a clear would start it before the tasks that
    run again, and paint a run with red tasks green (airflow-dag-shape.md 1).
    """

    def work(self, services: Services, context: Any) -> str:
        """Deliver the report, then fail if anything is red.

        Returns:
            The run's one line, which is also the XCom `note`.

        Raises:
            AirflowFailException: tasks are red, or were skipped over a failure that has been repaired since.
        """
        red = red_tasks(context)
        note = self._line_if_any(services, context, red)
        context["ti"].xcom_push(key=NOTE, value=note)
        if red:
            raise AirflowFailException(f"{note} | {', '.join(red)}")
        return note

    def line(self, services: Services, context: Any) -> str:
        """How the run went, in one line.

        Raises:
            RunUnknown: preflight has not succeeded.
        """
        from wefact_multivers.streams.report import report  # noqa: PLC0415 - heavy

        return report(services, context["run_id"]).note

    def _line_if_any(self, services: Services, context: Any, red: list[str]) -> str:
        """The line, or why there is none: a run that never got past preflight has no report."""
        try:
            return self.line(services, context)
        except SyncError as error:
            if not red:
                raise
            return str(outcome_of(error, self.language)["message"])


class DailyReportOperator(ReportOperator):
    """Says how the run went, and tells people what is news of it."""

    def execute(self, context: Any) -> Any:
        """Report, then tell; what the report ended with stands.

        Raises:
            AirflowFailException: as in `ReportOperator`.
            SyncError: there is no report.
        """
        try:
            return super().execute(context)
        finally:
            from wefact_multivers.operators.alerting import tell_measures, tell_of_run  # noqa: PLC0415 - heavy

            tell_measures(self.administration)
            tell_of_run(context, self.administration, self.language)


def red_tasks(context: Any) -> list[str]:
    """The tasks that make this run red, each with its reason.

    A task that was skipped because something before it had failed is not cleared together with it ("only
    failed" leaves skipped tasks alone). Once the failure is repaired, such a task would leave a green run
    with nothing done: it counts as red, and the reason says which task to clear.
    """
    states = states_of_run(context)
    states.pop(context["ti"].task_id, None)
    red = [f"{task_id} is {state}" for task_id, state in states.items() if state in RED]
    return red + [
        f"{task_id} was skipped over a failure that is repaired: clear it" for task_id in stranded(context, states)
    ]


def stranded(context: Any, states: dict[str, str | None]) -> list[str]:
    """The tasks that skipped over a failure of what they build upon, which has succeeded since."""
    skipped = [task for task in context["dag"].tasks if states.get(task.task_id) == SKIPPED]
    return [task.task_id for task in skipped if not task.idle_reason(context) and _could_go_on(task, states)]


def _could_go_on(task: Any, states: dict[str, str | None]) -> bool:
    return all(states.get(name) == SUCCESS for name in task.requires or task.upstream_task_ids)
