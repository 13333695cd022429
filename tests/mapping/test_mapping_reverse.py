"""The tables read from Multivers to WeFact: one row gives an answer, none or several give a question."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mapping.builders import configuration
from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.problems import problem
from wefact_multivers.mapping.reverse import wefact_country, wefact_term

COUNTRIES = "wefact,multivers,vat_prefix\nNL,NL,NL\nGR,EL,EL\nGB,UK,\nIM,UK,\n"
CONDITIONS = "direction,term,condition\nsales,14,A\nsales,30,B\nsales,60,B\nsales,*,C\npurchase,30,A\npurchase,0,N\n"


@pytest.mark.parametrize(("country_id", "country"), [("NL", "NL"), ("EL", "GR"), ("", "NL")])
def test_given_one_row_then_it_names_the_country(tmp_path: Path, country_id: str, country: str) -> None:
    assert wefact_country(country_id, configuration(tmp_path, countries=COUNTRIES)) == country


@pytest.mark.parametrize(("country_id", "count"), [("FR", 0), ("UK", 2)])
def test_given_no_row_or_several_then_no_country_is_guessed(tmp_path: Path, country_id: str, count: int) -> None:
    found = wefact_country(country_id, configuration(tmp_path, countries=COUNTRIES))
    assert found == problem("IMP-005", country=country_id, count=count, file="countries.csv")


@pytest.mark.parametrize(
    ("condition", "kind", "term"),
    [("A", Kind.SALES, 14), ("A", Kind.PURCHASE, 30), ("N", Kind.PURCHASE, 0), ("", Kind.SALES, None)],
)
def test_given_one_term_then_it_is_the_condition(tmp_path: Path, condition: str, kind: Kind, term: int | None) -> None:
    assert wefact_term(condition, configuration(tmp_path, payment_conditions=CONDITIONS), kind=kind) == term


@pytest.mark.parametrize(("condition", "count"), [("B", 2), ("C", 0), ("N", 0)])
def test_given_no_term_or_several_then_none_is_guessed(tmp_path: Path, condition: str, count: int) -> None:
    found = wefact_term(condition, configuration(tmp_path, payment_conditions=CONDITIONS), kind=Kind.SALES)
    assert found == problem("IMP-011", condition=condition, count=count, file="payment_conditions.csv")
