"""Who may see and do what: Airflow's own rights on the DAG of an administration.

Airflow does not protect the routes of a plugin by itself (airflow-3.3.md 4), so every route takes one of these.
"""

from __future__ import annotations

from typing import Annotated

from airflow.api_fastapi.app import get_auth_manager
from airflow.api_fastapi.auth.managers.base_auth_manager import ResourceMethod
from airflow.api_fastapi.auth.managers.models.base_user import BaseUser
from airflow.api_fastapi.auth.managers.models.resource_details import AccessView, DagDetails
from airflow.api_fastapi.core_api.security import (
    get_user,
    requires_access_dag,
    requires_access_view,
)
from fastapi import Depends

User = Annotated[BaseUser, Depends(get_user)]
"""Who asks; anonymous is answered with 401."""

IS_KNOWN = Depends(requires_access_view(AccessView.WEBSITE))
"""Whoever may open Airflow's pages."""

MAY_SEE = Depends(requires_access_dag("GET"))
"""Whoever may see the DAG that the path names."""

MAY_ACT = Depends(requires_access_dag("PUT"))
"""Whoever may change the DAG that the path names."""


def may_see(user: BaseUser, dag_id: str) -> bool:
    """Whether somebody may see a DAG."""
    return _is_allowed("GET", user, dag_id)


def may_act(user: BaseUser, dag_id: str) -> bool:
    """Whether somebody may act for the administration of a DAG."""
    return _is_allowed("PUT", user, dag_id)


def _is_allowed(method: ResourceMethod, user: BaseUser, dag_id: str) -> bool:
    return bool(get_auth_manager().is_authorized_dag(method=method, details=DagDetails(id=dag_id), user=user))
