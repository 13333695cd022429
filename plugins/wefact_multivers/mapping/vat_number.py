"""VAT numbers: their form and check digits, and the country that they belong to."""

from __future__ import annotations

from stdnum.eu import vat

from wefact_multivers.domain.documents import Relation
from wefact_multivers.domain.evidence import Party
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.mapping.configuration import Configuration

GREECE = {"GR": "EL"}
"""The one member state whose VAT numbers do not begin with its code."""


def party_of(country: str, vat_number: str, configuration: Configuration) -> Party:
    """The other side of a document, as the evidence of its VAT needs it.

    Args:
        country: ISO 3166 alpha-2 of its address; empty = the administration's own.
        vat_number: as WeFact has it, with or without spaces and dots; empty where there is none.
        configuration: the version that the run reads.
    """
    known = country or configuration.administration.own_country
    prefix = _prefix(known, configuration)
    number = "".join(sign for sign in vat_number.upper() if sign.isascii() and sign.isalnum())
    return Party(known, number, prefix, _is_well_formed(number))


def relation_party(relation: Relation | None, configuration: Configuration) -> Party:
    """The party that a relation is; one that is not known yet counts as one at home without a number."""
    return (
        party_of(relation.country, relation.vat_number, configuration) if relation else party_of("", "", configuration)
    )


def vat_number_warnings(relation: Relation, configuration: Configuration) -> tuple[Problem, ...]:
    """REL-011 where a VAT number of the EU is not well formed; numbers of other countries are not judged."""
    party = relation_party(relation, configuration)
    is_of_eu = {party.vat_number[:2].lower(), party.vat_prefix.lower()} & {*vat.MEMBER_STATES, "el"}
    if not party.vat_number or party.is_well_formed or not is_of_eu:
        return ()
    return (problem("REL-011", code=relation.code),)


def _prefix(country: str, configuration: Configuration) -> str:
    """How VAT numbers of a country begin: as `countries.csv` has it, otherwise as its code."""
    rows = (row.vat_prefix for row in configuration.tables.countries if row.wefact == country and row.vat_prefix)
    return next(rows, GREECE.get(country, country))


def _is_well_formed(number: str) -> bool:
    """Whether the check digits are right; the format alone is checked, nobody is asked whether it is valid."""
    return bool(number) and number[:2] not in GREECE and bool(vat.is_valid(number))
