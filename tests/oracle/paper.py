"""WeFact's side of the state: the documents and debtors as they stand in WeFact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from tests.oracle.amounts import PRINTERS, ExactLine, Totals, exact_net
from tests.oracle.mapping import OTHER_REVENUE, REVENUE, WEFACT_ACCOUNT

Record = dict[str, Any]


@dataclass(frozen=True)
class Debtor:
    """A debtor; the name is that of the company, or else that of the person."""

    code: str
    name: str
    country: str
    vat_number: str
    term: str


@dataclass(frozen=True)
class PaperLine:
    """A line with the revenue account of its product's group."""

    exact: ExactLine
    account: str


@dataclass(frozen=True)
class Document:
    """A sales invoice as WeFact holds it."""

    record: Record
    debtor: Debtor
    printed_lines: tuple[PaperLine, ...]
    totals_method: str

    @property
    def number(self) -> str:
        """The printed number."""
        return str(self.record["InvoiceCode"])

    @property
    def invoice_date(self) -> date:
        """The printed date."""
        return date.fromisoformat(self.record["Date"])

    @property
    def due_date(self) -> date:
        """The day before which it is to be paid."""
        return date.fromisoformat(self.record["PayBefore"])

    @cached_property
    def lines(self) -> list[PaperLine]:
        """The lines with an amount; the others are text."""
        return [line for line in self.printed_lines if line.exact.net]

    @cached_property
    def totals(self) -> Totals:
        """The printed net, VAT and gross in cents."""
        if printed := self.record["Printed"]:
            net, vat, gross = (int(Decimal(amount) * 100) for amount in printed)
            return net, vat, gross
        return PRINTERS[self.totals_method]([line.exact for line in self.printed_lines])


def documents(state: Record) -> dict[str, Document]:
    """All sales invoices, by number."""
    account = state["wefact"]["accounts"][WEFACT_ACCOUNT]
    by_id = {record["Identifier"]: _debtor(record) for record in account["debtors"].values()}
    found = [
        Document(record, by_id[record["Debtor"]], _lines(account, record), state["settings"]["totals_method"])
        for record in account["invoices"].values()
    ]
    return {document.number: document for document in found}


def debtors(state: Record) -> dict[str, Debtor]:
    """All debtors, by code."""
    records = state["wefact"]["accounts"][WEFACT_ACCOUNT]["debtors"].values()
    return {record["DebtorCode"]: _debtor(record) for record in records}


def _debtor(record: Record) -> Debtor:
    person = " ".join(part for part in (record["Initials"], record["SurName"]) if part)
    return Debtor(
        code=record["DebtorCode"],
        name=record["CompanyName"] or person,
        country=record["Country"],
        vat_number=record["TaxNumber"],
        term=record["InvoiceTerm"],
    )


def _lines(account: Record, record: Record) -> tuple[PaperLine, ...]:
    header = "0" if record["IgnoreDiscount"] == "yes" else record["Discount"]
    groups = {product["ProductCode"]: product["GroupIds"] for product in account["products"].values()}
    return tuple(
        PaperLine(
            ExactLine(
                exact_net(line["Number"], line["PriceExcl"], line["DiscountPercentage"], header),
                Fraction(line["TaxPercentage"] or "0"),
            ),
            _account(account, groups.get(line["ProductCode"], [])),
        )
        for line in record["InvoiceLines"]
    )


def _account(account: Record, group_ids: list[str]) -> str:
    names = [account["groups"][group]["GroupName"] for group in group_ids]
    return next((REVENUE[name] for name in names if name in REVENUE), OTHER_REVENUE)
