"""Euros and cents: the one rounding of the link, exact calculation, and spreading a total to the cent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import (
    ROUND_HALF_UP,
    Decimal,
    DivisionByZero,
    FloatOperation,
    Inexact,
    InvalidOperation,
    Overflow,
    localcontext,
)

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
PRECISION = 40
"""Digits of a calculation: a quantity, a price and two discounts of WeFact fit with room to spare."""


@contextmanager
def calculating() -> Iterator[None]:
    """Calculate exactly: a result that would have to be rounded raises `decimal.Inexact`.

    Only `euro` may round. Division is therefore out of place inside: multiply by a fraction instead.
    """
    with localcontext() as context:
        context.prec = PRECISION
        for signal in (Inexact, InvalidOperation, DivisionByZero, Overflow, FloatOperation):
            context.traps[signal] = True
        yield


def euro(amount: Decimal) -> Decimal:
    """The amount in whole cents, half-up away from zero: the one rounding (`accounting-rules.md 6`).

    0.125 becomes 0.13 and -0.125 becomes -0.13, so that a credit note mirrors its invoice. Zero has no sign.
    """
    with localcontext() as context:
        context.prec = PRECISION
        context.traps[Inexact] = False
        return amount.quantize(CENT, rounding=ROUND_HALF_UP) + ZERO


def to_cents(amount: Decimal) -> int:
    """Euros as integer cents, the form the store keeps.

    Raises:
        ValueError: the amount has a fraction of a cent.
    """
    whole = euro(amount)
    if whole != amount:
        raise ValueError(f"{amount} has a fraction of a cent")
    return int(whole.scaleb(2))


def from_cents(cents: int) -> Decimal:
    """Integer cents as euros with two decimals."""
    return Decimal(cents).scaleb(-2)


def total(amounts: Sequence[Decimal]) -> Decimal:
    """The sum in euros, exact; 0.00 of nothing."""
    with calculating():
        return sum(amounts, ZERO)


def amount_text(amount: Decimal) -> str:
    """An amount in euros as a person in the Netherlands writes it: 1234,50."""
    return format(amount, ".2f").replace(".", ",")


def spread(whole: Decimal, exact: Sequence[Decimal], order: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Whole cents for each exact amount, adding up to `whole`, by largest remainder (`accounting-rules.md 6`).

    Each amount is rounded half-up; the cents that remain go one by one to the amounts that rounding moved
    farthest from them. Ties: the cent stays with the amount that is higher in `order`, then with the first.
    An amount of exactly zero takes a cent only where all are zero. Spreading the negatives gives the negatives.

    Args:
        whole: the total in euros, to the cent.
        exact: the unrounded amounts in euros, in any sign.
        order: one key for each amount, such as its VAT rate.

    Raises:
        ValueError: `whole` has a fraction of a cent, or there is nothing to spread it over.
    """
    rounded = [to_cents(euro(amount)) for amount in exact]
    remaining = to_cents(whole) - sum(rounded)
    if remaining == 0:
        return tuple(from_cents(cents) for cents in rounded)
    takers = _takers(exact, order, rising=remaining > 0)
    if not takers:
        raise ValueError(f"{whole} cannot be spread over nothing")
    step = 1 if remaining > 0 else -1
    rounds, rest = divmod(abs(remaining), len(takers))
    for place, index in enumerate(takers):
        rounded[index] += step * (rounds + (place < rest))
    return tuple(from_cents(cents) for cents in rounded)


def _takers(exact: Sequence[Decimal], order: Sequence[Decimal], *, rising: bool) -> list[int]:
    """Which amounts take a remaining cent, first one first."""

    def rank(index: int) -> tuple[Decimal, Decimal, int]:
        amount = exact[index]
        moved = amount - euro(amount)
        distance = -moved if rising else moved
        grows = amount == 0 or rising == (amount > 0)
        return (distance, -order[index], index) if grows else (distance, order[index], -index)

    with calculating():
        filled = [index for index, amount in enumerate(exact) if amount != 0] or list(range(len(exact)))
        return sorted(filled, key=rank)
