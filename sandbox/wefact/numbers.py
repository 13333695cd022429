"""The properties that some versions of WeFact print as numbers (wefact-api.md 3.7)."""

from __future__ import annotations

from decimal import Decimal

from sandbox.model import Record
from sandbox.settings import Settings

LINE = ("Identifier", "DiscountPercentage", "TaxPercentage")
PRODUCT = ("TaxPercentage",)


def mixed(record: Record, names: tuple[str, ...], settings: Settings) -> Record:
    """A record as text, or with these properties as numbers where the switch `mixed_numbers` says so."""
    if not settings.mixed_numbers:
        return dict(record)
    return {name: _number(value) if name in names else value for name, value in record.items()}


def _number(text: str) -> int | Decimal:
    number = Decimal(text or 0)
    return int(number) if number == number.to_integral_value() else number
