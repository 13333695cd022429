"""What WeFact's public clients in other languages send, written anew (wefact-api.md 1, 2.4, 8)."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from sandbox.testing import KEY, SandboxServers
from tests.clients.php import FORM, bracketed, php_form, php_json
from tests.sandbox.callers import WeFactCaller

ADD = {"api_key": KEY, "controller": "invoice", "action": "add"}
LINES = [
    {"Description": "Advies & co", "Number": "2", "PriceExcl": "100.00", "TaxCode": "V21"},
    {"Description": "Boek", "Number": "1", "PriceExcl": "10.00", "TaxCode": "V9"},
]
INVOICE: dict[str, Any] = {"DebtorCode": "DB10001", "Date": "2026-03-02", "InvoiceLines": LINES}


def lines_with_empty_brackets() -> str:
    """`InvoiceLines[][Description]=…`: each empty bracket begins a new line, so one field a line."""
    pairs = bracketed("", ADD | {"DebtorCode": "DB10001", "Date": "2026-03-02"})
    return urlencode([*pairs, ("InvoiceLines[][PriceExcl]", "100"), ("InvoiceLines[][PriceExcl]", "110")])


def send(servers: SandboxServers, body: str | bytes, kind: str) -> dict[str, Any]:
    """Post a body; a kind of "" sends no Content-Type."""
    headers = {"Content-Type": kind} if kind else {}
    with httpx.Client(trust_env=False) as http:
        answer: dict[str, Any] = http.post(servers.wefact_url, content=body, headers=headers).json()
    return answer


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(php_form(ADD | INVOICE), FORM, id="LC, VK, IM: PHP form"),
        pytest.param(php_form(ADD | INVOICE).replace("%5B", "[").replace("%5D", "]"), FORM, id="BW: bare brackets"),
        pytest.param(
            php_form(ADD | INVOICE).replace("%5B", "%5b").replace("%5D", "%5d"), FORM, id="lower-case escapes"
        ),
        pytest.param(php_form(ADD | INVOICE).replace("+", "%20"), f"{FORM}; charset=UTF-8", id="SP: RFC 3986"),
        pytest.param(php_form(INVOICE | ADD), FORM, id="routing at the end"),
        pytest.param(php_json(ADD | INVOICE), "application/json", id="VD, NA: JSON"),
        pytest.param(php_json(ADD | INVOICE), "", id="BA: JSON without a type"),
        pytest.param(f"\r\n  {php_json(ADD | INVOICE)}\n", "text/plain", id="JSON with space around it"),
    ],
)
def test_given_a_clients_encoding_then_the_same_invoice_stands(
    servers: SandboxServers, wefact: WeFactCaller, body: str, kind: str
) -> None:
    answer = send(servers, body, kind)
    stored = servers.invoices()["[concept]0001"]
    assert (answer["status"], answer["invoice"]["AmountIncl"]) == ("success", "252.90")
    assert [(line["Description"], line["TaxCode"]) for line in stored["InvoiceLines"]] == [
        ("Advies & co", "V21"),
        ("Boek", "V9"),
    ]


def test_given_empty_brackets_then_each_begins_a_line(servers: SandboxServers, wefact: WeFactCaller) -> None:
    answer = send(servers, lines_with_empty_brackets(), FORM)
    assert [Decimal(line["PriceExcl"]) for line in answer["invoice"]["InvoiceLines"]] == [100, 110]


def test_given_bartmans_final_invoice_then_its_own_code_and_status_stand(
    servers: SandboxServers, wefact: WeFactCaller
) -> None:
    body = ADD | INVOICE | {"Status": 2, "InvoiceCode": "HS-2026-7", "Term": "14"}
    answer = send(servers, json.dumps(body), "")
    assert (answer["invoice"]["InvoiceCode"], answer["invoice"]["AmountExcl"]) == ("HS-2026-7", "210.00")
    assert servers.invoices()["HS-2026-7"]["Status"] == "2"


def test_given_a_form_then_the_filters_come_back_as_text(servers: SandboxServers, wefact: WeFactCaller) -> None:
    listing = {"api_key": KEY, "controller": "debtor", "action": "list", "limit": 2, "modified": {"from": "2026-01-01"}}
    form, as_json = send(servers, php_form(listing), FORM), send(servers, json.dumps(listing), "application/json")
    assert form["filters"] == {"limit": "2", "modified": {"from": "2026-01-01"}}
    assert (as_json["totalresults"], form["totalresults"]) == (1, 1)


@pytest.mark.parametrize(
    ("controller", "action"),
    [
        ("costcategory", "list"),  # VK
        ("setting", "list"),  # the address of the documentation page
        ("ticket", "list"),
    ],
)
def test_given_a_controller_that_is_not_there_then_the_documented_refusal(
    servers: SandboxServers, wefact: WeFactCaller, controller: str, action: str
) -> None:
    answer = send(servers, php_form({"api_key": KEY, "controller": controller, "action": action}), FORM)
    assert (answer["status"], answer["errors"]) == ("error", ["Invalid controller"])


@pytest.mark.parametrize(
    ("controller", "action"),
    [
        ("invoice", "attachmentadd"),  # ZZ
        ("creditinvoice", "creditinvoiceline/add"),  # ZZ
        ("invoice", "cancel-schedule"),  # the address of the documentation page
        ("invoiceline", "sortlines"),
        ("debtor", "delete"),
        ("creditinvoice", "markasunpaid"),
        ("invoice", "send"),  # NA
        ("invoice", "List"),
    ],
)
def test_given_an_action_that_is_not_there_then_the_documented_refusal(
    servers: SandboxServers, wefact: WeFactCaller, controller: str, action: str
) -> None:
    before = servers.state()["wefact"]["accounts"][KEY]
    answer = send(servers, json.dumps({"api_key": KEY, "controller": controller, "action": action}), "")
    assert (answer["status"], answer["errors"]) == ("error", ["Invalid action"])
    assert servers.state()["wefact"]["accounts"][KEY] == before


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"controller": "debtor", "action": "list"}, "De API sleutel kan niet worden gevonden."),
        ({"api_key": "x", "controller": "debtor", "action": "list"}, "De API sleutel kan niet worden gevonden."),
    ],
)
def test_given_no_key_or_a_wrong_one_then_200_with_an_invalid_envelope(
    servers: SandboxServers, body: dict[str, str], text: str
) -> None:
    with httpx.Client(trust_env=False) as http:
        answer = http.post(servers.wefact_url, data=body)
    envelope = answer.json()
    assert (answer.status_code, envelope["controller"], envelope["errors"]) == (200, "invalid", [text])


def test_given_a_json_number_for_a_cost_category_then_it_is_refused_where_a_form_passes(
    servers: SandboxServers, wefact: WeFactCaller
) -> None:
    wefact("creditor", "add", CreditorCode="CD1", CompanyName="Groothandel")
    wefact("settings", "costcategory_add", Title="Hardware")
    line = {"Description": "Switch", "PriceExcl": 50, "Number": 1, "TaxCode": "I21", "CostCategory": 1}
    body = {"CreditorCode": "CD1", "InvoiceCode": "881", "InvoiceLines": [line]}
    call = {"api_key": KEY, "controller": "creditinvoice", "action": "add"} | body
    as_json, as_form = send(servers, json.dumps(call), ""), send(servers, php_form(call), FORM)
    assert as_json["errors"] == ["Invalid type for 'InvoiceLines[0].CostCategory'"]
    assert (as_form["status"], as_form["creditinvoice"]["AmountIncl"]) == ("success", "60.50")
