"""Reads bookkeeping cases: an invoice in, a journal entry out, as a bookkeeper would jot them down.

    invoice F2026-0001 date 2026-03-10 debtor DB10001
      2 x 25.00 at 21% HOSTING
      1 x 18.30 at 9% BOEKEN less 10% "Handboek"
    printed 66.47 11.98 78.45
    ---
    journal WFV 2026/3, 20260001 for F2026-0001
      debit debiteuren DB10001 78.45
      ...

Above the dashes stands what WeFact prints; below them what the plan must say, line for line. A text before the
invoice is the title. `books broken` takes a fiscal year from July to June.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from tests.domain.builders import invoice, line
from wefact_multivers.domain.documents import ProductGroups, SalesInvoice, SalesLine
from wefact_multivers.domain.planning import Outcome, PlannedBooking
from wefact_multivers.domain.problems import Problem

CASES = Path(__file__).parent / "cases"
_LINE = re.compile(
    r"(?P<quantity>\S+) x (?P<price>\S+) at (?P<rate>[\d.]+)%(?: (?P<groups>[A-Z+]+))?"
    r'(?: less (?P<discount>[\d.]+)%)?(?: "(?P<text>.*)")?'
)


@dataclass(frozen=True)
class Case:
    """One case: the invoice with what the parser of WeFact would know of it, and the expected lines of text."""

    title: str
    invoice: SalesInvoice
    groups: ProductGroups
    country: str
    books: str
    expected: list[str]


def read_cases() -> list[Case]:
    """All cases of all files, in the order of their names."""
    return [_case(block) for path in sorted(CASES.glob("*.txt")) for block in _blocks(path.read_text("utf-8"))]


def _blocks(text: str) -> Iterator[str]:
    return (block for block in re.split(r"^={3,}\n", text, flags=re.MULTILINE) if block.strip())


def _case(block: str) -> Case:
    given, expected = block.split("---\n")
    rows = [row for row in given.splitlines() if row.strip()]
    head = next(row for row in rows if row.startswith("invoice "))
    title = " ".join(rows[: rows.index(head)])
    facts = _facts(head)
    lines = [_line(row) for row in rows if row.startswith("  ")]
    printed = next(row for row in rows if row.startswith("printed ")).removeprefix("printed ")
    document = invoice(*(parsed for parsed, _ in lines), totals=printed)
    groups = {parsed.product_code: names for parsed, names in lines}
    return Case(
        title=title.removesuffix(" books broken"),
        invoice=_with_facts(document, facts),
        groups=ProductGroups(groups),
        country=facts.get("country", "NL"),
        books="broken" if "books broken" in rows else "calendar",
        expected=[row.rstrip() for row in expected.splitlines() if row.strip()],
    )


def _facts(head: str) -> dict[str, str]:
    """The pairs of words of the first line: invoice F2026-0001 date 2026-03-10 and so on."""
    words = head.split()
    return dict(zip(words[::2], words[1::2], strict=True))


def _with_facts(document: SalesInvoice, facts: dict[str, str]) -> SalesInvoice:
    day = dt.date.fromisoformat(facts.get("date", "2026-03-10"))
    return replace(
        document,
        number=facts["invoice"],
        relation_code=facts.get("debtor", "DB10001"),
        date=day,
        due_date=day + dt.timedelta(days=14),
        status=int(facts.get("status", "2")),
        currency=facts.get("currency", "EUR"),
        discount=Decimal(facts.get("discount", "0")),
        reverse_charge=facts.get("verlegd") == "ja",
    )


def _line(row: str) -> tuple[SalesLine, tuple[str, ...]]:
    found = _LINE.fullmatch(row.strip())
    if found is None:
        raise ValueError(f"no line of an invoice: {row!r}")
    names = tuple(found["groups"].split("+")) if found["groups"] else ()
    parsed = line(
        found["quantity"],
        found["price"],
        found["rate"],
        discount=Decimal(found["discount"] or 0),
        product_code=f"P-{found['groups']}" if names else "",
        description=found["text"] or "",
    )
    return parsed, names


def written(outcome: Outcome) -> list[str]:
    """The outcome of planning in the words of a case."""
    if isinstance(outcome, list):
        return [_problem(found) for found in outcome]
    if not isinstance(outcome, PlannedBooking):
        return [f"skipped {_words(outcome.reason)}"]
    booking = outcome.booking
    is_credit = booking.invoice_type.is_credit
    place = f"journal {booking.journal_id} {booking.fiscal_year}/{booking.period}"
    side = "credit" if is_credit else "debit"
    return [
        f"{place}, {booking.invoice_id} for {booking.reference}{', credit note' if is_credit else ''}",
        f"  {side} debiteuren {booking.relation_code} {abs(booking.gross)}",
        *(
            f"  {row.side} {row.account_id} {row.amount} code {row.vat_code} vat {row.vat_amount}"
            + (f' "{row.description}"' if row.description else "")
            for row in booking.lines
        ),
        *(f"  btw code {row.vat_code} over {row.base}: {row.vat}" for row in booking.vat_rows),
        f"method {outcome.method}",
        *(f"warning {_words(found)}" for found in outcome.warnings),
    ]


def _problem(found: Problem) -> str:
    return f"blocked {_words(found)}"


def _words(found: Problem) -> str:
    return " ".join([found.code, *(f"{name}={value}" for name, value in found.params)])
