"""The tasks of the stream that carries payments from Multivers back to WeFact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wefact_multivers.operators.base import StreamOperator
from wefact_multivers.operators.stream import WriterOperator, runs_again

if TYPE_CHECKING:
    from wefact_multivers.streams.services import Services


class FetchOperator(StreamOperator):
    """Reads what is still open in Multivers into the store."""

    def work(self, services: Services, context: Any) -> dict[str, int]:
        """Fetch the open items; returns their counts."""
        from wefact_multivers.streams.payments import fetch  # noqa: PLC0415 - heavy

        return fetch(services, context["run_id"])


class MatchOperator(StreamOperator):
    """Decides what each payment means for WeFact; in a preview this is what would be written."""

    def work(self, services: Services, context: Any) -> dict[str, int]:
        """Match the payments; returns their counts."""
        from wefact_multivers.streams.payments import match  # noqa: PLC0415 - heavy

        return match(services, context["run_id"])


class SettleOperator(WriterOperator):
    """Writes to WeFact what is paid."""

    def work(self, services: Services, context: Any) -> dict[str, int]:
        """Settle the payments; returns their counts."""
        from wefact_multivers.streams.payments import settle  # noqa: PLC0415 - heavy

        return settle(services, context["run_id"], again=runs_again(context))
