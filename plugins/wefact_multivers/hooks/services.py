"""From Airflow's connections to the services that the use cases work with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import httpx

from wefact_multivers.hooks.connections import load, multivers_connection, store_connection, wefact_connection
from wefact_multivers.hooks.metrics import Metric, count
from wefact_multivers.hooks.settings import include_folder, link_clock
from wefact_multivers.mapping.administration import load_administration
from wefact_multivers.mapping.administration_sections import ConnectionNames
from wefact_multivers.store.database import Store
from wefact_multivers.streams.services import (
    Connections,
    Network,
    Office,
    Services,
    build_office,
    build_services,
    open_network,
)


@contextmanager
def open_services(name: str) -> Iterator[Services]:
    """The services of an administration, closed at the end; no remote call is made yet.

    Args:
        name: of its file, without `.yaml`.

    Raises:
        AdministrationFileMissing: there is no such file.
        ConfigurationError: the file is wrong.
        ConnectionIncomplete: a connection is missing, or lacks a field.
        InsecureAddress: a connection would send credentials unencrypted over a network.
    """
    folder = include_folder()
    administration = load_administration(folder, name)
    connections = connections_of(administration.connections)
    with open_network(connections) as network:
        count_answers(name, network)
        opened = build_services(name, folder, administration, connections, link_clock(), network)
        try:
            yield opened
        finally:
            opened.store.close()


def count_answers(name: str, network: Network) -> None:
    """Counts every answer of both systems, as a metric of the administration."""
    for system, http in (("WeFact", network.wefact), ("Multivers", network.multivers)):
        http.event_hooks["response"].append(partial(_counted, name, system))


def _counted(name: str, system: str, answer: httpx.Response) -> None:
    count(Metric.ANSWERS, administration=name, system=system, status=str(answer.status_code))


def connections_of(names: ConnectionNames) -> Connections:
    """The three connections that an administration names.

    Raises:
        ConnectionIncomplete: one is missing, or lacks a field.
    """
    return Connections(
        wefact=load(names.wefact, wefact_connection),
        multivers=load(names.multivers, multivers_connection),
        store=load(names.store, store_connection),
    )


@contextmanager
def open_office(name: str) -> Iterator[Office]:
    """The office of an administration, closed at the end: its file and its store, and no key of a remote system.

    Args:
        name: of its file, without `.yaml`.

    Raises:
        AdministrationFileMissing: there is no such file.
        ConfigurationError: the file is wrong.
        ConnectionIncomplete: the connection of the store is missing, or lacks a field.
        StoreNotMigrated: the store has another schema.
    """
    folder = include_folder()
    administration = load_administration(folder, name)
    store = Store(load(administration.connections.store, store_connection))
    try:
        store.check_migrated()
        yield build_office(name, folder, administration, store, link_clock())
    finally:
        store.close()
