"""What the books themselves tell `doctor`: how people book in them, in whose journals, and what was filed.

It reads alone. People's own bookings show which side, sign and type the server of this administration uses
(`accounting-rules.md 7`); a setting that says otherwise would give right totals and a reversed ledger.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from wefact_multivers.clock import today
from wefact_multivers.domain.bookings import InvoiceType, Kind, Side
from wefact_multivers.domain.found import FoundBooking
from wefact_multivers.domain.money import ZERO
from wefact_multivers.domain.planning import Release
from wefact_multivers.domain.reference import ReferenceData
from wefact_multivers.mapping.administration import Administration
from wefact_multivers.multivers.calls import SYSTEM
from wefact_multivers.multivers.families import FAMILIES
from wefact_multivers.multivers.reading import parsed
from wefact_multivers.multivers.values import amount, text, whole
from wefact_multivers.streams.own_journals import Books, require_explained
from wefact_multivers.streams.refusals import HabitsContradict
from wefact_multivers.streams.services import Services
from wefact_multivers.transport import Call

LOOKED_AT = 20
"""So many invoices, and so many credit notes, of each kind."""

_MONTH, _QUARTER = timedelta(days=31), timedelta(days=92)
_FROZEN = "amountFrozenCur"


class Doubt(NamedTuple):
    """Something that no run stops at, and that a person should know."""

    detail: str
    remedy: str


@dataclass(frozen=True)
class Habit:
    """How people entered one booking.

    Attributes:
        is_negative: its gross is below 0 in the list.
        side: where the line of an invoice of that kind stands; of a credit note the other one. None where its lines
            cancel.
        vat_rows: how many.
        can_freeze: it says how much of it is blocked for payment.
    """

    invoice_id: str
    invoice_type: int
    is_negative: bool
    side: Side | None
    condition: str
    vat_rows: int
    can_freeze: bool

    @property
    def is_credit(self) -> bool:
        """Whether its type is that of a credit note."""
        return self.invoice_type in {InvoiceType.SALES_CREDIT, InvoiceType.PURCHASE_CREDIT}


def people_book(services: Services) -> str:
    """How people book, of each kind whose stream is on.

    Raises:
        HabitsContradict: their bookings show another side, sign or type than the settings or the link have.
    """
    books = _books(services)
    seen = {kind.kind: list(_habits(services, books, kind.kind)) for kind in books.kinds}
    wrong = [text for kind, habits in seen.items() for text in _contradictions(kind, habits, books.administration)]
    if wrong:
        raise HabitsContradict(contradictions="; ".join(wrong))
    return "; ".join(_shown(kind, habits) for kind, habits in seen.items())


def own_journals(services: Services) -> str | Doubt:
    """The journals of the link, which hold nobody else's bookings unless the file says that they are shared.

    Raises:
        JournalUnexplained: they do, and nobody has confirmed it.
    """
    reference = _reference(services)
    books = Books.of(services.administration, reference)
    names = [journal for kind in books.kinds for journal in books.journals(kind)]
    if not reference.journals.keys() >= set(names):
        return Doubt("not looked at: a journal is not in Multivers", "First mend what the check of the chart names.")
    for kind in books.kinds:
        require_explained(services, books, kind, ())
    whose = "shared with other people" if services.administration.shared_journal else "the link's alone"
    return f"{', '.join(names)}: {whose}"


def blocking_payments(services: Services) -> str | Doubt:
    """Whether purchases can be blocked for payment, which only some versions of Multivers know."""
    administration = services.administration
    if not administration.streams.purchase_invoices:
        return "no purchases are booked"
    habits = list(_habits(services, _books(services), Kind.PURCHASE))
    if any(habit.can_freeze for habit in habits):
        return f"{_FROZEN} is there; purchase_release is {administration.purchase_release}"
    if not habits:
        return "no purchase of other people shows it yet"
    detail = f"this version shows no {_FROZEN}: a purchase can be paid as soon as it is booked"
    return Doubt(detail, _RELEASE_REMEDY if administration.purchase_release is Release.BLOCKED else "")


_RELEASE_REMEDY = "Release payments by the payment run in Multivers, and set purchase_release: free."


def vat_filed(services: Services) -> str | Doubt:
    """Until when VAT returns are filed, beside how far Multivers itself has closed its periods."""
    by_period = services.multivers.declares_vat_by_period()
    filed, now = services.administration.vat_filed_until, today(services.clock)
    closed = [one for one in _reference(services).periods if one.closed and one.regular]
    last = max(closed, key=lambda one: one.end, default=None)
    seen = f"vat_filed_until {filed or '-'}; vatDeclarationIsPeriod {'yes' if by_period else 'no'}; closed up to "
    seen += f"{last.fiscal_year}-{last.number}" if last else "no period"
    if filed is None or not _is_old(filed, now, _MONTH if by_period else _QUARTER):
        return seen
    return Doubt(f"{seen}; more than two return periods ago", "Write the last filed return into vat_filed_until.")


def _is_old(filed: date, now: date, period: timedelta) -> bool:
    return now - filed > 2 * period


def _books(services: Services) -> Books:
    return Books.of(services.administration, _reference(services))


def _reference(services: Services) -> ReferenceData:
    """Years and periods from the start date on, and the year before it, where people have booked."""
    first = services.administration.start_date.year - 1
    return services.multivers.reference_data(range(first, max(first, today(services.clock).year) + 1))


def _habits(services: Services, books: Books, kind: Kind) -> Iterator[Habit]:
    """The newest bookings of other people: invoices and credit notes."""
    own = {name.casefold() for name in books.administration.journals.of(kind)}
    listed = [booking for year in books.years for booking in services.multivers.bookings(kind, year)]
    others = [booking for booking in listed if booking.journal_id.strip().casefold() not in own]
    newest = sorted(others, key=lambda booking: (booking.invoice_date, booking.invoice_id), reverse=True)
    for is_negative in (False, True):
        for booking in [one for one in newest if (one.gross < 0) is is_negative][:LOOKED_AT]:
            model = services.multivers.booking_model(kind, booking.invoice_id)
            if model is not None:
                yield _read(kind, booking, model)


def _read(kind: Kind, booking: FoundBooking, model: Mapping[str, Any]) -> Habit:
    def habit(row: Mapping[str, Any]) -> Habit:
        return _habit(kind, booking, row)

    return parsed(habit, model, Call(SYSTEM, f"GET {FAMILIES[kind].invoice}"))


def _habit(kind: Kind, booking: FoundBooking, model: Mapping[str, Any]) -> Habit:
    invoice_type = whole(model, "invoiceType")
    net = sum((_credited(line) for line in model.get(FAMILIES[kind].lines_name) or ()), ZERO)
    if invoice_type in {InvoiceType.SALES_CREDIT, InvoiceType.PURCHASE_CREDIT}:
        net = -net
    return Habit(
        invoice_id=booking.invoice_id,
        invoice_type=invoice_type,
        is_negative=booking.gross < 0,
        side=None if not net else Side.CREDIT if net > 0 else Side.DEBIT,
        condition=text(model, "paymentConditionId"),
        vat_rows=len(model.get("vatTransactionLines") or ()),
        can_freeze=model.get(_FROZEN) is not None,
    )


def _credited(line: Mapping[str, Any]) -> Decimal:
    return (amount(line, "creditAmountCur", "creditAmount") or ZERO) - (
        amount(line, "debitAmountCur", "debitAmount") or ZERO
    )


def _contradictions(kind: Kind, habits: list[Habit], administration: Administration) -> Iterator[str]:
    """What people's bookings show and the settings, or the link, have otherwise."""
    sides, said = Counter(habit.side for habit in habits if habit.side), administration.line_side(kind)
    shown = sides.most_common(1)
    if shown and shown[0][0] is not said and shown[0][1] > sides[said]:
        yield f"{kind}_line_side: {said}, {shown[0][1]} x {shown[0][0]}"
    for what, is_wrong in _WRONG.items():
        ids = [habit.invoice_id for habit in habits if is_wrong(kind, habit)]
        if ids:
            yield f"{kind} {what}: {', '.join(ids[:5])}"


_WRONG: Mapping[str, Callable[[Kind, Habit], bool]] = {
    "invoiceType": lambda kind, habit: habit.invoice_type not in {one for one in InvoiceType if one.kind is kind},
    "invoiceType, sign": lambda _, habit: habit.is_credit is not habit.is_negative,
}
"""What the link takes for granted of every booking: its type is one of its kind, a credit note's amount is negative."""


def _shown(kind: Kind, habits: list[Habit]) -> str:
    if not habits:
        return f"{kind}: none of other people"
    credited, with_rows = sum(one.is_credit for one in habits), sum(one.vat_rows > 0 for one in habits)
    sides = ", ".join(sorted({one.side for one in habits if one.side})) or "-"
    conditions = ", ".join(f"{name or '-'} x {count}" for name, count in Counter(h.condition for h in habits).items())
    return (
        f"{kind}: {len(habits)} seen, {credited} credit notes, lines {sides}, "
        f"{with_rows} with VAT rows, conditions {conditions}"
    )
