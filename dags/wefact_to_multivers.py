"""One Airflow DAG per file in include/administrations.

A task builds the DAG it belongs to and no other. A file that cannot be read leaves the others alone: its own
DAG has one task that says why, and administration_errors.py names it as an import error.
"""

from __future__ import annotations

from airflow.sdk import DAG, get_parsing_context

from wefact_multivers.errors import SyncError
from wefact_multivers.hooks.settings import administration_names, include_folder
from wefact_multivers.mapping.administration import load_administration
from wefact_multivers.operators.builder import CONFIGURATION, DAG_PREFIX, build_broken_dag, build_dag


def _dag_of(name: str) -> DAG:
    try:
        return build_dag(load_administration(include_folder(), name))
    except SyncError as error:
        # A task of a file that broke during its run must fail with the reason, not with "no such task".
        if get_parsing_context().task_id not in (None, CONFIGURATION):
            raise
        return build_broken_dag(name, error)


wanted = get_parsing_context().dag_id or ""
names = [wanted.removeprefix(DAG_PREFIX)] if wanted.startswith(DAG_PREFIX) else administration_names()
for administration in names:
    dag = _dag_of(administration)
    globals()[dag.dag_id] = dag
