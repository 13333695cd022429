"""Which groups and categories go by the default row, as `mapping check` shows them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.domain.builders import cost, invoice, line, purchase
from tests.mapping.builders import configuration
from wefact_multivers.domain.documents import ProductGroups
from wefact_multivers.mapping.usage import against_sign, default_categories, default_groups

REVENUE = """\
product_group,account,supply,cost_centre,valid_from,valid_to
Hosting,8010,services,,,
Boeken,8020,goods,,2027-01-01,
*,8000,services,,,
"""
COSTS = """\
cost_category,account,supply,deductible_percent,cost_centre,valid_from,valid_to
Kantoorkosten,4000,goods,,,,
*,4900,services,,,,
"""


def test_given_lines_of_many_groups_then_those_without_a_row_that_day_are_named(tmp_path: Path) -> None:
    tables = configuration(tmp_path, revenue_accounts=REVENUE).tables
    groups = ProductGroups({"P1": ("hosting",), "P2": ("Boeken",), "P3": ("Domeinen", "Hosting")})
    lines = (
        line(product_code="P1"),
        line(product_code="P2"),
        line(product_code="P3"),
        line(product_code=""),
        line(price="0", product_code="P2"),
    )
    assert default_groups(invoice(*lines), tables, groups) == {"Boeken", "(geen)"}


def test_given_lines_of_many_categories_then_those_without_a_row_are_named(tmp_path: Path) -> None:
    tables = configuration(tmp_path, cost_accounts=COSTS).tables
    lines = (cost(category=" kantoorkosten "), cost(category="Huur"), cost(category=""), cost("0", category="Lunch"))
    assert default_categories(purchase(*lines), tables) == {"Huur", "(geen)"}


def test_given_no_default_row_then_nothing_goes_by_it(tmp_path: Path) -> None:
    tables = configuration(tmp_path, revenue_accounts=REVENUE.replace("*,8000,services,,,\n", "")).tables
    assert default_groups(invoice(line(product_code="P1")), tables, ProductGroups({"P1": ("Domeinen",)})) == set()


@pytest.mark.parametrize(
    ("gross", "prices", "against"),
    [
        ("121", ("200", "-100"), {"B"}),
        ("-121", ("-200", "100"), {"B"}),
        ("0", ("100", "-100"), {"B"}),
        ("-363", ("-200", "-100"), set()),
        ("363", ("200", "100"), set()),
        ("242", ("200", "0"), set()),
    ],
)
def test_given_a_line_against_the_sign_of_its_invoice_then_its_group_is_named(
    gross: str, prices: tuple[str, str], against: set[str]
) -> None:
    lines = [line(price=price, product_code=code) for price, code in zip(prices, "AB", strict=True)]
    document = invoice(*lines, gross=Decimal(gross))
    assert against_sign(document, ProductGroups({"A": ("A",), "B": ("B",)})) == against
