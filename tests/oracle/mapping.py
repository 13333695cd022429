"""What the demo's bookkeeper agreed upon, written down once more: the oracle reads no file of the project."""

from __future__ import annotations

from datetime import date

WEFACT_ACCOUNT = "sandbox-wefact-key"
DATABASE = "MVL00001"
JOURNAL = "WFV"
"""The only sales journal that belongs to the link."""

START = date(2026, 1, 1)
CLOSED_UNTIL = date(2025, 12, 31)
OWN_COUNTRY = "NL"
LONGEST_CODE = 8
"""Characters of a relation code, and of an invoice number (multivers-api.md 3.1, 3.4)."""

LONGEST_NAME = 40
LONGEST_PAYMENT_REFERENCE = 16

DEBTORS = "1300"
REVENUE = {"HOSTING": "8000", "DOMEINEN": "8010", "BOEKEN": "8020", "ADVIES": "8030"}
OTHER_REVENUE = "8090"
VAT_CODES = {21: 1, 9: 2}
"""Printed rate → VAT code. There is none for 0 %: that rate says nothing about the treatment."""

VAT_ACCOUNTS = {1: "1500", 2: "1510"}
VAT_TYPE = 1
SCENARIO = 1
"""Domestic sales."""

CONDITIONS = {"14": "14", "30": "30"}
OTHER_CONDITION = "14"
COUNTRIES = frozenset({"NL", "BE", "DE"})
