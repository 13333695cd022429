"""What a run is asked to do, and what its tasks read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from pydantic import TypeAdapter

from wefact_multivers.domain.documents import ProductGroups
from wefact_multivers.domain.reference import ReferenceData
from wefact_multivers.errors import RunUnknown
from wefact_multivers.mapping.configuration import Configuration
from wefact_multivers.store.runs import Run
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.configuration import store_configuration
from wefact_multivers.streams.services import Services
from wefact_multivers.streams.window import Window, window_from_text

MULTIVERS_REFERENCE = "multivers"
MULTIVERS_CODES = "multivers_codes_2"
PRODUCT_GROUPS = "product_groups"

REFERENCE_DATA: TypeAdapter[ReferenceData] = TypeAdapter(ReferenceData)
GROUPS: TypeAdapter[ProductGroups] = TypeAdapter(ProductGroups)

_KEPT = 4
"""How many stored versions a process keeps read: parsing a chart of accounts takes longer than reading it."""


class Trigger(StrEnum):
    """How a run came about."""

    SCHEDULED = "scheduled"
    BACKFILL = "backfill"
    MANUAL = "manual"


class Stream(StrEnum):
    """The streams that a run drives, in the order in which they are worked through."""

    DEBTORS = "debtors"
    SALES_INVOICES = "sales_invoices"
    CREDITORS = "creditors"
    PURCHASE_INVOICES = "purchase_invoices"
    PAYMENTS = "payments"


class Mode(StrEnum):
    """How far a run may go."""

    PREVIEW = "preview"
    EXPORT = "export"


@dataclass(frozen=True)
class RunRequest:
    """What a run was started for.

    Attributes:
        run_key: names the run; the same for each of its tasks, retries and clears.
        interval_start, interval_end: the data interval (UTC); None for a run without a logical date.
        params: what the form was filled in with: `from`, `to`, `numbers`, `streams`, `mode`.
    """

    run_key: str
    trigger: Trigger
    interval_start: datetime | None = None
    interval_end: datetime | None = None
    params: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class RunState:
    """Everything the tasks of a run read, as preflight fixed it.

    Attributes:
        again: the task runs again after a retry or a clear, so that what was refused is offered once more.
    """

    run: Run
    window: Window
    configuration: Configuration
    reference: ReferenceData
    groups: ProductGroups
    again: bool = False

    @property
    def mode(self) -> Mode:
        """How far this run may go."""
        return Mode(self.run.mode)

    def is_asked_for(self, number: str) -> bool:
        """Whether a person wants just this document, or this task, to be tried again."""
        return self.again or number in self.window.numbers

    def is_on(self, stream: Stream) -> bool:
        """Whether the administration file switches a stream on."""
        return bool(getattr(self.configuration.administration.streams, stream))


def load_run(services: Services, run_key: str, *, again: bool = False) -> RunState:
    """What the tasks of a run read.

    Args:
        services: of the administration.
        run_key: the run.
        again: the task runs again after a retry or a clear, and takes the configuration as it is in the files now.

    Raises:
        RunUnknown: preflight has not succeeded.
        ConfigurationError: the files have become wrong meanwhile.
    """
    services.store.check_migrated()
    if again:
        _take_newest_configuration(services, run_key)
    with services.memory.read() as unit:
        run = _known(unit, run_key)
        configuration = unit.links.configuration_text(run.configuration_number)
        reference = unit.links.reference_text(MULTIVERS_REFERENCE, run.multivers_hash)
        groups = unit.links.reference_text(PRODUCT_GROUPS, run.groups_hash)
    return RunState(
        run=run,
        window=window_from_text(run.window),
        configuration=read_stored(configuration),
        reference=_reference(reference),
        groups=GROUPS.validate_json(groups),
        again=again,
    )


@lru_cache(maxsize=_KEPT)
def read_stored(text: str) -> Configuration:
    """A stored version of the configuration.

    Raises:
        pydantic.ValidationError: it is none of this version of the link.
    """
    return Configuration.from_text(text)


@lru_cache(maxsize=_KEPT)
def _reference(text: str) -> ReferenceData:
    return REFERENCE_DATA.validate_json(text)


def _known(unit: Unit, run_key: str) -> Run:
    run = unit.runs.get(run_key)
    if run is None:
        raise RunUnknown(run=run_key)
    return run


def _take_newest_configuration(services: Services, run_key: str) -> None:
    number, _ = store_configuration(services)
    with services.memory.write() as unit:
        unit.runs.save(replace(_known(unit, run_key), configuration_number=number))
