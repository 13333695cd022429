"""The configuration held against what Multivers says about its own books."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.domain.builders import HIGH_RATES, LOW_RATES, MARCH
from tests.mapping.builders import INCLUDE, SMALLEST, TABLES, configuration
from wefact_multivers.domain.reference import (
    VAT_AMOUNT,
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

REVENUE, COSTS = ("8000", "8010", "8020", "8030", "8090"), ("4000", "4100", "4200", "4300", "4310")
VAT_ACCOUNTS = ("1540", "1550")
ACCOUNTS = {number: Account(number, "Rekening", blocked=False) for number in (*REVENUE, *COSTS, *VAT_ACCOUNTS)}
YEARS = (2025, 2026)
SALES_BOXES = ((1, "1a"), (2, "1B "))
NO_VAT = VatCode(0, "Geen btw", ((dt.date(2001, 1, 1), Decimal(0)),))
LAST_MARCH = replace(MARCH, fiscal_year=2025, start=dt.date(2025, 3, 1), end=dt.date(2025, 3, 31))


def rule(year: int, invoice_type: int, vat_code: int, box: str) -> VatRule:
    """A rule of scenario 1 for services."""
    return VatRule(1, year, invoice_type, vat_code, 1, box)


def input_rule(year: int, invoice_type: int, vat_code: int, box: str = "5b") -> VatRule:
    """A rule of scenario 11 for the VAT on services; their turnover goes to no box."""
    return VatRule(11, year, invoice_type, vat_code, 1, box, VAT_AMOUNT)


def reference(**more: Any) -> ReferenceData:
    """Two fiscal years that have everything."""
    plain = ReferenceData(
        accounts={2025: ACCOUNTS, 2026: ACCOUNTS},
        periods=(LAST_MARCH, MARCH),
        vat_codes={0: NO_VAT, 1: VatCode(1, "Hoog", HIGH_RATES), 2: VatCode(2, "Laag", LOW_RATES)},
        vat_scenarios={1: "Verkoop binnenland", 11: "Inkoop binnenland", 16: "Inkoop zonder btw"},
        vat_rules=(
            *(
                rule(year, kind, code, box)
                for year in YEARS
                for kind in (0, 2)
                for code, box in ((1, "1a"), (2, "1B "))
            ),
            *(input_rule(year, kind, code) for year in YEARS for kind in (1, 3) for code in (1, 2)),
        ),
        journals={"WFV": Journal("WFV", "Verkoop WeFact", 1), "WFI": Journal("WFI", "Inkoop WeFact", 3)},
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


def test_given_a_row_for_a_year_that_the_account_was_not_copied_to_then_its_documents_alone_are_stopped_later(
    tmp_path: Path,
) -> None:
    chart = {2025: ACCOUNTS, 2026: {k: v for k, v in ACCOUNTS.items() if k != "8000"}}
    table = "product_group,account,supply,valid_from\n*,8000,goods,2026-01-01\n"
    assert check_against(configuration(tmp_path, revenue_accounts=table), reference(accounts=chart)) == []


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


PURCHASES = {
    "vat_codes": VAT_HEADER + "purchase,nl_high,21,1,11,1,5b,,\n",
    "payment_conditions": "direction,term,condition\npurchase,*,30\n",
    "cost_accounts": "cost_category,account,supply\nKantoorkosten,4000,goods\n",
}
BUYING = SMALLEST.replace("[WFV]", "[WFV], purchase: [WFI]")


def test_given_books_for_purchases_then_input_vat_decides_the_box(tmp_path: Path) -> None:
    assert check_against(configuration(tmp_path, BUYING, **PURCHASES), reference()) == []


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"journals": {"WFV": Journal("WFV", "", 4)}}, "dagboek WFI (journals.purchase)"),
        (
            {"accounts": {year: {k: v for k, v in ACCOUNTS.items() if k != "4000"} for year in YEARS}},
            "grootboekrekening 4000 in boekjaar 2025, 2026 (cost_accounts.csv rij 2)",
        ),
        ({"vat_scenarios": {1: "Verkoop"}}, "btw-scenario 11 (vat_codes.csv rij 2)"),
        (
            {"vat_rules": (input_rule(2026, 1, 1),)},
            "rubriek 5b in 2026, purchase_credit: is geen (vat_codes.csv rij 2)",
        ),
        (
            {"vat_rules": (replace(input_rule(2026, 1, 1), amount_type=0),)},
            "rubriek 5b in 2026, purchase: is geen (vat_codes.csv rij 2)",
        ),
        ({"payment_conditions": {}}, "betalingsconditie 30 (payment_conditions.csv rij 2)"),
    ],
)
def test_given_something_for_purchases_that_the_books_lack_then_it_is_named_with_its_row(
    tmp_path: Path, more: dict[str, Any], problem: str
) -> None:
    assert problem in check_against(configuration(tmp_path, BUYING, **PURCHASES), reference(**more))


SHIFTED = {
    **PURCHASES,
    "vat_codes": VAT_HEADER + "purchase,nl_reverse,21,1,14,1,2a,,\n",
}


def shifted_rules(*boxes: str) -> tuple[VatRule, ...]:
    """The rules of scenario 14 for the VAT on services: what is owed, and what is deducted."""
    return tuple(
        VatRule(14, year, invoice_type, 1, 1, box, VAT_AMOUNT)
        for year in YEARS
        for invoice_type in (1, 3)
        for box in boxes
    )


@pytest.mark.parametrize(
    ("boxes", "found"),
    [(("2a", "5b"), []), (("4b", "5b"), ["4b"]), (("5b",), ["geen"]), (("2a", "4b", "5b"), ["2a, 4b"])],
)
def test_given_vat_that_is_owed_on_a_purchase_then_its_box_is_the_one_beside_input_vat(
    tmp_path: Path, boxes: tuple[str, ...], found: list[str]
) -> None:
    scenarios = {14: "Inkoop btw verlegd"}
    more = reference(vat_rules=shifted_rules(*boxes), vat_scenarios=scenarios)
    assert check_against(configuration(tmp_path, BUYING, **SHIFTED), more) == [
        f"rubriek 2a in {year}, {kind}: is {box} (vat_codes.csv rij 2)"
        for box in found
        for year in YEARS
        for kind in ("purchase", "purchase_credit")
    ]


@pytest.mark.parametrize(
    ("tables", "place"),
    [
        (
            {"oss_accounts": "country,rate,account\nDE,19,1599\n"},
            "1599 in boekjaar 2025, 2026 (oss_accounts.csv rij 2)",
        ),
        (
            {"foreign_vat_accounts": "country,account\nIE,\nDE,1598\n"},
            "1598 in boekjaar 2025, 2026 (foreign_vat_accounts.csv rij 3)",
        ),
        (
            {
                "cost_accounts": "cost_category,account,supply,deductible_percent,nondeductible_account\n"
                "Lunch,4300,services,0,4399\n"
            },
            "4399 in boekjaar 2025, 2026 (cost_accounts.csv rij 2)",
        ),
    ],
)
def test_given_an_account_for_vat_that_the_books_lack_then_it_is_named(
    tmp_path: Path, tables: dict[str, str], place: str
) -> None:
    assert check_against(configuration(tmp_path, **tables), reference()) == [f"grootboekrekening {place}"]
