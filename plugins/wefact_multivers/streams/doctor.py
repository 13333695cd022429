"""Examines everything that a run needs, and stops at nothing: a check is fine, or says what is wrong and what helps.

It writes nothing but the renewed login, which every call to Multivers needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial

from wefact_multivers.catalogue import Language
from wefact_multivers.clock import today
from wefact_multivers.errors import FirstContactUnsigned, LinkMismatch, ReferenceUnknown, SyncError
from wefact_multivers.mapping.check import check_against
from wefact_multivers.store.database import SCHEMA_VERSION
from wefact_multivers.store.tokens import StoredTokens
from wefact_multivers.streams.clock_check import check_clock
from wefact_multivers.streams.configuration import read_configuration
from wefact_multivers.streams.doctor_books import Doubt, blocking_payments, own_journals, people_book, vat_filed
from wefact_multivers.streams.doctor_money import moving_money
from wefact_multivers.streams.preflight import check_surroundings
from wefact_multivers.streams.refusals import FiscalYearMissing
from wefact_multivers.streams.runs import Mode
from wefact_multivers.streams.services import Services


class State(StrEnum):
    """How a check went."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Check:
    """One thing that was examined.

    Attributes:
        detail: what was seen.
        remedy: how to mend it; empty where it is fine.
        error: what a run would stop at.
    """

    name: str
    state: State
    detail: str
    remedy: str = ""
    error: SyncError | None = None


def examine(services: Services) -> Iterator[Check]:
    """Every check in turn, each as soon as it is known."""
    for name, look in _CHECKS.items():
        yield examined(name, partial(look, services))
    yield _VAT_PER_LINE


def examined(name: str, look: Callable[[], str | Doubt]) -> Check:
    """One check; an error becomes its answer."""
    try:
        seen = look()
        return Check(name, State.OK, seen) if isinstance(seen, str) else Check(name, State.WARNING, *seen)
    except SyncError as error:
        wrong, remedy = f"[{error.code}] {error.message(Language.EN)}", error.remedy(Language.EN)
        return Check(name, State.PROBLEM, wrong, remedy, error)


def _configuration(services: Services) -> str:
    read_configuration(services)
    return f"{services.name}.yaml and its tables"


def _store(services: Services) -> str:
    services.store.check_migrated()
    return f"{services.store.engine.dialect.name}, schema {SCHEMA_VERSION}"


def _surroundings(services: Services) -> str:
    check_surroundings(services)
    return "what is stored survives a crash; the clock runs, or everything is on this machine"


def _wefact(services: Services) -> str:
    apart = check_clock(services.wefact.check(), services.clock)
    return f"the key is accepted; the clocks are {round(apart.total_seconds())} seconds apart"


def _multivers(services: Services) -> str:
    return f"logged in; {len(services.multivers.administrations())} administrations within reach"


def _database(services: Services) -> str:
    services.multivers.check()
    return services.administration.database


def _fiscal_year(services: Services) -> str:
    year, known = today(services.clock).year, services.multivers.fiscal_years()
    if year not in known:
        raise FiscalYearMissing(year=year, known=", ".join(map(str, known)) or "-")
    return str(year)


def _chart(services: Services) -> str:
    """Journals, accounts, VAT codes and conditions: what preflight would refuse."""
    configuration = read_configuration(services)
    first = configuration.administration.start_date.year
    reference = services.multivers.reference_data(range(first, max(first, today(services.clock).year) + 1))
    problems = check_against(configuration, reference)
    if problems:
        raise ReferenceUnknown(problems="; ".join(problems))
    journals = configuration.administration.journals
    return f"journals {', '.join((*journals.sales, *journals.purchase))}; every account and code of the tables"


def _link(services: Services) -> str:
    """Bound to these two accounts, and signed where it is to export."""
    with services.memory.read() as unit:
        link = unit.links.get()
    if link is None:
        raise FirstContactUnsigned(administration=services.name)
    if link.target != services.target:
        was, now = (f"{target.host} {target.database}" for target in (link.target, services.target))
        raise LinkMismatch(administration=services.name, was=was, now=now)
    fingerprint = services.wefact.account_fingerprint(link.wefact_fingerprint)
    if link.wefact_fingerprint and link.wefact_fingerprint != fingerprint:
        was, now = link.wefact_fingerprint[:8], fingerprint[:8] or "-"
        raise LinkMismatch(administration=services.name, was=f"WeFact {was}", now=f"WeFact {now}")
    if link.mode != Mode.EXPORT:
        raise FirstContactUnsigned(administration=services.name)
    return f"to {link.target.database}, first contact signed"


_CHECKS: dict[str, Callable[[Services], str | Doubt]] = {
    "configuration": _configuration,
    "store": _store,
    "surroundings": _surroundings,
    "wefact": _wefact,
    "multivers": _multivers,
    "database": _database,
    "fiscal year": _fiscal_year,
    "chart": _chart,
    "people's bookings": people_book,
    "own journals": own_journals,
    "blocked for payment": blocking_payments,
    "who moves the money": moving_money,
    "VAT returns": vat_filed,
    "link": _link,
}

_VAT_PER_LINE = Check(
    "VAT per line",
    State.UNKNOWN,
    "the API does not show the setting; the first booking of each kind is read back and tells",
    "Switch on VAT per booking line (btw per boekingsregel) in Multivers, of the company and of the user.",
)
"""Where it is off, the VAT of lines is not taken over (`multivers-api.md 4`)."""


@dataclass(frozen=True)
class LoginState:
    """What is stored of the login of Multivers; never a token.

    Attributes:
        state: `valid`, `ended` (renewed by the next call) or `unused` (the connection's refresh token is still new).
        expires_at: when the access token is no longer used, in UTC.
        renewed: how often it was renewed.
    """

    connection: str
    state: str
    expires_at: datetime | None = None
    renewed: int = 0


def login_of(services: Services) -> LoginState:
    """The login of Multivers as the store has it.

    Raises:
        TokenKeyWrong: the tokens were stored under a key that is not known any more.
    """
    services.store.check_migrated()
    connection = services.connections.multivers.connection_id
    tokens = StoredTokens(services.store, services.connections.store).read(connection)
    if tokens is None:
        return LoginState(connection, "unused")
    state = "valid" if tokens.expires_at > services.clock.now() else "ended"
    return LoginState(connection, state, tokens.expires_at, tokens.generation)
