"""One Airflow DAG per file in include/administrations: what happens every morning.

A task builds the DAG it belongs to and no other. A file that cannot be read leaves the others alone: its own
DAG has one task that says why, and administration_errors.py names it as an import error.
"""

from __future__ import annotations

from wefact_multivers.operators.builder import DAILY
from wefact_multivers.operators.family import dags_of

globals().update(dags_of(DAILY))
