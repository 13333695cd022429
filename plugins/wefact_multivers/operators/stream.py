"""The tasks of a stream of documents or relations, and what the last task of every stream has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from airflow.sdk import Asset

from wefact_multivers.operators.base import StreamOperator
from wefact_multivers.operators.preflight import mode_of_run, window_of_run

if TYPE_CHECKING:
    from wefact_multivers.streams.services import Services

PREVIEW = "preview"
PAYMENTS = "payments"


def runs_again(context: Any) -> bool:
    """Whether a retry or a clear brought the task back, so that files mended meanwhile count."""
    return int(context["ti"].try_number) > 1


def asset_of(administration: str, stream: str) -> Asset:
    """What a stream brings up to date: documents in Multivers, or payments in WeFact."""
    system = "wefact" if stream == PAYMENTS else "multivers"
    return Asset(name=f"{administration}.{stream}", uri=f"{system}://{administration}/{stream}")


class WriterOperator(StreamOperator):
    """The last task of a stream: writes what is decided, and alone fails over documents, after all its work."""

    def __init__(self, **kwargs: Any) -> None:
        """Describe the task; it never runs beside itself in another run.

        Args:
            **kwargs: those of `StreamOperator`.
        """
        super().__init__(max_active_tis_per_dag=1, **kwargs)
        self.asset = asset_of(self.administration, self.stream)
        self.add_outlets([self.asset])

    def execute(self, context: Any) -> Any:
        """Write, then publish what stands now as the asset of the stream.

        Raises:
            AirflowSkipException, AirflowRescheduleException, SyncError: as in `AdministrationOperator`; nothing is
                published then.
        """
        counts = super().execute(context)
        window = window_of_run(context)
        context["outlet_events"][self.asset].extra = {"counts": counts, "window": window, "run_id": context["run_id"]}
        return counts

    def idle_reason(self, context: Any) -> str | None:
        """Nothing is written in a preview either."""
        if reason := super().idle_reason(context):
            return reason
        if mode_of_run(context) == PREVIEW:
            return "preview: what would be written stands in the store, nothing is"
        return None


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


class PostOperator(WriterOperator):
    """Writes what is planned to Multivers."""

    def work(self, services: Services, context: Any) -> dict[str, int]:
        """Post the stream; returns its counts."""
        from wefact_multivers.streams.post import post  # noqa: PLC0415 - heavy

        return post(services, context["run_id"], self.stream, again=runs_again(context))
