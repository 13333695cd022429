"""What the demo's bookkeeper agreed upon, written down once more: the oracle reads no file of the project.

What differs between sales and purchases stands in `sides`.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

WEFACT_ACCOUNT = "sandbox-wefact-key"
DATABASE = "MVL00001"

START = date(2026, 1, 1)
CLOSED_UNTIL = date(2025, 12, 31)
OWN_COUNTRY = "NL"
CURRENCY = "EUR"
LONGEST_CODE = 8
"""Characters of a relation code, and of an invoice number (multivers-api.md 3.1, 3.4)."""

LONGEST_NAME = 40
SHORT_NAMES = {("sales", "DB10004"): "Duurzame Energie Noord-Holland U.A."}
"""Side and code → the name in Multivers of a relation whose own is longer: names are never cut (P7)."""

LONGEST_PAYMENT_REFERENCE = 16
FIRST_PURCHASE_NUMBER = 90000001
"""Purchases are numbered from here on; sales keep below it (accounting-rules.md 11)."""

REVENUE = {"HOSTING": "8000", "DOMEINEN": "8010", "BOEKEN": "8020", "ADVIES": "8030"}
OTHER_REVENUE = "8090"
COSTS = {
    "Kantoorkosten": ("4000", 100),
    "Hostinginkoop": ("4100", 100),
    "Uitbesteed werk": ("4200", 100),
    "Representatie": ("4300", 0),
    "Autokosten": ("4310", 60),
    "Inkoop goederen": ("4000", 100),
}
"""Cost category → cost account and the percentage of the VAT that is deductible; any other category has neither."""

VAT_TYPE = 1
COUNTRIES = frozenset({"NL", "BE", "DE"})
PURCHASE_TOLERANCE = 25
"""Cents that the VAT of a supplier may lie beside what follows, at most: a cent a line, at least two."""

LARGEST_PAYMENT_DIFFERENCE = Decimal("0.10")
