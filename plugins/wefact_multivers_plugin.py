"""Registers the link with Airflow; everything else is imported as a package (see `.airflowignore`)."""

from __future__ import annotations

from typing import Any, ClassVar

from airflow.plugins_manager import AirflowPlugin

from wefact_multivers.operators import run_note
from wefact_multivers.web.lazy import LazyApp

_PAGE = "wefact-multivers"
_NAME = "Boekhoudkoppeling"


def _view(destination: str, route: str, href: str) -> dict[str, Any]:
    """A place in the UI where the page is shown; relative addresses work behind a path prefix."""
    return {"name": _NAME, "href": f"{_PAGE}/{href}", "destination": destination, "url_route": route}


class WefactMultiversPlugin(AirflowPlugin):
    """What Airflow's UI and scheduler get from the link."""

    name = "wefact_multivers"
    fastapi_apps: ClassVar[list[Any]] = [{"app": LazyApp(), "url_prefix": f"/{_PAGE}", "name": _NAME}]
    external_views: ClassVar[list[Any]] = [
        _view("nav", "boekhoudkoppeling", ""),
        _view("dag", "boekhoudkoppeling-dag", "{DAG_ID}/overview"),
        _view("dag_run", "boekhoudkoppeling-run", "{DAG_ID}/inbox"),
    ]
    listeners: ClassVar[list[Any]] = [run_note]
