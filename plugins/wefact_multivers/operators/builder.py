"""Makes the DAG of an administration.

    preflight → debtors:        extract → prepare → post ┐
              → sales_invoices: extract → prepare → post ← after debtors.post
                                                      all → reconcile → report

Why the rules are what they are was measured: airflow-dag-shape.md 1 and 2, and docs/explanation/dag.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pendulum
from airflow.sdk import DAG, CronDataIntervalTimetable, TaskGroup, TriggerRule

from wefact_multivers.catalogue import Language
from wefact_multivers.errors import SyncError
from wefact_multivers.mapping.administration import Administration
from wefact_multivers.operators.base import PREFLIGHT
from wefact_multivers.operators.closing import ReconcileOperator, ReportOperator
from wefact_multivers.operators.configuration import ConfigurationOperator
from wefact_multivers.operators.form import run_form
from wefact_multivers.operators.preflight import PreflightOperator
from wefact_multivers.operators.stream import ExtractOperator, PostOperator, PrepareOperator
from wefact_multivers.operators.texts import DEFAULT_ARGS, broken_doc, dag_doc

DAG_PREFIX = "wefact_to_multivers__"
TIMEZONE = "Europe/Amsterdam"
DEFAULT_SCHEDULE = "0 6 * * *"
CONFIGURATION = "configuration"

SCHEDULE_START = pendulum.datetime(2020, 1, 1, tz=TIMEZONE)
"""Before every administration: its own start date, not the schedule, decides which documents are in scope."""


@dataclass(frozen=True)
class StreamShape:
    """One stream of the DAG.

    Attributes:
        name: as in the administration file; also the task group.
        after: the stream whose writes must have been tried before this one writes.
    """

    name: str
    after: str | None = None


STREAMS = (StreamShape("debtors"), StreamShape("sales_invoices", after="debtors"))
"""The streams in the order in which the grid shows them."""


def dag_id_of(name: str) -> str:
    """The DAG id of an administration."""
    return f"{DAG_PREFIX}{name}"


def build_dag(administration: Administration) -> DAG:
    """The DAG of an administration that can be read; opens nothing."""
    with _empty_dag(administration.name, administration.schedule, dag_doc(administration.name)) as dag:
        builder = _Builder(administration)
        preflight = PreflightOperator(task_id=PREFLIGHT, **builder.common)
        groups = {shape.name: builder.add_stream(shape) for shape in STREAMS}
        builder.connect(preflight, groups)
        builder.close(dag)
    return dag


def build_broken_dag(name: str, error: SyncError) -> DAG:
    """The DAG of an administration that cannot be read: one task that fails with the reason."""
    with _empty_dag(name, DEFAULT_SCHEDULE, broken_doc(name, error)) as dag:
        ConfigurationOperator(task_id=CONFIGURATION, error=error)
    return dag


def _empty_dag(name: str, schedule: str, doc_md: str) -> DAG:
    return DAG(
        dag_id_of(name),
        description=f"WeFact naar Multivers: {name}",
        schedule=CronDataIntervalTimetable(schedule, timezone=TIMEZONE),
        start_date=SCHEDULE_START,
        catchup=False,
        is_paused_upon_creation=True,
        max_active_runs=1,
        params=run_form([shape.name for shape in STREAMS]),
        default_args=DEFAULT_ARGS,
        doc_md=doc_md,
        tags=["wefact", "multivers", name],
    )


@dataclass(frozen=True)
class _Stream:
    group: TaskGroup
    first: Any
    writer: Any


class _Builder:
    """Adds tasks to the DAG that is being built, all with what the administration decides."""

    def __init__(self, administration: Administration) -> None:
        self._administration = administration
        self.common: dict[str, Any] = {
            "administration": administration.name,
            "language": Language(administration.language),
        }

    def add_stream(self, shape: StreamShape) -> _Stream:
        """Add a stream's group of three tasks."""
        common = self.common | {
            "stream": shape.name,
            "switched_on": getattr(self._administration.streams, shape.name),
        }
        with TaskGroup(shape.name) as group:
            extract = ExtractOperator(task_id="extract", **common)
            prepare = PrepareOperator(task_id="prepare", **common)
            post = PostOperator(
                task_id="post",
                requires=(PREFLIGHT, extract.task_id, prepare.task_id),
                trigger_rule=TriggerRule.ALL_DONE,
                max_active_tis_per_dag=1,
                **common,
            )
            extract >> prepare >> post
        return _Stream(group, extract, post)

    def connect(self, preflight: Any, streams: dict[str, _Stream]) -> None:
        """Draw the edges between the groups."""
        for shape in STREAMS:
            stream = streams[shape.name]
            preflight >> stream.first
            if shape.after is None:
                continue
            earlier = streams[shape.after]
            earlier.writer >> stream.writer
            # Without a relation of the groups the grid sorts them by name; it adds no edge between tasks.
            stream.group.update_relative(earlier.group, upstream=True)

    def close(self, dag: DAG) -> None:
        """Add what comes after the streams."""
        writers = [task for task in dag.tasks if isinstance(task, PostOperator)]
        always = self.common | {"trigger_rule": TriggerRule.ALL_DONE}
        reconcile = ReconcileOperator(task_id="reconcile", requires=(PREFLIGHT,), **always)
        writers >> reconcile
        before = list(dag.tasks)
        before >> ReportOperator(task_id="report", **always)
