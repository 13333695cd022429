"""The Airflow DAGs of the product with little patience, in tasks that die as planned; of the kill matrix alone."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from airflow.sdk import get_parsing_context

from tests.kills.killer import install
from wefact_multivers.operators.builder import DAILY
from wefact_multivers.operators.family import dags_of
from wefact_multivers.operators.import_builder import RELATION_IMPORT
from wefact_multivers.operators.texts import DEFAULT_ARGS

DEFAULT_ARGS.update(retries=40, retry_delay=timedelta(seconds=1), retry_exponential_backoff=0)

# Airflow reads this file in the process of the task, and elsewhere without naming a task.
if get_parsing_context().task_id is not None:
    install(Path(os.environ["KILL_MATRIX_FOLDER"]))

globals().update(dags_of(DAILY), **dags_of(RELATION_IMPORT))
