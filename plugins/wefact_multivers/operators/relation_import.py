"""The tasks of the one-time import of relations from Multivers into an empty WeFact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wefact_multivers.operators.base import AdministrationOperator
from wefact_multivers.operators.closing import ReportOperator
from wefact_multivers.operators.form import DRY_RUN
from wefact_multivers.operators.outcome import OUTCOME

if TYPE_CHECKING:
    from wefact_multivers.streams.services import Services

LONGEST_NOTE = 1000
"""Characters that Airflow keeps of a run's note."""


def is_dry_run(context: Any) -> bool:
    """Whether the run only looks; it does unless the form says in so many words that it must write."""
    return (context.get("params") or {}).get(DRY_RUN) is not False


class CheckEmptyOperator(AdministrationOperator):
    """Refuses when WeFact holds a relation that the import itself has not written."""

    def work(self, services: Services, context: Any) -> dict[str, int]:  # noqa: ARG002 - looks at no run
        """Check both sides; returns what was counted."""
        from wefact_multivers.streams.relation_import import check_import  # noqa: PLC0415 - heavy

        return check_import(services)


class ImportRelationsOperator(AdministrationOperator):
    """Writes the relations of one side to WeFact; a second try writes only what is not there yet."""

    def __init__(self, *, controller: str, **kwargs: Any) -> None:
        """Describe the task; it never runs beside itself in another run.

        Args:
            controller: WeFact's name of the side: debtor or creditor.
            **kwargs: those of `AdministrationOperator`.
        """
        super().__init__(max_active_tis_per_dag=1, **kwargs)
        self.controller = controller

    def work(self, services: Services, context: Any) -> dict[str, int]:
        """Import the side, or count what an import would do; returns the counts."""
        from wefact_multivers.streams.relation_import import import_relations  # noqa: PLC0415 - heavy

        return import_relations(services, context["run_id"], self.controller, dry_run=is_dry_run(context))


class ImportReportOperator(ReportOperator):
    """Says what was imported, and makes the run red if any of its tasks is."""

    def line(self, services: Services, context: Any) -> str:  # noqa: ARG002 - everything stands in XComs
        """The counts of both sides, or what kept a task from its end."""
        told = [f"{task.task_id}: {text}" for task in context["dag"].tasks if (text := _told(task, context["ti"]))]
        return "; ".join(["dry run" if is_dry_run(context) else "import", *told])[:LONGEST_NOTE]


def _told(task: Any, ti: Any) -> str:
    counts = ti.xcom_pull(task_ids=task.task_id)
    if counts is None:
        outcome = ti.xcom_pull(task_ids=task.task_id, key=OUTCOME) or {}
        return str(outcome.get("message", ""))
    if not isinstance(task, ImportRelationsOperator):
        return ""
    return ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items())
