"""Payment conditions: which one a document gets, and those that would move its money twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.money_moves import Movers, PaidHow, Payer, System
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.reference import PaymentCondition, ReferenceData
from wefact_multivers.mapping.configuration import Configuration
from wefact_multivers.mapping.rows import PAYMENT_CONDITIONS, PaymentConditionRow


def condition_row(how: PaidHow, rows: Sequence[PaymentConditionRow], kind: Kind) -> PaymentConditionRow | None:
    """The row that fits and says most; no two that fit say equally much, since their keys differ."""
    fitting = [row for row in rows if row.direction is kind and row.fits(how)]
    return max(fitting, key=lambda row: row.weight, default=None)


def resolve_payment_condition(how: PaidHow, configuration: Configuration, *, kind: Kind = Kind.SALES) -> str | Problem:
    """Multivers' payment condition of what is paid like that; MAP-005 without a row."""
    row = condition_row(how, configuration.tables.payment_conditions, kind)
    if row is not None:
        return row.condition
    return problem("MAP-005", term="-" if how.term is None else how.term, file=PAYMENT_CONDITIONS)


def condition_faults(configuration: Configuration, reference: ReferenceData) -> list[str]:
    """Rows whose condition would make two systems collect or pay, each with its place; empty = fine."""
    movers = configuration.administration.movers
    return [
        f"betalingsconditie {row.condition} {fault} ({row.where})"
        for row, condition in _live(configuration, reference)
        for fault in _faults(row, condition, movers)
    ]


def condition_notes(configuration: Configuration, reference: ReferenceData) -> list[str]:
    """Rows whose condition changes the total by what no invoice prints (`accounting-rules.md 16`)."""
    return [
        f"betalingsconditie {row.condition} heeft een betalingskorting of kredietbeperking ({row.where})"
        for row, condition in _live(configuration, reference)
        if condition.changes_total
    ]


def _live(
    configuration: Configuration, reference: ReferenceData
) -> Iterator[tuple[PaymentConditionRow, PaymentCondition]]:
    for row in configuration.tables.payment_conditions:
        condition = reference.payment_conditions.get(row.condition)
        if condition is not None:
            yield row, condition


def _faults(row: PaymentConditionRow, condition: PaymentCondition, movers: Movers) -> Iterator[str]:
    if row.direction is Kind.SALES:
        if condition.is_collected and movers.collects is System.WEFACT:
            yield "wordt in Multivers geïncasseerd, en collects is wefact"
    elif condition.is_paid and movers.pays is Payer.ELSEWHERE:
        yield "wordt in Multivers betaald, en pays is elsewhere"
    elif condition.is_paid and row.collected:
        yield "wordt in Multivers betaald, en de leverancier incasseert"
    elif condition.is_paid and row.paid:
        yield "wordt in Multivers betaald, en de factuur is al betaald"
