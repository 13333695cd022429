"""What an account's settings say of the codes on lines; read when needed, and once (`wefact-api.md 2.5, 2.6`)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property
from typing import Any

from wefact_multivers.wefact.calls import WeFactCalls, parsed, unusable
from wefact_multivers.wefact.wire import CostCategoryRecord, TaxCodeRecord

_PERCENT = Decimal(100)


class AccountSettings:
    """Tax codes and cost categories of one account."""

    def __init__(self, calls: WeFactCalls) -> None:
        self._calls = calls

    def sales_rate(self, tax_code: str) -> Decimal:
        """The percentage of a tax code for sales; 0 for an unknown one (`accounting-rules.md 2`)."""
        return self._rates("Sale").get(tax_code, Decimal(0))

    def purchase_rate(self, tax_code: str) -> Decimal:
        """The percentage of a tax code for purchases; 0 for an unknown one."""
        return self._rates("Purchase").get(tax_code, Decimal(0))

    def cost_category(self, identifier: str) -> str:
        """The name of a cost category, also of one that is no longer to be used; its id where WeFact knows no name."""
        return self.cost_categories.get(identifier, identifier)

    @cached_property
    def cost_categories(self) -> dict[str, str]:
        """The names of all cost categories by id."""
        envelope = self._calls.ask("settings", "costcategory_list", status="active|removed")
        rows = _items(_under(envelope, "settings"), "costcategories")
        records = [parsed(CostCategoryRecord, row, "settings/costcategory_list") for row in rows]
        return {record.identifier: record.title for record in records}

    def _rates(self, side: str) -> dict[str, Decimal]:
        records = [parsed(TaxCodeRecord, row, "settings/list") for row in _items(self._tax_codes, side)]
        return {record.code: record.rate * _PERCENT for record in records}

    @cached_property
    def _tax_codes(self) -> dict[str, Any]:
        settings = _under(self._calls.ask("settings", "list"), "settings")
        return _under(_under(settings, "Tax"), "Codes")


def _under(found: dict[str, Any], name: str) -> dict[str, Any]:
    inner = found.get(name, {})
    if not isinstance(inner, dict):
        raise unusable("settings/list", f"{name} is no object")
    return inner


def _items(found: dict[str, Any], name: str) -> Iterable[object]:
    """The members of a list, or of an object keyed by code: both shapes are conceivable (`wefact-api.md 2.5`)."""
    inner = found.get(name) or []
    if not isinstance(inner, dict | list):
        raise unusable("settings/list", f"{name} is no list")
    return inner.values() if isinstance(inner, dict) else inner
