"""Purchase invoices to send, and WeFact's tables to compare before and after."""

from __future__ import annotations

from typing import Any

from sandbox.testing import SandboxControl
from tests.sandbox.callers import WeFactCaller


def purchase_line(price: str = "100", **more: str) -> dict[str, Any]:
    """A line of cost category 1 at 21 %, euros net."""
    return {"Description": "Papier", "PriceExcl": price, "TaxCode": "I21", "CostCategory": "1"} | more


def add_purchase(wefact: WeFactCaller, *lines: dict[str, Any], **params: Any) -> dict[str, Any]:
    """Enter a purchase invoice of CR10001, one line of 300.00 unless told otherwise; the envelope."""
    rows = list(lines) or [purchase_line("300")]
    body = {"CreditorCode": "CR10001", "InvoiceCode": "INV123456", "InvoiceLines": rows}
    return wefact("creditinvoice", "add", **body | params)


def accounts(control: SandboxControl) -> dict[str, Any]:
    """Everything that WeFact keeps, by key."""
    kept: dict[str, Any] = control.state()["wefact"]["accounts"]
    return kept
