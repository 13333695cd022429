"""The mapping tables read from Multivers to WeFact, for the one-time relation import."""

from __future__ import annotations

from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.money_moves import PaidHow
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.mapping.configuration import Configuration
from wefact_multivers.mapping.rows import COUNTRIES, PAYMENT_CONDITIONS


def wefact_country(country_id: str, configuration: Configuration) -> str | Problem:
    """WeFact's country (ISO 3166 alpha-2) of Multivers' code, empty = the administration's own.

    IMP-005 where no row has the code, or more than one does.
    """
    if not country_id:
        return configuration.administration.own_country
    found = [row.wefact for row in configuration.tables.countries if row.multivers == country_id]
    return found[0] if len(found) == 1 else problem("IMP-005", country=country_id, count=len(found), file=COUNTRIES)


def wefact_term(condition: str, configuration: Configuration, *, kind: Kind) -> int | Problem | None:
    """The term in days of Multivers' payment condition; None where the relation has no condition.

    IMP-011 where not exactly one term of the table leads to the condition: the row * is none.
    """
    if not condition:
        return None
    rows = [row for row in configuration.tables.payment_conditions if row.direction is kind]
    found = {row.term for row in rows if row.condition == condition and row.fits(PaidHow(row.term))}
    terms = [term for term in found if term is not None]
    if len(terms) == 1:
        return terms[0]
    return problem("IMP-011", condition=condition, count=len(terms), file=PAYMENT_CONDITIONS)
