"""One document of a dataset, with the reason why it is there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sandbox.datasets.wefact_builder import WeFactBuilder
from sandbox.model import Record


@dataclass(frozen=True)
class Case:
    """A sales or purchase invoice in WeFact.

    Attributes:
        code: its number (`InvoiceCode`, or `CreditInvoiceCode` of a purchase).
        relation: code of the debtor or creditor.
        day: invoice date, ISO.
        lines: as `item`, `free` and `cost` of the builder make them.
        note: the rule of accounting-rules.md that it is for, and what is to come of it; stands in `Comment`.
        more: any other property of the invoice.
    """

    code: str
    relation: str
    day: str
    lines: list[Record]
    note: str
    more: dict[str, Any] = field(default_factory=dict)


def add_sales(wefact: WeFactBuilder, cases: tuple[Case, ...]) -> None:
    """Make the sales invoices."""
    for case in cases:
        wefact.invoice(case.code, case.relation, case.day, case.lines, Comment=case.note, **case.more)


def add_purchases(wefact: WeFactBuilder, cases: tuple[Case, ...]) -> None:
    """Make the purchase invoices."""
    for case in cases:
        wefact.purchase_invoice(case.code, case.relation, case.day, case.lines, Comment=case.note, **case.more)
