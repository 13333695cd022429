"""DAGs of one purpose, one for each administration file; a file that cannot be read leaves the others alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pendulum
from airflow.sdk import DAG, CronDataIntervalTimetable, Param, get_parsing_context
from airflow.sdk.definitions.deadline import DeadlineAlert

from wefact_multivers.errors import SyncError
from wefact_multivers.hooks.settings import administration_names, include_folder
from wefact_multivers.mapping.administration import Administration, load_administration
from wefact_multivers.operators.configuration import ConfigurationOperator
from wefact_multivers.operators.texts import DEFAULT_ARGS, broken_doc

TIMEZONE = "Europe/Amsterdam"
CONFIGURATION = "configuration"

SCHEDULE_START = pendulum.datetime(2020, 1, 1, tz=TIMEZONE)
"""Before every administration: its own start date, not the schedule, decides which documents are in scope."""


@dataclass(frozen=True)
class DagFamily:
    """DAGs of one purpose.

    Attributes:
        prefix: of the DAG's id, before the administration's name.
        title: what they do, in Dutch; the administration's name follows.
        doc: makes the DAG's page from the administration's name.
        form: makes what a person may fill in to start a run.
        add_tasks: adds the tasks of an administration to its DAG.
        cron: for an administration whose file cannot be read; None where people start every run.
        deadline: when a run of an administration is late; None where nothing ever is.
    """

    prefix: str
    title: str
    doc: Callable[[str], str]
    form: Callable[[], dict[str, Param]]
    add_tasks: Callable[[DAG, Administration], None]
    cron: str | None = None
    deadline: Callable[[Administration], DeadlineAlert | None] | None = None

    def build(self, administration: Administration) -> DAG:
        """The DAG of an administration that can be read; opens nothing."""
        name = administration.name
        deadline = self.deadline and self.deadline(administration)
        with self._empty(name, self.cron and administration.schedule, self.doc(name), deadline) as dag:
            self.add_tasks(dag, administration)
        return dag

    def build_broken(self, name: str, error: SyncError) -> DAG:
        """The DAG of an administration that cannot be read: one task that fails with the reason."""
        with self._empty(name, self.cron, broken_doc(name, error)) as dag:
            ConfigurationOperator(task_id=CONFIGURATION, error=error)
        return dag

    def _empty(self, name: str, cron: str | None, doc_md: str, deadline: DeadlineAlert | None = None) -> DAG:
        return DAG(
            f"{self.prefix}{name}",
            description=f"{self.title}: {name}",
            schedule=CronDataIntervalTimetable(cron, timezone=TIMEZONE) if cron else None,
            start_date=SCHEDULE_START,
            catchup=False,
            is_paused_upon_creation=True,
            max_active_runs=1,
            params=self.form(),
            default_args=DEFAULT_ARGS,
            doc_md=doc_md,
            deadline=deadline,
            tags=["wefact", "multivers", name],
        )


def dags_of(family: DagFamily) -> dict[str, DAG]:
    """The DAGs of a family by their ids, for a DAG file: all of them, or in a running task its own alone."""
    wanted = get_parsing_context().dag_id or ""
    names = [wanted.removeprefix(family.prefix)] if wanted.startswith(family.prefix) else administration_names()
    return {dag.dag_id: dag for dag in (_dag_of(family, name) for name in names)}


def _dag_of(family: DagFamily, name: str) -> DAG:
    try:
        return family.build(load_administration(include_folder(), name))
    except SyncError as error:
        # A task of a file that broke during its run must fail with the reason, not with "no such task".
        if get_parsing_context().task_id not in (None, CONFIGURATION):
            raise
        return family.build_broken(name, error)
