"""Where the payment of each booked document stands, and what people have approved."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection, RowMapping, and_, bindparam, func, or_

from wefact_multivers.domain.documents import Controller, SourceKey
from wefact_multivers.domain.payment_status import PaymentEvent, PaymentStatus, move_payment
from wefact_multivers.domain.problems import Problem
from wefact_multivers.store.evidence import Fact, record_evidence
from wefact_multivers.store.statements import add, change, rows_of, rows_where, rows_with
from wefact_multivers.store.tables import approval, payment, record


@dataclass(frozen=True)
class Payment:
    """The payment of a booked document.

    Attributes:
        write: what is to be written to WeFact, as canonical JSON; None = nothing.
        balance: what was open when it was last looked at, in euros; None where that was not told.
        source_status: WeFact's status of the document at that time.
        wants_details: something has changed, and only the details of the booking tell what it means.
        red_run, red_at: the run and the instant (UTC) in which it last painted its stream red.
    """

    key: SourceKey
    status: PaymentStatus = PaymentStatus.OPEN
    problems: tuple[Problem, ...] = ()
    write: str | None = None
    balance: Decimal | None = None
    source_status: int | None = None
    wants_details: bool = False
    red_run: str | None = None
    red_at: datetime | None = None


_AT_REST = frozenset({PaymentStatus.OPEN, PaymentStatus.PART_PAID, PaymentStatus.PAID})


class Payments:
    """The payments of one administration, in one transaction."""

    def __init__(self, connection: Connection, administration_id: str) -> None:
        self._connection = connection
        self._administration_id = administration_id

    def get(self, key: SourceKey) -> Payment | None:
        """The payment of a document; None where it was never looked at."""
        this = self._of(key)
        row = self._connection.execute(rows_where(payment, *this), this).mappings().one_or_none()
        return None if row is None else _payment(row)

    def of(self, keys: Iterable[SourceKey]) -> dict[SourceKey, Payment]:
        """The payments of those of these documents that were looked at."""
        mine = {"administration_id": self._administration_id}
        found = map(_payment, rows_of(self._connection, payment, keys, mine))
        return {one.key: one for one in found}

    def all_of(self, controller: Controller) -> list[Payment]:
        """The payments of a kind of document."""
        return self._having("controller", [controller])

    def with_status(self, statuses: Collection[PaymentStatus]) -> list[Payment]:
        """The payments with one of these statuses."""
        return self._having("status", statuses)

    def wanting_details(self) -> list[Payment]:
        """The payments of which something has changed."""
        return self._having("wants_details", [True])

    def moved_in_wefact(self, controller: Controller, statuses: Collection[PaymentStatus]) -> set[SourceKey]:
        """The payments with one of these statuses that were decided on what the document no longer is.

        It has another status in WeFact than it had then; or the two did not agree, and it has been changed since.
        """
        mine = {"administration_id": self._administration_id, "controller": controller}
        found = self._connection.execute(_MOVED, {**mine, "statuses": list(statuses)}).scalars()
        return {SourceKey(controller, identifier) for identifier in found}

    def counts(self, statuses: Collection[PaymentStatus] = frozenset(PaymentStatus)) -> dict[PaymentStatus, int]:
        """How many payments stand at each of these statuses, where there are any."""
        mine = {"administration_id": self._administration_id, "statuses": list(statuses)}
        return {PaymentStatus(status): count for status, count in self._connection.execute(_COUNTS, mine)}

    def want_details(self, key: SourceKey, at: datetime) -> None:
        """Remembers that something has changed, so that the details must be asked for."""
        self._save(replace(self.get(key) or Payment(key), wants_details=True), at)

    def happen(self, event: PaymentEvent, seen: Payment, at: datetime) -> PaymentStatus:
        """Moves a payment along the transition table, and writes it into the evidence if that changes anything.

        One that comes to rest has waited for nobody: if it needs a person later, that is news.

        Args:
            event: what happened.
            seen: everything but status and colour as it is now.
            at: the instant (UTC).

        Raises:
            TransitionForbiddenError: the table does not know this event for the payment's status.
        """
        known = self.get(seen.key) or Payment(seen.key)
        status = move_payment(known.status, event)
        coloured = Payment(seen.key) if status in _AT_REST else known
        moved = replace(seen, status=status, red_run=coloured.red_run, red_at=coloured.red_at)
        self._save(moved, at)
        if (status, moved.problems, moved.write) != (known.status, known.problems, known.write):
            content: dict[str, object] = {
                "event": event,
                "status": status,
                "problems": [(found.code, found.values) for found in moved.problems],
            }
            record_evidence(self._connection, self._administration_id, at, Fact("payment", content, seen.key))
        return status

    def explain(self, key: SourceKey, problems: Iterable[Problem], at: datetime) -> None:
        """Says why a payment stands where it stands."""
        known = self.get(key)
        if known is not None:
            self._save(replace(known, problems=tuple(problems)), at)

    def painted_red(self, keys: Iterable[SourceKey], run_key: str, at: datetime) -> None:
        """Remembers in which run these payments turned their stream red."""
        for key in keys:
            change(self._connection, payment, self._of(key), {"red_run": run_key, "red_at": at})

    def forget_red(self, key: SourceKey) -> None:
        """Forgets that this payment turned its stream red: a person has acted upon it."""
        change(self._connection, payment, self._of(key), {"red_run": None, "red_at": None})

    def approve(self, subject: str, approved_hash: str, by: str, at: datetime) -> None:
        """Stores that a person has released exactly this; an earlier release of the same subject lapses."""
        this = {"administration_id": self._administration_id, "subject": subject}
        values = {"hash": approved_hash, "approved_by": by, "approved_at": at}
        if not change(self._connection, approval, this, values):
            add(self._connection, approval, {**this, **values})
        content: dict[str, object] = {"subject": subject, "hash": approved_hash, "by": by}
        record_evidence(self._connection, self._administration_id, at, Fact("approval", content))

    def approved(self, subject: str) -> str | None:
        """The hash of what was last released of a subject; None = nothing."""
        this = {"administration_id": self._administration_id, "subject": subject}
        row = self._connection.execute(rows_where(approval, *this), this).mappings().one_or_none()
        return None if row is None else str(row["hash"])

    def _save(self, saved: Payment, at: datetime) -> None:
        values = {name: getattr(saved, name) for name in _COLUMNS}
        values["updated_at"] = at
        if not change(self._connection, payment, self._of(saved.key), values):
            add(self._connection, payment, {**self._of(saved.key), **values})

    def _of(self, key: SourceKey) -> dict[str, str]:
        return {
            "administration_id": self._administration_id,
            "controller": key.controller,
            "identifier": key.identifier,
        }

    def _having(self, column: str, values: Iterable[object]) -> list[Payment]:
        # Asked for an order, a database may walk through all payments to find the few that wait.
        mine = {"administration_id": self._administration_id}
        found = map(_payment, rows_with(self._connection, payment, column, values, mine))
        return sorted(found, key=lambda one: one.key)


_IS_OF_THE_RECORD = and_(
    *(payment.c[name] == record.c[name] for name in ("administration_id", "controller", "identifier"))
)
_MOVED = (
    rows_where(payment, "administration_id", "controller")
    .with_only_columns(payment.c.identifier)
    .join(record, _IS_OF_THE_RECORD)
    .where(
        payment.c.status.in_(bindparam("statuses", expanding=True)),
        or_(
            payment.c.source_status != record.c.source_status,
            and_(payment.c.status == PaymentStatus.CONFLICT, record.c.updated_at > payment.c.updated_at),
        ),
    )
)
_COUNTS = (
    rows_where(payment, "administration_id")
    .with_only_columns(payment.c.status, func.count())
    .where(payment.c.status.in_(bindparam("statuses", expanding=True)))
    .group_by(payment.c.status)
)
_COLUMNS = ("status", "problems", "write", "balance", "source_status", "wants_details", "red_run", "red_at")


def _payment(row: RowMapping) -> Payment:
    columns = {name: row[name] for name in _COLUMNS} | {"status": PaymentStatus(row["status"])}
    return Payment(key=SourceKey(Controller(row["controller"]), row["identifier"]), **columns)
