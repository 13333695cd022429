"""The bank accounts of customers and suppliers, which hang on their organisation (`multivers-api.md 2.1, 3.3`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wefact_multivers.domain.bank_accounts import BankAccount, plain
from wefact_multivers.domain.bookings import Kind
from wefact_multivers.multivers.calls import MultiversCalls, segment
from wefact_multivers.multivers.families import FAMILIES
from wefact_multivers.multivers.values import text

ORGANIZATION = "organizationId"
"""What a relation and its bank accounts have in common."""


def bank_accounts(calls: MultiversCalls, database: str) -> dict[str, dict[str, Any]]:
    """The account of each organisation that may be used, by organisation: the preferred one, or else the first.

    Raises what `MultiversCalls.read_list` raises.
    """
    rows = calls.read_list(f"{segment(database)}/BankAccountInfoList", key=_key)
    return _one_each(row for row in rows if row.get("blocked") is not True)


def accounts_of(calls: MultiversCalls, database: str, kind: Kind, code: str) -> list[BankAccount]:
    """The accounts of one relation that may be used, the preferred one first; empty for one that is not there.

    Raises what `MultiversCalls.read_list` raises.
    """
    path = f"{segment(database)}/BankAccountInfoList/By{FAMILIES[kind].relation}Id/{segment(code)}"
    rows = [row for row in calls.read_list(path, key=_key) if row.get("blocked") is not True]
    return [account_of_row(row) for row in sorted(rows, key=_rank)]


def account_of_row(row: Mapping[str, Any]) -> BankAccount:
    """The account of a row; one without an IBAN has its old number."""
    number = text(row, "iban") or text(row, "accountNumber")
    return BankAccount(plain(number), plain(text(row, "bic")), text(row, "accountholderName"))


def _one_each(rows: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in sorted(rows, key=_rank):
        found.setdefault(text(row, ORGANIZATION), row)
    return found


def _key(row: Mapping[str, Any]) -> tuple[str, str]:
    return text(row, ORGANIZATION), text(row, "indexNumber")


def _rank(row: Mapping[str, Any]) -> tuple[bool, int]:
    return row.get("preferred") is not True, int(text(row, "indexNumber") or 0)
