"""A whole run by hand: the tasks of the DAG in its order and under its guards, in one process.

As in the DAG a task that fails stops only what builds upon it, and everything else goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from wefact_multivers.errors import SyncError
from wefact_multivers.streams import payments
from wefact_multivers.streams.extract import extract
from wefact_multivers.streams.kinds import DOCUMENT_KINDS, KINDS
from wefact_multivers.streams.post import post
from wefact_multivers.streams.preflight import PreflightResult, preflight
from wefact_multivers.streams.prepare import prepare
from wefact_multivers.streams.reconcile import reconcile
from wefact_multivers.streams.report import Report, report
from wefact_multivers.streams.runs import Mode, RunRequest, Stream
from wefact_multivers.streams.services import Services

Counts = dict[str, int]
Progress = Callable[[str], None]


@dataclass
class Day:
    """How the tasks of a run went.

    Attributes:
        started: what preflight decided on: mode, window, configuration.
        results: the counts of each task that succeeded, by name as in the DAG (`sales_invoices.post`).
        errors: what each task that failed raised.
        report: None where nothing could be reported.
    """

    started: PreflightResult
    results: dict[str, Counts] = field(default_factory=dict)
    errors: dict[str, SyncError] = field(default_factory=dict)
    report: Report | None = None

    @property
    def planned(self) -> int:
        """How many documents were planned and may be written."""
        prepared = [self.results.get(f"{stream}.prepare", {}) for stream in DOCUMENT_KINDS]
        return sum(counts.get("planned", 0) for counts in prepared)


class DailyRun:
    """A run in three steps, so that a person can look at what is planned before anything is written."""

    def __init__(self, services: Services, request: RunRequest, streams: Sequence[Stream], progress: Progress) -> None:
        """Runs preflight.

        Args:
            services: of the administration.
            request: what the run is asked to do.
            streams: which of those that the administration switches on.
            progress: is told each task as it starts.

        Raises:
            SyncError: preflight failed; nothing was written.
        """
        self._services = services
        self._key = request.run_key
        self._progress = progress
        progress("preflight")
        self.day = Day(preflight(services, request))
        switches = services.administration.streams
        self._streams = [stream for stream in Stream if stream in streams and getattr(switches, stream)]

    @property
    def _exporting(self) -> list[Stream]:
        return [stream for stream in self._streams if stream in KINDS]

    @property
    def pays(self) -> bool:
        """Whether this run fetches payments."""
        return Stream.PAYMENTS in self._streams

    def plan(self) -> None:
        """Reads WeFact and plans; nothing is written to either system."""
        for stream in self._exporting:
            self._task(f"{stream}.extract", (), extract, stream)
            self._task(f"{stream}.prepare", (f"{stream}.extract",), prepare, stream)

    def write(self) -> None:
        """Writes what is planned, if the mode of the run allows it."""
        if self.day.started.mode != Mode.EXPORT:
            return
        for stream in self._exporting:
            self._task(f"{stream}.post", (f"{stream}.extract", f"{stream}.prepare"), post, stream)

    def pay(self) -> None:
        """Fetches and matches payments, and writes them to WeFact if the mode of the run allows it."""
        if not self.pays:
            return
        self._task("payments.fetch", (), payments.fetch)
        self._task("payments.match", ("payments.fetch",), payments.match)
        if self.day.started.mode == Mode.EXPORT:
            self._task("payments.settle", ("payments.fetch", "payments.match"), payments.settle)

    def reconcile(self) -> None:
        """Compares both systems."""
        self._task("reconcile", (), reconcile)

    def close(self) -> Day:
        """Makes the report."""
        self._progress("report")
        self.day.report = report(self._services, self._key)
        return self.day

    def _task(self, name: str, requires: Sequence[str], work: Callable[..., Counts], *arguments: object) -> None:
        """One task, if what it builds upon has succeeded."""
        if not all(required in self.day.results for required in requires):
            return
        self._progress(name)
        try:
            self.day.results[name] = work(self._services, self._key, *arguments)
        except SyncError as error:
            self.day.errors[name] = error
            self._progress(f"{name}: {error.code}")
