"""The lines and VAT rows of a booking, from the lines of a document and where each of them goes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from wefact_multivers.domain.bookings import BookingLine, Side, VatRow
from wefact_multivers.domain.documents import DocumentLine
from wefact_multivers.domain.money import ZERO, total
from wefact_multivers.domain.planning import ResolvedLine
from wefact_multivers.domain.purchase_vat import VatShare
from wefact_multivers.domain.totals import LineAmounts
from wefact_multivers.domain.treatment import FOREIGN, Treatment, rate_text

DESCRIPTION_LENGTH = 30
"""Characters of a booking line's description (`multivers-api.md 3.5`)."""

_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True)
class Entry:
    """A line of the document that is booked.

    Attributes:
        target: where it goes.
        amounts: what it has of the totals.
        share: what it has of the VAT that we owe ourselves, and of that which is cost.
        usual_side: where its amount stands in the ledger unless it is taken back.
    """

    line: DocumentLine
    target: ResolvedLine
    amounts: LineAmounts
    share: VatShare
    usual_side: Side

    @property
    def side(self) -> Side:
        """The side in the ledger: the usual one, or the opposite for what is taken back."""
        return self.usual_side if (self.amounts.net or self.amounts.vat) > 0 else self.usual_side.opposite

    @property
    def foreign_vat(self) -> Decimal:
        """VAT of another country: an amount of its own in the ledger, without a VAT code."""
        return self.amounts.vat if self.target.treatment in FOREIGN else ZERO

    @property
    def foreign_account(self) -> str:
        """Where that goes; VAT that nobody reclaims is cost."""
        return self.target.foreign_account or self.target.account

    @property
    def vat(self) -> Decimal:
        """Dutch VAT that the document prints."""
        return self.amounts.vat - self.foreign_vat

    @property
    def description(self) -> str:
        """The text of the line in one line, in full."""
        return " ".join(self.line.description.split())

    @property
    def is_cut(self) -> bool:
        """Whether Multivers has no room for its text."""
        return _cut(self.description) != self.description


def booking_lines(entries: Sequence[Entry]) -> tuple[tuple[BookingLine, Treatment], ...]:
    """The booking lines, each with its treatment: those of the document, then VAT that goes to another account."""
    return (
        *((_booking_line(entry), entry.target.treatment) for entry in entries),
        *((_foreign_line(same), same[0].target.treatment) for same in _foreign(entries)),
        *(
            (moved, same[0].target.treatment)
            for same in _moved(entries)
            for moved in _moving_lines(same)
        ),
    )  # fmt: skip


def vat_rows(entries: Sequence[Entry]) -> tuple[VatRow, ...]:
    """Base and VAT netted per (code, scenario, type), in the order of the lines; two that cancel where we owe it."""
    groups = _grouped(entries, lambda entry: (entry.target.vat_code, entry.target.scenario, entry.target.vat_type))
    return tuple(row for key, same in groups for row in _rows(key, same))


def _rows(key: tuple[int, int, int], same: Sequence[Entry]) -> Iterator[VatRow]:
    due = total([entry.share.due for entry in same])
    base = total([entry.amounts.net + entry.foreign_vat for entry in same])
    cost = total([entry.share.not_deductible for entry in same])
    yield VatRow(*key, base=base, vat=total([entry.vat for entry in same]) + due, not_deductible=cost)
    if due:
        yield VatRow(*key, base=base, vat=-due, is_due=True)


def _booking_line(entry: Entry) -> BookingLine:
    """The line with positive amounts on its own side (`accounting-rules.md 22`)."""
    sign = 1 if entry.side is entry.usual_side else -1
    return BookingLine(
        account_id=entry.target.account,
        description=_cut(entry.description),
        side=entry.side,
        amount=sign * entry.amounts.net + ZERO,
        vat_code=entry.target.vat_code,
        vat_type=entry.target.vat_type,
        vat_amount=sign * entry.vat + ZERO,
        cost_centre=entry.target.cost_centre,
        why=entry.target.why,
        not_deductible=sign * entry.share.not_deductible + ZERO,
    )


def _foreign(entries: Sequence[Entry]) -> list[list[Entry]]:
    """The lines whose VAT is of another country, by the account and the rate of that VAT."""
    foreign = [entry for entry in entries if entry.foreign_vat]
    return [same for _, same in _grouped(foreign, lambda entry: (entry.foreign_account, entry.line.rate))]


def _foreign_line(same: Sequence[Entry]) -> BookingLine:
    """VAT of another country on its own account, out of the Dutch return (`accounting-rules.md 15, 18`)."""
    first, amount = same[0], total([entry.foreign_vat for entry in same])
    text = f"Btw {rate_text(first.line.rate)} % ({first.target.treatment})"
    return _moving_line(first, first.foreign_account, amount, text, first.target.vat_code)


def _moved(entries: Sequence[Entry]) -> list[list[Entry]]:
    """The lines whose VAT is cost on another account than their own, by both accounts."""
    moving = [entry for entry in entries if entry.share.not_deductible and _cost_account(entry) != entry.target.account]
    return [same for _, same in _grouped(moving, lambda entry: (_cost_account(entry), entry.target.account))]


def _cost_account(entry: Entry) -> str:
    return entry.target.nondeductible_account or entry.target.account


def _moving_lines(same: Sequence[Entry]) -> tuple[BookingLine, BookingLine]:
    """Multivers puts VAT that is cost on the account of the line; two lines without a VAT code move it from there."""
    first, amount = same[0], total([entry.share.not_deductible for entry in same])
    code, text = first.target.no_vat_code, "Niet-aftrekbare btw"
    return (
        _moving_line(first, _cost_account(first), amount, text, code),
        _moving_line(first, first.target.account, -amount, text, code),
    )


def _moving_line(first: Entry, account: str, amount: Decimal, text: str, vat_code: int) -> BookingLine:
    """An amount of VAT on a ledger account, as a line without VAT of its own; below 0 on the other side."""
    return BookingLine(
        account_id=account,
        description=text,
        side=first.usual_side if amount >= 0 else first.usual_side.opposite,
        amount=abs(amount),
        vat_code=vat_code,
        vat_type=first.target.vat_type,
        vat_amount=ZERO,
        cost_centre=first.target.cost_centre,
        why=first.target.why,
    )


def _grouped(entries: Sequence[Entry], key_of: Callable[[Entry], _Key]) -> list[tuple[_Key, list[Entry]]]:
    groups: dict[_Key, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(key_of(entry), []).append(entry)
    return list(groups.items())


def _cut(description: str) -> str:
    return description[:DESCRIPTION_LENGTH].rstrip()
