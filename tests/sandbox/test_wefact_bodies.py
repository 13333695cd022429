"""What arrives at WeFact: JSON and forms, whole and broken, read as PHP reads them."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.control import reset, respond
from sandbox.core import Sandbox
from sandbox.model import Request, to_json
from sandbox.testing import KEY, SandboxControl
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.parsing import parse_body
from sandbox.wefact.records import INVOICE, INVOICE_LINE
from sandbox.wefact.routes import WRITES
from tests.sandbox.callers import WeFactCaller

URL = "http://sandbox/v2/"
LINE_NAMES = ("Identifier", "PriceIncl", *INVOICE_LINE)
WORDS = ("1", "0.5", "-3", "2", "0", "2026-03-20", "2026-03-20 10:00:00", "incl", "V21", "V9", "P-ADV", "wire", "yes")
LIST = json.dumps({"api_key": KEY, "controller": "invoice", "action": "list"}).encode()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"a=1&b=", {"a": "1", "b": ""}),
        (b"a=x+y%20z%2Bq", {"a": "x y z+q"}),
        (b"a=caf%C3%A9&b=caf\xc3\xa9", {"a": "café", "b": "café"}),
        (b"a=caf%E9&b=caf%E8", {"a": "café", "b": "cafè"}),
        (b"a=1&a=2", {"a": "2"}),
        (b"a[]=1&a[]=2", {"a": ["1", "2"]}),
        (b"a[1]=x&a[]=y", {"a": ["x", "y"]}),
        (b"a[k]=1&a[]=2", {"a": {"k": "1", "0": "2"}}),
        (b"a=1&a[b]=2", {"a": {"b": "2"}}),
        (b"a[b]=2&a=1", {"a": "1"}),
        (b"a%5B0%5D%5Bb%5D=1&a[0][c]=2&a[1][b]=3", {"a": [{"b": "1", "c": "2"}, {"b": "3"}]}),
        (b"d[from]=2026-01-01+00%3A00%3A00", {"d": {"from": "2026-01-01 00:00:00"}}),
        (b"a[b=1", {"a": "1"}),
        (b"=1&[x]=2&&a=3", {"a": "3"}),
        (b"a" + b"[b]" * 70 + b"=1&c=2", {"c": "2"}),
        (b"", {}),
    ],
)
def test_given_a_form_then_brackets_signs_and_repeats_mean_what_php_makes_of_them(
    body: bytes, expected: dict[str, Any]
) -> None:
    assert parse_body(body) == expected


@pytest.mark.parametrize(
    "body",
    [b"{", b'{"a":NaN}', b'{"a":1}x', b'{"a":' + b"[" * 100 + b"]" * 100 + b"}", b'{"a":' + b"[" * 100_000],
    ids=["open", "nan", "more", "deep", "abyss"],
)
def test_given_json_that_cannot_be_read_then_it_is_refused(body: bytes) -> None:
    with pytest.raises(RefusalError, match="Invalid JSON"):
        parse_body(body)


def test_given_json_then_numbers_keep_their_digits_and_the_last_of_two_names_stands() -> None:
    assert parse_body(b' {"a": 1.50, "b": 10000000000000000000001, "a": 2.10}') == {
        "a": "2.10",
        "b": "10000000000000000000001",
    }


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_given_another_method_then_the_error_envelope_comes_with_200(http: httpx.Client, method: str) -> None:
    answer = http.request(method, URL)
    assert (answer.status_code, answer.json()["errors"]) == (200, ["Invalid request method"])
    assert answer.json()["controller"] == "invalid"


@pytest.mark.parametrize(
    ("params", "text"),
    [
        ({"controller": "nonsense", "action": "list"}, "Invalid controller"),
        ({"controller": ["debtor"], "action": "list"}, "Invalid controller"),
        ({"controller": "debtor", "action": {"a": "list"}}, "Invalid action"),
        ({"controller": "debtor"}, "Invalid action"),
        ({}, "Invalid controller"),
        ({"controller": "invoice", "action": "show", "InvoiceCode": ["F2026-0001"]}, "Ongeldig kenmerk voor factuur"),
        ({"controller": "invoice", "action": "list", "limit": [1]}, "Invalid type for 'limit'"),
    ],
    ids=str,
)
def test_given_lists_where_text_is_expected_then_the_call_is_refused(
    http: httpx.Client, params: dict[str, Any], text: str
) -> None:
    assert http.post(URL, json={"api_key": KEY} | params).json()["errors"] == [text]


def test_given_a_key_that_is_no_text_then_it_is_no_key(http: httpx.Client) -> None:
    answer = http.post(URL, json={"api_key": [KEY], "controller": "debtor", "action": "list"}).json()
    assert answer["errors"] == ["De API sleutel kan niet worden gevonden."]


def test_given_a_body_of_a_megabyte_then_it_is_read(wefact: WeFactCaller, control: SandboxControl) -> None:
    text = "x" * 1_000_000
    answer = wefact("invoice", "edit", InvoiceCode="F2026-0001", Comment=text)
    assert answer["invoice"]["Comment"] == text


def test_given_two_hundred_thousand_form_fields_then_they_are_all_there() -> None:
    assert len(parse_body(b"&".join([b"a[]=1"] * 200_000))["a"]) == 200_000


def test_given_an_invoice_as_a_form_then_it_equals_the_same_one_as_json(wefact: WeFactCaller) -> None:
    line = {"ProductCode": "P-ADV", "Number": "1.5", "Description": "Advies & hulp"}
    form = {f"InvoiceLines[0][{name}]": value for name, value in line.items()}
    by_form = wefact.form(controller="invoice", action="add", DebtorCode="DB10001", **form)["invoice"]
    by_json = wefact("invoice", "add", DebtorCode="DB10001", InvoiceLines=[line])["invoice"]
    own = ("Identifier", "InvoiceCode", "InvoiceLines")
    assert {name for name in by_form if by_form[name] != by_json[name]} == set(own)
    assert by_form["InvoiceLines"][0] | {"Identifier": ""} == by_json["InvoiceLines"][0] | {"Identifier": ""}


values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(WORDS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(LINE_NAMES), inner, max_size=4),
    max_leaves=8,
)
lines = st.lists(st.dictionaries(st.sampled_from(LINE_NAMES), values, max_size=4), max_size=3) | values
calls = st.sampled_from([call for call in WRITES if call.startswith("invoice")])


@pytest.mark.property
@settings(max_examples=100, deadline=None)
@given(calls, st.dictionaries(st.sampled_from([*INVOICE, "ScheduledAt", "FileType"]), values, max_size=4), lines)
def test_given_anything_about_an_invoice_then_a_refusal_changes_nothing(
    call: str, params: dict[str, Any], rows: Any
) -> None:
    sandbox = Sandbox()
    reset(sandbox, {"dataset": "demo"})
    before = to_json(asdict(sandbox.state.wefact.accounts[KEY]))
    controller, _, action = call.partition("/")
    named = {"InvoiceCode": "[concept]0001", "DebtorCode": "DB10001", "InvoiceLines": rows} | params
    body = json.dumps(named | {"api_key": KEY, "controller": controller, "action": action}).encode()
    envelope = json.loads(respond(sandbox, Request("wefact", "POST", "/v2/", body=body)).body)
    assert envelope["status"] in ("success", "error")
    if envelope["status"] == "error":
        assert to_json(asdict(sandbox.state.wefact.accounts[KEY])) == before
    else:
        listed = Request("wefact", "POST", "/v2/", body=LIST)
        assert json.loads(respond(sandbox, listed).body)["status"] == "success"


def test_given_a_number_beyond_all_numbers_then_the_answer_is_still_json(http: httpx.Client) -> None:
    body = f'{{"api_key":"{KEY}","controller":"debtor","action":"list","odd":1e999,"limit":1}}'
    answer = http.post(URL, content=body)
    assert json.loads(answer.content, parse_constant=pytest.fail)["currentresults"] == 1
