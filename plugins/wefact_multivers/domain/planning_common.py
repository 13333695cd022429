"""Plans a booking of either kind: head, lines, VAT rows, and everything that keeps it from being booked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wefact_multivers.domain.bookings import Booking, Side, invoice_type_of
from wefact_multivers.domain.documents import Document, DocumentLine
from wefact_multivers.domain.money import ZERO, total
from wefact_multivers.domain.money_moves import collected_twice
from wefact_multivers.domain.planning import EMPTY, Outcome, PlannedBooking, PlanRequest, ResolvedLine, Terms
from wefact_multivers.domain.planning_deduction import deduction_problems, taxed_line
from wefact_multivers.domain.planning_lines import DESCRIPTION_LENGTH, Entry, booking_lines, vat_rows
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.purchase_vat import vat_shares
from wefact_multivers.domain.reference import Account, PaymentCondition, Period
from wefact_multivers.domain.totals import LineAmounts, SettledTotals
from wefact_multivers.domain.treatment import rate_text

EURO = "EUR"
VAT_TABLE = "vat_codes.csv"
NOTHING = LineAmounts(ZERO, ZERO)
"""A line that comes to nothing, to the cent: it is text, whatever is printed on it."""

CREDIT_STATUS = 8
"""The status of a credit note of either kind in WeFact (`wefact-api.md 3.8`)."""

PAYMENT_REFERENCE_LENGTH = 16
"""Characters of `paymentReference`; a number that does not fit whole is not sent (`accounting-rules.md 11`)."""


@dataclass(frozen=True)
class _Head:
    """What the head of a booking needs, all of it found."""

    invoice_id: str
    period: Period
    payment_condition: str


def plan_booking(request: PlanRequest[Document], terms: Terms) -> Outcome:
    """The booking of a document; or all its problems, each once; or that it is empty.

    Raises:
        ValueError: a line with an amount is None in `lines`, and no problem says why.
    """
    settled = terms.settled
    if isinstance(settled, SettledTotals) and {None, NOTHING}.issuperset(settled.lines):
        return EMPTY
    head = _head(request)
    problems = [
        *request.problems,
        *(head if isinstance(head, list) else ()),
        *((settled,) if isinstance(settled, Problem) else ()),
        *_document_problems(request.invoice),
        *terms.problems,
        *_account_problems(request),
        *_vat_code_problems(request),
        *collected_twice(request.invoice, _condition(request), request.movers),
        *deduction_problems(request),
    ]
    if problems or isinstance(head, list) or isinstance(settled, Problem):
        return list(dict.fromkeys(problems))
    entries = _entries(request, settled, terms.kind.control_side.opposite)
    lines = booking_lines(entries)
    return PlannedBooking(
        booking=_booking(request, head, terms, entries),
        method=settled.method,
        treatments=tuple(treatment for _, treatment in lines),
        warnings=(*request.warnings, *terms.warnings, *settled.warnings, *_text_warnings(entries)),
        party=request.party,
    )


def _head(request: PlanRequest[Document]) -> _Head | list[Problem]:
    invoice_id, period, condition = request.invoice_id, request.period, request.payment_condition
    if isinstance(invoice_id, Problem) or isinstance(period, Problem) or isinstance(condition, Problem):
        return [found for found in (invoice_id, period, condition) if isinstance(found, Problem)]
    return _Head(invoice_id, period, condition)


def _condition(request: PlanRequest[Document]) -> PaymentCondition | None:
    """The payment condition with what Multivers says of it."""
    return request.reference.payment_conditions.get(str(request.payment_condition))


def _document_problems(invoice: Document) -> Iterator[Problem]:
    """What makes it a document that is not booked."""
    if invoice.currency != EURO:
        yield problem("DOC-008", what=f"valuta {invoice.currency}")
    if invoice.status == CREDIT_STATUS and invoice.gross >= 0:
        yield problem("DOC-009")


def _account_problems(request: PlanRequest[Document]) -> Iterator[Problem]:
    """Accounts that the fiscal year does not have, that are blocked in it, or that ask for more than a line says."""
    if isinstance(request.period, Problem):
        return
    year = request.period.fiscal_year
    accounts = request.reference.accounts.get(year, {})
    for target in _targets(request):
        for name in filter(None, (target.account, target.foreign_account, target.nondeductible_account)):
            account = accounts.get(name)
            if account is None:
                yield problem("LED-001", account=name, year=year, why=target.why)
            else:
                yield from _booking_problems(account, year, target)


def _booking_problems(account: Account, year: int, target: ResolvedLine) -> Iterator[Problem]:
    """Why nothing can be booked on an account as it is."""
    facts = {"account": account.account_id, "year": year, "why": target.why}
    if account.blocked:
        yield problem("LED-002", **facts)
    if account.needs_cost_centre and not target.cost_centre:
        yield problem("LED-003", **facts)
    if account.needs_cost_unit:
        yield problem("LED-004", **facts)


def _vat_code_problems(request: PlanRequest[Document]) -> Iterator[Problem]:
    """VAT codes whose percentage on the invoice date is not the printed rate (`accounting-rules.md 2`)."""
    day = request.invoice.date
    lines: tuple[DocumentLine, ...] = request.invoice.lines
    for line, target in zip(lines, request.lines, strict=True):
        if target is None:
            continue
        code = request.reference.vat_codes.get(target.vat_code)
        percentage = code.percentage_on(day) if code else None
        expected = target.code_rate(line.rate)
        if percentage != expected:
            found = "onbekend" if percentage is None else rate_text(percentage)
            rate = rate_text(expected)
            yield problem("VAT-006", vat_code=target.vat_code, found=found, date=day, rate=rate, file=VAT_TABLE)


def _targets(request: PlanRequest[Document]) -> Iterator[ResolvedLine]:
    return (target for target in request.lines if target is not None)


def _entries(request: PlanRequest[Document], settled: SettledTotals, usual_side: Side) -> list[Entry]:
    """The lines that are booked; what has no amount to the cent is text."""
    booked = []
    lines: tuple[DocumentLine, ...] = request.invoice.lines
    rows = zip(lines, request.lines, settled.lines, strict=True)
    for position, (line, target, amounts) in enumerate(rows, start=1):
        if amounts is None or amounts == NOTHING:
            continue
        if target is None:
            raise ValueError(f"line {position} has an amount and no account, and no problem says why")
        booked.append((line, target, amounts))
    shares = vat_shares([taxed_line(request, target, amounts) for _, target, amounts in booked])
    return [Entry(*row, share, usual_side) for row, share in zip(booked, shares, strict=True)]


def _booking(request: PlanRequest[Document], head: _Head, terms: Terms, entries: Sequence[Entry]) -> Booking:
    invoice = request.invoice
    net = total([entry.amounts.net for entry in entries])
    foreign_vat = total([entry.foreign_vat for entry in entries])
    fits = len(invoice.reference) <= PAYMENT_REFERENCE_LENGTH
    return Booking(
        invoice_type=invoice_type_of(terms.kind, invoice.gross),
        relation_code=invoice.relation_code,
        journal_id=request.journal_id,
        fiscal_year=head.period.fiscal_year,
        period=head.period.number,
        invoice_id=head.invoice_id,
        reference=invoice.reference,
        payment_reference=invoice.reference if fits else "",
        invoice_date=invoice.date,
        due_date=invoice.due_date,
        payment_condition=head.payment_condition,
        currency=invoice.currency,
        scenario=entries[0].target.scenario,
        lines=tuple(line for line, _ in booking_lines(entries)),
        vat_rows=vat_rows(entries),
        net=net + foreign_vat,
        vat=invoice.vat - foreign_vat,
        gross=invoice.gross,
        frozen=terms.frozen,
        foreign_vat=foreign_vat,
    )


def _text_warnings(entries: Sequence[Entry]) -> tuple[Problem, ...]:
    """One warning for all descriptions that do not fit."""
    if not any(entry.is_cut for entry in entries):
        return ()
    return (problem("TXT-001", field="omschrijving", length=DESCRIPTION_LENGTH),)
