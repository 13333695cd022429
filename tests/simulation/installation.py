"""One installation of the link: its files, its store, and the processes that it starts."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

from cryptography.fernet import Fernet
from sqlalchemy import Connection

from sandbox import testing
from tests.simulation.processes import Machine, Place, Process
from tests.simulation.time import WorldClock
from wefact_multivers.mapping.administration import Administration, load_administration
from wefact_multivers.multivers.connection import MultiversConnection
from wefact_multivers.store.connection import StoreConnection
from wefact_multivers.store.database import Store
from wefact_multivers.store.migrate import upgrade
from wefact_multivers.streams import backup
from wefact_multivers.streams.services import Connections, Network, Services, build_services
from wefact_multivers.wefact.connection import WeFactConnection

INCLUDE = Path(__file__).parents[2] / "include"
NAME = "demo"
TOKEN_KEY = Fernet.generate_key().decode()


@cache
def empty_store() -> bytes:
    """A store that was just made: migrating takes longer than a day of the simulation."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "store.db"
        store = Store(StoreConnection(f"sqlite:///{file}", (TOKEN_KEY,)))
        upgrade(store.engine)
        store.close()
        return file.read_bytes()


class WatchedStore(Store):
    """A store at whose transactions processes are struck: before they begin, and before they are committed."""

    def __init__(self, connection: StoreConnection, clock: WorldClock, machine: Machine) -> None:
        super().__init__(connection, clock, clock.advance)
        self._machine = machine

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        self._machine.reach(Place.BEGIN)
        with super().read() as connection:
            yield connection
            self._machine.reach(Place.COMMIT)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that holds the write lock: as long as it does, nobody is paused."""
        self._machine.reach(Place.BEGIN)
        self._machine.locks += 1
        try:
            with super().write() as connection:
                yield connection
                self._machine.reach(Place.COMMIT)
        finally:
            self._machine.locks -= 1


class Installation:
    """The link on one machine, with a store of its own."""

    def __init__(self, name: str, folder: Path, clock: WorldClock, machine: Machine, network: Network) -> None:
        self.name, self.folder = name, folder / name
        self.clock, self._machine, self._network = clock, machine, network
        self.include = self.folder / "include"
        shutil.copytree(INCLUDE, self.include)
        self.file = self.folder / "store.db"
        self.file.write_bytes(empty_store())
        self.connections = Connections(
            wefact=WeFactConnection("wefact_demo", str(network.wefact.base_url), testing.KEY),
            multivers=MultiversConnection(
                "multivers_demo",
                str(network.multivers.base_url),
                testing.CLIENT_ID,
                testing.CLIENT_SECRET,
                testing.REFRESH_TOKEN,
            ),
            store=StoreConnection(f"sqlite:///{self.file}", (TOKEN_KEY,)),
        )
        self._backup = self.folder / "backup.db"
        self.file_name = NAME
        self.administration = load_administration(self.include, NAME)
        self.store = self._open()

    def configure(self, **lines: str) -> None:
        """Replace whole lines of the administration file: the text before the colon, and what is to follow it."""
        file = self.include / "administrations" / f"{self.file_name}.yaml"
        texts = file.read_text().splitlines()
        for name, value in lines.items():
            places = [place for place, text in enumerate(texts) if text.strip().startswith(f"{name}:")]
            texts[places[0]] = f"{texts[places[0]].partition(':')[0]}: {value}"
        file.write_text("\n".join(texts) + "\n")
        self.administration = load_administration(self.include, self.file_name)

    def rename_file(self, name: str) -> None:
        """The administration file gets another name; what is in it stays, its `id` too."""
        folder = self.include / "administrations"
        (folder / f"{self.file_name}.yaml").rename(folder / f"{name}.yaml")
        self.file_name = name
        self.configure(name=name)

    @contextmanager
    def process(self, process: Process) -> Iterator[Services]:
        """The services of a process of its own, as long as it runs."""
        with self._machine.run(process):
            yield build_services(
                self.file_name,
                self.include,
                self._administration(),
                self.connections,
                self.clock,
                self._network,
                self.store,
            )

    def _administration(self) -> Administration:
        return self.administration

    def log_in_again(self, refresh_token: str) -> None:
        """A person has logged in to Multivers and put the new refresh token into the connection."""
        multivers = replace(self.connections.multivers, refresh_token=refresh_token)
        self.connections = replace(self.connections, multivers=multivers)

    def back_up(self) -> None:
        """Keep a copy of the store."""
        backup.backup(self.file, self._backup)

    def restore(self) -> bool:
        """Put the kept copy in the place of the store, if there is one."""
        if not self._backup.exists():
            return False
        self.store.close()
        backup.restore(self._backup, self.file, self.clock.now())
        self.store = self._open()
        return True

    def rows(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """What the store holds, in plain SQL."""
        with self.store.engine.connect() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(statement, values)]

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    def _open(self) -> Store:
        return WatchedStore(self.connections.store, self.clock, self._machine)
