"""Whether a booking that stands in Multivers is a document of ours, and whether the ledger proves our own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from wefact_multivers.domain.bookings import Booking, Kind, Side, VatRow
from wefact_multivers.domain.documents import Document
from wefact_multivers.domain.found import FoundBooking, LedgerLine
from wefact_multivers.domain.money import ZERO, amount_text, total
from wefact_multivers.domain.numbering import letters_and_digits, reduced_number, same_code, same_number

NOT_IN_LEDGER = "geen grootboekregels gevonden"
"""The one difference that is no mistake by itself: a concept may stand outside the ledger (`multivers-api.md 8.1`)."""

_CONTROL = {Kind.SALES: "debiteuren", Kind.PURCHASE: "crediteuren"}


class MatchKind(StrEnum):
    """How a booking that was found stands to a document (`accounting-rules.md 3`)."""

    EQUAL = "equal"
    PERHAPS = "perhaps"
    UNRELATED = "unrelated"
    TAKEN = "taken"


@dataclass(frozen=True)
class Match:
    """The answer to "is this booking that document".

    Attributes:
        kind: EQUAL may be adopted; PERHAPS is a question (DOC-004); TAKEN holds our invoice id for another
            document (DOC-002).
        differences: what differs or is not known, as texts with amounts in euros; empty where equal.
    """

    kind: MatchKind
    differences: tuple[str, ...] = ()


@dataclass(frozen=True)
class BookingFacts:
    """What identifies the booking of a document, planned or not.

    Attributes:
        invoice_id: the key it has or would have in Multivers; empty where it can have none.
        number: the full printed number; of a purchase the one that the supplier printed.
        vat, gross: in euros, signed as printed.
    """

    invoice_id: str
    number: str
    relation_code: str
    invoice_date: date
    vat: Decimal
    gross: Decimal

    @classmethod
    def of_booking(cls, booking: Booking) -> BookingFacts:
        """The facts of a booking that was planned or sent."""
        return cls(
            invoice_id=booking.invoice_id,
            number=booking.reference,
            relation_code=booking.relation_code,
            invoice_date=booking.invoice_date,
            vat=booking.vat,
            gross=booking.gross,
        )

    @classmethod
    def of_invoice(cls, invoice: Document, invoice_id: str) -> BookingFacts:
        """The facts of an invoice without a plan, such as one that is blocked or before the start date."""
        return cls(
            invoice_id=invoice_id,
            number=invoice.reference,
            relation_code=invoice.relation_code,
            invoice_date=invoice.date,
            vat=invoice.vat,
            gross=invoice.gross,
        )


def compare(facts: BookingFacts, found: FoundBooking) -> Match:
    """How a booking that Multivers holds stands to a document.

    Equal takes relation, gross with sign, VAT, date and the full printed number. Whoever holds our number with our
    gross on another relation is asked about as well: it may be the same invoice on the wrong relation.
    """
    same_id = same_number(facts.invoice_id, found.invoice_id)
    related = same_code(facts.relation_code, found.relation_code)
    numbered = _is_numbered(facts, found)
    alike = facts.gross == found.gross and facts.invoice_date == found.invoice_date
    differences = _differences(facts, found, numbered=numbered)
    if not differences:
        return Match(MatchKind.EQUAL)
    if same_id and not (related and (numbered or alike or not found.reference)):
        return Match(MatchKind.TAKEN, differences)
    is_typed_otherwise = _is_reduced(facts, found)
    if (related and (same_id or numbered or alike or is_typed_otherwise)) or (numbered and facts.gross == found.gross):
        return Match(MatchKind.PERHAPS, differences)
    return Match(MatchKind.UNRELATED)


def _is_numbered(facts: BookingFacts, found: FoundBooking) -> bool:
    """Whether the full printed number stands in one of the three fields, alone or as a word among others."""
    texts = (found.invoice_id, found.reference, found.payment_reference)
    held = {letters_and_digits(part) for text in texts for part in (text, *text.split())}
    number = letters_and_digits(facts.number)
    return bool(number) and number in held


def _is_reduced(facts: BookingFacts, found: FoundBooking) -> bool:
    """Whether the number stands there but for leading zeros, with that sign (`accounting-rules.md 14`)."""
    words = [part for text in (found.reference, found.payment_reference) for part in (text, *text.split())]
    number = reduced_number(facts.number)
    return bool(number) and number in map(reduced_number, words) and (facts.gross < 0) == (found.gross < 0)


def _differences(facts: BookingFacts, found: FoundBooking, *, numbered: bool) -> tuple[str, ...]:
    """What differs, found first; free text is not repeated, since it may hold a name."""
    texts = []
    if found.relation_code.strip() != facts.relation_code:
        texts.append(f"relatie {found.relation_code.strip()}, WeFact {facts.relation_code}")
    if found.gross != facts.gross:
        texts.append(f"bruto {amount_text(found.gross)}, WeFact {amount_text(facts.gross)}")
    if found.vat is None:
        texts.append("btw in Multivers onbekend")
    elif found.vat != facts.vat:
        texts.append(f"btw {amount_text(found.vat)}, WeFact {amount_text(facts.vat)}")
    if found.invoice_date != facts.invoice_date:
        texts.append(f"datum {found.invoice_date}, WeFact {facts.invoice_date}")
    if not numbered:
        how = "staat er met andere voorloopnullen" if _is_reduced(facts, found) else "staat er niet bij"
        texts.append(f"factuurnummer {facts.number} {how}")
    return tuple(texts)


def vat_differences(booking: Booking, found: FoundBooking) -> tuple[str, ...]:
    """What a booking that was found has otherwise in the VAT of each code; equal totals may hide it.

    VAT under another code comes into another box of the return. Where an answer does not tell the codes, or the VAT
    of a purchase is more than its creditor charges, only the totals can be compared.

    Args:
        booking: as it is planned.
        found: a booking with its details.
    """
    planned: dict[int, Decimal] = {}
    for row in booking.vat_rows:
        planned[row.vat_code] = planned.get(row.vat_code, ZERO) + row.vat
    if found.vat_by_code is None or total(list(planned.values())) != booking.vat:
        return ()
    held = dict(found.vat_by_code)
    return tuple(
        f"btw-code {code} {amount_text(held.get(code, ZERO))}, WeFact {amount_text(planned.get(code, ZERO))}"
        for code in sorted(planned.keys() | held.keys())
        if planned.get(code, ZERO) != held.get(code, ZERO)
    )


def entry_differences(booking: Booking, lines: Sequence[LedgerLine], *, journal_transaction: int) -> tuple[str, ...]:
    """What the ledger has otherwise than the booking; empty where it proves it (`accounting-rules.md 7`).

    Totals can be right while turnover stands on the wrong side, so the lines themselves are compared.

    Args:
        booking: as it was sent.
        lines: all ledger lines of the entry.
        journal_transaction: the number that the booking got in its journal.
    """
    if not lines:
        return (NOT_IN_LEDGER,)
    control = [line for line in lines if line.relation_code]
    others = [line for line in lines if not line.relation_code]
    return (
        *_place_differences(booking, lines, journal_transaction),
        *_balance_differences(lines),
        *_control_differences(booking, control),
        *_line_differences(booking, others),
        *_vat_differences(booking, others),
    )


def _place_differences(booking: Booking, lines: Sequence[LedgerLine], journal_transaction: int) -> Iterator[str]:
    expected = (booking.fiscal_year, booking.period, booking.journal_id, journal_transaction)
    places = [(line.fiscal_year, line.period, line.journal_id, line.journal_transaction) for line in lines]
    for place in dict.fromkeys(places):
        if place != expected:
            yield f"staat in {_place_text(place)}, verwacht {_place_text(expected)}"


def _balance_differences(lines: Sequence[LedgerLine]) -> Iterator[str]:
    balance = _balance(lines)
    if balance:
        yield f"de post is niet in evenwicht: {_signed_text(balance)}"


def _control_differences(booking: Booking, control: Sequence[LedgerLine]) -> Iterator[str]:
    """The line on the control account (debiteuren, crediteuren): the gross amount, on the relation."""
    for code in dict.fromkeys(line.relation_code for line in control):
        if code != booking.relation_code:
            yield f"relatie {code}, verwacht {booking.relation_code}"
    expected = _on_control_side(booking, booking.gross)
    if _balance(control) != expected:
        yield f"{_CONTROL[booking.kind]} {_signed_text(_balance(control))}, verwacht {_signed_text(expected)}"


def _line_differences(booking: Booking, others: Sequence[LedgerLine]) -> Iterator[str]:
    """Account, side, amount and VAT code of turnover or costs."""
    for (account, vat_code), amount in _by_account(booking).items():
        found = _balance(line for line in others if (line.account_id, line.vat_code) == (account, vat_code))
        if found != amount:
            where = f"rekening {account} btw-code {vat_code}"
            yield f"{where}: {_signed_text(found)}, verwacht {_signed_text(amount)}"


def _vat_differences(booking: Booking, others: Sequence[LedgerLine]) -> Iterator[str]:
    """What is no control account, turnover or costs is VAT: per code where the ledger names it, else together."""
    booked = _by_account(booking)
    rest = [line for line in others if (line.account_id, line.vat_code) not in booked]
    codes: Sequence[int | None] = list(dict.fromkeys(row.vat_code for row in booking.vat_rows))
    if not {line.vat_code for line in rest} <= set(codes):
        codes = [None]
    for code in codes:
        rows = [row for row in booking.vat_rows if code in (None, row.vat_code)]
        found = [line.debit - line.credit for line in rest if code in (None, line.vat_code)]
        where = "btw" if code is None else f"btw-code {code}"
        for amount, actual in _vat_sums(booking, rows, found):
            if actual != amount:
                yield f"{where}: {_signed_text(actual)}, verwacht {_signed_text(amount)}"


def _vat_sums(booking: Booking, rows: Sequence[VatRow], found: Sequence[Decimal]) -> Iterator[tuple[Decimal, Decimal]]:
    """Planned and found VAT as debit minus credit; each side by itself where we owe VAT and deduct it again."""
    planned = [_on_control_side(booking, -row.ledger_amount) for row in rows]
    if not any(row.is_due for row in rows):
        yield total(planned), total(found)
        return
    for sign in (1, -1):
        yield _on_side(planned, sign), _on_side(found, sign)


def _on_side(amounts: Sequence[Decimal], sign: int) -> Decimal:
    return total([amount for amount in amounts if amount * sign > 0])


def _by_account(booking: Booking) -> dict[tuple[str, int | None], Decimal]:
    """Turnover or costs by account and VAT code."""
    amounts: dict[tuple[str, int | None], Decimal] = {}
    for line in booking.lines:
        key = (line.account_id, line.vat_code)
        signed = line.ledger_amount if line.side is Side.DEBIT else -line.ledger_amount
        amounts[key] = amounts.get(key, ZERO) + signed
    return amounts


def _on_control_side(booking: Booking, amount: Decimal) -> Decimal:
    """An amount on the side of the control account, as debit minus credit."""
    return (amount if booking.kind.control_side is Side.DEBIT else -amount) + ZERO


def _balance(lines: Iterable[LedgerLine]) -> Decimal:
    """Debit minus credit in euros."""
    return total([line.debit - line.credit for line in lines])


def _place_text(place: tuple[int, int, str, int]) -> str:
    year, period, journal, transaction = place
    return f"periode {period} van {year}, dagboek {journal} nummer {transaction}"


def _signed_text(amount: Decimal) -> str:
    """An amount with its side."""
    return f"{'credit' if amount < 0 else 'debet'} {amount_text(abs(amount))}"
