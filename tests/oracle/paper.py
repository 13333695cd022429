"""A document of WeFact, of either side, as it is printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from tests.oracle.amounts import ExactLine, Totals
from tests.oracle.sides import PURCHASES, Side

Record = dict[str, Any]
CREDIT_NOTE = "8"


@dataclass(frozen=True)
class Relation:
    """A debtor or creditor; the name is that of the company, or else that of the person, as Multivers must hold it."""

    side: Side
    code: str
    name: str
    country: str
    vat_number: str
    term: str
    account: str = ""

    @property
    def may_be_in_doubt(self) -> bool:
        """Whether WeFact names a bank account to pay to, which need not be the one in Multivers (rule 13)."""
        return self.side is PURCHASES and bool(self.account)


@dataclass(frozen=True)
class PaperLine:
    """A line with the account that it belongs on.

    Attributes:
        account: of its product's group, or of its cost category; empty where the category has none.
        deductible: the percentage of its VAT that is input VAT.
        category: what its tax code stands for in UBL (S, Z, E, AE, K, G); empty where it has no code.
    """

    exact: ExactLine
    account: str
    deductible: int = 100
    category: str = ""


@dataclass(frozen=True)
class Document:
    """An invoice or credit note as WeFact holds it.

    Attributes:
        totals: the printed net, VAT and gross in cents.
    """

    side: Side
    record: Record
    relation: Relation
    printed_lines: tuple[PaperLine, ...]
    totals: Totals

    @property
    def number(self) -> str:
        """WeFact's own number."""
        return str(self.record[self.side.wefact.number])

    @property
    def reference(self) -> str:
        """The number that stands on the paper: on a purchase the supplier's. Both are called InvoiceCode."""
        return str(self.record["InvoiceCode"])

    @property
    def status(self) -> str:
        """WeFact's status."""
        return str(self.record["Status"])

    @property
    def entered(self) -> int:
        """Its place in the order in which people entered documents."""
        return int(self.record["Identifier"])

    @property
    def invoice_date(self) -> date:
        """The printed date."""
        return date.fromisoformat(self.record["Date"])

    @property
    def due_date(self) -> date:
        """The day before which it is to be paid."""
        return date.fromisoformat(self.record["PayBefore"])

    @property
    def is_credit(self) -> bool:
        """Whether it is a credit note: the sign of the gross decides, not the status (accounting-rules.md 10)."""
        return self.totals[2] < 0

    @cached_property
    def lines(self) -> list[PaperLine]:
        """The lines with an amount; the others are text."""
        return [line for line in self.printed_lines if line.exact.net]

    @cached_property
    def exact_lines(self) -> list[ExactLine]:
        """The same as amounts alone."""
        return [line.exact for line in self.lines]

    @cached_property
    def vat_codes(self) -> list[int]:
        """The VAT code of each line with an amount."""
        return [self.side.vat_codes[int(line.exact.rate)] for line in self.lines]
