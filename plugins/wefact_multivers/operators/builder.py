"""The daily DAG of an administration.

    preflight → debtors:           extract → prepare → post ┐
              → sales_invoices:    extract → prepare → post ← after debtors.post
              → creditors:         extract → prepare → post ┐
              → purchase_invoices: extract → prepare → post ← after creditors.post
              → payments:          fetch → match → settle   ← fetch after both invoice posts
                                                         all → reconcile → report

Why the rules are what they are was measured: airflow-dag-shape.md 1 and 2, and docs/explanation/dag.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

from airflow.sdk import DAG, TaskGroup, TriggerRule, chain

from wefact_multivers.catalogue import Language
from wefact_multivers.hooks.settings import DAG_PREFIX
from wefact_multivers.mapping.administration import Administration
from wefact_multivers.operators.base import PREFLIGHT, StreamOperator
from wefact_multivers.operators.closing import DailyReportOperator, ReconcileOperator
from wefact_multivers.operators.deadline import deadline_of
from wefact_multivers.operators.family import DagFamily
from wefact_multivers.operators.form import run_form
from wefact_multivers.operators.payments import FetchOperator, MatchOperator, SettleOperator
from wefact_multivers.operators.preflight import PreflightOperator
from wefact_multivers.operators.stream import ExtractOperator, PostOperator, PrepareOperator
from wefact_multivers.operators.texts import dag_doc

ALWAYS = {"trigger_rule": TriggerRule.ALL_DONE}
"""For a task that starts whatever happened before it; a guard in code decides whether it goes on."""


@dataclass(frozen=True)
class Step:
    """A task of a stream.

    Attributes:
        guarded: it starts whatever happened before it, and goes on if preflight and what its own stream did
            before it have succeeded. The first such step of a stream waits for the writers of other streams.
    """

    task_id: str
    operator: type[StreamOperator]
    guarded: bool = False


EXPORT = (Step("extract", ExtractOperator), Step("prepare", PrepareOperator), Step("post", PostOperator, guarded=True))
WRITE_BACK = (
    Step("fetch", FetchOperator, guarded=True),
    Step("match", MatchOperator),
    Step("settle", SettleOperator, guarded=True),
)


@dataclass(frozen=True)
class StreamShape:
    """One stream of the DAG.

    Attributes:
        name: as in the administration file; also the task group.
        steps: its tasks in their order; the last one writes.
        after: the streams whose writers must have come to their end first, however.
    """

    name: str
    steps: tuple[Step, ...] = EXPORT
    after: tuple[str, ...] = ()


STREAMS = (
    StreamShape("debtors"),
    StreamShape("sales_invoices", after=("debtors",)),
    StreamShape("creditors"),
    StreamShape("purchase_invoices", after=("creditors",)),
    StreamShape("payments", WRITE_BACK, after=("sales_invoices", "purchase_invoices")),
)
"""The streams in the order in which the grid shows them."""


@dataclass(frozen=True)
class _Stream:
    group: TaskGroup
    first: Any
    waiting: Any
    writer: Any


def add_tasks(dag: DAG, administration: Administration) -> None:
    """Add everything that happens in a morning to the DAG that is being built."""
    common: dict[str, Any] = {
        "administration": administration.name,
        "language": Language(administration.language),
    }
    preflight = PreflightOperator(task_id=PREFLIGHT, **common)
    streams = {
        shape.name: _add_stream(shape, switched_on=getattr(administration.streams, shape.name), **common)
        for shape in STREAMS
    }
    _connect(preflight, streams)
    reconcile = ReconcileOperator(task_id="reconcile", requires=(PREFLIGHT,), **ALWAYS, **common)
    [stream.writer for stream in streams.values()] >> reconcile
    before = list(dag.tasks)
    before >> DailyReportOperator(task_id="report", **ALWAYS, **common)


def _add_stream(shape: StreamShape, **common: Any) -> _Stream:
    tasks: list[Any] = []
    with TaskGroup(shape.name) as group:
        for step in shape.steps:
            before = (PREFLIGHT, *(task.task_id for task in tasks))
            guard = {"requires": before, **ALWAYS} if step.guarded else {}
            tasks.append(step.operator(task_id=step.task_id, stream=shape.name, **guard, **common))
        chain(*tasks)
    waiting = next(task for step, task in zip(shape.steps, tasks, strict=True) if step.guarded)
    return _Stream(group, tasks[0], waiting, tasks[-1])


def _connect(preflight: Any, streams: dict[str, _Stream]) -> None:
    """Draw the edges between the groups."""
    for shape in STREAMS:
        stream = streams[shape.name]
        preflight >> stream.first
        for name in shape.after:
            streams[name].writer >> stream.waiting
    for above, below in pairwise(STREAMS):
        # The grid sorts groups by name unless one names another as upstream. Said on this side alone it orders the
        # rows and draws no edge in the graph: there is none between these tasks.
        streams[below.name].group.upstream_group_ids.add(above.name)


DAILY = DagFamily(
    prefix=DAG_PREFIX,
    title="WeFact naar Multivers",
    doc=dag_doc,
    form=partial(run_form, *(shape.name for shape in STREAMS)),
    add_tasks=add_tasks,
    cron="0 6 * * *",
    deadline=deadline_of,
)
