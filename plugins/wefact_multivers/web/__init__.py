"""The page in the Airflow UI: what the store knows, for a bookkeeper."""

from __future__ import annotations
