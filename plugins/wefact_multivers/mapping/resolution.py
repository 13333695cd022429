"""What both kinds of documents look up in the mapping tables: treatment, VAT code, country."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.documents import Controller, Relation
from wefact_multivers.domain.evidence import WITHOUT_VAT, Evidence, Party
from wefact_multivers.domain.planning import ResolvedLine
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.reference import FULLY_DEDUCTIBLE
from wefact_multivers.domain.relation_table import LENGTHS
from wefact_multivers.domain.treatment import Supply, Treatment, rate_text
from wefact_multivers.mapping.configuration import Configuration
from wefact_multivers.mapping.rows import COUNTRIES, VAT_CODES, VatCodeRow
from wefact_multivers.mapping.treatments import Decision, Treatments

_ZERO = Decimal(0)


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


def resolution_of(outcomes: Sequence[Found], configuration: Configuration) -> Resolution:
    """The lines of a document together, with MAP-006 where they need different scenarios."""
    lines = tuple(outcome if isinstance(outcome, ResolvedLine) else None for outcome in outcomes)
    found = [found for outcome in outcomes if isinstance(outcome, list) for found in outcome]
    return Resolution(lines, tuple(dict.fromkeys([*found, *_scenario_problems(lines, configuration)])))


def resolve_country(country: str, configuration: Configuration) -> str | Problem:
    """Multivers' code of a country (ISO 3166 alpha-2, empty = the administration's own); MAP-007 without a row."""
    wanted = country or configuration.administration.own_country
    for row in configuration.tables.countries:
        if row.wefact == wanted:
            return row.multivers
    return problem("MAP-007", country=wanted, file=COUNTRIES)


def relation_name(relation: Relation, configuration: Configuration) -> str:
    """The name of a relation in Multivers: WeFact's, or where that is too long the one of `relation_names.csv`."""
    if len(relation.name) <= LENGTHS["name"]:
        return relation.name
    kind = Kind.SALES if relation.controller is Controller.DEBTOR else Kind.PURCHASE
    rows = configuration.tables.relation_names
    return next((row.name for row in rows if (row.direction, row.code) == (kind, relation.code)), relation.name)


@dataclass(frozen=True)
class AccountChoice:
    """The account of a line, of either kind, and what its row says about VAT.

    Attributes:
        reason: why this account, with file and row.
        deductible_percent: None = as the VAT profile has it.
    """

    account: str
    supply: Supply
    cost_centre: str
    reason: str
    deductible_percent: Decimal | None = None
    nondeductible_account: str = ""


@dataclass(frozen=True)
class LineFacts:
    """What a line of either kind says about its VAT; `groups` are its product groups, or its cost category."""

    position: int
    rate: Decimal
    tax_code: str
    groups: tuple[str, ...]
    vat_shift: bool = False
    others_bear_vat: bool = False


@dataclass(frozen=True)
class LineResolver:
    """What all lines of one document share: who it is with, and the rows that hold on its day."""

    configuration: Configuration
    kind: Kind
    on: date
    party: Party
    relation_code: str

    def line(self, account: AccountChoice | Problem, facts: LineFacts) -> ResolvedLine | list[Problem]:
        """One line resolved, or everything that it lacks."""
        decision = Treatments(self.configuration, self.on).of(self._evidence(account, facts))
        code = (
            self._code(decision.treatment, decision.code_rate, facts.position)
            if isinstance(decision, Decision)
            else decision
        )
        if isinstance(account, Problem) or isinstance(decision, list) or not isinstance(code, VatCodeRow):
            problems = code if isinstance(code, list) else []
            return [account, *problems] if isinstance(account, Problem) else problems
        without_vat = self._no_vat_code(account, facts.position)
        if isinstance(without_vat, list):
            return without_vat
        return ResolvedLine(
            account=account.account,
            treatment=decision.treatment,
            vat_code=code.vat_code,
            scenario=code.scenario,
            vat_type=code.vat_type,
            supply=account.supply,
            cost_centre=account.cost_centre,
            why=f"{account.reason}; {decision.why}; {_code_text(code)}",
            box=code.box,
            notional_rate=decision.notional_rate,
            deductible_percent=self._deductible_percent(account),
            nondeductible_account=account.nondeductible_account,
            no_vat_code=without_vat,
            foreign_account=decision.foreign_account,
        )

    def _evidence(self, account: AccountChoice | Problem, facts: LineFacts) -> Evidence:
        administration = self.configuration.administration
        return Evidence(
            direction=self.kind,
            position=facts.position,
            rate=facts.rate,
            party=self.party,
            tax_code=facts.tax_code,
            vat_shift=facts.vat_shift,
            supply=None if isinstance(account, Problem) else account.supply,
            groups=facts.groups,
            regime=administration.regime_on(self.on).regime,
            others_bear_vat=facts.others_bear_vat,
            in_fiscal_unity=self.relation_code in administration.fiscal_unity_members,
            other_country_allowed=self.relation_code in administration.vat_number_exceptions,
        )

    def _code(self, treatment: Treatment, code_rate: Decimal, position: int) -> VatCodeRow | list[Problem]:
        """The row of a treatment and its rate, or MAP-003: there is no default row."""
        wanted = (self.kind, treatment, code_rate)
        for row in self.configuration.tables.vat_codes:
            if (row.direction, row.treatment, row.rate) == wanted and row.is_valid(self.on):
                return row
        rate = rate_text(code_rate)
        return [problem("MAP-003", treatment=treatment, rate=rate, date=self.on, line=position, file=VAT_CODES)]

    def _no_vat_code(self, account: AccountChoice, position: int) -> int | list[Problem]:
        """The code of what bears no VAT, where VAT that is cost moves to another account; else the default."""
        if account.nondeductible_account in {"", account.account}:
            return 0
        row = self._code(Treatment.NO_VAT, _ZERO, position)
        return row.vat_code if isinstance(row, VatCodeRow) else row

    def _deductible_percent(self, account: AccountChoice) -> Decimal:
        """What the row says, else the VAT profile; nothing where the profile knows no deduction."""
        profile = self.configuration.administration.regime_on(self.on)
        if self.kind is Kind.SALES:
            return FULLY_DEDUCTIBLE
        if profile.regime in WITHOUT_VAT or account.deductible_percent is None:
            return profile.deductible_percent
        return account.deductible_percent


def _code_text(code: VatCodeRow) -> str:
    """Why a line has its VAT code."""
    return f"{rate_text(code.rate)} % -> btw-code {code.vat_code} ({code.where})"


def _scenario_problems(lines: Sequence[ResolvedLine | None], configuration: Configuration) -> list[Problem]:
    """A booking has one scenario, unless a proof has shown that Multivers takes several (`accounting-rules.md 1`)."""
    by_scenario: dict[int, list[str]] = {}
    for position, line in enumerate(lines, start=1):
        if line is not None:
            by_scenario.setdefault(line.scenario, []).append(str(position))
    if len(by_scenario) < 2 or configuration.administration.mixed_scenarios == "allowed":
        return []
    named = [f"{scenario} (regel {', '.join(positions)})" for scenario, positions in sorted(by_scenario.items())]
    return [problem("MAP-006", scenarios=", ".join(named), file=VAT_CODES)]
