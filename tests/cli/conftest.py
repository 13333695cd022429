"""The real command, in process, against the sandbox."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from tests.streams.world import World, demo_world
from wefact_multivers.cli.main import app
from wefact_multivers.hooks import services

AIRFLOW = services.__name__
"""Airflow is loaded by the time a command runs, and does not send its log where the command writes."""


@dataclass
class Command:
    """The command, with the connections of one world in its environment."""

    world: World

    def run(
        self, line: str, *more: str, administration: bool = True, environment: dict[str, str] | None = None
    ) -> Result:
        """Run one command line; `more` are words with spaces in them."""
        words = [*line.split(), *more, *(["-a", "demo"] if administration else [])]
        return CliRunner().invoke(app, words, env=environment or self.environment)

    def json(self, line: str, *more: str) -> Any:
        """The answer for programs, whatever the exit code."""
        return json.loads(self.run(line, *more, "--output", "json").stdout)

    @property
    def environment(self) -> dict[str, str]:
        """The connections and the clock, as Airflow reads them."""
        to = self.world.connections
        wefact = {"conn_type": "wefact", "host": to.wefact.base_url, "password": to.wefact.api_key}
        multivers = {
            "conn_type": "multivers",
            "host": to.multivers.base_url,
            "login": to.multivers.client_id,
            "password": to.multivers.client_secret,
            "extra": {"refresh_token": to.multivers.refresh_token},
        }
        store = {
            "conn_type": "sqlite",
            "host": to.store.url.removeprefix("sqlite:///"),
            "extra": {"token_key": to.store.token_keys[0]},
        }
        return {
            "AIRFLOW_CONN_WEFACT_DEMO": json.dumps(wefact),
            "AIRFLOW_CONN_MULTIVERS_DEMO": json.dumps(multivers),
            "AIRFLOW_CONN_WEFACT_MULTIVERS_STORE": json.dumps(store),
            "WEFACT_MULTIVERS_INCLUDE": str(self.world.include),
            "WEFACT_MULTIVERS_CLOCK": self.world.clock.at.isoformat(),
        }


SALES_ALONE = {"creditors": False, "purchase_invoices": False, "payments": False}


@pytest.fixture
def command(tmp_path: Path) -> Iterator[Command]:
    """The demo's sales side, signed, nothing booked yet."""
    with demo_world(tmp_path) as world:
        world.switch(**SALES_ALONE)
        world.sign()
        yield Command(world)


@pytest.fixture(scope="session")
def booked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Command]:
    """Both sides of the demo after their first morning, for commands that change nothing."""
    with booked_world(tmp_path_factory.mktemp("booked"), payments=False) as command:
        yield command


@contextmanager
def booked_world(folder: Path, **streams: bool) -> Iterator[Command]:
    """The demo's data after its first morning, with these streams switched on or off."""
    with demo_world(folder) as world:
        world.switch(**streams)
        world.sign()
        world.run()
        yield Command(world)
