"""Airflow's side of the connections."""

from __future__ import annotations
