"""The DAG of the one-time relation import, started by hand.

preflight → check_empty → import_debtors → import_creditors → report
"""

from __future__ import annotations

from typing import Any

from airflow.sdk import DAG, chain

from wefact_multivers.catalogue import Language
from wefact_multivers.domain.documents import Controller
from wefact_multivers.mapping.administration import Administration
from wefact_multivers.operators.base import PREFLIGHT
from wefact_multivers.operators.builder import ALWAYS
from wefact_multivers.operators.family import DagFamily
from wefact_multivers.operators.form import import_form
from wefact_multivers.operators.preflight import PreflightOperator
from wefact_multivers.operators.relation_import import (
    CheckEmptyOperator,
    ImportRelationsOperator,
    ImportReportOperator,
)
from wefact_multivers.operators.texts import import_doc

CHECK_EMPTY = "check_empty"


def add_tasks(dag: DAG, administration: Administration) -> None:
    """Add the import of both sides; creditors come over even if a debtor could not."""
    common: dict[str, Any] = {
        "administration": administration.name,
        "language": Language(administration.language),
    }
    chain(
        PreflightOperator(task_id=PREFLIGHT, **common),
        CheckEmptyOperator(task_id=CHECK_EMPTY, **common),
        ImportRelationsOperator(task_id="import_debtors", controller=Controller.DEBTOR.value, **common),
        ImportRelationsOperator(
            task_id="import_creditors",
            controller=Controller.CREDITOR.value,
            requires=(PREFLIGHT, CHECK_EMPTY),
            **ALWAYS,
            **common,
        ),
    )
    before = list(dag.tasks)
    before >> ImportReportOperator(task_id="report", **ALWAYS, **common)


RELATION_IMPORT = DagFamily(
    prefix="import_relations__",
    title="Eenmalig: relaties van Multivers naar WeFact",
    doc=import_doc,
    form=import_form,
    add_tasks=add_tasks,
)
