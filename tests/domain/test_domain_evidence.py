"""The evidence for the VAT of a line: where the other side is, what is certain, and what contradicts a treatment."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.evidence import (
    CountryGroup,
    Evidence,
    Party,
    Regime,
    certain_treatment,
    disagreements,
    undecided,
)
from wefact_multivers.domain.problems import Problem, codes, problem
from wefact_multivers.domain.treatment import OF_KIND, Supply, Treatment, bears_vat

AT_HOME = Party("NL", vat_prefix="NL")
BELGIAN = Party("BE", "BE0123456749", "BE", is_well_formed=True)
GERMAN = Party("DE", vat_prefix="DE")
AMERICAN = Party("US", vat_prefix="US")
NORTHERN_IRISH = Party("GB", "XI980780684", "GB", is_well_formed=True)


def evidence(rate: str = "0", **more: Any) -> Evidence:
    """A line of a sale at home."""
    return replace(Evidence(Kind.SALES, 3, Decimal(rate), AT_HOME, supply=Supply.SERVICES), **more)


def bought(rate: str = "0", **more: Any) -> Evidence:
    """A line of a purchase at home."""
    return evidence(rate, direction=Kind.PURCHASE, **more)


@pytest.mark.parametrize(
    ("given", "group"),
    [
        (evidence(), CountryGroup.HOME),
        (evidence(party=BELGIAN), CountryGroup.EU),
        (evidence(party=Party("GR", "EL094259216", "EL")), CountryGroup.EU),
        (evidence(party=AMERICAN), CountryGroup.OUTSIDE),
        (evidence(party=NORTHERN_IRISH), CountryGroup.OUTSIDE),
        (evidence(party=NORTHERN_IRISH, supply=Supply.GOODS), CountryGroup.EU),
        (evidence(party=Party("NL", "DE811222336", "NL")), CountryGroup.HOME),
        (bought(party=Party("NL", "DE811222336", "NL")), CountryGroup.EU),
        (bought(party=Party("DE", "NL822233447B01", "DE")), CountryGroup.HOME),
        (bought(party=Party("NL", "822233447B01", "NL")), CountryGroup.HOME),
        (bought(party=NORTHERN_IRISH, supply=Supply.GOODS), CountryGroup.EU),
    ],
)
def test_given_country_and_vat_number_then_the_other_side_is_in_one_group(given: Evidence, group: CountryGroup) -> None:
    assert given.country_group is group


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (evidence("21"), Treatment.NL_HIGH),
        (evidence("21.00"), Treatment.NL_HIGH),
        (evidence("9"), Treatment.NL_LOW),
        (evidence("19"), Treatment.NL_OTHER_RATE),
        (evidence("6"), Treatment.NL_OTHER_RATE),
        (evidence("0"), None),
        (evidence("5.5"), None),
        (evidence("21", party=BELGIAN), None),
        (bought("21"), Treatment.NL_HIGH),
        (bought("0"), None),
        (bought("19", party=GERMAN), None),
        (evidence(regime=Regime.KOR), Treatment.KOR),
        (evidence(regime=Regime.EXEMPT), Treatment.EXEMPT),
        (evidence(regime=Regime.CASH), None),
        (evidence(regime=Regime.KOR, party=BELGIAN), None),
        (bought(regime=Regime.KOR), None),
        (evidence(in_fiscal_unity=True), Treatment.OUTSIDE_SCOPE),
        (bought(in_fiscal_unity=True), Treatment.NO_VAT),
    ],
)
def test_given_no_rule_then_only_what_is_certain_has_a_treatment(given: Evidence, expected: Treatment | None) -> None:
    assert certain_treatment(given) is expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (evidence(), problem("VAT-001", line=3)),
        (evidence("5.50"), problem("VAT-003", rate="5,5", line=3)),
        (evidence("21", party=BELGIAN), problem("VAT-002", country="BE")),
        (evidence(party=BELGIAN), problem("VAT-002", country="BE")),
        (bought(), problem("VAT-001", line=3)),
        (bought(others_bear_vat=True), problem("VAT-008", line=3)),
        (bought(party=Party("NL", "NL822233447B01", "NL")), problem("VAT-007", line=3)),
        (bought("7"), problem("VAT-003", rate="7", line=3)),
        (bought("19", party=GERMAN), problem("VAT-004", country="DE")),
        (bought(party=GERMAN), problem("VAT-009", country="DE")),
    ],
)
def test_given_no_treatment_then_the_reason_is_named(given: Evidence, expected: Problem) -> None:
    assert undecided(given) == expected


FITTING = {
    Treatment.NL_HIGH: evidence("21"),
    Treatment.NL_LOW: evidence("9"),
    Treatment.NL_OTHER_RATE: evidence("6"),
    Treatment.NL_ZERO: evidence(),
    Treatment.NL_REVERSE: evidence(vat_shift=True),
    Treatment.EXEMPT: evidence(),
    Treatment.KOR: evidence(regime=Regime.KOR),
    Treatment.IC_GOODS: evidence(party=BELGIAN, supply=Supply.GOODS),
    Treatment.IC_SERVICES: evidence(party=BELGIAN),
    Treatment.EXPORT_GOODS: evidence(party=AMERICAN, supply=Supply.GOODS),
    Treatment.SERVICES_OUTSIDE_EU: evidence(party=AMERICAN),
    Treatment.OSS: evidence("19", party=GERMAN),
    Treatment.MARGIN: evidence(supply=Supply.GOODS),
    Treatment.OUTSIDE_SCOPE: evidence(),
    Treatment.NO_VAT: bought(),
    Treatment.IMPORT_ART23: bought(party=AMERICAN, supply=Supply.GOODS),
    Treatment.FOREIGN_VAT: bought("19", party=GERMAN),
}


@pytest.mark.parametrize("treatment", Treatment)
def test_given_evidence_that_fits_a_treatment_then_nothing_contradicts_it(treatment: Treatment) -> None:
    assert disagreements(treatment, FITTING[treatment]) == []


@pytest.mark.parametrize("treatment", Treatment)
def test_given_a_rate_that_a_treatment_cannot_print_then_it_is_contradicted(treatment: Treatment) -> None:
    other = replace(FITTING[treatment], rate=Decimal(0) if bears_vat(treatment) else Decimal(21))
    assert "VAT-011" in codes(disagreements(treatment, other))


@pytest.mark.parametrize(
    ("treatment", "given", "expected"),
    [
        (Treatment.NL_HIGH, evidence("21", vat_shift=True), [problem("VAT-010", rate="21", line=3)]),
        (Treatment.NL_HIGH, evidence("21", regime=Regime.KOR), [problem("VAT-005", regime="kor", rate="21", line=3)]),
        (
            Treatment.NL_HIGH,
            evidence("21", regime=Regime.EXEMPT),
            [problem("VAT-005", regime="exempt", rate="21", line=3)],
        ),
        (Treatment.NL_HIGH, bought("21", regime=Regime.KOR), []),
        (Treatment.NL_HIGH, evidence("21", in_fiscal_unity=True), [problem("VAT-015", rate="21", line=3)]),
        (Treatment.NL_HIGH, evidence("21", party=GERMAN), []),
        (
            Treatment.NL_REVERSE,
            evidence(party=Party("NL", "BE0123456749", "NL")),
            [problem("VAT-013", treatment="nl_reverse", country="BE", line=3)],
        ),
        (
            Treatment.NL_REVERSE,
            evidence(party=GERMAN),
            [problem("VAT-012", treatment="nl_reverse", country="DE", line=3)],
        ),
        (
            Treatment.EXPORT_GOODS,
            evidence(party=BELGIAN, supply=Supply.GOODS),
            [problem("VAT-012", treatment="export_goods", country="BE", line=3)],
        ),
        (Treatment.OSS, evidence("21", party=BELGIAN), [problem("VAT-013", treatment="oss", country="BE", line=3)]),
        (Treatment.OSS, evidence("21"), [problem("VAT-012", treatment="oss", country="NL", line=3)]),
        (
            Treatment.IC_GOODS,
            evidence(party=BELGIAN),
            [problem("VAT-014", treatment="ic_goods", supply="services", line=3)],
        ),
        (Treatment.IC_GOODS, evidence(party=BELGIAN, supply=None), []),
        (Treatment.IC_SERVICES, bought(party=GERMAN), []),
    ],
)
def test_given_evidence_that_disagrees_then_it_is_named(
    treatment: Treatment, given: Evidence, expected: list[Problem]
) -> None:
    assert disagreements(treatment, given) == expected


@pytest.mark.parametrize(
    ("party", "reason"),
    [
        (Party("BE", "", "BE"), "geen btw-nummer"),
        (Party("BE", "NL822233447B01", "BE", is_well_formed=True), "een Nederlands btw-nummer"),
        (Party("BE", "0123456749", "BE"), "geen btw-nummer van een lidstaat"),
        (Party("BE", "CHE123456788", "BE"), "geen btw-nummer van een lidstaat"),
        (Party("BE", "BE0123456748", "BE"), "het btw-nummer is niet goed gevormd"),
        (
            Party("BE", "DE811222336", "BE", is_well_formed=True),
            "het btw-nummer is van een ander land dan het adres",
        ),
    ],
)
def test_given_a_number_that_no_supply_within_the_eu_can_have_then_the_reason_is_named(
    party: Party, reason: str
) -> None:
    found = disagreements(Treatment.IC_SERVICES, evidence(party=party))
    assert found == [problem("REL-002", treatment="ic_services", reason=reason)]


def test_given_a_number_of_another_country_that_a_person_allows_then_it_is_fine() -> None:
    german = Party("BE", "DE811222336", "BE", is_well_formed=True)
    assert disagreements(Treatment.IC_SERVICES, evidence(party=german, other_country_allowed=True)) == []


def test_given_northern_ireland_then_goods_are_within_the_eu_and_services_are_not() -> None:
    goods = evidence(party=NORTHERN_IRISH, supply=Supply.GOODS)
    assert disagreements(Treatment.IC_GOODS, goods) == []
    assert codes(disagreements(Treatment.IC_SERVICES, evidence(party=NORTHERN_IRISH))) == ["VAT-012", "REL-002"]


def test_given_all_treatments_then_each_belongs_to_sales_or_purchases() -> None:
    assert OF_KIND[Kind.SALES] | OF_KIND[Kind.PURCHASE] == set(Treatment)
    assert len(OF_KIND[Kind.SALES]) == 14
    assert len(OF_KIND[Kind.PURCHASE]) == 10
