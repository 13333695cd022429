"""One transaction over the records of one administration."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from wefact_multivers.store.alerts import Alerts
from wefact_multivers.store.changes import Changes
from wefact_multivers.store.database import Store
from wefact_multivers.store.erasure import Erasure
from wefact_multivers.store.evidence import Evidence
from wefact_multivers.store.found_payments import FoundPayments
from wefact_multivers.store.found_records import FoundRecords
from wefact_multivers.store.intents import Intents
from wefact_multivers.store.journals import Journals
from wefact_multivers.store.lease import Lease
from wefact_multivers.store.links import Links
from wefact_multivers.store.payments import Payments
from wefact_multivers.store.plans import Plans
from wefact_multivers.store.receipts import Receipts
from wefact_multivers.store.reconciliations import Reconciliations
from wefact_multivers.store.records import Records
from wefact_multivers.store.runs import Runs


class Unit:
    """The repositories of one administration, on one transaction."""

    def __init__(self, connection: Connection, administration_id: str) -> None:
        self.connection = connection
        self.links = Links(connection, administration_id)
        self.runs = Runs(connection, administration_id)
        self.records = Records(connection, administration_id)
        self.found = FoundRecords(connection, administration_id)
        self.found_payments = FoundPayments(connection, administration_id)
        self.plans = Plans(connection, administration_id)
        self.intents = Intents(connection, administration_id)
        self.receipts = Receipts(connection, administration_id)
        self.payments = Payments(connection, administration_id)
        self.changes = Changes(connection, administration_id)
        self.reconciliations = Reconciliations(connection, administration_id)
        self.alerts = Alerts(connection, administration_id)
        self.erasure = Erasure(connection, administration_id)
        self.journals = Journals(connection, administration_id)
        self.evidence = Evidence(connection, administration_id)


class Memory:
    """What is remembered of one administration."""

    def __init__(self, store: Store, administration_id: str) -> None:
        self.store = store
        self.administration_id = administration_id
        self._lease: Lease | None = None

    @contextmanager
    def as_writer(self, lease: Lease) -> Iterator[None]:
        """As long as it lasts, each transaction that writes needs this lease to be ours still (DESIGN 8.5)."""
        self._lease = lease
        try:
            yield
        finally:
            self._lease = None

    @contextmanager
    def read(self) -> Iterator[Unit]:
        """A transaction that only reads."""
        with self.store.read() as connection:
            yield Unit(connection, self.administration_id)

    @contextmanager
    def write(self) -> Iterator[Unit]:
        """A transaction that is durable once it has ended without error.

        Raises:
            LeaseHeld: of a writer that somebody else has taken over from: what it found out is out of date.
        """
        with self.store.write() as connection:
            if self._lease is not None:
                self._lease.require(connection)
            yield Unit(connection, self.administration_id)
