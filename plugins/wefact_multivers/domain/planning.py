"""What a plan follows from and what comes of it, whatever the kind of document."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

from wefact_multivers.domain.bookings import Booking, Kind, RoundingMethod
from wefact_multivers.domain.documents import Document
from wefact_multivers.domain.evidence import Party
from wefact_multivers.domain.money import ZERO
from wefact_multivers.domain.money_moves import USUAL_MOVERS, Movers
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.reference import FULLY_DEDUCTIBLE, Period, ReferenceData
from wefact_multivers.domain.totals import MOST_VAT_LIMIT, SettledTotals
from wefact_multivers.domain.treatment import FOREIGN, Treatment

D_co = TypeVar("D_co", bound=Document, covariant=True)


class Release(StrEnum):
    """Whether a purchase may be paid as soon as it is booked (`accounting-rules.md 12`)."""

    BLOCKED = "blocked"
    FREE = "free"


@dataclass(frozen=True)
class ResolvedLine:
    """Where a line goes, as the mapping tables have it.

    Attributes:
        supply: goods or services.
        vat_type: Multivers' kind of supply of the VAT row (`multivers-api.md 3.11`).
        why: which rules and rows chose account and code.
        box: where the Dutch VAT return must show it (rubriek), such as 1a; empty = none.
        notional_rate: of a purchase whose VAT is shifted to us: the due VAT is base x this percentage.
        deductible_percent: the part of a purchase's VAT that is input VAT; the rest is cost.
        nondeductible_account: where VAT that is no input VAT goes; empty = the line's own account.
        no_vat_code: the VAT code of what bears none, for the lines that move it there.
        foreign_account: where OSS or foreign VAT goes, as a line of its own; empty = the VAT is Dutch.
    """

    account: str
    treatment: Treatment
    vat_code: int
    scenario: int
    vat_type: int
    supply: str
    cost_centre: str
    why: str
    box: str = ""
    notional_rate: Decimal | None = None
    deductible_percent: Decimal = FULLY_DEDUCTIBLE
    nondeductible_account: str = ""
    no_vat_code: int = 0
    foreign_account: str = ""

    def code_rate(self, printed: Decimal) -> Decimal:
        """The percentage that its code must have: the printed one, the one we owe, or none for foreign VAT."""
        if self.treatment in FOREIGN:
            return ZERO
        return printed if self.notional_rate is None else self.notional_rate


@dataclass(frozen=True)
class PlanRequest(Generic[D_co]):
    """Everything a plan follows from; a problem stands in the place of what was not found.

    Attributes:
        lines: in the order of the invoice; None for a line of text, and for one that could not be resolved.
        problems: what scope, relation and the resolution of the lines have found so far.
        tolerance: euros that each printed total may lie beside a method; normally 0.00.
        warnings: what was found so far that blocks nothing.
        release: of a purchase: whether it may be paid at once.
        vat_limit: of a purchase: euros that VAT may lie beside a method at most (`accounting-rules.md 6`).
        party: the relation as the lines were resolved for it; None where nobody asked.
        movers: who collects, pays and reminds.
        payee_in_doubt: of a purchase: a person must check the account of the creditor before anything is paid to it.
    """

    invoice: D_co
    lines: tuple[ResolvedLine | None, ...]
    problems: tuple[Problem, ...]
    payment_condition: str | Problem
    journal_id: str
    period: Period | Problem
    invoice_id: str | Problem
    reference: ReferenceData
    tolerance: Decimal = ZERO
    warnings: tuple[Problem, ...] = ()
    release: Release = Release.BLOCKED
    vat_limit: Decimal = MOST_VAT_LIMIT
    party: Party | None = None
    movers: Movers = USUAL_MOVERS
    payee_in_doubt: bool = False


@dataclass(frozen=True)
class PlannedBooking:
    """A booking that can be made.

    Attributes:
        method: how the printed totals followed from the lines.
        treatments: the VAT treatment of each booking line.
        warnings: what a person may want to look at; they block nothing.
        party: the relation whose country and VAT number decided about the VAT.
    """

    booking: Booking
    method: RoundingMethod
    treatments: tuple[Treatment, ...]
    warnings: tuple[Problem, ...]
    party: Party | None = None


@dataclass(frozen=True)
class Skipped:
    """A document that there is nothing to book of, and nothing wrong with (`accounting-rules.md 22`)."""

    reason: Problem


EMPTY = Skipped(problem("DOC-022"))
"""All lines come to nothing (nulfactuur); it still counts in the series of numbers."""

Outcome = PlannedBooking | Skipped | list[Problem]


@dataclass(frozen=True)
class Terms:
    """What a kind of document says about its own booking.

    Attributes:
        settled: the totals to book, or why there are none.
        problems, warnings: what only this kind looks at.
        frozen: euros that are blocked for payment.
    """

    kind: Kind
    settled: SettledTotals | Problem
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    frozen: Decimal = ZERO
