"""The bank accounts of customers and suppliers, which hang on their organisation (`multivers-api.md 2.1, 3.3`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wefact_multivers.multivers.calls import MultiversCalls, segment
from wefact_multivers.multivers.values import text

ORGANIZATION = "organizationId"
"""What a relation and its bank accounts have in common."""


def bank_accounts(calls: MultiversCalls, database: str) -> dict[str, dict[str, Any]]:
    """The account of each organisation that may be used, by organisation: the preferred one, or else the first.

    Raises what `MultiversCalls.read_list` raises.
    """
    rows = calls.read_list(f"{segment(database)}/BankAccountInfoList", key=_key)
    return _one_each(row for row in rows if row.get("blocked") is not True)


def _one_each(rows: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in sorted(rows, key=_rank):
        found.setdefault(text(row, ORGANIZATION), row)
    return found


def _key(row: Mapping[str, Any]) -> tuple[str, str]:
    return text(row, ORGANIZATION), text(row, "indexNumber")


def _rank(row: Mapping[str, Any]) -> tuple[bool, int]:
    return row.get("preferred") is not True, int(text(row, "indexNumber") or 0)
