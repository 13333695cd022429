"""WeFact's side of the state: the documents and relations as they stand there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tests.oracle import mapping
from tests.oracle.amounts import PRINTERS, ExactLine, Totals, exact_net
from tests.oracle.mapping import COSTS, OTHER_REVENUE, REVENUE, WEFACT_ACCOUNT
from tests.oracle.paper import Document, PaperLine, Relation
from tests.oracle.sides import PURCHASES, SALES, SIDES, Side

Record = dict[str, Any]


def account(state: Record) -> Record:
    """The account of the demo."""
    found: Record = state["wefact"]["accounts"][WEFACT_ACCOUNT]
    return found


def documents(state: Record) -> dict[str, Document]:
    """All documents of both sides, by WeFact's own number."""
    held = account(state)
    found = [paper for side in SIDES for paper in papers(state, side, held[side.wefact.documents].values())]
    return {document.number: document for document in found}


def papers(state: Record, side: Side, records: Iterable[Record]) -> Iterator[Document]:
    """Documents of one side as they are printed."""
    return _sales(state, records) if side is SALES else _purchases(state, records)


def relations(state: Record) -> list[Relation]:
    """All debtors and creditors."""
    return [relation_of(side, record) for side in SIDES for record in account(state)[side.wefact.relations].values()]


def _sales(state: Record, records: Iterable[Record]) -> Iterator[Document]:
    held, method = account(state), state["settings"]["totals_method"]
    debtors = _by_id(held, SALES)
    groups = {product["ProductCode"]: product["GroupIds"] for product in held["products"].values()}
    for record in records:
        lines = _sales_lines(held, record, groups)
        printed = tuple(_cents(amount) for amount in record["Printed"])
        totals = printed or PRINTERS[method]([line.exact for line in lines])
        yield Document(SALES, record, debtors[record["Debtor"]], lines, totals)  # type: ignore[arg-type]


def _purchases(state: Record, records: Iterable[Record]) -> Iterator[Document]:
    held = account(state)
    creditors = _by_id(held, PURCHASES)
    for record in records:
        net, gross = _cents(record["AmountExcl"]), _cents(record["AmountIncl"])
        totals: Totals = (net, gross - net, gross)
        yield Document(PURCHASES, record, creditors[record["Creditor"]], _purchase_lines(held, record), totals)


def _cents(amount: str) -> int:
    return int(Decimal(amount) * 100)


def _by_id(held: Record, side: Side) -> dict[str, Relation]:
    return {record["Identifier"]: relation_of(side, record) for record in held[side.wefact.relations].values()}


def relation_of(side: Side, record: Record) -> Relation:
    """A debtor or creditor."""
    person = " ".join(part for part in (record["Initials"], record["SurName"]) if part)
    name, code = record["CompanyName"] or person, record[side.wefact.code]
    return Relation(
        side=side,
        code=code,
        name=name if len(name) <= mapping.LONGEST_NAME else mapping.SHORT_NAMES.get((side.name, code), name),
        country=record["Country"],
        vat_number=record["TaxNumber"],
        term=record["InvoiceTerm"],
        account=record.get("AccountNumber", ""),
    )


def _sales_lines(held: Record, record: Record, groups: Mapping[str, list[str]]) -> tuple[PaperLine, ...]:
    header = "0" if record["IgnoreDiscount"] == "yes" else record["Discount"]
    return tuple(
        PaperLine(_exact(line, line["DiscountPercentage"], header), _revenue(held, groups.get(line["ProductCode"], [])))
        for line in record["InvoiceLines"]
    )


def _purchase_lines(held: Record, record: Record) -> tuple[PaperLine, ...]:
    titles = {str(key): row["Title"] for key, row in held["cost_categories"].items()}
    categories = {code: row["Category"] for code, row in held["tax_purchase"].items()}
    return tuple(
        PaperLine(
            _exact(line),
            *COSTS.get(titles.get(str(line["CostCategory"]), ""), ("", 100)),
            category=categories.get(line["TaxCode"], ""),
        )
        for line in record["InvoiceLines"]
    )


def _exact(line: Record, *discounts: str) -> ExactLine:
    return ExactLine(exact_net(line["Number"], line["PriceExcl"], *discounts), Fraction(line["TaxPercentage"] or "0"))


def _revenue(held: Record, group_ids: list[str]) -> str:
    names = [held["groups"][group]["GroupName"] for group in group_ids]
    return next((REVENUE[name] for name in names if name in REVENUE), OTHER_REVENUE)
