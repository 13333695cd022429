"""What a run by hand is asked to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

import typer

from wefact_multivers.cli.output import Exit, say

if TYPE_CHECKING:
    from wefact_multivers.streams.runs import RunRequest, Stream
    from wefact_multivers.streams.services import Services


@dataclass(frozen=True)
class Wish:
    """What of WeFact a run is about.

    Attributes:
        first, last: of the dates of documents, as typed; None = what has changed.
        numbers: these documents alone.
    """

    first: str | None = None
    last: str | None = None
    numbers: tuple[str, ...] = ()
    streams: tuple[Stream, ...] = ()

    def includes(self, number: str, dated: date | None) -> bool:
        """Whether a document is asked about; a relation has no date, and is."""
        if self.numbers:
            return number in self.numbers
        if dated is None or not (self.first and self.last):
            return True
        return date.fromisoformat(self.first) <= dated <= date.fromisoformat(self.last)

    def request(self, services: Services, mode: str) -> RunRequest:
        """The run that the form of the DAG would start, under a name that no other run has."""
        from wefact_multivers.streams.runs import RunRequest, Trigger  # noqa: PLC0415 - heavy

        key = f"manual-{services.clock.now().isoformat(timespec='seconds')}-{uuid4().hex[:6]}"
        params: dict[str, object] = {"from": self.first, "to": self.last, "numbers": list(self.numbers), "mode": mode}
        return RunRequest(key, Trigger.MANUAL, params=params)


def require_export(services: Services) -> None:
    """An administration in preview exports nothing, and says so before anything is read."""
    if services.administration.mode == "preview":
        say(f"{services.name} is in mode preview: set mode to export in its file, or use wefact-multivers preview.")
        raise typer.Exit(Exit.CONFIGURATION)
