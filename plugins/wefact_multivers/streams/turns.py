"""Writers of one database take turns (DESIGN 8.5): a task, a command, and whoever decides on the page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_fixed

from wefact_multivers.errors import LeaseHeld
from wefact_multivers.store.lease import Lease
from wefact_multivers.streams.services import Office

PAUSE_SECONDS, PATIENCE = 0.2, 20
"""How often, and how many times, a task that keeps its slot asks for the lease of another writer."""

ASK_AGAIN = timedelta(seconds=15)
"""After how long a task that gave its slot back asks again."""


@contextmanager
def holding(office: Office) -> Iterator[Lease]:
    """The lease of the database, as long as this process is its one writer; without it no transaction writes.

    Raises:
        LeaseHeld: another one is.
    """
    lease = Lease(office.store, office.target, office.owner, office.lease_seconds)
    _acquire(office, lease)
    try:
        with office.memory.as_writer(lease):
            yield lease
    finally:
        lease.release()


def _acquire(office: Office, lease: Lease) -> None:
    """Takes the lease; a writer that is nearly done is waited for, any other is asked again later."""
    patiently = Retrying(
        stop=stop_after_attempt(PATIENCE),
        wait=wait_fixed(PAUSE_SECONDS),
        sleep=office.store.sleep,
        retry=retry_if_exception_type(LeaseHeld),
        reraise=True,
    )
    try:
        patiently(lease.acquire)
    except LeaseHeld as error:
        # It is given back long before it ends, as a rule.
        raise LeaseHeld(office.clock.now() + ASK_AGAIN, database=office.target.database) from error
