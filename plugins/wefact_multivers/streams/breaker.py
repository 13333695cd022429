"""The circuit breakers of an administration, for a person: what is left alone, and to let it be asked again."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection

from wefact_multivers.domain.breaker import Breaker
from wefact_multivers.store.breaker import EVERYBODY, BreakerKey, Breakers
from wefact_multivers.store.evidence import Fact, record_evidence
from wefact_multivers.streams.services import Services, breaker_keys


@dataclass(frozen=True)
class BreakerRow:
    """How one breaker stands.

    Attributes:
        account: WeFact's connection, the Multivers database, or `*` for every account behind this address.
        standing: closed, open, waiting, half-open or locked.
        until: when it lets a call pass again, in UTC; None where it does now, or only a person helps.
    """

    system: str
    host: str
    account: str
    standing: str
    failures: int
    detail: str
    opened_at: datetime | None
    until: datetime | None


def breakers(services: Services) -> list[BreakerRow]:
    """The breakers that stand before the calls of this administration."""
    services.store.check_migrated()
    kept, now = Breakers(services.store), services.clock.now()
    rows = []
    for key in breaker_keys(services.connections, services.administration):
        known = kept.of_host(key.system, key.host)
        found = {account: known[account] for account in (EVERYBODY,) if account in known}
        found |= {key.account: known.get(key.account, Breaker())}
        rows += [_row(BreakerKey(key.system, key.host, account), found[account], now) for account in found]
    return rows


def _row(key: BreakerKey, breaker: Breaker, now: datetime) -> BreakerRow:
    standing, until = breaker.standing(now), breaker.ready_at
    return BreakerRow(
        **asdict(key),
        standing=standing.value,
        failures=breaker.failures,
        detail=breaker.detail,
        opened_at=breaker.opened_at,
        until=until if until is not None and until > now else None,
    )


def reset_breakers(services: Services, by: str, system: str = "") -> list[BreakerRow]:
    """Let the remote systems be asked again at once; who did that, and when, is kept as evidence.

    Args:
        services: of the administration.
        by: who says so.
        system: WeFact or Multivers; both where none is named.

    Returns:
        How those that were not closed stood.
    """
    kept, now = Breakers(services.store), services.clock.now()
    asked = [row for row in breakers(services) if system.casefold() in {"", row.system.casefold()}]
    stopped = [row for row in asked if row.failures or row.opened_at]
    for row in stopped:
        key = BreakerKey(row.system, row.host, row.account)

        def evidence(connection: Connection, _: object, row: BreakerRow = row) -> None:
            content = {"by": by, "system": row.system, "host": row.host, "account": row.account, "was": row.standing}
            fact = Fact("breaker_reset", dict(content))
            record_evidence(connection, services.administration.id, now, fact)

        kept.change(key, lambda _: Breaker(), besides=evidence)
    return stopped
