"""The first task of a run: is everything there that the run needs, and what exactly is it asked to do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from wefact_multivers.clock import FixedClock, today
from wefact_multivers.domain.canonical import canonical_json
from wefact_multivers.domain.reference import ReferenceData
from wefact_multivers.errors import (
    ConnectionIncomplete,
    FirstContactUnsigned,
    FixedClockRefused,
    LinkMismatch,
    ReferenceUnknown,
)
from wefact_multivers.mapping.check import check_against
from wefact_multivers.mapping.configuration import Configuration
from wefact_multivers.store.database import durable
from wefact_multivers.store.links import Link
from wefact_multivers.store.runs import Run
from wefact_multivers.streams.clock_check import check_clock
from wefact_multivers.streams.configuration import store_configuration
from wefact_multivers.streams.own_journals import Books, require_memory
from wefact_multivers.streams.runs import (
    MULTIVERS_CODES,
    MULTIVERS_REFERENCE,
    PRODUCT_GROUPS,
    REFERENCE_DATA,
    Mode,
    RunRequest,
    Stream,
    Trigger,
)
from wefact_multivers.streams.services import Services, host_of
from wefact_multivers.streams.window import Window, decide_window
from wefact_multivers.streams.year_change import remember_gaps, year_gaps
from wefact_multivers.transport import is_loopback

CODES_HOLD = timedelta(days=7)
"""How long VAT codes, scenarios, journals and payment conditions count as known: people set them up once."""


@dataclass(frozen=True)
class PreflightResult:
    """What the other tasks may know of a run without opening the store."""

    mode: str
    window_text: str
    configuration_version: int


def preflight(services: Services, request: RunRequest, *, knows_nothing: bool = False) -> PreflightResult:
    """Checks everything a run needs, and fixes what it is asked to do.

    Args:
        services: of the administration.
        request: what the run is asked to do.
        knows_nothing: first contact and recover begin with a store that may know no booking.

    Raises:
        SyncError: the first thing that is wrong, with place and remedy; nothing has been written then.
    """
    services.store.check_migrated()
    check_surroundings(services)
    number, configuration = store_configuration(services)
    check_clock(services.wefact.check(), services.clock)
    services.multivers.check()
    link = bind(services)
    reference = read_reference(services, configuration)
    if not knows_nothing:
        require_memory(services, Books.of(configuration.administration, reference))
    mode = decide_mode(services, link, request)
    groups = services.wefact.product_groups()
    window = window_of(services, request)
    now = services.clock.now()
    with services.memory.write() as unit:
        multivers_hash = unit.links.reference(MULTIVERS_REFERENCE, canonical_json(reference), now)
        groups_hash = unit.links.reference(PRODUCT_GROUPS, canonical_json(groups), now)
        run = unit.runs.save(
            Run(
                run_key=request.run_key,
                trigger=request.trigger,
                mode=mode,
                window=canonical_json(window),
                configuration_number=number,
                multivers_hash=multivers_hash,
                groups_hash=groups_hash,
                started_at=now,
            )
        )
    return PreflightResult(run.mode, str(window), number)


def check_surroundings(services: Services) -> None:
    """Checks the clock and the durability of the store.

    Raises:
        FixedClockRefused: the clock stands still, and a remote system is a real one.
        ConnectionIncomplete: the store's database may lose what it has committed.
    """
    if isinstance(services.clock, FixedClock):
        for system, url in (
            ("WeFact", services.connections.wefact.base_url),
            ("Multivers", services.connections.multivers.base_url),
        ):
            if not is_loopback(url):
                raise FixedClockRefused(system=system, host=host_of(url))
    if not durable(services.store):
        raise ConnectionIncomplete(connection=services.store.connection_id, field="synchronous_commit=on")


def bind(services: Services) -> Link:
    """The link of this administration, bound at first contact and held to it ever after (DESIGN 8.1).

    Raises:
        LinkMismatch: the connections point to another WeFact account or Multivers database than then.
    """
    with services.memory.read() as unit:
        link = unit.links.get()
    fingerprint = services.wefact.account_fingerprint(link.wefact_fingerprint if link else "")
    with services.memory.write() as unit:
        link = unit.links.get()
        if link is None:
            unit.links.bind(fingerprint, services.target, services.clock.now())
        elif not link.wefact_fingerprint and fingerprint:
            unit.links.fingerprint(fingerprint)
        bound = unit.links.get()
    if bound is None:
        raise LookupError("a link that was just bound is gone")
    if bound.target != services.target:
        was, now = (f"{target.host} {target.database}" for target in (bound.target, services.target))
        raise LinkMismatch(administration=services.name, was=was, now=now)
    if bound.wefact_fingerprint != fingerprint:
        raise LinkMismatch(
            administration=services.name,
            was=f"WeFact {bound.wefact_fingerprint[:8]}",
            now=f"WeFact {fingerprint[:8] or '-'}",
        )
    return bound


def decide_mode(services: Services, link: Link, request: RunRequest) -> Mode:
    """The most careful of what file, store and form say.

    Raises:
        FirstContactUnsigned: the form asks for an export that nobody has released yet.
    """
    asked = request.params.get("mode")
    if asked == Mode.EXPORT and link.mode != Mode.EXPORT:
        raise FirstContactUnsigned(administration=services.name)
    said = {str(services.administration.mode), link.mode, str(asked or Mode.EXPORT)}
    return Mode.PREVIEW if Mode.PREVIEW in said else Mode.EXPORT


def read_reference(services: Services, configuration: Configuration) -> ReferenceData:
    """What Multivers says about its books for the years in scope, held against the configuration.

    Years, periods and accounts are read by every run. Codes, which people set up once, are read again after
    `CODES_HOLD`, and at once where the configuration names one that was not there.

    Raises:
        ReferenceUnknown: the configuration names something that Multivers does not have.
    """
    first, last = configuration.administration.start_date, today(services.clock)
    years = range(first.year, max(first, last).year + 1)
    codes = _known_codes(services)
    reference = services.multivers.reference_data(years, codes)
    problems = check_against(configuration, reference)
    if problems and codes is not None:
        codes, reference = None, services.multivers.reference_data(years)
        problems = check_against(configuration, reference)
    if problems:
        raise ReferenceUnknown(problems="; ".join(problems))
    if codes is None:
        _remember_codes(services, reference)
        gaps = year_gaps(services, configuration, reference)
        with services.memory.write() as unit:
            remember_gaps(unit, gaps, services)
    return reference


def _known_codes(services: Services) -> ReferenceData | None:
    with services.memory.read() as unit:
        known = unit.links.latest_reference(MULTIVERS_CODES, since=services.clock.now() - CODES_HOLD)
    return None if known is None else REFERENCE_DATA.validate_json(known)


def _remember_codes(services: Services, reference: ReferenceData) -> None:
    codes = replace(reference, accounts={}, periods=())
    with services.memory.write() as unit:
        unit.links.reference(MULTIVERS_CODES, canonical_json(codes), services.clock.now())


def window_of(services: Services, request: RunRequest) -> Window:
    """What a run that starts now would read.

    Raises:
        WindowWrong: the dates of the form make no window.
    """
    with services.memory.read() as unit:
        known = {stream: unit.runs.changed_until(stream) for stream in Stream}
    cursors: dict[str, datetime] = {stream: until for stream, until in known.items() if until is not None}
    return decide_window(
        backfill=request.trigger is Trigger.BACKFILL,
        interval_start=request.interval_start,
        params=request.params,
        cursors=cursors,
    )
