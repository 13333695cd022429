"""One rounding, exact calculation, and totals that are spread to the cent."""

from __future__ import annotations

from decimal import Decimal, FloatOperation, Inexact

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wefact_multivers.domain.money import (
    amount_text,
    calculating,
    euro,
    from_cents,
    spread,
    to_cents,
    total,
)

AMOUNTS = st.decimals(min_value=-100_000, max_value=100_000, places=5)
CENTS = st.integers(min_value=-10_000_000, max_value=10_000_000)


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [
        ("0.125", "0.13"),
        ("-0.125", "-0.13"),
        ("0.115", "0.12"),
        ("0.1249999", "0.12"),
        ("2.675", "2.68"),
        ("1E+2", "100.00"),
        ("-0.001", "0.00"),
    ],
)
def test_given_an_exact_amount_then_it_is_rounded_half_up_away_from_zero(exact: str, rounded: str) -> None:
    assert str(euro(Decimal(exact))) == rounded


@pytest.mark.property
@given(AMOUNTS)
def test_given_any_amount_then_rounding_is_symmetric_and_within_half_a_cent(amount: Decimal) -> None:
    assert euro(-amount) == -euro(amount)
    assert abs(euro(amount) - amount) <= Decimal("0.005")


@pytest.mark.property
@given(CENTS)
def test_given_any_cents_then_they_come_back_from_euros(cents: int) -> None:
    assert to_cents(from_cents(cents)) == cents


def test_given_a_fraction_of_a_cent_then_it_is_no_amount_for_the_store() -> None:
    with pytest.raises(ValueError, match="fraction of a cent"):
        to_cents(Decimal("1.005"))


def test_given_a_division_without_end_then_calculating_refuses_to_round() -> None:
    with calculating(), pytest.raises(Inexact):
        Decimal(1) / Decimal(3)


def test_given_a_float_then_calculating_refuses_it() -> None:
    with calculating(), pytest.raises(FloatOperation):
        Decimal(1 / 10)


def test_given_nothing_then_the_total_is_zero() -> None:
    assert str(total([])) == "0.00"


def test_given_an_amount_then_it_is_written_with_a_comma() -> None:
    assert amount_text(Decimal("-1234.5")) == "-1234,50"


@pytest.mark.parametrize(
    ("whole", "exact", "order", "parts"),
    [
        ("3.02", "2.1063 0.9054", "21 9", "2.11 0.91"),
        ("3.01", "2.1063 0.9054", "21 9", "2.11 0.90"),
        ("3.03", "2.1063 0.9054", "21 9", "2.12 0.91"),
        ("0.01", "0.005 0.005", "9 21", "0.00 0.01"),
        ("0.01", "0.005 0.005", "21 21", "0.01 0.00"),
        ("-0.01", "-0.005 -0.005", "21 21", "-0.01 0.00"),
        ("0.03", "0.01 0.01", "9 21", "0.01 0.02"),
        ("0.07", "0.01 0.01", "21 9", "0.04 0.03"),
        ("1.00", "0.00 0.996 0.00", "21 9 6", "0.00 1.00 0.00"),
        ("1.01", "0.00 0.996 0.00", "21 9 6", "0.00 1.01 0.00"),
        ("0.01", "0.00 0.00", "9 21", "0.00 0.01"),
        ("-0.01", "0.00 0.00", "9 21", "0.00 -0.01"),
        ("0.00", "", "", ""),
    ],
)
def test_given_a_total_then_its_cents_go_by_largest_remainder(whole: str, exact: str, order: str, parts: str) -> None:
    amounts = [Decimal(amount) for amount in exact.split()]
    ranks = [Decimal(rank) for rank in order.split()]
    assert spread(Decimal(whole), amounts, ranks) == tuple(Decimal(part) for part in parts.split())


def test_given_nothing_to_spread_over_then_a_cent_is_not_lost_silently() -> None:
    with pytest.raises(ValueError, match="over nothing"):
        spread(Decimal("0.01"), [], [])


@pytest.mark.property
@given(st.lists(st.tuples(AMOUNTS, st.sampled_from([Decimal(21), Decimal(9), Decimal(6)])), min_size=1), CENTS)
def test_given_any_total_then_the_parts_add_up_and_mirror(parts: list[tuple[Decimal, Decimal]], cents: int) -> None:
    exact, order = [amount for amount, _ in parts], [rate for _, rate in parts]
    whole = from_cents(cents)
    spread_out = spread(whole, exact, order)
    assert total(spread_out) == whole
    assert spread(-whole, [-amount for amount in exact], order) == tuple(-part for part in spread_out)


@pytest.mark.property
@given(st.lists(AMOUNTS, min_size=1))
def test_given_the_rounded_sum_as_total_then_no_part_is_a_cent_away(exact: list[Decimal]) -> None:
    parts = spread(euro(total(exact)), exact, [Decimal(0)] * len(exact))
    assert all(abs(part - amount) < Decimal("0.01") for part, amount in zip(parts, exact, strict=True))
