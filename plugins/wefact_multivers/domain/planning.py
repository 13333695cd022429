"""Plans the booking of a sales invoice, or says everything that keeps it from being booked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from wefact_multivers.domain.bookings import Booking, BookingLine, InvoiceType, RoundingMethod, Side, VatRow
from wefact_multivers.domain.documents import SalesInvoice, SalesLine, SalesStatus
from wefact_multivers.domain.money import ZERO, total
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.reference import Period, ReferenceData
from wefact_multivers.domain.totals import LineAmounts, SettledTotals, method_of, settle_totals
from wefact_multivers.domain.treatment import Treatment, rate_text

EURO = "EUR"
VAT_TABLE = "vat_codes.csv"
NOTHING = LineAmounts(ZERO, ZERO)
"""A line that comes to nothing, to the cent: it is text, whatever is printed on it."""

DESCRIPTION_LENGTH = 30
"""Characters of a booking line's description (`multivers-api.md 3.5`)."""

PAYMENT_REFERENCE_LENGTH = 16
"""Characters of `paymentReference`; a number that does not fit whole is not sent (`accounting-rules.md 11`)."""


@dataclass(frozen=True)
class ResolvedLine:
    """Where a line goes, as the mapping tables have it.

    Attributes:
        supply: goods or services.
        vat_type: Multivers' kind of supply of the VAT row (`multivers-api.md 3.11`).
        why: which rules and rows chose account and code.
    """

    account: str
    treatment: Treatment
    vat_code: int
    scenario: int
    vat_type: int
    supply: str
    cost_centre: str
    why: str


@dataclass(frozen=True)
class PlanRequest:
    """Everything a plan follows from; a problem stands in the place of what was not found.

    Attributes:
        lines: in the order of the invoice; None for a line of text, and for one that could not be resolved.
        problems: what scope, relation and the resolution of the lines have found so far.
        tolerance: euros that each printed total may lie beside a method; normally 0.00.
    """

    invoice: SalesInvoice
    lines: tuple[ResolvedLine | None, ...]
    problems: tuple[Problem, ...]
    payment_condition: str | Problem
    journal_id: str
    period: Period | Problem
    invoice_id: str | Problem
    reference: ReferenceData
    tolerance: Decimal = ZERO


@dataclass(frozen=True)
class PlannedBooking:
    """A booking that can be made.

    Attributes:
        method: how the printed totals followed from the lines.
        treatments: the VAT treatment of each booking line.
        warnings: what a person may want to look at; they block nothing.
    """

    booking: Booking
    method: RoundingMethod
    treatments: tuple[Treatment, ...]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True)
class _Head:
    """What the head of a booking needs, all of it found."""

    invoice_id: str
    period: Period
    payment_condition: str


@dataclass(frozen=True)
class _Entry:
    """A line of the invoice that is booked: where it goes, and what it has of the totals."""

    line: SalesLine
    target: ResolvedLine
    amounts: LineAmounts

    @property
    def side(self) -> Side:
        """The side in the ledger: turnover in credit, what is taken back in debit."""
        return Side.CREDIT if (self.amounts.net or self.amounts.vat) > 0 else Side.DEBIT

    @property
    def description(self) -> str:
        """The text of the line in one line, in full."""
        return " ".join(self.line.description.split())


def plan_sales_booking(request: PlanRequest) -> PlannedBooking | list[Problem]:
    """The booking of a sales invoice or credit note; or all its problems, each once.

    Raises:
        ValueError: a line with an amount is None in `lines`, and no problem says why.
    """
    settled = _settle(request)
    period, invoice_id, condition = request.period, request.invoice_id, request.payment_condition
    outcomes = (invoice_id, period, condition, settled)
    problems = [
        *request.problems,
        *(outcome for outcome in outcomes if isinstance(outcome, Problem)),
        *_kind_problems(request.invoice, settled),
        *_account_problems(request),
        *_vat_code_problems(request),
    ]
    if (
        problems
        or isinstance(settled, Problem)
        or isinstance(period, Problem)
        or isinstance(invoice_id, Problem)
        or isinstance(condition, Problem)
    ):
        return list(dict.fromkeys(problems))
    entries = _entries(request, settled)
    head = _Head(invoice_id, period, condition)
    return PlannedBooking(
        booking=_booking(request, head, settled, entries),
        method=settled.method,
        treatments=tuple(entry.target.treatment for entry in entries),
        warnings=(*settled.warnings, *_text_warnings(entries)),
    )


def _settle(request: PlanRequest) -> SettledTotals | Problem:
    method = method_of(request.invoice, tolerance=request.tolerance)
    return method if isinstance(method, Problem) else settle_totals(request.invoice, method)


