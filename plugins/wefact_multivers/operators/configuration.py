"""The one task of an administration whose file cannot be read."""

from __future__ import annotations

from typing import Any

from airflow.sdk import BaseOperator
from airflow.sdk.exceptions import AirflowFailException

from wefact_multivers.catalogue import Language
from wefact_multivers.errors import SyncError
from wefact_multivers.operators.links import RunbookLink
from wefact_multivers.operators.outcome import OUTCOME, outcome_of


class ConfigurationOperator(BaseOperator):
    """Fails with the reason why the administration file is of no use."""

    operator_extra_links = (RunbookLink(),)

    def __init__(self, *, error: SyncError, **kwargs: Any) -> None:
        """Describe the task.

        Args:
            error: what reading the file gave.
            **kwargs: Airflow's own.
        """
        super().__init__(**kwargs)
        self.reason = error.explain(Language.EN)
        self.outcome = outcome_of(error, Language.NL)

    def execute(self, context: Any) -> None:
        """Fail.

        Raises:
            AirflowFailException: always; every try would say the same.
        """
        context["ti"].xcom_push(key=OUTCOME, value=self.outcome)
        raise AirflowFailException(self.reason)
