"""One Airflow DAG per file in include/administrations: the one-time import of relations, started by hand.

What holds for a file that cannot be read stands in wefact_to_multivers.py.
"""

from __future__ import annotations

from wefact_multivers.operators.family import dags_of
from wefact_multivers.operators.import_builder import RELATION_IMPORT

globals().update(dags_of(RELATION_IMPORT))
