"""Worlds to run the link in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.streams.world import World, demo_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """The demo's data and the sales side alone, first contact not signed yet."""
    with demo_world(tmp_path) as opened:
        opened.switch(creditors=False, purchase_invoices=False, payments=False)
        yield opened


@pytest.fixture
def signed(world: World) -> World:
    """The demo's data and the sales side alone, first contact signed: it may export."""
    world.sign()
    return world


@pytest.fixture
def both_sides(tmp_path: Path) -> Iterator[World]:
    """The demo's data with relations and documents of both sides, first contact signed."""
    with demo_world(tmp_path) as opened:
        opened.switch(payments=False)
        opened.sign()
        yield opened
