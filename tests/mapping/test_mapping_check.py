"""The configuration held against what Multivers says about its own books."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.domain.builders import HIGH_RATES, LOW_RATES, MARCH
from tests.mapping.builders import INCLUDE, SMALLEST, TABLES, configuration
from wefact_multivers.domain.reference import (
    Account,
    Journal,
    PaymentCondition,
    ReferenceData,
    VatCode,
    VatRule,
)
from wefact_multivers.mapping.administration import load_administration
from wefact_multivers.mapping.check import check_against
from wefact_multivers.mapping.configuration import Configuration
from wefact_multivers.mapping.tables import load_tables

ACCOUNTS = {number: Account(number, "Omzet", blocked=False) for number in ("8000", "8010", "8020", "8030", "8090")}
LAST_MARCH = replace(MARCH, fiscal_year=2025, start=dt.date(2025, 3, 1), end=dt.date(2025, 3, 31))


def rule(year: int, invoice_type: int, vat_code: int, box: str) -> VatRule:
    """A rule of scenario 1 for services."""
    return VatRule(1, year, invoice_type, vat_code, 1, box)


def reference(**more: Any) -> ReferenceData:
    """Two fiscal years that have everything."""
    plain = ReferenceData(
        accounts={2025: ACCOUNTS, 2026: ACCOUNTS},
        periods=(LAST_MARCH, MARCH),
        vat_codes={1: VatCode(1, "Hoog", HIGH_RATES), 2: VatCode(2, "Laag", LOW_RATES)},
        vat_scenarios={1: "Verkoop binnenland"},
        vat_rules=tuple(
            rule(year, kind, code, box)
            for year in (2025, 2026)
            for kind in (0, 2)
            for code, box in ((1, "1a"), (2, "1B "))
        ),
        journals={"WFV": Journal("WFV", "Verkoop WeFact", 1)},
        payment_conditions={days: PaymentCondition(days, "", int(days)) for days in ("14", "30")},
    )
    return replace(plain, **more)


def test_given_books_that_have_everything_then_the_example_fits() -> None:
    administration = load_administration(INCLUDE, "demo")
    demo = Configuration(administration, load_tables(INCLUDE / administration.mapping))
    assert check_against(demo, reference()) == []


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"journals": {}}, "dagboek WFV (journals.sales)"),
        (
            {"accounts": {year: {k: v for k, v in ACCOUNTS.items() if k != "8000"} for year in (2025, 2026)}},
            "grootboekrekening 8000 in boekjaar 2025, 2026 (revenue_accounts.csv rij 2)",
        ),
        ({"vat_scenarios": {2: "Export"}}, "btw-scenario 1 (vat_codes.csv rij 2)"),
        ({"vat_codes": {1: VatCode(1, "Hoog", HIGH_RATES)}}, "btw-code 2 (vat_codes.csv rij 3)"),
        (
            {"vat_codes": {1: VatCode(1, "Hoog", HIGH_RATES), 2: VatCode(2, "Laag", LOW_RATES[:1])}},
            "btw-code 2 met 9 % (vat_codes.csv rij 3)",
        ),
        (
            {"payment_conditions": {"14": PaymentCondition("14", "", 14)}},
            "betalingsconditie 30 (payment_conditions.csv rij 3)",
        ),
        (
            {"vat_rules": tuple(one for one in reference().vat_rules if (one.fiscal_year, one.vat_code) != (2026, 2))},
            "rubriek 1b in 2026, sales: is geen (vat_codes.csv rij 3)",
        ),
        (
            {"vat_rules": (*reference().vat_rules, rule(2026, 2, 1, "1e"))},
            "rubriek 1a in 2026, sales_credit: is 1a, 1e (vat_codes.csv rij 2)",
        ),
    ],
)
def test_given_something_that_the_books_lack_then_it_is_named_with_its_row(
    tmp_path: Path, more: dict[str, Any], problem: str
) -> None:
    assert problem in check_against(configuration(tmp_path), reference(**more))


def test_given_an_account_that_only_one_year_lacks_then_its_documents_alone_are_stopped_later(tmp_path: Path) -> None:
    young = {2025: {k: v for k, v in ACCOUNTS.items() if k != "8000"}, 2026: ACCOUNTS}
    assert check_against(configuration(tmp_path), reference(accounts=young)) == []


def test_given_a_row_for_no_box_then_multivers_must_have_none_either(tmp_path: Path) -> None:
    table = TABLES["vat_codes.csv"].replace(",1b", ",none")
    assert check_against(configuration(tmp_path, vat_codes=table), reference()) == [
        f"rubriek geen in {year}, {kind}: is 1b (vat_codes.csv rij 3)"
        for year in (2025, 2026)
        for kind in ("sales", "sales_credit")
    ]


VAT_HEADER = "direction,treatment,rate,vat_code,scenario,vat_type,box,valid_from,valid_to\n"


@pytest.mark.parametrize(
    ("row", "problems"),
    [
        ("sales,nl_other_rate,6,2,1,1,1b,,", []),
        ("sales,nl_other_rate,6,2,1,1,1b,,2018-12-31", []),
        ("sales,nl_other_rate,6,2,1,1,1b,2018-12-31,", []),
        ("sales,nl_other_rate,6,2,1,1,1b,2019-01-01,", ["btw-code 2 met 6 % (vat_codes.csv rij 2)"]),
        ("sales,nl_low,9,2,1,1,1b,,2018-12-31", ["btw-code 2 met 9 % (vat_codes.csv rij 2)"]),
    ],
)
def test_given_a_row_with_dates_then_the_code_must_have_its_rate_in_that_time(
    tmp_path: Path, row: str, problems: list[str]
) -> None:
    assert check_against(configuration(tmp_path, vat_codes=f"{VAT_HEADER}{row}\n"), reference()) == problems


def test_given_a_row_that_holds_in_no_year_of_the_books_then_its_account_is_not_looked_for(tmp_path: Path) -> None:
    table = "product_group,account,supply,valid_to\nOUD,7999,goods,2024-12-31\n"
    assert check_against(configuration(tmp_path, revenue_accounts=table), reference()) == []


def test_given_two_journals_then_the_missing_one_is_named(tmp_path: Path) -> None:
    text = SMALLEST.replace("[WFV]", "[WFV, WF2]")
    assert check_against(configuration(tmp_path, text), reference()) == ["dagboek WF2 (journals.sales)"]
