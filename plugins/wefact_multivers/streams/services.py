"""What every use case works with: the store, the two clients, and the clock of one administration."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import httpx

from wefact_multivers.clock import Clock, FixedClock
from wefact_multivers.mapping.administration import Administration
from wefact_multivers.multivers.client import MultiversClient
from wefact_multivers.multivers.connection import MultiversConnection
from wefact_multivers.store.breaker import BreakerKey, StoredGate
from wefact_multivers.store.budget import StoredCounts
from wefact_multivers.store.connection import StoreConnection
from wefact_multivers.store.database import Store
from wefact_multivers.store.lease import LEASE_SECONDS, Target
from wefact_multivers.store.tokens import StoredTokens
from wefact_multivers.store.unit import Memory
from wefact_multivers.wefact.budget import Budget, Manners
from wefact_multivers.wefact.client import WeFactClient
from wefact_multivers.wefact.connection import WeFactConnection


@dataclass(frozen=True)
class Connections:
    """Where the three systems are, with what opens them."""

    wefact: WeFactConnection
    multivers: MultiversConnection
    store: StoreConnection


@dataclass(frozen=True, kw_only=True)
class Office:
    """What is needed of one administration where nothing remote is called: its file, its store and the time.

    Attributes:
        name: of the administration's file.
        folder: holds `administrations/` and `mappings/`.
        target: the Multivers database that is written to.
        owner: names this process in the lease.
    """

    name: str
    folder: Path
    administration: Administration
    store: Store
    memory: Memory
    clock: Clock
    target: Target
    owner: str
    lease_seconds: float = LEASE_SECONDS


@dataclass(frozen=True, kw_only=True)
class Services(Office):
    """What every use case of one administration works with: the office, and the two remote systems."""

    wefact: WeFactClient
    multivers: MultiversClient
    connections: Connections


@dataclass(frozen=True)
class Network:
    """The HTTP clients of both systems; a test or a simulation brings its own."""

    wefact: httpx.Client
    multivers: httpx.Client


@contextmanager
def open_network(connections: Connections) -> Iterator[Network]:
    """Kept-alive HTTP clients for both systems, closed at the end.

    Raises:
        InsecureAddress: an address would send credentials unencrypted over a network.
    """
    with ExitStack() as stack:
        yield Network(
            wefact=stack.enter_context(connections.wefact.open_http()),
            multivers=stack.enter_context(connections.multivers.open_http()),
        )


@contextmanager
def open_services(
    name: str, folder: Path, administration: Administration, connections: Connections, clock: Clock
) -> Iterator[Services]:
    """The services of an administration, closed at the end; no remote call is made yet."""
    with open_network(connections) as network:
        services = build_services(name, folder, administration, connections, clock, network)
        try:
            yield services
        finally:
            services.store.close()


def build_services(  # noqa: PLR0913, PLR0917 - the composition root names every part once
    name: str,
    folder: Path,
    administration: Administration,
    connections: Connections,
    clock: Clock,
    network: Network,
    store: Store | None = None,
) -> Services:
    """The services on HTTP clients, and perhaps a store, that the caller closes."""
    store = store or Store(connections.store)
    tokens = StoredTokens(store, connections.store)
    wefact_gate, multivers_gate = (
        StoredGate(store, key, clock, administration.id) for key in breaker_keys(connections, administration)
    )
    budget = Budget(connections.wefact, StoredCounts(store))
    # A clock that stands still would make a wait last for ever.
    pause = None if isinstance(clock, FixedClock) else store.sleep
    return Services(
        name=name,
        folder=folder,
        administration=administration,
        store=store,
        memory=Memory(store, administration.id),
        wefact=WeFactClient(connections.wefact, network.wefact, clock, manners=Manners(budget, wefact_gate, pause)),
        multivers=MultiversClient(
            connections.multivers,
            administration.database,
            tokens=tokens,
            http=network.multivers,
            clock=clock,
            gate=multivers_gate,
            pause=pause,
        ),
        clock=clock,
        connections=connections,
        target=Target(host_of(connections.multivers.base_url), administration.database),
        owner=owner_name(),
    )


def build_office(name: str, folder: Path, administration: Administration, store: Store, clock: Clock) -> Office:
    """The office on a store that the caller closes; the database is the one that the administration is bound to."""
    memory = Memory(store, administration.id)
    with memory.read() as unit:
        link = unit.links.get()
    return Office(
        name=name,
        folder=folder,
        administration=administration,
        store=store,
        memory=memory,
        clock=clock,
        target=link.target if link else Target("", administration.database),
        owner=owner_name(),
    )


def owner_name() -> str:
    """A name for this process that no other has, for the lease."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"


def breaker_keys(connections: Connections, administration: Administration) -> tuple[BreakerKey, BreakerKey]:
    """The circuit breakers of an administration: of its WeFact account, and of its Multivers database."""
    wefact, multivers = connections.wefact, connections.multivers
    return (
        BreakerKey("WeFact", host_of(wefact.base_url), wefact.connection_id),
        BreakerKey("Multivers", host_of(multivers.base_url), administration.database),
    )


def host_of(url: str) -> str:
    """Host and port of an address, in lower case."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()
