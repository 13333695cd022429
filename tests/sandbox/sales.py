"""What tests of sales invoices need again and again."""

from __future__ import annotations

from typing import Any

from sandbox.testing import SandboxControl
from tests.sandbox.callers import WeFactCaller

LINE = {"Description": "Advies", "Number": "2", "PriceExcl": "100", "TaxCode": "V21"}


def show(wefact: WeFactCaller, code: str) -> dict[str, Any]:
    """An invoice by its number."""
    invoice: dict[str, Any] = wefact("invoice", "show", InvoiceCode=code)["invoice"]
    return invoice


def add(wefact: WeFactCaller, *lines: dict[str, Any], **params: Any) -> dict[str, Any]:
    """A new invoice, of one line of 200.00 and 42.00 unless told otherwise."""
    rows = list(lines) or [LINE]
    answer = wefact("invoice", "add", **({"DebtorCode": "DB10001", "InvoiceLines": rows} | params))
    assert answer["status"] == "success", answer["errors"]
    invoice: dict[str, Any] = answer["invoice"]
    return invoice


def amounts(invoice: dict[str, Any]) -> tuple[str, ...]:
    """Net, VAT and gross as printed."""
    return tuple(invoice[name] for name in ("AmountExcl", "AmountTax", "AmountIncl"))


def stored(control: SandboxControl) -> dict[str, Any]:
    """All accounts as they are kept."""
    accounts: dict[str, Any] = control.state()["wefact"]["accounts"]
    return accounts


def refused(answer: dict[str, Any]) -> str:
    """The first sentence of a refusal."""
    assert answer["status"] == "error"
    return str(answer["errors"][0])
