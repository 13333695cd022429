"""JSON without floats."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wefact_multivers.transport import dump, load

MONEY = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**15), max_value=10**15)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | MONEY,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def test_given_an_amount_that_floats_cannot_hold_then_every_digit_is_kept() -> None:
    assert load(dump({"amount": Decimal("123456789012345.67")})) == {"amount": Decimal("123456789012345.67")}


def test_given_an_amount_then_it_is_sent_as_a_number_with_its_digits() -> None:
    assert dump({"a": Decimal("121.00"), "b": [Decimal("1E+2"), 1, True, None, "é"]}) == (
        '{"a":121.00,"b":[100,1,true,null,"é"]}'.encode()
    )


@pytest.mark.property
@given(PLAIN)
def test_given_any_value_then_it_comes_back_as_it_was(value: object) -> None:
    assert load(dump(value)) == value


@pytest.mark.property
@given(PLAIN)
def test_given_any_value_then_another_reader_understands_it(value: object) -> None:
    assert json.loads(dump(value), parse_float=Decimal) == value


def test_given_a_float_then_it_is_refused() -> None:
    with pytest.raises(TypeError):
        dump({"amount": 0.1})


@pytest.mark.parametrize("text", ["", "{", "<html>", "NaN", '{"a": Infinity}'])
def test_given_no_json_then_reading_fails(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # any text of the parser's own
        load(text)
