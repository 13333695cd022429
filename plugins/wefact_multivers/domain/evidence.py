"""The evidence for the VAT treatment of a line: what is known of it, what is certain, and what disagrees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.treatment import BY_RATE, HOME, Supply, Treatment, bears_vat, rate_text

NORTHERN_IRELAND = "XI"
"""In the EU for goods only; its relations have an address in the United Kingdom (`accounting-rules.md 21`)."""

EU_PREFIXES = frozenset(
    "AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905
)
"""How the VAT numbers of the member states begin; Greece has EL."""


class CountryGroup(StrEnum):
    """Where the other side is, seen from the Dutch VAT return."""

    HOME = "home"
    EU = "eu"
    OUTSIDE = "outside"


class Regime(StrEnum):
    """The VAT profile of the administration on a day (`accounting-rules.md 19`)."""

    INVOICE = "invoice"
    CASH = "cash"
    KOR = "kor"
    EXEMPT = "exempt"
    MIXED = "mixed"


WITHOUT_VAT = {Regime.KOR: Treatment.KOR, Regime.EXEMPT: Treatment.EXEMPT}
"""Regimes in which nothing that is sold at home bears VAT, and nothing is deductible."""


@dataclass(frozen=True)
class Party:
    """The other side of a document, as it stood when the plan was made: the document itself has neither.

    Attributes:
        country: ISO 3166 alpha-2, never empty.
        vat_number: its capitals and digits; empty where WeFact has none.
        vat_prefix: how VAT numbers of the country begin.
        is_well_formed: the number has the form and the check digits of its country; it may be invalid all the same.
    """

    country: str
    vat_number: str = ""
    vat_prefix: str = ""
    is_well_formed: bool = False

    @property
    def number_prefix(self) -> str:
        """The country that the VAT number begins with; empty where it begins with none."""
        prefix = self.vat_number[:2]
        return prefix if prefix.isascii() and prefix.isalpha() else ""


@dataclass(frozen=True)
class Evidence:
    """What is known of a line that decides about its VAT.

    Attributes:
        position: the number of the line on the document, from 1.
        rate: the printed percentage.
        vat_shift: the document says that the VAT is shifted to the other side.
        supply: None where the line has no account yet.
        groups: the product groups, or the cost category, of the line.
        others_bear_vat: another line of the document has a rate above 0.
        in_fiscal_unity: the other side belongs to our own fiscal unity.
        other_country_allowed: a person has said that the VAT number may be of another country than the address.
    """

    direction: Kind
    position: int
    rate: Decimal
    party: Party
    tax_code: str = ""
    vat_shift: bool = False
    supply: Supply | None = None
    groups: tuple[str, ...] = ()
    regime: Regime = Regime.INVOICE
    others_bear_vat: bool = False
    in_fiscal_unity: bool = False
    other_country_allowed: bool = False

    @property
    def is_business(self) -> bool:
        """Whether the other side has a VAT number, right or wrong."""
        return bool(self.party.vat_number)

    @property
    def country(self) -> str:
        """The country that counts: of a supplier with a VAT number the one that the number begins with."""
        if self.direction is Kind.PURCHASE and self.party.number_prefix:
            return self.party.number_prefix
        return self.party.country

    @property
    def country_group(self) -> CountryGroup:
        """Where the other side is; Northern Ireland is in the EU for goods."""
        if self.country == HOME:
            return CountryGroup.HOME
        prefix = self.party.vat_prefix if self.country == self.party.country else self.country
        is_northern_irish = self.party.number_prefix == NORTHERN_IRELAND and self.supply is Supply.GOODS
        return CountryGroup.EU if prefix in EU_PREFIXES or is_northern_irish else CountryGroup.OUTSIDE


def certain_treatment(evidence: Evidence) -> Treatment | None:
    """What needs no rule: the regime, the own fiscal unity, and Dutch VAT at home. Never a rate of 0 by itself."""
    is_sale, is_home = evidence.direction is Kind.SALES, evidence.country_group is CountryGroup.HOME
    if evidence.in_fiscal_unity and not evidence.rate:
        return Treatment.OUTSIDE_SCOPE if is_sale else Treatment.NO_VAT
    if is_sale and is_home and not evidence.rate and evidence.regime in WITHOUT_VAT:
        return WITHOUT_VAT[evidence.regime]
    return BY_RATE.get(evidence.rate) if is_home else None


def undecided(evidence: Evidence) -> Problem:
    """Why a line has no treatment where no rule gives it one."""
    if evidence.direction is Kind.PURCHASE:
        return _undecided_purchase(evidence)
    if evidence.country_group is not CountryGroup.HOME:
        return problem("VAT-002", country=evidence.country)
    return _undecided_rate(evidence)


def _undecided_purchase(evidence: Evidence) -> Problem:
    if evidence.country_group is not CountryGroup.HOME:
        return problem("VAT-004" if evidence.rate else "VAT-009", country=evidence.country)
    if not evidence.rate and evidence.is_business:
        return problem("VAT-007", line=evidence.position)
    if not evidence.rate and evidence.others_bear_vat:
        return problem("VAT-008", line=evidence.position)
    return _undecided_rate(evidence)


def _undecided_rate(evidence: Evidence) -> Problem:
    if not evidence.rate:
        return problem("VAT-001", line=evidence.position)
    return problem("VAT-003", rate=rate_text(evidence.rate), line=evidence.position)


def disagreements(treatment: Treatment, evidence: Evidence) -> list[Problem]:
    """Everything in the evidence that contradicts a treatment (`accounting-rules.md 1, 19, 21`); empty = fine."""
    return [
        *_rate_problems(treatment, evidence),
        *_country_problems(treatment, evidence),
        *_number_problems(treatment, evidence),
        *_supply_problems(treatment, evidence),
    ]


def _rate_problems(treatment: Treatment, evidence: Evidence) -> Iterator[Problem]:
    """VAT that may not be printed, or that is missing."""
    line, rate = evidence.position, rate_text(evidence.rate)
    if evidence.rate and evidence.vat_shift:
        yield problem("VAT-010", rate=rate, line=line)
    if evidence.rate and evidence.in_fiscal_unity:
        yield problem("VAT-015", rate=rate, line=line)
    elif evidence.rate and evidence.direction is Kind.SALES and evidence.regime in WITHOUT_VAT:
        yield problem("VAT-005", regime=evidence.regime, rate=rate, line=line)
    if bears_vat(treatment) != bool(evidence.rate):
        yield problem("VAT-011", treatment=treatment, rate=rate, line=line)


_PLACES: dict[Treatment, frozenset[CountryGroup]] = {
    Treatment.NL_REVERSE: frozenset({CountryGroup.HOME}),
    Treatment.KOR: frozenset({CountryGroup.HOME}),
    Treatment.IC_GOODS: frozenset({CountryGroup.EU}),
    Treatment.IC_SERVICES: frozenset({CountryGroup.EU}),
    Treatment.EXPORT_GOODS: frozenset({CountryGroup.OUTSIDE}),
    Treatment.SERVICES_OUTSIDE_EU: frozenset({CountryGroup.OUTSIDE}),
    Treatment.IMPORT_ART23: frozenset({CountryGroup.OUTSIDE}),
    Treatment.OSS: frozenset({CountryGroup.EU}),
    Treatment.FOREIGN_VAT: frozenset({CountryGroup.EU, CountryGroup.OUTSIDE}),
}
"""Where the other side has to be; a treatment that is not here may be anywhere."""


def _country_problems(treatment: Treatment, evidence: Evidence) -> Iterator[Problem]:
    if evidence.country_group not in _PLACES.get(treatment, frozenset(CountryGroup)):
        yield problem("VAT-012", treatment=treatment, country=evidence.country, line=evidence.position)


def _number_problems(treatment: Treatment, evidence: Evidence) -> Iterator[Problem]:
    """A VAT number that is missing, of another country, or there where it should not be."""
    prefix, line = evidence.party.number_prefix, evidence.position
    if treatment is Treatment.NL_REVERSE and prefix not in {"", HOME}:
        yield problem("VAT-013", treatment=treatment, country=prefix, line=line)
    if treatment is Treatment.OSS and evidence.is_business:
        yield problem("VAT-013", treatment=treatment, country=prefix or "?", line=line)
    if treatment in {Treatment.IC_GOODS, Treatment.IC_SERVICES} and evidence.direction is Kind.SALES:
        for reason, is_so in _NUMBER_FAULTS.items():
            if is_so(treatment, evidence):
                yield problem("REL-002", treatment=treatment, reason=reason)
                return


def _is_elsewhere(_: Treatment, evidence: Evidence) -> bool:
    party = evidence.party
    expected = {party.vat_prefix, NORTHERN_IRELAND} if party.country == "GB" else {party.vat_prefix}
    return party.number_prefix not in expected and not evidence.other_country_allowed


_NUMBER_FAULTS: dict[str, Callable[[Treatment, Evidence], bool]] = {
    "geen btw-nummer": lambda _, evidence: not evidence.is_business,
    "een Nederlands btw-nummer": lambda _, evidence: evidence.party.number_prefix == HOME,
    "geen btw-nummer van een lidstaat": lambda treatment, evidence: (
        evidence.party.number_prefix
        not in EU_PREFIXES | ({NORTHERN_IRELAND} if treatment is Treatment.IC_GOODS else frozenset())
    ),
    "het btw-nummer is niet goed gevormd": lambda _, evidence: not evidence.party.is_well_formed,
    "het btw-nummer is van een ander land dan het adres": _is_elsewhere,
}
"""What an intra-community supply cannot have, the first that holds; in the order in which a person would look."""

_SUPPLIES = {
    Treatment.IC_GOODS: Supply.GOODS,
    Treatment.EXPORT_GOODS: Supply.GOODS,
    Treatment.IMPORT_ART23: Supply.GOODS,
    Treatment.IC_SERVICES: Supply.SERVICES,
    Treatment.SERVICES_OUTSIDE_EU: Supply.SERVICES,
}


def _supply_problems(treatment: Treatment, evidence: Evidence) -> Iterator[Problem]:
    expected = _SUPPLIES.get(treatment, evidence.supply)
    if evidence.supply is not None and evidence.supply is not expected:
        yield problem("VAT-014", treatment=treatment, supply=evidence.supply, line=evidence.position)
