"""Registers the link with Airflow; everything else is imported as a package (see `.airflowignore`)."""

from __future__ import annotations

from airflow.plugins_manager import AirflowPlugin

from wefact_multivers.operators import run_note


class WefactMultiversPlugin(AirflowPlugin):
    """What Airflow's UI and scheduler get from the link."""

    name = "wefact_multivers"
    listeners = (run_note,)
