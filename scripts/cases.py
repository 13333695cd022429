"""Writes docs/reference/cases.md, the bookkeeping cases one rule after another; `--check` fails when it has drifted."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from scripts.reference import ROOT
from tests.domain.casefile import Case, read_cases

PAGE = ROOT / "docs" / "reference" / "cases.md"
RULES = {
    1: "VAT: the treatment first, then the code",
    2: "The rate is the printed one",
    3: "Never twice what was booked before us",
    4: "Who collects, pays and reminds",
    5: "VAT that no invoice prints",
    6: "Cents",
    7: "The side is proven on the ledger",
    8: "The VAT return that was filed already",
    9: "Paid is not the same as settled",
    10: "Credit notes and void invoices",
    11: "One space of invoice numbers",
    12: "What concept means, and the release of purchases",
    13: "The bank account of a creditor",
    14: "The supplier's invoice twice",
    15: "OSS",
    16: "Kredietbeperking and payment discount",
    17: "VAT that may not be deducted",
    18: "Foreign VAT",
    19: "The VAT profile of the administration",
    20: "Reconciliation",
    21: "ICP",
    22: "Deposits, negative lines, invoices of nothing",
    23: "Years, periods, dates, currency",
    24: "The number series",
    25: "Retention",
}
INTRODUCTION = (
    "<!-- Generated from tests/domain/cases by `python -m scripts.cases`: change it there. -->",
    "",
    "# Bookkeeping cases",
    "",
    (
        "What stands in WeFact, and the journal entry that follows in Multivers. Every case is run by the tests"
        " twice: through the rules alone, and end to end, where the ledger of the sandbox's Multivers must hold these"
        " very lines. Amounts in euros. `debet` and `credit` are the sides in the ledger; in brackets stand treatment,"
        " VAT code and box (rubriek) of the return; `methode` is how the printed totals follow from the lines,"
        " `let op` a warning, `geblokkeerd` the reason why nothing is booked ([errors](errors.md))."
    ),
)


def page(cases: Sequence[Case]) -> str:
    """The page: a heading for each rule that has a case; a case of several rules stands under its first."""
    lines = [*INTRODUCTION]
    for rule, title in RULES.items():
        if any(rule in case.rules for case in cases):
            lines += ["", f"## Rule {rule}: {title}", "", *_rule(rule, cases)]
    return "\n".join(lines).rstrip() + "\n"


def _rule(rule: int, cases: Sequence[Case]) -> Iterator[str]:
    for case in cases:
        if case.rules[0] == rule:
            yield from (f"**{case.title}**", "", "```text", *_body(case), "```", "")
    elsewhere = [case for case in cases if rule in case.rules[1:]]
    if elsewhere:
        yield "See also:"
        yield ""
        yield from (f"- {case.title} (rule {case.rules[0]})" for case in elsewhere)


def _body(case: Case) -> list[str]:
    """The case without its title and its rules."""
    rows = case.text.splitlines()
    return rows[next(place for place, row in enumerate(rows) if row.startswith("regel ")) + 1 :]


def main(arguments: list[str]) -> int:
    """Write the page, or check it."""
    wanted = page(read_cases())
    has_drifted = not PAGE.exists() or PAGE.read_text("utf-8") != wanted
    if "--check" in arguments:
        if has_drifted:
            print("docs/reference/cases.md has drifted: run python -m scripts.cases")
        return int(has_drifted)
    PAGE.write_text(wanted, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
