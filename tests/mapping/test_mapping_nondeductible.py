"""VAT that is cost on another account than the line's own: the code of lines without VAT has to be known."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tests.domain.builders import cost
from tests.mapping.test_mapping_resolve_purchase import CODES, resolve
from wefact_multivers.domain.problems import problem

ELSEWHERE = """\
cost_category,account,supply,deductible_percent,nondeductible_account
Lunch,4300,services,0,4390
"""


def test_given_a_row_for_no_vat_then_its_code_is_taken_for_the_lines_that_move_it(tmp_path: Path) -> None:
    codes = CODES.replace("no_vat,0,0,16", "no_vat,0,7,16")
    (first,), problems = resolve(tmp_path, cost(category="Lunch"), cost_accounts=ELSEWHERE, vat_codes=codes)
    assert problems == ()
    assert first is not None
    assert (first.deductible_percent, first.nondeductible_account, first.no_vat_code) == (Decimal(0), "4390", 7)


def test_given_no_such_row_then_it_is_asked_for(tmp_path: Path) -> None:
    codes = CODES.replace("purchase,no_vat,0,0,16,1,none\n", "")
    found = resolve(tmp_path, cost(category="Lunch"), cost_accounts=ELSEWHERE, vat_codes=codes)
    assert found.problems == (
        problem("MAP-003", treatment="no_vat", rate="0", date="2026-03-10", line=1, file="vat_codes.csv"),
    )
