"""What the lines of a credit note take from their originals."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.domain.builders import HIGH_RATES, LOW_RATES, cost, invoice, line, purchase, target
from tests.mapping.builders import SMALLEST, TABLES, configuration
from wefact_multivers.domain.documents import ProductGroups
from wefact_multivers.domain.evidence import Party
from wefact_multivers.domain.planning import ResolvedLine
from wefact_multivers.domain.problems import codes, problem
from wefact_multivers.domain.reference import VatCode
from wefact_multivers.domain.treatment import Treatment
from wefact_multivers.mapping.inherit import NOTHING_INHERITED, Inheritance, Inherited, one_resolution
from wefact_multivers.mapping.resolution import Resolution
from wefact_multivers.mapping.resolve import resolve_lines
from wefact_multivers.mapping.resolve_purchase import resolve_purchase_lines

HOME = Party("NL", vat_prefix="NL")
LAST_YEAR, ON = dt.date(2025, 12, 20), dt.date(2026, 3, 10)
CODES = {1: VatCode(1, "Hoog", HIGH_RATES), 2: VatCode(2, "Laag", LOW_RATES)}
GROUPS = ProductGroups({"P-HOST": ("HOSTING",)})
DATED = (
    "product_group,account,supply,valid_from,valid_to\n"
    "HOSTING,8000,services,,2025-12-31\nHOSTING,8050,services,2026-01-01,\n"
)
OF_LAST_YEAR = Inherited("F2025-0001", LAST_YEAR, HOME)


def sold(folder: Path, inherited: Inherited | None, **tables: str) -> Resolution:
    """A credit note of one line of hosting, resolved."""
    made = configuration(folder, **({"revenue_accounts": DATED} | tables))
    way = Inheritance((inherited,), CODES)
    return resolve_lines(invoice(line("-1"), date=ON), made, party=HOME, groups=GROUPS, inherits=way)


def only(resolution: Resolution) -> ResolvedLine:
    (found,) = resolution.lines
    assert found is not None
    return found


@pytest.mark.parametrize(("inherited", "account"), [(OF_LAST_YEAR, "8000"), (None, "8050")])
def test_given_an_original_then_the_rows_of_its_date_hold(
    tmp_path: Path, inherited: Inherited | None, account: str
) -> None:
    found = only(sold(tmp_path, inherited))
    assert found.account == account
    assert ("als F2025-0001" in found.why) is (inherited is not None)


def test_given_the_booking_of_the_original_then_no_row_is_asked(tmp_path: Path) -> None:
    booked = target(account="8123", cost_centre="K1")
    found = sold(
        tmp_path,
        replace(OF_LAST_YEAR, booked=booked),
        revenue_accounts="product_group,account,supply\nBOEKEN,8020,goods\n",
    )
    assert found == Resolution((replace(booked, why=f"{booked.why}; als F2025-0001"),), ())


def test_given_an_original_that_no_row_of_its_date_fits_then_the_credit_note_goes_for_itself(tmp_path: Path) -> None:
    table = "product_group,account,supply,valid_from\nHOSTING,8050,services,2026-01-01\n"
    assert only(sold(tmp_path, OF_LAST_YEAR, revenue_accounts=table)).account == "8050"


def test_given_neither_then_what_lacks_on_its_own_date_is_named(tmp_path: Path) -> None:
    table = "product_group,account,supply\nBOEKEN,8020,goods\n"
    assert codes(sold(tmp_path, OF_LAST_YEAR, revenue_accounts=table).problems) == ["MAP-001"]


@pytest.mark.parametrize(("row", "found"), [("", (2, "8020")), ("sales,nl_other_rate,6,3,1,1,1c\n", (3, "8020"))])
def test_given_a_code_with_another_rate_by_now_then_the_one_that_has_it_takes_its_place(
    tmp_path: Path, row: str, found: tuple[int, str]
) -> None:
    booked = target(Treatment.NL_OTHER_RATE, account="8020", vat_code=2)
    made = configuration(tmp_path, vat_codes=TABLES["vat_codes.csv"] + row)
    way = Inheritance((Inherited("F2018-0001", dt.date(2018, 12, 20), HOME, booked=booked),), CODES)
    document = invoice(line("-1", rate="6"), date=dt.date(2019, 2, 1))
    resolved = only(resolve_lines(document, made, party=HOME, groups=GROUPS, inherits=way))
    assert (resolved.vat_code, resolved.account) == found


def test_given_a_code_that_multivers_does_not_have_then_that_is_for_the_plan_to_say(tmp_path: Path) -> None:
    way = Inheritance((replace(OF_LAST_YEAR, booked=target(vat_code=7)),), CODES)
    found = resolve_lines(invoice(line("-1")), configuration(tmp_path), party=HOME, groups=GROUPS, inherits=way)
    assert only(found).vat_code == 7


def test_given_a_purchase_of_another_vat_regime_then_its_credit_note_deducts_as_little(tmp_path: Path) -> None:
    file = SMALLEST + "vat_profile: [{valid_to: 2025-12-31, regime: kor}]\n"
    made = configuration(
        tmp_path,
        file,
        cost_accounts="cost_category,account,supply\nKantoorkosten,4000,goods\n",
        vat_codes=TABLES["vat_codes.csv"] + "purchase,nl_high,21,1,11,1,5b\n",
    )
    document = purchase(cost("-100.00"), cost("0.00"), date=ON)
    for inherited, percent in ((OF_LAST_YEAR, 0), (None, 100)):
        way = Inheritance((inherited, None), CODES)
        first, text = resolve_purchase_lines(document, made, party=HOME, inherits=way).lines
        assert (first and first.deductible_percent, text) == (Decimal(percent), None)


def test_given_what_is_inherited_then_party_and_numbers_are_those_of_the_originals() -> None:
    belgian = Party("BE", "BE0123456749", "BE", is_well_formed=True)
    way = Inheritance((None, replace(OF_LAST_YEAR, party=belgian), OF_LAST_YEAR))
    assert (way.party, way.numbers) == (belgian, ["F2025-0001"])
    assert (NOTHING_INHERITED.party, NOTHING_INHERITED.numbers) == (None, [])


def test_given_originals_that_were_booked_alike_then_the_likeliest_serves_and_else_a_person_is_asked() -> None:
    ways = [Inheritance((replace(OF_LAST_YEAR, number=number),)) for number in ("F1", "F2", "F3")]
    first = Resolution((target(why="F1"),), (problem("MAP-006", scenarios="", file=""),))
    alike, other = Resolution((target(why="F2"),), ()), Resolution((target(account="8001"),), ())
    assert one_resolution(ways[:2], [first, alike]) == first
    asked = one_resolution(ways, [first, alike, other])
    assert asked == Resolution(first.lines, (*first.problems, problem("DOC-053", numbers="F1, F3")))


def test_given_one_original_booked_and_one_only_resolved_to_the_same_place_then_nobody_is_asked() -> None:
    ways = [Inheritance((replace(OF_LAST_YEAR, number=number),)) for number in ("F1", "F2")]
    booked = Resolution((target(why="zoals geboekt", supply="", box="", no_vat_code=0),), ())
    resolved = Resolution((target(why="rij 3", supply="goods", box="1a", no_vat_code=9),), ())
    assert one_resolution(ways, [booked, resolved]) == booked
