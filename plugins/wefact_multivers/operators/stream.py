"""The tasks of a stream of documents or relations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from airflow.sdk.exceptions import AirflowSkipException

from wefact_multivers.operators.base import StreamOperator
from wefact_multivers.operators.preflight import mode_of_run

if TYPE_CHECKING:
    from wefact_multivers.streams.services import Services

PREVIEW = "preview"


def runs_again(context: Any) -> bool:
    """Whether a retry or a clear brought the task back, so that files mended meanwhile count."""
    return int(context["ti"].try_number) > 1


class ExtractOperator(StreamOperator):
    """Reads what is new or changed in WeFact into the store."""

    def work(self, services: Services, context: Any) -> dict[str, int]:
        """Extract the stream; returns its counts."""
        from wefact_multivers.streams.extract import extract  # noqa: PLC0415 - heavy

        return extract(services, context["run_id"], self.stream)


class PrepareOperator(StreamOperator):
    """Makes a plan of each document, or says what keeps it from being booked; touches the store alone."""

    def work(self, services: Services, context: Any) -> dict[str, int]:
        """Prepare the stream; returns its counts."""
        from wefact_multivers.streams.prepare import prepare  # noqa: PLC0415 - heavy

        return prepare(services, context["run_id"], self.stream, again=runs_again(context))


class PostOperator(StreamOperator):
    """Writes what is planned to Multivers; the only task that fails over documents, after all its work."""

    def skip_if_idle(self, context: Any) -> None:
        """Skip in a preview as well.

        Raises:
            AirflowSkipException: with the reason.
        """
        super().skip_if_idle(context)
        if mode_of_run(context) == PREVIEW:
            raise AirflowSkipException("preview: the plans stand in the store, nothing is written")

    def work(self, services: Services, context: Any) -> dict[str, int]:
        """Post the stream; returns its counts."""
        from wefact_multivers.streams.post import post  # noqa: PLC0415 - heavy

        return post(services, context["run_id"], self.stream, again=runs_again(context))
