"""Copies the line of a run's report into its note, where the list of runs shows it.

A listener: Airflow's scheduler calls it, inside its own session, when a run has come to its end. A task cannot write
the note (docs/explanation/dag.md).
"""

from __future__ import annotations

from typing import Any

from airflow.listeners import hookimpl

from wefact_multivers.operators.closing import NOTE

REPORT = "report"
PREFIXES = ("wefact_to_multivers__", "import_relations__")
LONGEST = 1000
"""Characters that Airflow keeps of a note."""


@hookimpl
def on_dag_run_success(dag_run: Any, msg: str) -> None:  # noqa: ARG001 - Airflow's signature
    """A run ended well."""
    note(dag_run)


@hookimpl
def on_dag_run_failed(dag_run: Any, msg: str) -> None:  # noqa: ARG001
    """A run ended red."""
    note(dag_run)


def note(dag_run: Any) -> None:
    """Put the line into the note, unless a person has written or changed it.

    Args:
        dag_run: Airflow's row of the run, in a session.
    """
    written = dag_run.dag_run_note
    if not dag_run.dag_id.startswith(PREFIXES) or (written is not None and written.user_id):
        return
    line = _line(dag_run)
    if line:
        dag_run.note = line[:LONGEST]


def _line(dag_run: Any) -> str:
    """What the report left; empty if it never came so far."""
    from airflow.models.xcom import XComModel  # noqa: PLC0415 - the scheduler has it, a task must not
    from sqlalchemy.orm import object_session  # noqa: PLC0415

    session = object_session(dag_run)
    if session is None:
        return ""
    asked = XComModel.get_many(run_id=dag_run.run_id, dag_ids=dag_run.dag_id, task_ids=REPORT, key=NOTE, limit=1)
    with session.no_autoflush:
        found = session.scalars(asked).first()
    return "" if found is None else str(XComModel.deserialize_value(found))
