"""Which account and code a line gets, why, and what is said where the tables have no answer."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.domain.builders import debtor, invoice, line
from tests.mapping.builders import SMALLEST, TABLES, configuration
from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.documents import ProductGroups, SalesLine
from wefact_multivers.domain.money_moves import PaidHow
from wefact_multivers.domain.planning import ResolvedLine
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.treatment import Treatment
from wefact_multivers.mapping.payment_conditions import resolve_payment_condition
from wefact_multivers.mapping.resolution import Resolution, relation_name, resolve_country
from wefact_multivers.mapping.resolve import resolve_lines
from wefact_multivers.mapping.vat_number import party_of

GROUPS = ProductGroups(
    {
        "P-HOST": ("HOSTING",),
        "P-BOEK": ("BOEKEN",),
        "P-ODD": ("ODD",),
        "P-BOTH": ("HOSTING", "BOEKEN"),
        "P-MIXED": ("ACTIE", "hosting "),
    }
)
ON = dt.date(2026, 3, 10)


def resolve(
    folder: Path, *lines: SalesLine, country: str = "NL", on: dt.date = ON, file: str = SMALLEST, **tables: str
) -> Resolution:
    """The lines resolved against small tables."""
    document = invoice(*lines, date=on)
    made = configuration(folder, file, **tables)
    return resolve_lines(document, made, party=party_of(country, "", made), groups=GROUPS)


def account_of(resolution: Resolution) -> str:
    """The account of the first line."""
    (first, *_), problems = resolution
    assert problems == ()
    assert first is not None
    return first.account


def test_given_a_product_of_a_group_then_account_and_code_are_those_of_its_rows_and_both_are_explained(
    tmp_path: Path,
) -> None:
    assert resolve(tmp_path, line()).lines == (
        ResolvedLine(
            account="8000",
            treatment=Treatment.NL_HIGH,
            vat_code=1,
            scenario=1,
            vat_type=1,
            supply="services",
            cost_centre="",
            why="productgroep HOSTING -> 8000 (revenue_accounts.csv rij 2); "
            "nl_high (vaste regel); 21 % -> btw-code 1 (vat_codes.csv rij 2)",
            box="1a",
        ),
    )


@pytest.mark.parametrize(
    ("product", "account", "why"),
    [
        ("", "8090", "productgroep (geen) -> * -> 8090 (revenue_accounts.csv rij 4)"),
        ("P-UNKNOWN", "8090", "productgroep (geen) -> * -> 8090 (revenue_accounts.csv rij 4)"),
        ("P-ODD", "8090", "productgroep ODD -> * -> 8090 (revenue_accounts.csv rij 4)"),
        ("P-MIXED", "8000", "productgroep HOSTING -> 8000 (revenue_accounts.csv rij 2)"),
    ],
)
def test_given_groups_without_a_row_then_they_do_not_count(
    tmp_path: Path, product: str, account: str, why: str
) -> None:
    (first,), _ = resolve(tmp_path, line(product_code=product))
    assert first is not None
    assert (first.account, first.why.split("; ")[0]) == (account, why)


def test_given_two_groups_that_agree_then_they_count_as_one(tmp_path: Path) -> None:
    table = "product_group,account,supply\nHOSTING,8000,goods\nBOEKEN,8000,goods\n"
    assert account_of(resolve(tmp_path, line(product_code="P-BOTH"), revenue_accounts=table)) == "8000"


@pytest.mark.parametrize(
    ("hosting", "books", "account"),
    [("1", "2", "8000"), ("2", "1", "8020"), ("", "7", "8020"), ("7", "", "8000")],
)
def test_given_two_groups_that_differ_then_the_lowest_priority_decides(
    tmp_path: Path, hosting: str, books: str, account: str
) -> None:
    table = f"product_group,account,supply,priority\nHOSTING,8000,goods,{hosting}\nBOEKEN,8020,goods,{books}\n"
    assert account_of(resolve(tmp_path, line(product_code="P-BOTH"), revenue_accounts=table)) == account


def test_given_two_groups_of_one_priority_then_nobody_chooses(tmp_path: Path) -> None:
    table = "product_group,account,supply,priority\nHOSTING,8000,goods,1\nBOEKEN,8020,goods,1\n"
    found = resolve(tmp_path, line(product_code="P-BOTH"), revenue_accounts=table).problems
    assert found == (
        problem("MAP-004", product="P-BOTH", groups="HOSTING, BOEKEN", line=1, file="revenue_accounts.csv"),
    )


@pytest.mark.parametrize(("on", "account"), [(dt.date(2026, 6, 30), "8000"), (dt.date(2026, 7, 1), "8100")])
def test_given_rows_with_dates_then_the_day_decides(tmp_path: Path, on: dt.date, account: str) -> None:
    table = (
        "product_group,account,supply,valid_from,valid_to\n"
        "HOSTING,8000,goods,,2026-06-30\n"
        "HOSTING,8100,goods,2026-07-01,\n"
    )
    assert account_of(resolve(tmp_path, line(), on=on, revenue_accounts=table)) == account


WITHOUT_DEFAULT = TABLES["revenue_accounts.csv"].replace("*,8090,services\n", "")
TWO_SCENARIOS = TABLES["vat_codes.csv"].replace("nl_low,9,2,1", "nl_low,9,2,4")


@pytest.mark.parametrize(
    ("lines", "more", "expected"),
    [
        (
            [line(product_code="P-ODD")],
            {"revenue_accounts": WITHOUT_DEFAULT},
            [problem("MAP-001", group="ODD", line=1, file="revenue_accounts.csv")],
        ),
        (
            [line(product_code="")],
            {"revenue_accounts": WITHOUT_DEFAULT},
            [problem("MAP-001", group="(geen)", line=1, file="revenue_accounts.csv")],
        ),
        (
            [line("0"), line(rate="6")],
            {},
            [problem("MAP-003", treatment="nl_other_rate", rate="6", date="2026-03-10", line=2, file="vat_codes.csv")],
        ),
        (
            [line(product_code="P-BOTH")],
            {},
            [problem("MAP-004", product="P-BOTH", groups="HOSTING, BOEKEN", line=1, file="revenue_accounts.csv")],
        ),
        (
            [line(), line(rate="9")],
            {"vat_codes": TWO_SCENARIOS},
            [problem("MAP-006", scenarios="1 (regel 1), 4 (regel 2)", file="vat_codes.csv")],
        ),
        ([line(rate="0")], {}, [problem("VAT-001", line=1)]),
        ([line(), line()], {"country": "DE"}, [problem("VAT-002", country="DE")]),
        ([line()], {"country": "", "file": SMALLEST + "own_country: BE\n"}, [problem("VAT-002", country="BE")]),
        (
            [line(product_code="P-BOTH", rate="7")],
            {},
            [
                problem("MAP-004", product="P-BOTH", groups="HOSTING, BOEKEN", line=1, file="revenue_accounts.csv"),
                problem("VAT-003", rate="7", line=1),
            ],
        ),
    ],
)
def test_given_what_the_tables_do_not_say_then_each_gap_is_named_once(
    tmp_path: Path, lines: list[SalesLine], more: dict[str, Any], expected: list[Problem]
) -> None:
    assert list(resolve(tmp_path, *lines, **more).problems) == expected


def test_given_one_bad_line_then_the_others_are_resolved_all_the_same(tmp_path: Path) -> None:
    lines, _ = resolve(tmp_path, line(), line(rate="0"), line("0", rate="0"))
    assert [found is not None for found in lines] == [True, False, False]


def test_given_a_vat_code_row_that_has_ended_then_it_is_not_used(tmp_path: Path) -> None:
    header, *rows = TABLES["vat_codes.csv"].splitlines()
    table = "\n".join([f"{header},valid_to", *(f"{row},2026-03-09" for row in rows)])
    (found,) = resolve(tmp_path, line(), vat_codes=table).problems
    assert found.code == "MAP-003"


@pytest.mark.parametrize(
    ("term", "added", "expected"),
    [
        (14, "", "14"),
        (30, "sales,*,14\n", "30"),
        (60, "sales,*,14\n", "14"),
        (None, "sales,*,14\n", "14"),
        (60, "", problem("MAP-005", term=60, file="payment_conditions.csv")),
        (None, "", problem("MAP-005", term="-", file="payment_conditions.csv")),
    ],
)
def test_given_a_term_then_its_own_row_comes_before_the_default(
    tmp_path: Path, term: int | None, added: str, expected: str | Problem
) -> None:
    table = TABLES["payment_conditions.csv"] + added
    assert resolve_payment_condition(PaidHow(term), configuration(tmp_path, payment_conditions=table)) == expected


@pytest.mark.parametrize(
    ("country", "expected"),
    [("NL", "NL"), ("", "NL"), ("GR", "GR"), ("BE", problem("MAP-007", country="BE", file="countries.csv"))],
)
def test_given_a_country_then_its_code_or_the_gap_is_named(
    tmp_path: Path, country: str, expected: str | Problem
) -> None:
    assert resolve_country(country, configuration(tmp_path)) == expected


def test_given_a_term_of_a_purchase_then_only_rows_for_purchases_count(tmp_path: Path) -> None:
    table = TABLES["payment_conditions.csv"] + "purchase,14,21\n"
    made = configuration(tmp_path, payment_conditions=table)
    assert resolve_payment_condition(PaidHow(14), made, kind=Kind.PURCHASE) == "21"
    assert resolve_payment_condition(PaidHow(30), made, kind=Kind.PURCHASE) == problem(
        "MAP-005", term=30, file="payment_conditions.csv"
    )


LONG = "Coöperatieve Vereniging voor Duurzame Energie Noord-Holland U.A."


@pytest.mark.parametrize(
    ("name", "row", "expected"),
    [
        (LONG, "sales,DB10001,Duurzame Energie U.A.", "Duurzame Energie U.A."),
        (LONG, "purchase,DB10001,Duurzame Energie U.A.", LONG),
        (LONG, "sales,DB10002,Duurzame Energie U.A.", LONG),
        ("x" * 40, "sales,DB10001,Duurzame Energie U.A.", "x" * 40),
    ],
    ids=["its own row", "a row of the other side", "another relation's row", "a name that fits"],
)
def test_given_a_row_with_a_name_then_it_stands_for_one_that_is_too_long_and_for_no_other(
    tmp_path: Path, name: str, row: str, expected: str
) -> None:
    made = configuration(tmp_path, relation_names=f"direction,code,name\n{row}\n")
    assert relation_name(debtor(name=name), made) == expected
