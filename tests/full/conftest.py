"""Everything in this folder is too long for `make test`."""

from __future__ import annotations

import pytest


def pytest_itemcollected(item: pytest.Item) -> None:
    """Give the mark by which `make test-full` knows a long test."""
    item.add_marker(pytest.mark.full)
