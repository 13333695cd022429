"""Decides the treatment of a line: the first row of `vat_treatments.csv` that fits, then what needs no row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.evidence import (
    WITHOUT_VAT,
    CountryGroup,
    Evidence,
    certain_treatment,
    disagreements,
    undecided,
)
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.treatment import FOREIGN, Supply, Treatment, rate_text
from wefact_multivers.mapping.configuration import Configuration
from wefact_multivers.mapping.rows import FOREIGN_VAT_ACCOUNTS, OSS_ACCOUNTS, OSS_RATES, VatTreatmentRow

_ZERO = Decimal(0)


@dataclass(frozen=True)
class Decision:
    """The treatment of a line, and what follows from it before any code is looked up.

    Attributes:
        code_rate: the rate of the VAT code: the printed one, the notional one, or 0 where the VAT is not Dutch.
        foreign_account: where VAT of another country goes; empty where there is none, or where it is cost.
        why: the rule, with file and row.
    """

    treatment: Treatment
    code_rate: Decimal
    notional_rate: Decimal | None
    foreign_account: str
    why: str


@dataclass(frozen=True)
class Treatments:
    """The rules of one administration on one day."""

    configuration: Configuration
    on: date

    def of(self, evidence: Evidence) -> Decision | list[Problem]:
        """The decision, or everything that keeps the line undecided or contradicts it."""
        row = self._row(evidence)
        treatment = row.treatment if row else certain_treatment(evidence)
        if treatment is None:
            return self._without_rule(evidence)
        found = [*disagreements(treatment, evidence), *_unspoken(row, treatment, evidence)]
        foreign = self._foreign_account(treatment, evidence) if treatment in FOREIGN else ""
        if isinstance(foreign, Problem):
            found.append(foreign)
        if found or isinstance(foreign, Problem):
            return found
        notional = row.notional_rate if row else None
        return Decision(
            treatment=treatment,
            code_rate=_code_rate(treatment, evidence, notional),
            notional_rate=notional,
            foreign_account=foreign,
            why=f"{treatment} ({row.where if row else 'vaste regel'})",
        )

    def _row(self, evidence: Evidence) -> VatTreatmentRow | None:
        """The first row that fits; regime and own fiscal unity come before all rows but those outside the scope."""
        rows = (row for row in self.configuration.tables.vat_treatments if row.is_valid(self.on) and row.fits(evidence))
        row = next(rows, None)
        is_home = evidence.country_group is CountryGroup.HOME
        under_regime = evidence.direction is Kind.SALES and is_home and evidence.regime in WITHOUT_VAT
        if (under_regime or evidence.in_fiscal_unity) and row and row.treatment is not Treatment.OUTSIDE_SCOPE:
            return None
        return row

    def _without_rule(self, evidence: Evidence) -> list[Problem]:
        """Why there is no treatment; a line without an account may still get one by the supply of that account."""
        if evidence.supply is None and any(self._row(replace(evidence, supply=supply)) for supply in Supply):
            return []
        return [undecided(evidence)]

    def _foreign_account(self, treatment: Treatment, evidence: Evidence) -> str | Problem:
        """The ledger account of VAT of another country; a rate that this country does not have is never booked."""
        tables, country = self.configuration.tables, evidence.country
        if treatment is Treatment.FOREIGN_VAT:
            accounts = {row.country: row.account for row in tables.foreign_vat_accounts}
            return accounts.get(country, problem("MAP-009", country=country, file=FOREIGN_VAT_ACCOUNTS))
        rate = rate_text(evidence.rate)
        wanted = (country, evidence.rate)
        if not any((row.country, row.rate) == wanted and row.is_valid(self.on) for row in tables.oss_rates):
            return problem("VAT-016", country=country, rate=rate, line=evidence.position, file=OSS_RATES)
        owed = {(row.country, row.rate): row.account for row in tables.oss_accounts}
        return owed.get(wanted) or problem("MAP-008", country=country, rate=rate, file=OSS_ACCOUNTS)


def _code_rate(treatment: Treatment, evidence: Evidence, notional: Decimal | None) -> Decimal:
    if treatment in FOREIGN:
        return _ZERO
    return evidence.rate if notional is None else notional


def _unspoken(row: VatTreatmentRow | None, treatment: Treatment, evidence: Evidence) -> list[Problem]:
    """A line without VAT among lines that bear it has a reason, which a rule for everything alike does not know."""
    if treatment is Treatment.NO_VAT and evidence.others_bear_vat and not (row and row.is_specific):
        return [problem("VAT-008", line=evidence.position)]
    return []
