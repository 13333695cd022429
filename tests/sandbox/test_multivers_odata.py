"""The query options of lists, held against rows of known content."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from sandbox.multivers import odata
from sandbox.testing import SandboxControl
from tests.sandbox.callers import MultiversCaller

ROWS: list[dict[str, Any]] = [
    {
        "key": "a",
        "name": "Bakker O'Neil ",
        "amount": Decimal("10.50"),
        "invoiceDate": "9-1-2026",
        "paid": True,
        "note": None,
    },
    {"key": "b", "name": "bakker Bos", "amount": Decimal(-3), "invoiceDate": "20-1-2026", "paid": False, "note": "x"},
    {"key": "c", "name": "Ede", "amount": Decimal(7), "invoiceDate": "", "paid": False, "note": ""},
]


def _keys(**options: str) -> str:
    rows = odata.apply(ROWS, {f"${name}": text for name, text in options.items()}, 0)
    return "".join(row["key"] for row in rows)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Key eq 'b'", "b"),
        ("key ne 'b'", "ac"),
        ("Amount gt 7", "a"),
        ("Amount ge 7.00", "ac"),
        ("Amount lt 7M", "b"),
        ("Amount le -3", "b"),
        ("Amount eq 10.5d", "a"),
        ("Paid", "a"),
        ("Paid eq false", "bc"),
        ("not Paid", "bc"),
        ("not (Paid or Amount lt 0)", "c"),
        ("Amount gt 0 and Paid eq false", "c"),
        ("Key eq 'a' or Key eq 'b' and Paid", "a"),
        ("(Key eq 'a' or Key eq 'b') and Amount lt 0", "b"),
        ("Name eq 'Bakker O''Neil '", "a"),
        ("trim(Name) eq 'Bakker O''Neil'", "a"),
        ("startswith(Name,'Bakker')", "a"),
        ("startswith(Name,'Bakker') eq true", "a"),
        ("endswith(Name,'Bos')", "b"),
        ("substringof('akker',Name)", "ab"),
        ("indexof(Name,'akker') gt -1", "ab"),
        ("indexof(Name,'akker') eq -1", "c"),
        ("tolower(Name) eq 'ede'", "c"),
        ("toupper(Name) eq 'EDE'", "c"),
        ("length(Name) eq 3", "c"),
        ("concat(Key,Name) eq 'cEde'", "c"),
        ("replace(Name,'E','e') eq 'ede'", "c"),
        ("substring(Name,1) eq 'de'", "c"),
        ("substring(Name,0,2) eq 'ba'", "b"),
        ("Amount add 3 eq 10", "c"),
        ("Amount mul 2 sub 1 eq 20", "a"),
        ("Amount mod 2 eq 1", "c"),
        ("Amount div 2 eq 3.5", "c"),
        ("round(Amount) eq 11", "a"),
        ("floor(Amount) eq 10", "a"),
        ("floor(Amount) eq -3 and ceiling(Amount) eq -3", "b"),
        ("ceiling(Amount) eq 11", "a"),
        ("InvoiceDate eq '20-1-2026'", "b"),
        ("InvoiceDate ge datetime'2026-01-10T00:00:00'", "b"),
        ("InvoiceDate lt datetime'2026-01-10'", "a"),
        ("InvoiceDate eq datetime'2026-01-09T00:00:00'", "a"),
        ("year(datetime'2026-01-09') eq 2026 and Key eq 'a'", "a"),
        ("Key ne 'c' and month(InvoiceDate) eq 1 and day(InvoiceDate) gt 9", "b"),
        ("Note eq null", "a"),
        ("Note ne null", "bc"),
        ("Note gt 'a'", "b"),
        ("KEY EQ 'a' OR kEY Eq 'c'", "ac"),
    ],
)
def test_given_a_filter_then_its_rows_come(text: str, keys: str) -> None:
    assert _keys(filter=text) == keys


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Amount", "bca"),
        ("Amount desc", "acb"),
        ("Paid desc,Amount asc", "abc"),
        ("Paid, Key desc", "cba"),
        ("Note,Key", "acb"),
    ],
)
def test_given_an_order_then_rows_stand_in_it(text: str, keys: str) -> None:
    assert _keys(orderby=text) == keys


@pytest.mark.parametrize(
    ("options", "keys"),
    [
        ({"top": "2"}, "ab"),
        ({"skip": "2"}, "c"),
        ({"skip": "9", "top": "1"}, ""),
        ({"top": "0"}, ""),
        ({"orderby": "Key desc", "skip": "1", "top": "1"}, "b"),
        ({"expand": "Payments", "inlinecount": "allpages", "format": "json"}, "abc"),
    ],
)
def test_given_other_options_then_they_apply_in_turn(options: dict[str, str], keys: str) -> None:
    assert _keys(**options) == keys


@pytest.mark.parametrize(
    "options",
    [
        {"filter": "Nonsense eq 1"},
        {"filter": "Key eq 1"},
        {"filter": "Amount gt 'a'"},
        {"filter": "tolower(Amount) eq 'a'"},
        {"filter": "wrong(Key)"},
        {"filter": "length(Key,Key) eq 1"},
        {"filter": "Key eq 'a"},
        {"filter": "(Key eq 'a'"},
        {"filter": "Key eq 'a')"},
        {"filter": "Key eq"},
        {"filter": "Amount div 0 eq 1"},
        {"filter": "month(Name) eq 1"},
        {"filter": "InvoiceDate gt datetime'gisteren'"},
        {"orderby": "Nonsense"},
        {"orderby": "Key sideways"},
        {"orderby": "Key,,Name"},
        {"select": "Key,Nonsense"},
        {"top": "-1"},
        {"top": "²"},
        {"skip": "een"},
        {"apply": "groupby((Key))"},
    ],
)
def test_given_a_wrong_option_then_it_is_refused(options: dict[str, str]) -> None:
    with pytest.raises(odata.BadQueryError):
        _keys(**options)


def test_given_a_wrong_option_over_the_wire_then_400_says_why(multivers: MultiversCaller) -> None:
    answer = multivers.raw("GET", "CustomerInfoList", params={"$filter": "CustomerId eq 1"})
    assert (
        answer.status_code,
        answer.json()["Message"].startswith("The query specified in the URI is not valid."),
    ) == (
        400,
        True,
    )


def test_given_a_page_cap_then_it_holds_below_top(multivers: MultiversCaller, control: SandboxControl) -> None:
    control.settings(page_cap=2)
    sizes = [
        len(multivers.get("CountryInfoList", _top=top, _skip=skip))
        for top, skip in (("9", "0"), ("1", "0"), ("9", "2"), ("9", "99"))
    ]
    assert sizes == [2, 1, 1, 0]
