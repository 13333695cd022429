"""Registers the link with Airflow; everything else is imported as a package (see `.airflowignore`)."""

from __future__ import annotations

from airflow.plugins_manager import AirflowPlugin


class WefactMultiversPlugin(AirflowPlugin):
    """What Airflow's UI and scheduler get from the link."""

    name = "wefact_multivers"
