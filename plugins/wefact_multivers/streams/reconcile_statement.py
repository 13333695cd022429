"""What an accountant ties of the books as a whole: VAT return, ICP, OSS and control accounts.

(`accounting-rules.md 20`.) Everything comes of what was read already; it costs no call.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wefact_multivers.domain.bookings import Kind, VatRow
from wefact_multivers.domain.documents import SalesInvoice
from wefact_multivers.domain.evidence import Regime
from wefact_multivers.domain.found import LedgerLine
from wefact_multivers.domain.late import quarter_of
from wefact_multivers.domain.money import ZERO, amount_text, total
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.reconcile import Item, Tie
from wefact_multivers.domain.reconcile_control import Movement, by_others, control_accounts, moves
from wefact_multivers.domain.reconcile_eu import EuSale, IcpRow, OssRow, icp_rows, oss_rows
from wefact_multivers.domain.reconcile_ledger import is_as_planned, vat_accounts
from wefact_multivers.domain.reconcile_vat import DECIDING, INPUT_VAT, BoxTie, OtherVat, Returned, box_ties, other_vat
from wefact_multivers.domain.reference import ReferenceData
from wefact_multivers.domain.rounding import is_text
from wefact_multivers.mapping.configuration import Configuration
from wefact_multivers.streams.kinds import SALES_INVOICES, DocumentKind
from wefact_multivers.streams.reconcile_ledger import Own
from wefact_multivers.streams.reconcile_sides import Books, Span, WeFactSide, entry_of
from wefact_multivers.streams.runs import RunState, Stream

OwnsByKind = Sequence[tuple[DocumentKind, Sequence[Own]]]


@dataclass(frozen=True)
class Unbooked:
    """Documents of one fiscal year that have no booking: what a year-end must know of (`accounting-rules.md 23`).

    Attributes:
        fiscal_year: by the date of the document; None where Multivers has no such year.
        gross: in euros.
    """

    stream: Stream
    fiscal_year: int | None
    count: int
    gross: Decimal


@dataclass(frozen=True)
class Statement:
    """The ties of the books as a whole, of the days that were compared one by one.

    Attributes:
        boxes: by period and box of the VAT return.
        other_vat: what others booked on the same VAT accounts; no part of the ties.
        icp, oss: what is returned apart.
        movements: of the control accounts of each side.
        unbooked: by kind and fiscal year.
    """

    boxes: tuple[BoxTie, ...] = ()
    other_vat: tuple[OtherVat, ...] = ()
    icp: tuple[IcpRow, ...] = ()
    oss: tuple[OssRow, ...] = ()
    movements: tuple[Movement, ...] = ()
    unbooked: tuple[Unbooked, ...] = ()

    @property
    def ties(self) -> Iterator[Tie]:
        """The ties that must be explained; under the cash scheme (kasstelsel) there is nothing to tie."""
        for one in self.boxes:
            if not one.cell.is_cash:
                yield from (one.base, one.vat)


def statement_of(
    state: RunState, books: Books, span: Span, sides: Sequence[WeFactSide], owns: OwnsByKind
) -> tuple[Statement, tuple[Problem, ...]]:
    """The statement, and the bookings that stand as planned and yet lead to another box."""
    everything = [own for _, of_kind in owns for own in of_kind]
    accounts = vat_accounts([own.posted for own in everything])
    returned = [_returned(state.configuration, own, accounts) for own in everything]
    boxes = Boxes.of(state)
    ties = box_ties(returned, accounts, boxes.quarter_of, boxes.expected, boxes.ruled)
    ours = {entry_of(own.receipt) for own in everything}
    others = [line for entry, one in books.standings.items() if entry not in ours for line in one.lines]
    sales = [_eu_sale(own, boxes) for kind, of_kind in owns if kind is SALES_INVOICES for own in of_kind]
    made = Statement(
        boxes=ties,
        other_vat=other_vat(others, accounts),
        icp=icp_rows(sales),
        oss=oss_rows(sales),
        movements=tuple(_movement(state, books, span, kind.kind, of_kind) for kind, of_kind in owns if of_kind),
        unbooked=tuple(one for side in sides for one in _unbooked(state.reference, books, side)),
    )
    known = {one.posted.name for one in returned if one.is_as_planned}
    return made, tuple(_faults(made, known))


def _returned(configuration: Configuration, own: Own, accounts: frozenset[str]) -> Returned:
    regime = configuration.administration.regime_on(own.plan.booking.invoice_date).regime
    return Returned(own.posted, own.plan.treatments, regime is Regime.CASH, is_as_planned(own.posted, accounts))


def _eu_sale(own: Own, boxes: Boxes) -> EuSale:
    booking = own.plan.booking
    quarter = boxes.quarter_of(booking.fiscal_year, booking.period)
    return EuSale(quarter, booking, own.plan.treatments, own.plan.country, own.plan.vat_number, _rates(own))


def _rates(own: Own) -> tuple[Decimal, ...]:
    """The printed rates of the lines that are no text."""
    document = SALES_INVOICES.read(own.unchanged) if own.unchanged else None
    if not isinstance(document, SalesInvoice):
        return ()
    return tuple(line.rate for line in document.lines if not is_text(line, document.discount))


def _movement(state: RunState, books: Books, span: Span, kind: Kind, owns: Sequence[Own]) -> Movement:
    accounts = control_accounts(line for own in owns for line in own.posted.lines)
    ours = {entry_of(own.receipt) for own in owns}
    types = {journal: one.journal_type for journal, one in state.reference.journals.items()}
    lines: dict[bool, list[LedgerLine]] = defaultdict(list)
    for entry, standing in books.standings.items():
        lines[entry in ours] += [line for line in standing.lines if line.account_id in accounts]
    starts = {period.start for period in state.reference.periods if period.number == 1}
    return Movement(
        kind=kind,
        accounts=accounts,
        first=span.first,
        last=span.last,
        moves=moves(kind, [*lines[True], *lines[False]], types),
        by_others=by_others(kind, lines[False], types),
        is_from_start=span.first in starts,
    )


def _unbooked(reference: ReferenceData, books: Books, side: WeFactSide) -> Iterator[Unbooked]:
    booked = {receipt.key for receipt in books.of(side.kind)}
    found: dict[int | None, list[Decimal]] = defaultdict(list)
    for key, row in side.rows.items():
        if key not in booked:
            found[_fiscal_year(reference, row.date)].append(row.gross)
    for year in sorted(found, key=lambda one: one or 0):
        yield Unbooked(side.kind.stream, year, len(found[year]), total(found[year]))


def _fiscal_year(reference: ReferenceData, day: date) -> int | None:
    return next((one.fiscal_year for one in reference.periods if one.regular and one.start <= day <= one.end), None)


def _faults(made: Statement, as_planned: set[str]) -> Iterator[Problem]:
    """A booking that stands as planned and is in another box: another rule of its scenario, or another mapping row."""
    told: set[str] = set()
    for one in made.boxes:
        if one.cell.is_cash:
            continue
        for item in (*one.base.unexplained, *one.vat.unexplained):
            if item.name in as_planned and item.name not in told:
                told.add(item.name)
                yield _fault(one, item)


def _fault(one: BoxTie, item: Item) -> Problem:
    planned, found = amount_text(item.left or ZERO), amount_text(item.right or ZERO)
    period = f"{one.cell.fiscal_year}/{one.cell.period:02d}"
    return problem("RCN-011", number=item.name, box=one.cell.box, period=period, planned=planned, found=found)


@dataclass(frozen=True)
class Boxes:
    """Which box a VAT row leads to, and which quarter a period is of.

    Attributes:
        rules: boxes by scenario, fiscal year, invoice type, VAT code and type.
    """

    configuration: Configuration
    reference: ReferenceData
    rules: Mapping[tuple[int, int, int, int, int], frozenset[str]]
    years: frozenset[int]

    @classmethod
    def of(cls, state: RunState) -> Boxes:
        """From what the run has read."""
        rules: dict[tuple[int, int, int, int, int], set[str]] = defaultdict(set)
        for rule in state.reference.vat_rules:
            kind = Kind.SALES if rule.invoice_type in {0, 2} else Kind.PURCHASE
            if rule.amount_type == DECIDING[kind] and rule.box.strip():
                place = (rule.scenario, rule.fiscal_year, rule.invoice_type, rule.vat_code, rule.vat_type)
                rules[place].add(rule.box.strip().lower())
        frozen = {place: frozenset(boxes) for place, boxes in rules.items()}
        years = frozenset(rule.fiscal_year for rule in state.reference.vat_rules)
        return cls(state.configuration, state.reference, frozen, years)

    def expected(self, returned: Returned, row: VatRow) -> str:
        """By the treatment of the lines, and the row of the mapping table that gave them their VAT code."""
        boxes = self._mapped(returned, row)
        return self._by_rule(returned, row) if boxes is None else _placed(returned, row, boxes)

    def ruled(self, returned: Returned, row: VatRow) -> str:
        """By the rules of the scenario; a fiscal year whose rules were not read is held against nothing."""
        if returned.posted.booking.fiscal_year in self.years:
            return self._by_rule(returned, row)
        return _placed(returned, row, self._mapped(returned, row) or frozenset())

    def quarter_of(self, fiscal_year: int, period: int) -> str:
        """The quarter in which a period ends."""
        ends = [one.end for one in self.reference.periods if (one.fiscal_year, one.number) == (fiscal_year, period)]
        return quarter_of(ends[0]) if ends else str(fiscal_year)

    def _mapped(self, returned: Returned, row: VatRow) -> frozenset[str] | None:
        booking = returned.posted.booking
        treatments = {
            treatment
            for line, treatment in zip(booking.lines, returned.treatments, strict=True)
            if (line.vat_code, line.vat_type) == (row.vat_code, row.vat_type)
        }
        rows = [
            one
            for one in self.configuration.tables.vat_codes
            if one.direction is booking.kind
            and one.treatment in treatments
            and (one.vat_code, one.scenario, one.vat_type) == (row.vat_code, row.scenario, row.vat_type)
        ]
        valid = [one for one in rows if one.is_valid(booking.invoice_date)] or rows
        return frozenset(one.box for one in valid) - {""} if rows else None

    def _by_rule(self, returned: Returned, row: VatRow) -> str:
        booking = returned.posted.booking
        place = (row.scenario, booking.fiscal_year, int(booking.invoice_type), row.vat_code, row.vat_type)
        return _placed(returned, row, self.rules.get(place, frozenset()))


def _placed(returned: Returned, row: VatRow, boxes: frozenset[str]) -> str:
    """The box of a row: what a purchase deducts is in 5b, what we owe on it in the other one."""
    if not boxes:
        return ""
    if returned.posted.booking.kind is Kind.SALES:
        return ", ".join(sorted(boxes))
    if row.is_due:
        return ", ".join(sorted(boxes - {INPUT_VAT}))
    return INPUT_VAT