def _kind_problems(invoice: SalesInvoice, settled: SettledTotals | Problem) -> Iterator[Problem]:
    """What makes it a document that is not booked yet."""
    if invoice.currency != EURO:
        yield problem("DOC-008", what=f"valuta {invoice.currency}")
    if invoice.status == SalesStatus.CREDIT and invoice.gross >= 0:
        yield problem("DOC-008", what="creditfactuur met een bedrag dat niet negatief is")
    if isinstance(settled, SettledTotals) and {None, NOTHING}.issuperset(settled.lines):
        yield problem("DOC-008", what="nulfactuur")


def _account_problems(request: PlanRequest) -> Iterator[Problem]:
    """Accounts that the fiscal year does not have, or that are blocked in it."""
    if isinstance(request.period, Problem):
        return
    year = request.period.fiscal_year
    accounts = request.reference.accounts.get(year, {})
    for target in _targets(request):
        account = accounts.get(target.account)
        if account is None:
            yield problem("LED-001", account=target.account, year=year, why=target.why)
        elif account.blocked:
            yield problem("LED-002", account=target.account, year=year, why=target.why)


def _vat_code_problems(request: PlanRequest) -> Iterator[Problem]:
    """VAT codes whose percentage on the invoice date is not the printed rate (`accounting-rules.md 2`)."""
    day = request.invoice.date
    for line, target in zip(request.invoice.lines, request.lines, strict=True):
        if target is None:
            continue
        code = request.reference.vat_codes.get(target.vat_code)
        percentage = code.percentage_on(day) if code else None
        if percentage != line.rate:
            found = "onbekend" if percentage is None else rate_text(percentage)
            rate = rate_text(line.rate)
            yield problem("VAT-006", vat_code=target.vat_code, found=found, date=day, rate=rate, file=VAT_TABLE)


def _targets(request: PlanRequest) -> Iterator[ResolvedLine]:
    return (target for target in request.lines if target is not None)


def _entries(request: PlanRequest, settled: SettledTotals) -> list[_Entry]:
    """The lines that are booked; what has no amount to the cent is text."""
    entries = []
    rows = zip(request.invoice.lines, request.lines, settled.lines, strict=True)
    for position, (line, target, amounts) in enumerate(rows, start=1):
        if amounts is None or amounts == NOTHING:
            continue
        if target is None:
            raise ValueError(f"line {position} has an amount and no account, and no problem says why")
        entries.append(_Entry(line, target, amounts))
    return entries


def _booking(request: PlanRequest, head: _Head, settled: SettledTotals, entries: Sequence[_Entry]) -> Booking:
    invoice, totals = request.invoice, settled.totals
    fits = len(invoice.number) <= PAYMENT_REFERENCE_LENGTH
    return Booking(
        invoice_type=InvoiceType.SALES_CREDIT if invoice.gross < 0 else InvoiceType.SALES,
        debtor_code=invoice.debtor_code,
        journal_id=request.journal_id,
        fiscal_year=head.period.fiscal_year,
        period=head.period.number,
        invoice_id=head.invoice_id,
        reference=invoice.number,
        payment_reference=invoice.number if fits else "",
        invoice_date=invoice.date,
        due_date=invoice.due_date,
        payment_condition=head.payment_condition,
        currency=invoice.currency,
        scenario=entries[0].target.scenario,
        lines=tuple(_booking_line(entry) for entry in entries),
        vat_rows=_vat_rows(entries),
        net=totals.net,
        vat=totals.vat,
        gross=totals.gross,
    )


def _booking_line(entry: _Entry) -> BookingLine:
    """The line with positive amounts on its own side (`accounting-rules.md 22`)."""
    sign = 1 if entry.side is Side.CREDIT else -1
    return BookingLine(
        account_id=entry.target.account,
        description=_cut(entry.description),
        side=entry.side,
        amount=sign * entry.amounts.net + ZERO,
        vat_code=entry.target.vat_code,
        vat_type=entry.target.vat_type,
        vat_amount=sign * entry.amounts.vat + ZERO,
        cost_centre=entry.target.cost_centre,
        why=entry.target.why,
    )


def _vat_rows(entries: Sequence[_Entry]) -> tuple[VatRow, ...]:
    """Base and VAT netted per (code, scenario, type), in the order of the lines."""
    by_key: dict[tuple[int, int, int], list[LineAmounts]] = {}
    for entry in entries:
        key = (entry.target.vat_code, entry.target.scenario, entry.target.vat_type)
        by_key.setdefault(key, []).append(entry.amounts)
    return tuple(
        VatRow(*key, base=total([part.net for part in parts]), vat=total([part.vat for part in parts]))
        for key, parts in by_key.items()
    )


def _cut(description: str) -> str:
    return description[:DESCRIPTION_LENGTH].rstrip()


def _text_warnings(entries: Sequence[_Entry]) -> tuple[Problem, ...]:
    """One warning for all descriptions that do not fit."""
    if all(_cut(entry.description) == entry.description for entry in entries):
        return ()
    return (problem("TXT-001", field="omschrijving", length=DESCRIPTION_LENGTH),)
