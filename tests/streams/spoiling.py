"""Ways to set something up wrongly, each with the way back, and what must stay as it was meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Select, Table, select

from sandbox import testing
from tests.streams.world import World
from wefact_multivers.store.breaker import EVERYBODY
from wefact_multivers.store.database import Store
from wefact_multivers.store.tables import metadata
from wefact_multivers.streams.breaker import reset_breakers

Spoil = Callable[[World], AbstractContextManager[None]]

READING = frozenset(
    {"token", "lease", "configuration_version", "reference_version", "evidence_head", "call_budget", "breaker"}
)
"""Tables that hold what was read, and not what was decided or done."""


def switched(**settings: object) -> Spoil:
    """Switches of the sandbox; its way back is their present position."""

    @contextmanager
    def spoil(world: World) -> Iterator[None]:
        before = world.sandbox.settings()
        world.sandbox.settings(**settings)
        try:
            yield
        finally:
            world.sandbox.settings(**{name: before[name] for name in settings})

    return spoil


def blocked(body: str) -> Spoil:
    """WeFact's firewall, until somebody lifts it."""

    @contextmanager
    def spoil(world: World) -> Iterator[None]:
        world.sandbox.settings(firewall_body=body)
        world.sandbox.action("block_ip")
        try:
            yield
        finally:
            world.sandbox.action("unblock_ip")
            ask_again(world)

    return spoil


def ask_again(world: World) -> None:
    """A person says that WeFact has lifted its firewall."""
    with world.services() as services:
        assert [row.account for row in reset_breakers(services, "A. de Boer", "wefact")] == [EVERYBODY]


def faulty(match: str, kind: str) -> Spoil:
    """Every call of a kind goes wrong."""

    @contextmanager
    def spoil(world: World) -> Iterator[None]:
        world.sandbox.fault(match, kind=kind, times=100)
        try:
            yield
        finally:
            world.sandbox.clear_faults()

    return spoil


def edited(file: str, *changes: tuple[str, str], encoding: str = "utf-8") -> Spoil:
    """Other text in a file of the include folder."""

    @contextmanager
    def spoil(world: World) -> Iterator[None]:
        path = world.include / file
        whole = path.read_bytes()
        text = whole.decode()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path.write_bytes(text.encode(encoding))
        try:
            yield
        finally:
            path.write_bytes(whole)

    return spoil


def rewritten(form: Callable[[str], str]) -> Spoil:
    """All mapping tables in another form."""

    @contextmanager
    def spoil(world: World) -> Iterator[None]:
        tables = {file: file.read_bytes() for file in (world.include / "mappings" / "demo").glob("*.csv")}
        for file, whole in tables.items():
            file.write_bytes(form(whole.decode()).encode())
        try:
            yield
        finally:
            for file, whole in tables.items():
                file.write_bytes(whole)

    return spoil


def clock_moved(apart: timedelta) -> Spoil:
    """Our clock that far from WeFact's."""

    @contextmanager
    def spoil(world: World) -> Iterator[None]:
        world.clock.at += apart
        try:
            yield
        finally:
            world.clock.at -= apart

    return spoil


def token_key(key: str) -> Spoil:
    """Another key of the stored tokens."""

    @contextmanager
    def spoil(world: World) -> Iterator[None]:
        before = world.connections
        world.connections = replace(before, store=replace(before.store, token_keys=(key,)))
        try:
            yield
        finally:
            world.connections = before

    return spoil


def stored_at(url: str) -> Spoil:
    """Another address of the store; `{folder}` is that of the present one."""

    @contextmanager
    def spoil(world: World) -> Iterator[None]:
        before = world.connections
        folder = store_file(world).parent
        (folder / "letter.txt").write_text("Geachte heer, " * 1000)
        store = replace(before.store, url=url.replace("{folder}", str(folder)))
        world.connections = replace(before, store=store)
        try:
            yield
        finally:
            world.connections = before

    return spoil


def store_file(world: World) -> Path:
    """The SQLite file of a world's store."""
    return Path(world.connections.store.url.removeprefix("sqlite:///"))


def decided(world: World) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the store but those that only remember what was read."""
    store = Store(world.connections.store)
    try:
        with store.read() as connection:
            return {
                table.name: sorted(map(tuple, connection.execute(_decisions(table))), key=repr)
                for table in metadata.sorted_tables
                if table.name not in READING
            }
    finally:
        store.close()


def _decisions(table: Table) -> Select[Any]:
    """The rows of a table, without the evidence of what was seen, and of what was not to be reached."""
    seen = ("configuration", "breaker_opened", "breaker_reset")
    return select(table).where(table.c.kind.not_in(seen)) if table.name == "evidence" else select(table)


def held(world: World) -> Mapping[str, Any]:
    """What both remote systems hold: WeFact's account and Multivers' books."""
    state = world.sandbox.state()
    return {
        "wefact": state["wefact"]["accounts"][testing.KEY],
        "multivers": state["multivers"]["databases"][testing.DATABASE],
    }
