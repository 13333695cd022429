"""What both kinds of documents look up in the mapping tables: VAT code, payment condition, country."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.planning import ResolvedLine
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.treatment import Treatment, rate_text
from wefact_multivers.mapping.configuration import Configuration
from wefact_multivers.mapping.rows import COUNTRIES, PAYMENT_CONDITIONS, VAT_CODES, VatCodeRow


class Resolution(NamedTuple):
    """The lines of an invoice with their accounts and codes.

    Attributes:
        lines: in the order of the invoice; None for a line of text, and for one that a problem names.
        problems: what the tables do not say, each once.
    """

    lines: tuple[ResolvedLine | None, ...]
    problems: tuple[Problem, ...]


Found = ResolvedLine | list[Problem] | None
"""A line resolved, everything that it lacks, or None for a line of text."""


def resolution_of(outcomes: Sequence[Found]) -> Resolution:
    """The lines of a document together; a booking has one scenario, MAP-006 (`accounting-rules.md 1`)."""
    lines = tuple(outcome if isinstance(outcome, ResolvedLine) else None for outcome in outcomes)
    found = [found for outcome in outcomes if isinstance(outcome, list) for found in outcome]
    return Resolution(lines, tuple(dict.fromkeys([*found, *_scenario_problems(lines)])))


def resolve_payment_condition(
    term: int | None, configuration: Configuration, *, kind: Kind = Kind.SALES
) -> str | Problem:
    """Multivers' payment condition for a term in days, None = the default of WeFact; MAP-005 without a row."""
    rows = [row for row in configuration.tables.payment_conditions if row.direction is kind]
    by_term = {row.term: row.condition for row in rows}
    condition = by_term.get(term) or by_term.get(None)
    return condition or problem("MAP-005", term="-" if term is None else term, file=PAYMENT_CONDITIONS)


def resolve_country(country: str, configuration: Configuration) -> str | Problem:
    """Multivers' code of a country (ISO 3166 alpha-2, empty = the administration's own); MAP-007 without a row."""
    wanted = country or configuration.administration.own_country
    for row in configuration.tables.countries:
        if row.wefact == wanted:
            return row.multivers
    return problem("MAP-007", country=wanted, file=COUNTRIES)


@dataclass(frozen=True)
class VatCodes:
    """The rows of `vat_codes.csv` for one kind of document on one day."""

    configuration: Configuration
    kind: Kind
    on: date

    def of(self, treatment: Treatment, rate: Decimal, position: int) -> VatCodeRow | Problem:
        """The row of a treatment and the printed rate, or MAP-003: there is no default row."""
        wanted = (self.kind, treatment, rate)
        for row in self.configuration.tables.vat_codes:
            if (row.direction, row.treatment, row.rate) == wanted and row.is_valid(self.on):
                return row
        return problem(
            "MAP-003", treatment=treatment, rate=rate_text(rate), date=self.on, line=position, file=VAT_CODES
        )


def code_text(code: VatCodeRow) -> str:
    """Why a line has its VAT code."""
    return f"{code.treatment} {rate_text(code.rate)} % -> btw-code {code.vat_code} ({code.where})"


def _scenario_problems(lines: Sequence[ResolvedLine | None]) -> list[Problem]:
    """A booking has one scenario (`accounting-rules.md 1`)."""
    scenarios = sorted({line.scenario for line in lines if line is not None})
    if len(scenarios) < 2:
        return []
    return [problem("MAP-006", scenarios=", ".join(map(str, scenarios)), file=VAT_CODES)]
