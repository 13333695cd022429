"""Pictures of a sandbox in the same process that cost what changed: unchanged records are shared between pictures.

A picture looks like what `GET /__sandbox__/state` tells, as far as the oracle reads it.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from tests.oracle.mapping import DATABASE, WEFACT_ACCOUNT

Record = dict[str, Any]
ACCOUNT_TABLES = (
    "debtors", "creditors", "products", "groups", "invoices", "creditinvoices", "cost_categories", "tax_purchase",
)  # fmt: skip
DATABASE_TABLES = (
    "fiscal_years", "journals", "customers", "suppliers", "invoices", "supplier_invoices", "transactions",
)  # fmt: skip
BANK = "BankAccount"


class Camera:
    """Takes pictures of a living sandbox (`sandbox.core.Sandbox`)."""

    def __init__(self, sandbox: Any) -> None:
        self._sandbox = sandbox
        self._last: dict[str, Record] = {}

    def picture(self) -> Record:
        """Both programs as they are now; a later change of the sandbox does not change it."""
        state = self._sandbox.state
        held, books = state.wefact.accounts[WEFACT_ACCOUNT], state.multivers.databases[DATABASE]
        accounts = {name: self._table(f"wefact/{name}", getattr(held, name)) for name in ACCOUNT_TABLES}
        tables = {name: self._table(f"books/{name}", getattr(books, name)) for name in DATABASE_TABLES}
        bank = self._table(f"books/{BANK}", books.tables.get(BANK, {}))
        rest = {
            "periods": [dict(period) for period in books.periods],
            "matches": [dict(match) for match in books.matches],
            "tables": {BANK: bank},
        }
        fixed = self._sandbox.clock.fixed
        return {
            "clock": fixed.isoformat() if fixed else None,
            "settings": state.settings.to_record(),
            "wefact": {"accounts": {WEFACT_ACCOUNT: accounts}, "firewall": list(state.wefact.firewall)},
            "multivers": {"databases": {DATABASE: tables | rest}},
        }

    def _table(self, name: str, living: Mapping[str, Record]) -> Record:
        last = self._last.get(name, {})
        shot = {key: _kept(last.get(key), record) for key, record in living.items()}
        is_same = len(shot) == len(last) and all(last.get(key) is record for key, record in shot.items())
        self._last[name] = last if is_same else shot
        return self._last[name]


def _kept(before: Record | None, now: Record) -> Record:
    return before if before is not None and before == now else copy.deepcopy(now)
