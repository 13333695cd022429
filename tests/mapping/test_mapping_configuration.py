"""The configuration as one value: its text says everything, and its hash changes with anything."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.mapping.builders import INCLUDE, SMALLEST, TABLES, configuration
from wefact_multivers.domain.treatment import Supply
from wefact_multivers.mapping.administration import load_administration
from wefact_multivers.mapping.administration_sections import Alerts
from wefact_multivers.mapping.configuration import Configuration
from wefact_multivers.mapping.rows import MappingTables, RevenueAccount
from wefact_multivers.mapping.tables import load_tables

DEMO = Configuration(load_administration(INCLUDE, "demo"), load_tables(INCLUDE / "mappings" / "demo"))


def without_alerts(whole: Configuration) -> Configuration:
    return replace(whole, administration=whole.administration.model_copy(update={"alerts": Alerts()}))


def test_given_the_example_then_it_comes_back_exactly_from_its_text() -> None:
    again = Configuration.from_text(DEMO.text)
    assert (again, again.text, again.hash) == (without_alerts(DEMO), DEMO.text, DEMO.hash)


def test_given_other_people_to_tell_then_it_is_the_same_configuration_and_names_nobody(tmp_path: Path) -> None:
    mail = "alerts: {channels: [{notifier: some.Notifier, arguments: {to: piet@example.com}}]}\n"
    told = configuration(tmp_path, SMALLEST + mail)
    assert told.administration.alerts.channels[0].arguments == {"to": "piet@example.com"}
    assert (told.hash, told.text) == (configuration(tmp_path).hash, configuration(tmp_path).text)
    assert "piet" not in told.text


def test_given_the_same_files_twice_then_the_hash_is_the_same(tmp_path: Path) -> None:
    assert configuration(tmp_path).hash == configuration(tmp_path).hash


@pytest.mark.parametrize(
    ("file", "tables"),
    [
        (SMALLEST + "tolerance: 0.01\n", {}),
        (SMALLEST, {"revenue_accounts": TABLES["revenue_accounts.csv"].replace("8090", "8091")}),
        (SMALLEST, {"countries": TABLES["countries.csv"] + "BE,BE,BE\n"}),
    ],
)
def test_given_any_change_then_the_hash_is_another(tmp_path: Path, file: str, tables: dict[str, str]) -> None:
    before = configuration(tmp_path).hash
    assert configuration(tmp_path, file, **tables).hash != before


@pytest.mark.parametrize("text", ['{"administration":{}}', '{"administration":[]}', "[]"])
def test_given_a_text_of_another_shape_then_it_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        Configuration.from_text(text)


ROWS = st.builds(
    RevenueAccount,
    file=st.just("revenue_accounts.csv"),
    row=st.integers(2, 10_000),
    valid_from=st.none() | st.dates(),
    valid_to=st.none() | st.dates(),
    product_group=st.text(min_size=1),
    account=st.text("0123456789", min_size=1, max_size=8),
    supply=st.sampled_from(Supply),
    cost_centre=st.text(max_size=8),
)


@pytest.mark.property
@given(st.lists(ROWS).map(tuple), st.decimals(0, 1, places=2))
def test_given_any_rows_and_tolerance_then_they_come_back_exactly(
    rows: tuple[RevenueAccount, ...], tolerance: Decimal
) -> None:
    tables = MappingTables(rows, DEMO.tables.vat_codes, (), ())
    administration = DEMO.administration.model_copy(update={"tolerance": tolerance, "alerts": Alerts()})
    one = replace(DEMO, tables=tables, administration=administration)
    assert Configuration.from_text(one.text) == one
    assert Configuration.from_text(one.text).text == one.text
