"""The mapping tables: every problem at once, with file, row, column and what to write."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.mapping.builders import INCLUDE, TABLES, write_tables
from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.treatment import Supply, Treatment
from wefact_multivers.errors import ConfigurationError
from wefact_multivers.mapping.rows import (
    CostAccount,
    CountryRow,
    PaymentConditionRow,
    RevenueAccount,
    VatCodeRow,
)
from wefact_multivers.mapping.tables import load_tables

REVENUE = TABLES["revenue_accounts.csv"]


def problems_of(folder: Path, **changed: str) -> list[str]:
    """What is wrong with the tables of a folder."""
    with pytest.raises(ConfigurationError) as caught:
        load_tables(write_tables(folder, **changed))
    return caught.value.params["problems"].split("; ")


def test_given_good_tables_then_each_row_knows_its_meaning_and_its_place(tmp_path: Path) -> None:
    tables = load_tables(write_tables(tmp_path))
    assert tables.revenue_accounts[0] == RevenueAccount(
        "revenue_accounts.csv", 2, None, None, "HOSTING", "8000", Supply.SERVICES, ""
    )
    assert tables.vat_codes[1] == VatCodeRow(
        "vat_codes.csv", 3, None, None, Kind.SALES, Treatment.NL_LOW, Decimal(9), 2, 1, 1, "1b"
    )
    assert tables.payment_conditions[0] == PaymentConditionRow("payment_conditions.csv", 2, Kind.SALES, 14, "14")
    assert tables.countries[1] == CountryRow("countries.csv", 3, "GR", "GR", "EL")
    assert tables.countries[1].where == "countries.csv rij 3"


def test_given_the_example_then_it_loads() -> None:
    tables = load_tables(INCLUDE / "mappings" / "demo")
    assert [row.product_group for row in tables.revenue_accounts] == ["HOSTING", "DOMEINEN", "BOEKEN", "ADVIES", "*"]
    assert tables.payment_conditions[-1].term is None


def test_given_a_table_from_a_dutch_spreadsheet_then_semicolons_spaces_and_a_byte_order_mark_are_no_matter(
    tmp_path: Path,
) -> None:
    text = "\ufeff" + REVENUE.replace(",", ";").replace("HOSTING", " HOSTING ")
    tables = load_tables(write_tables(tmp_path, revenue_accounts=text))
    assert tables.revenue_accounts[0].product_group == "HOSTING"


def test_given_empty_lines_then_the_rows_keep_the_numbers_that_a_spreadsheet_shows(tmp_path: Path) -> None:
    text = REVENUE.replace("BOEKEN", "\n,,\nBOEKEN")
    tables = load_tables(write_tables(tmp_path, revenue_accounts=text))
    assert [row.row for row in tables.revenue_accounts] == [2, 5, 6]


def test_given_a_percentage_with_a_comma_and_no_box_then_both_are_understood(tmp_path: Path) -> None:
    text = TABLES["vat_codes.csv"].replace("sales,nl_low,9,2,1,1,1b", 'sales,nl_low,"5,5",2,1,1,none')
    row = load_tables(write_tables(tmp_path, vat_codes=text)).vat_codes[1]
    assert (row.rate, row.box) == (Decimal("5.5"), "")


TREATMENT = f"write {' or '.join(Treatment)}"
KIND = "write sales or purchase"
WHOLE = "write a whole number from"
TERM = "write a number of days, or * for every other term"
CAPITALS = "write the two capitals that WeFact uses, like NL"
PERCENTAGE = "write a percentage like 21 or 5.5"
ACCOUNT = "write an account of 1 to 8 letters and digits"
DAY = "write a date like 2026-01-31, or leave it empty"
AGAIN = "leave one out, or end one before the other begins"


@pytest.mark.parametrize(
    ("table", "row", "problem"),
    [
        ("revenue_accounts", "X,80 00,goods", f"row 5, column account: {ACCOUNT} instead of '80 00'"),
        ("revenue_accounts", ",8000,goods", "row 5, column product_group: write 1 to 100 characters instead of ''"),
        ("revenue_accounts", "X,8000", "row 5, column supply: write goods or services instead of ''"),
        ("vat_codes", "sales,nl_hgh,6,3,1,1,1b", f"row 4, column treatment: {TREATMENT} instead of 'nl_hgh'"),
        ("vat_codes", "sales,*,6,3,1,1,1b", f"row 4, column treatment: {TREATMENT} instead of '*'"),
        ("vat_codes", "sales,nl_high,*,3,1,1,1b", f"row 4, column rate: {PERCENTAGE} instead of '*'"),
        ("vat_codes", "sales,nl_high,19,10,1,1,1b", f"row 4, column vat_code: {WHOLE} 0 to 9 instead of '10'"),
        ("vat_codes", "sales,nl_high,19,²,1,1,1b", f"row 4, column vat_code: {WHOLE} 0 to 9 instead of '²'"),
        ("vat_codes", "sales,nl_high,19,3,x,1,1b", f"row 4, column scenario: {WHOLE} 0 to 9999 instead of 'x'"),
        ("vat_codes", "sales,nl_high,19,3,1,8,1b", f"row 4, column vat_type: {WHOLE} 0 to 7 instead of '8'"),
        ("vat_codes", "sales,nl_high,19,3,1,1,9z", "row 4, column box: write a box like 1a, or none instead of '9z'"),
        ("payment_conditions", "sales,twee,14", f"row 4, column term: {TERM} instead of 'twee'"),
        ("payment_conditions", "sales,60,LANG", "row 4, column condition: write 1 to 3 characters instead of 'LANG'"),
        ("payment_conditions", "verkoop,60,30", f"row 4, column direction: {KIND} instead of 'verkoop'"),
        ("countries", "Nederland,NL,NL", f"row 4, column wefact: {CAPITALS} instead of 'Nederland'"),
        ("countries", "*,NL,NL", f"row 4, column wefact: {CAPITALS} instead of '*'"),
        ("revenue_accounts", "hosting,8000,goods", f"row 5, column product_group: the same as row 2, {AGAIN}"),
        ("payment_conditions", "sales,030,14", f"row 4, column term: the same as row 3, {AGAIN}"),
        ("vat_codes", "sales,nl_high,21.0,1,1,0,1a", f"row 4, column rate: the same as row 2, {AGAIN}"),
    ],
)  # fmt: skip
def test_given_one_bad_row_then_it_is_named_with_what_to_write(
    tmp_path: Path, table: str, row: str, problem: str
) -> None:
    text = f"{TABLES[f'{table}.csv']}{row}\n"
    assert problems_of(tmp_path, **{table: text}) == [f"{table}.csv {problem}"]


DATED = "product_group,account,supply,cost_centre,valid_from,valid_to\n"


def test_given_rows_that_follow_each_other_then_each_holds_in_its_own_time(tmp_path: Path) -> None:
    text = DATED + "A,8000,goods,ZW,,2026-06-30\nA,8100,goods,ZW,2026-07-01,\n"
    rows = load_tables(write_tables(tmp_path, revenue_accounts=text)).revenue_accounts
    assert [(row.account, row.is_valid(date(2026, 6, 30)), row.is_valid(date(2026, 7, 1))) for row in rows] == [
        ("8000", True, False),
        ("8100", False, True),
    ]
    assert rows[0].cost_centre == "ZW"


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("A,1,goods,,2026-02-01,2026-01-01", "row 2, column valid_to: lies before valid_from"),
        ("A,1,goods,,1-1-2026,", f"row 2, column valid_from: {DAY} instead of '1-1-2026'"),
        ("A,1,goods,,20260101,", f"row 2, column valid_from: {DAY} instead of '20260101'"),
        ("A,1,goods,,,2026-06-30\nA,2,goods,,2026-06-30,", f"row 3, column product_group: the same as row 2, {AGAIN}"),
    ],
)  # fmt: skip
def test_given_dates_that_make_no_sense_then_they_are_named(tmp_path: Path, rows: str, problem: str) -> None:
    assert problems_of(tmp_path, revenue_accounts=f"{DATED}{rows}\n") == [f"revenue_accounts.csv {problem}"]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("product_group,account\n", ["row 1: column supply is missing"]),
        (
            "product_group,account,supply,costcentre\n",
            ["row 1: unknown column costcentre, the nearest known one is cost_centre"],
        ),
        ("product_group,account,account,supply\n", ["row 1: column account stands there twice"]),
        ("product_group,account,supply,,\n", ["row 1: column (without a name) stands there twice"]),
    ],
)
def test_given_a_wrong_header_then_every_column_is_named(tmp_path: Path, text: str, problems: list[str]) -> None:
    assert problems_of(tmp_path, revenue_accounts=text) == [f"revenue_accounts.csv {problem}" for problem in problems]


def test_given_a_comma_too_many_then_no_column_shifts_silently(tmp_path: Path) -> None:
    text = REVENUE + "Hosting, groot,8000,goods\n"
    (problem,) = problems_of(tmp_path, revenue_accounts=text)
    assert problem.startswith("revenue_accounts.csv: cannot be read: ")
    assert "Expected 3 fields in line 5, saw 4" in problem


def test_given_a_comma_too_many_in_every_row_then_no_column_shifts_silently(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, revenue_accounts="product_group,account,supply\nA,8000,goods,\n")
    assert "Expected 3 fields in line 2, saw 4" in problem


def test_given_files_that_cannot_be_read_then_each_says_why_and_the_others_are_checked_too(tmp_path: Path) -> None:
    folder = write_tables(tmp_path, vat_codes="", payment_conditions=TABLES["payment_conditions.csv"] + "sales,x,14\n")
    (folder / "countries.csv").write_bytes("wefact,multivers,vat_prefix\nNL,België,NL\n".encode("cp1252"))
    (folder / "revenue_accounts.csv").unlink()
    with pytest.raises(ConfigurationError) as caught:
        load_tables(folder)
    assert caught.value.params["problems"].split("; ") == [
        "revenue_accounts.csv: there is no such file",
        "vat_codes.csv: is empty, the first line names the columns",
        f"payment_conditions.csv row 4, column term: {TERM} instead of 'x'",
        "countries.csv: is no UTF-8 text, save it as CSV UTF-8",
    ]


def test_given_a_folder_in_the_place_of_a_file_then_no_path_of_the_machine_is_shown(tmp_path: Path) -> None:
    folder = write_tables(tmp_path)
    (folder / "countries.csv").unlink()
    (folder / "countries.csv").mkdir()
    with pytest.raises(ConfigurationError) as caught:
        load_tables(folder)
    assert caught.value.params["problems"] == "countries.csv: cannot be read: Is a directory"


COSTS = "cost_category,account,supply,deductible_percent\nKantoorkosten,4000,goods,\nLunch,4300,services,0\n"


def test_given_a_table_of_cost_accounts_then_the_vat_profile_decides_on_deduction_unless_it_says_otherwise(
    tmp_path: Path,
) -> None:
    text = COSTS + 'Auto,4310,services,"62,5"\n'
    rows = load_tables(write_tables(tmp_path, cost_accounts=text)).cost_accounts
    assert rows[0] == CostAccount(
        "cost_accounts.csv", 2, None, None, "Kantoorkosten", "4000", Supply.GOODS, None, "", ""
    )
    assert [row.deductible_percent for row in rows] == [None, Decimal(0), Decimal("62.5")]


def test_given_no_table_of_cost_accounts_then_there_are_none(tmp_path: Path) -> None:
    assert load_tables(write_tables(tmp_path)).cost_accounts == ()


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("X,4000,goods,101", "column deductible_percent: write a percentage from 0 to 100, or leave it empty"),
        ("kantoorkosten,4100,goods,", "column cost_category: the same as row 2"),
        (",4100,goods,", "column cost_category: write 1 to 100 characters"),
    ],
)
def test_given_one_bad_row_of_cost_accounts_then_it_is_named(tmp_path: Path, row: str, problem: str) -> None:
    (found,) = problems_of(tmp_path, cost_accounts=f"{COSTS}{row}\n")
    assert found.startswith(f"cost_accounts.csv row 4, {problem}")
