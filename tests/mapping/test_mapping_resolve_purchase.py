"""A purchase invoice against the tables: its accounts and codes with the reason, or every gap by name."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.domain.builders import cost, purchase
from tests.mapping.builders import SMALLEST, TABLES, configuration
from wefact_multivers.domain.documents import PurchaseLine
from wefact_multivers.domain.planning import ResolvedLine
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.treatment import Treatment
from wefact_multivers.mapping.resolution import Resolution
from wefact_multivers.mapping.resolve_purchase import resolve_purchase_lines
from wefact_multivers.mapping.vat_number import party_of

ON = dt.date(2026, 3, 10)
COSTS = """\
cost_category,account,supply,deductible_percent,cost_centre,valid_from,valid_to
Kantoorkosten,4000,goods,,ZW,,2026-06-30
Kantoorkosten,4001,goods,,,2026-07-01,
Lunch,4300,services,0,,,
"""
CODES = (
    TABLES["vat_codes.csv"]
    + "purchase,nl_high,21,5,11,1,5b\npurchase,nl_low,9,6,11,0,5b\npurchase,no_vat,0,0,16,1,none\n"
)
RULES = (
    "direction,country,vat_number,vat_shift,tax_code,rate,supply,group,treatment\npurchase,home,no,no,*,0,*,*,no_vat\n"
)
OWED = (
    "direction,country,vat_number,vat_shift,tax_code,rate,supply,group,treatment,notional_rate\n"
    "purchase,eu,*,*,*,0,*,*,ic_goods,21\n"
)
DEFAULT = COSTS + "*,4900,services,,,,\n"


def resolve(
    folder: Path, *lines: PurchaseLine, country: str = "NL", vat_number: str = "", on: dt.date = ON, **more: str
) -> Resolution:
    """The lines resolved against small tables; `file` is the text of the administration."""
    file = more.pop("file", SMALLEST)
    tables = {"cost_accounts": COSTS, "vat_codes": CODES, "vat_treatments": RULES} | more
    made = configuration(folder, file, **tables)
    return resolve_purchase_lines(purchase(*lines, date=on), made, party=party_of(country, vat_number, made))


def test_given_a_cost_category_with_a_row_then_account_and_code_are_explained(tmp_path: Path) -> None:
    assert resolve(tmp_path, cost(category=" kantoorkosten ")) == (
        (
            ResolvedLine(
                account="4000",
                treatment=Treatment.NL_HIGH,
                vat_code=5,
                scenario=11,
                vat_type=1,
                supply="goods",
                cost_centre="ZW",
                why="kostencategorie kantoorkosten -> 4000 (cost_accounts.csv rij 2); "
                "nl_high (vaste regel); 21 % -> btw-code 5 (vat_codes.csv rij 4)",
                box="5b",
            ),
        ),
        (),
    )


@pytest.mark.parametrize(("category", "shown"), [("", "(geen)"), ("Reizen", "Reizen")])
def test_given_no_row_for_a_category_then_the_default_row_is_taken_and_said(
    tmp_path: Path, category: str, shown: str
) -> None:
    (first,), problems = resolve(tmp_path, cost(category=category), cost_accounts=DEFAULT)
    assert problems == ()
    assert first is not None
    assert first.account == "4900"
    assert first.why.startswith(f"kostencategorie {shown} -> * -> 4900 (cost_accounts.csv rij 5)")


def test_given_rows_with_dates_then_the_day_decides(tmp_path: Path) -> None:
    (first,), _ = resolve(tmp_path, cost(), on=dt.date(2026, 7, 1))
    assert first is not None
    assert first.account == "4001"


@pytest.mark.parametrize(
    ("lines", "more", "expected"),
    [
        ([cost(category="")], {}, [problem("MAP-002", category="(geen)", line=1, file="cost_accounts.csv")]),
        (
            [cost("0", category="X"), cost(category="Reizen")],
            {},
            [problem("MAP-002", category="Reizen", line=2, file="cost_accounts.csv")],
        ),
        (
            [cost(rate="6")],
            {},
            [problem("MAP-003", treatment="nl_other_rate", rate="6", date="2026-03-10", line=1, file="vat_codes.csv")],
        ),
        ([cost(rate="0")], {"vat_treatments": RULES.replace("no,no", "yes,no")}, [problem("VAT-001", line=1)]),
        (
            [cost(rate="0")],
            {"vat_codes": TABLES["vat_codes.csv"]},
            [problem("MAP-003", treatment="no_vat", rate="0", date="2026-03-10", line=1, file="vat_codes.csv")],
        ),
        ([cost(rate="0")], {"vat_number": "NL822233447B01"}, [problem("VAT-007", line=1)]),
        ([cost(), cost(rate="0")], {}, [problem("VAT-008", line=2)]),
        ([cost(rate="7")], {}, [problem("VAT-003", rate="7", line=1)]),
        ([cost(), cost()], {"country": "DE"}, [problem("VAT-004", country="DE")]),
        ([cost()], {"country": "NL", "vat_number": "DE811222336"}, [problem("VAT-004", country="DE")]),
        (
            [cost(rate="0")],
            {"country": "IE"},
            [problem("VAT-009", country="IE")],
        ),
        ([cost()], {"country": "", "file": SMALLEST + "own_country: BE\n"}, [problem("VAT-004", country="BE")]),
        (
            [cost(), cost(rate="9")],
            {"vat_codes": CODES.replace("purchase,nl_low,9,6,11", "purchase,nl_low,9,6,15")},
            [problem("MAP-006", scenarios="11 (regel 1), 15 (regel 2)", file="vat_codes.csv")],
        ),
        (
            [cost(rate="7", category="X")],
            {},
            [
                problem("MAP-002", category="X", line=1, file="cost_accounts.csv"),
                problem("VAT-003", rate="7", line=1),
            ],
        ),
    ],
)
def test_given_what_is_not_known_then_each_reason_is_named_once(
    tmp_path: Path, lines: list[PurchaseLine], more: dict[str, Any], expected: list[Problem]
) -> None:
    assert list(resolve(tmp_path, *lines, **more).problems) == expected


@pytest.mark.parametrize(("country", "vat_number"), [("DE", "NL822233447B01"), ("", ""), ("NL", "822233447B01")])
def test_given_a_dutch_vat_number_or_none_at_home_then_dutch_vat_is_input_vat(
    tmp_path: Path, country: str, vat_number: str
) -> None:
    (first,), problems = resolve(tmp_path, cost(rate="9"), country=country, vat_number=vat_number)
    assert problems == ()
    assert first is not None
    assert (first.treatment, first.vat_code, first.vat_type) == (Treatment.NL_LOW, 6, 0)


def test_given_no_vat_of_a_dutch_creditor_without_a_number_and_a_row_for_it_then_it_is_no_vat(tmp_path: Path) -> None:
    (first,), problems = resolve(tmp_path, cost(rate="0", category="Lunch"))
    assert problems == ()
    assert first is not None
    assert (first.treatment, first.vat_code, first.scenario) == (Treatment.NO_VAT, 0, 16)


def test_given_a_rule_for_vat_that_we_owe_then_its_rate_chooses_the_code(tmp_path: Path) -> None:
    codes = CODES + "purchase,ic_goods,21,1,12,1,4b\npurchase,ic_goods,9,2,12,1,4b\n"
    found = resolve(tmp_path, cost(rate="0"), country="IE", vat_treatments=OWED, vat_codes=codes)
    (first,), problems = found
    assert problems == ()
    assert first is not None
    assert (first.treatment, first.vat_code, first.notional_rate, first.box) == (
        Treatment.IC_GOODS,
        1,
        Decimal(21),
        "4b",
    )


def under(regime: str) -> str:
    """An administration of one VAT regime."""
    return f"{SMALLEST}vat_profile: [{{regime: {regime}}}]\n"


@pytest.mark.parametrize(
    ("category", "file", "percent"),
    [
        ("Kantoorkosten", SMALLEST, 100),
        ("Lunch", SMALLEST, 0),
        ("Auto", SMALLEST, 60),
        ("Kantoorkosten", under("mixed, percent: 40"), 40),
        ("Auto", under("mixed, percent: 40"), 60),
        ("Kantoorkosten", under("kor"), 0),
        ("Auto", under("kor"), 0),
        ("Auto", under("exempt"), 0),
    ],
)
def test_given_a_cost_category_then_its_row_says_what_is_deductible_and_else_the_vat_profile(
    tmp_path: Path, category: str, file: str, percent: int
) -> None:
    costs = COSTS + "Auto,4310,services,60,,,\n"
    (first,), problems = resolve(tmp_path, cost(category=category), file=file, cost_accounts=costs)
    assert problems == ()
    assert first is not None
    assert first.deductible_percent == Decimal(percent)
