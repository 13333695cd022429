"""Files as they come out of other programs, or cannot be read at all: they work, or the message says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mapping.builders import SMALLEST, TABLES, write_administration, write_tables
from wefact_multivers.errors import ConfigurationError
from wefact_multivers.mapping.administration import load_administration
from wefact_multivers.mapping.tables import load_tables

REVENUE = TABLES["revenue_accounts.csv"]
UNREADABLE = Path("/proc/self/mem")
"""A file whose first byte nobody can read, whatever his rights."""


def problem_of(folder: Path, text: str) -> str:
    """What is wrong with the revenue accounts."""
    with pytest.raises(ConfigurationError) as caught:
        load_tables(write_tables(folder, revenue_accounts=text))
    return caught.value.params["problems"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_given_any_separator_line_end_and_mark_then_the_rows_are_the_same(
    tmp_path: Path, separator: str, line_end: str, mark: str
) -> None:
    text = mark + REVENUE.replace(",", separator).replace("\n", line_end)
    folder = write_tables(tmp_path)
    (folder / "revenue_accounts.csv").write_bytes(text.encode())
    assert load_tables(folder).revenue_accounts == load_tables(write_tables(tmp_path)).revenue_accounts


def test_given_a_name_that_holds_another_separator_then_the_header_decides(tmp_path: Path) -> None:
    row = "Hosting; groot,8000,services\n"
    assert load_tables(write_tables(tmp_path, revenue_accounts=REVENUE + row)).revenue_accounts[-1].row == 5
    semicolons = REVENUE.replace(",", ";") + "Hosting, groot;8000;services\n"
    found = load_tables(write_tables(tmp_path, revenue_accounts=semicolons)).revenue_accounts[-1]
    assert (found.product_group, found.account) == ("Hosting, groot", "8000")


def test_given_a_separator_in_a_text_then_the_message_says_where_it_is_and_how_to_write_it(tmp_path: Path) -> None:
    problem = problem_of(tmp_path, REVENUE + "Hosting, groot,8000,services\n")
    assert "Expected 3 fields in line 5, saw 4" in problem
    assert "put a text that holds the separator in double quotes" in problem


def test_given_a_quote_that_is_never_closed_then_the_row_is_that_of_the_file(tmp_path: Path) -> None:
    problem = problem_of(tmp_path, REVENUE.replace("BOEKEN", '"BOEKEN'))
    assert problem == "revenue_accounts.csv: cannot be read: a text that begins in row 3 has no closing double quote"


def test_given_tables_that_are_wrong_then_their_folder_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "mappings"
    folder.mkdir()
    with pytest.raises(ConfigurationError, match=r"The configuration of mappings/acme is wrong: revenue_accounts\.csv"):
        load_tables(write_tables(folder / "acme", revenue_accounts=""))


def test_given_files_that_cannot_be_read_then_each_is_named_with_the_reason(tmp_path: Path) -> None:
    write_administration(tmp_path, SMALLEST)
    file = tmp_path / "administrations" / "acme.yaml"
    table = write_tables(tmp_path / "tables") / "countries.csv"
    for path in (file, table):
        path.unlink()
        path.symlink_to(UNREADABLE)
    with pytest.raises(ConfigurationError, match=r"acme\.yaml is wrong: the file cannot be read: Input/output error"):
        load_administration(tmp_path, "acme")
    with pytest.raises(ConfigurationError, match=r"countries\.csv: cannot be read: Input/output error"):
        load_tables(table.parent)
