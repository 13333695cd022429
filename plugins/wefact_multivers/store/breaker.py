"""The circuit breakers, shared by all processes: one for each remote system, host and account."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from wefact_multivers.clock import Clock
from wefact_multivers.domain import breaker as rules
from wefact_multivers.domain.breaker import Breaker, Reason, Standing
from wefact_multivers.errors import BreakerOpen, FirewallBlocked, RateLimited
from wefact_multivers.store.database import Store
from wefact_multivers.store.evidence import Fact, record_evidence
from wefact_multivers.store.shared_rows import Row, SharedRows
from wefact_multivers.store.tables import breaker as table

EVERYBODY = "*"
"""The account of what holds for a whole address: WeFact's firewall (`wefact-api.md 1.3`)."""

KNOWN_FOR = timedelta(seconds=1)
"""How long what was read counts: a breaker costs next to nothing where nothing is wrong."""


@dataclass(frozen=True)
class BreakerKey:
    """Which breaker.

    Attributes:
        account: WeFact's connection, the Multivers database, or `EVERYBODY`.
    """

    system: str
    host: str
    account: str


class Breakers:
    """What is remembered of every breaker."""

    def __init__(self, store: Store) -> None:
        self._rows = SharedRows(store, table)

    def of_host(self, system: str, host: str) -> dict[str, Breaker]:
        """The breakers of a host that are known, by account."""
        return {row["account"]: _breaker(row) for row in self._rows.read(system=system, host=host)}

    def of_account(self, system: str, account: str) -> list[Breaker]:
        """The breakers that are known of an account, whatever its host, those for everybody with them."""
        rows = [row for one in (account, EVERYBODY) for row in self._rows.read(system=system, account=one)]
        return [_breaker(row) for row in rows]

    def change(
        self,
        key: BreakerKey,
        step: Callable[[Breaker], Breaker],
        *,
        besides: Callable[[Connection, tuple[Breaker, Breaker]], None] | None = None,
    ) -> tuple[Breaker, Breaker]:
        """Let `step` change a breaker, in one short transaction.

        Returns:
            What it was, and what it is.
        """
        where = asdict(key)

        def on_rows(rows: Sequence[Row]) -> tuple[Sequence[Row], tuple[Breaker, Breaker]]:
            before = _breaker(rows[0]) if rows else Breaker()
            after = step(before)
            return ([] if after == before else [{**where, **asdict(after)}]), (before, after)

        return self._rows.change(on_rows, where, besides=besides)


def _breaker(row: Row) -> Breaker:
    values = {name: value for name, value in row.items() if name not in {"system", "host", "account"}}
    return Breaker(**values | {"reason": Reason(row["reason"])})


class StoredGate:
    """The breakers of one account of a remote system, before every call to it (`transport.Gate`)."""

    def __init__(self, store: Store, key: BreakerKey, clock: Clock, administration_id: str) -> None:
        """Prepare; nothing is read yet.

        Args:
            store: where the breakers are kept.
            key: of the account.
            clock: of the link.
            administration_id: in whose evidence it is written that a breaker was opened.
        """
        self._breakers = Breakers(store)
        self._key = key
        self._clock = clock
        self._administration_id = administration_id
        self._known: dict[str, Breaker] = {}
        self._known_at: datetime | None = None
        self._is_trial = False

    def enter(self) -> None:
        """Let a call pass.

        Raises:
            FirewallBlocked: this address is shut out, until a person resets the breaker.
            BreakerOpen: the system did not answer, and its time is not over or another call is trying.
            RateLimited: the system asked for a wait that is not over.
        """
        if self._is_trial:
            return
        now = self._clock.now()
        if self._known_at is None or not self._known_at <= now < self._known_at + KNOWN_FOR:
            self._known, self._known_at = self._breakers.of_host(self._key.system, self._key.host), now
        if EVERYBODY in self._known:
            self._let_pass(self._known[EVERYBODY], now)
        own = self._known.get(self._key.account, Breaker())
        self._let_pass(own, now)
        if own.standing(now) is Standing.HALF_OPEN:
            self._begin_trial(now)

    def answered(self) -> None:
        """An answer came: closed again."""
        if self._known.get(self._key.account, Breaker()) != Breaker():
            self._change(lambda breaker: rules.answered(breaker, self._clock.now()))
        self._is_trial = False

    def failed(self, detail: str) -> None:
        """No answer came: opened, if it is not the first time."""
        self._change(lambda breaker: rules.failed(breaker, detail, self._clock.now()))
        self._is_trial = False

    def asked_to_wait(self, until: datetime) -> None:
        """Nobody asks this account again before that instant."""
        self._change(lambda breaker: rules.asked_to_wait(breaker, until, self._clock.now()))
        self._is_trial = False

    def blocked(self) -> None:
        """Nobody asks this host again until a person has had the firewall lifted."""
        self._change(lambda breaker: rules.locked(breaker, self._clock.now()), account=EVERYBODY)
        self._is_trial = False

    def _let_pass(self, breaker: Breaker, now: datetime) -> None:
        standing, system = breaker.standing(now), self._key.system
        if standing is Standing.LOCKED:
            raise FirewallBlocked(connection=self._key.account)
        if breaker.ready_at is None or standing not in {Standing.OPEN, Standing.WAITING}:
            return
        if standing is Standing.WAITING:
            raise RateLimited(breaker.ready_at, system=system, call="")
        raise BreakerOpen(breaker.ready_at, system=system, failures=breaker.failures, detail=breaker.detail)

    def _begin_trial(self, now: datetime) -> None:
        def trying(breaker: Breaker) -> Breaker:
            return rules.trying(breaker, now) if breaker.standing(now) is Standing.HALF_OPEN else breaker

        before, _ = self._change(trying)
        # Another call may have begun between our look and our turn.
        self._let_pass(before, now)
        self._is_trial = True

    def _change(self, step: Callable[[Breaker], Breaker], account: str | None = None) -> tuple[Breaker, Breaker]:
        key = BreakerKey(self._key.system, self._key.host, account or self._key.account)

        def evidence(connection: Connection, change: tuple[Breaker, Breaker]) -> None:
            before, after = change
            if after.trips > before.trips or (after.reason is Reason.FIREWALL and before.reason is not Reason.FIREWALL):
                fact = Fact("breaker_opened", {**asdict(key), "reason": after.reason, "detail": after.detail})
                record_evidence(connection, self._administration_id, self._clock.now(), fact)

        before, after = self._breakers.change(key, step, besides=evidence)
        self._known = {**self._known, key.account: after}
        return before, after
