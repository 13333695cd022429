"""What Multivers' public clients in other languages send, written anew (multivers-api.md 1.2-1.4 and 6).

The marks are those of the reference: OTW, FLU, MOCK, GO, SDK, LAV, UTW, RB, ZYP.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from sandbox.testing import CLIENT_ID, CLIENT_SECRET, DATABASE, REFRESH_TOKEN, SandboxServers
from tests.clients.conftest import CUSTOMER
from tests.clients.php import FORM, php_form
from tests.sandbox.callers import MultiversCaller

Record = dict[str, Any]
SCOPE = "http://UNIT4.Multivers.API/Web/WebApi/*"
REDIRECT = "https://shop.example.org/callback"


@dataclass(frozen=True)
class Shape:
    """One POST of a client: where to, with what, and what it leaves in the books."""

    path: str
    body: Record
    stored: Record
    headers: dict[str, str] = field(default_factory=dict)
    settings: Record = field(default_factory=dict)


LINE = {"accountId": "8000", "creditAmountCur": 100.0, "vatCodeId": 1, "vatType": 0, "transactionDate": "02-03-2026"}
HEADER = {"customerId": "90001", "fiscalYear": 2026, "periodNumber": 3, "journalId": "V", "paymentConditionId": "14"}
FLU_LINE = {
    "accountId": "8000", "debitAmount": 100.0, "debitAmountCur": 100.0, "description": "You're welcome!",
    "vatAmount": 21, "vatAmountCur": 21, "TransactionDate": "01-04-2026",
}  # fmt: skip
MOCK_VAT = {"vatCodeId": 1, "vatScenarioId": 1, "vatType": 0, "amountTurnoverCur": 100.0, "vatAmountCur": 21.0}

INVOICES = {
    "OTW without lines": Shape(
        f"V22/api/{DATABASE}/CustomerInvoice",
        HEADER | {"journalTransaction": 26, "periodNumber": 12, "invoiceDate": "2026-12-01"},
        {"journalTransaction": 26, "invoiceDate": "2026-12-01", "amountTotalCur": 0, "customerInvoiceLines": 0},
    ),
    "FLU": Shape(
        f"V110/api/{DATABASE}/CustomerInvoice",
        {
            "fiscalYear": "2026", "invoiceDate": "1-4-2026", "PeriodNumber": "4", "invoiceExpirationDate": "15-4-2026",
            "journalId": "V", "paymentConditionId": "14", "PaymentReference": "Kenmerk a1B2", "CUSTOMERID": "90001",
            "vatAmount": 21.0, "vatAmountCur": 21.0, "customerInvoiceLines": [FLU_LINE],
        },
        {
            "journalTransaction": 1, "invoiceDate": "2026-04-01", "invoiceExpirationDate": "2026-04-15",
            "paymentReference": "Kenmerk a1B2", "vatAmountCur": 21.0, "amountTotalCur": 121.0,
        },
        # It is built on LAV, which sends every body as a form.
        {"Content-Type": FORM},
        {"sales_line_side": "debit"},
    ),
    "MOCK": Shape(
        f"V19/api/{DATABASE}/CustomerInvoice",
        HEADER | {
            "journalTransaction": 1, "invoiceDate": "02-03-2026", "invoiceExpirationDate": "16-03-2026",
            "rebateExpirationDate": "02-03-2026", "invoiceId": "20260007", "invoiceType": 0, "vatScenarioId": 1,
            "exchangeRate": 1, "currencyId": "EUR", "customerInvoiceLines": [LINE], "vatTransactionLines": [MOCK_VAT],
        },
        {"invoiceId": "20260007", "amountTotalCur": 121.0, "vatAmountCur": 21.0, "customerInvoiceLines": 1},
    ),
    "GO": Shape(
        f"V22/api/{DATABASE}/CustomerInvoice",
        HEADER | {
            "invoiceDate": "2-3-2026", "journalTransaction": 5, "vatScenarioId": 1, "customerInvoiceLines": [LINE],
        },
        {"journalTransaction": 5, "invoiceDate": "2026-03-02", "amountTotalCur": 121.0},
        {"Content-Type": "application/json; charset=utf-8"},
    ),
    "SDK": Shape(
        f"v110/api/{DATABASE}/CustomerInvoice",
        HEADER | {
            "journalTransaction": 1, "invoiceDate": "02-03-2026", "vatScenarioId": 1, "customerInvoiceLines": [LINE],
            "vatTransactionLines": [MOCK_VAT], "canChange": True, "messages": [], "customProperties": None,
        },
        {"amountTotalCur": 121.0, "vatAmountCur": 21.0},
    ),
    "RB": Shape(
        f"V14/api/{DATABASE}/CustomerInvoice",
        HEADER | {"invoiceDate": "02-03-2026 0:00:00", "journalTransaction": 1, "customerInvoiceLines": [LINE]},
        {"invoiceDate": "2026-03-02", "amountTotalCur": 121.0},
    ),
    "LAV on premises": Shape(
        f"API_1_9_3/api/{DATABASE}/CustomerInvoice",
        HEADER | {"invoiceDate": "2-3-2026", "journalTransaction": 1, "customerInvoiceLines": [LINE]},
        {"amountTotalCur": 121.0},
    ),
}  # fmt: skip


def root(servers: SandboxServers) -> str:
    """The host, in front of any version."""
    return servers.multivers_url.removesuffix("V22")


def counted(record: Record, names: Record) -> Record:
    """The named properties of a stored record; of a list its length, of an amount its number."""
    found = {name: record[name] for name in names}
    return {name: len(value) if isinstance(value, list) else value for name, value in found.items()}


@pytest.mark.parametrize("shape", [pytest.param(shape, id=name) for name, shape in INVOICES.items()])
def test_given_a_clients_invoice_then_it_stands_in_the_books(
    servers: SandboxServers, multivers: MultiversCaller, shape: Shape
) -> None:
    servers.settings(**shape.settings)
    headers = {"Accept": "application/json", "Content-Type": "application/json"} | shape.headers
    body = php_form(shape.body) if headers["Content-Type"] == FORM else json.dumps(shape.body)
    answer = multivers.http.post(root(servers) + shape.path, content=body, headers=headers)
    stored = servers.bookings()
    assert (answer.status_code, len(stored)) == (200, 1), answer.text
    assert counted(stored[0], shape.stored) == shape.stored
    assert answer.json()["amountTotalCur"] == shape.stored["amountTotalCur"]


def test_given_the_onetoweb_customer_then_it_is_numbered(servers: SandboxServers, multivers: MultiversCaller) -> None:
    answer = multivers.raw("POST", "Customer", json={"name": "Bakkerij Zuid", "shortName": "ZUID"})
    key = answer.json()["customerId"]
    stored = servers.state()["multivers"]["databases"][DATABASE]["customers"][key]
    assert (answer.status_code, stored["name"], stored["shortName"]) == (200, "Bakkerij Zuid", "ZUID")


def test_given_laravels_update_as_a_form_then_it_is_stored(servers: SandboxServers, multivers: MultiversCaller) -> None:
    read = {name: value for name, value in multivers.get("Customer/90001").items() if isinstance(value, str | int)}
    form = php_form(read | {"city": "Den Haag & omstreken", "isDunForPayment": "1", "creditLimit": "2500.50"})
    answer = multivers.raw("PUT", "Customer/90001", content=form, headers={"Content-Type": FORM})
    stored = servers.state()["multivers"]["databases"][DATABASE]["customers"]["90001"]
    assert (answer.status_code, stored["city"], stored["isDunForPayment"]) == (200, "Den Haag & omstreken", True)
    assert float(stored["creditLimit"]) == 2500.5


@pytest.mark.parametrize("form", ["customerId=1&customerId[x]=2", f"a{'[b]' * 3000}=1", "%7B%22customerId%22%3A1%7D"])
def test_given_a_form_that_makes_no_sense_then_400_and_nothing_is_kept(
    servers: SandboxServers, multivers: MultiversCaller, form: str
) -> None:
    answer = multivers.raw("POST", "CustomerInvoice", content=form, headers={"Content-Type": FORM})
    assert (answer.status_code, bool(answer.json()["messages"]), servers.bookings()) == (400, True, [])


@pytest.mark.parametrize("kind", ["Customer", "Supplier"])
def test_given_fluents_relation_in_mixed_case_then_it_is_stored(
    servers: SandboxServers, multivers: MultiversCaller, kind: str
) -> None:
    key = f"{kind.lower()}Id"
    body = {key.upper(): "91001", "ShortName": "KORT", "NAME": "Relatie", "Street1": "Markt 1"}
    answer = multivers.raw("POST", kind, json=body)
    stored = servers.state()["multivers"]["databases"][DATABASE][f"{kind.lower()}s"]["91001"]
    assert (answer.status_code, stored["shortName"], stored["street1"]) == (200, "KORT", "Markt 1")


def test_given_the_mocks_sequence_then_the_number_asked_for_is_the_number_booked(
    servers: SandboxServers, multivers: MultiversCaller
) -> None:
    asked = multivers.raw("POST", "GetNextJournalTransactionCommand?fiscalYear=2026&journalId=V", json={}).json()
    body = INVOICES["MOCK"].body | {"journalTransaction": asked["nextJournalTransaction"]}
    assert asked == {"messages": [], "nextJournalTransaction": 1}
    assert multivers.raw("POST", "CustomerInvoice", json=body).json()["journalTransaction"] == 1


def test_given_the_sdks_update_then_the_full_object_comes_back(
    servers: SandboxServers, multivers: MultiversCaller
) -> None:
    read = multivers.get("Customer/90001")
    answer = multivers.raw("PUT", "Customer/90001", json=read | {"city": "Kampen"})
    again = multivers.get("Customer/90001")
    assert (answer.status_code, answer.json()["city"], again["city"], again["name"]) == (
        200, "Kampen", "Kampen", "Klant Zuid",
    )  # fmt: skip


def test_given_the_sdks_delete_then_the_body_is_empty(servers: SandboxServers, multivers: MultiversCaller) -> None:
    answer = multivers.raw("DELETE", "Customer/90001")
    assert (answer.status_code, answer.content) == (200, b"")
    assert "90001" not in servers.state()["multivers"]["databases"][DATABASE]["customers"]


def test_given_the_sdks_escape_then_an_id_with_a_space_is_found(
    servers: SandboxServers, multivers: MultiversCaller
) -> None:
    multivers.raw("POST", "Customer", json=CUSTOMER | {"customerId": "A B"})
    url = f"{root(servers)}v110/api/{DATABASE}/Customer/A!_20B"
    assert multivers.http.get(url).json()["customerId"] == "A B"


def test_given_an_expired_token_then_the_sdk_signs_in_again_and_repeats(
    servers: SandboxServers, multivers: MultiversCaller
) -> None:
    servers.advance(3601)
    first = multivers.raw("GET", "Customer/90001")
    multivers.sign_in(redirect_uri=REDIRECT)
    assert (first.status_code, first.headers["www-authenticate"]) == (401, "Bearer")
    assert multivers.raw("GET", "Customer/90001").status_code == 200


def test_given_laravels_fixed_refresh_token_then_it_serves_time_after_time(
    servers: SandboxServers, multivers: MultiversCaller
) -> None:
    tokens = [multivers.sign_in(refresh_token=REFRESH_TOKEN).json()["access_token"] for _ in range(3)]
    assert len(set(tokens)) == 3
    assert multivers.get("CustomerInfoList", _top="3")[0].keys() >= {"customerId", "name"}
    assert len(multivers.get("CustomerInfoList", _top="3")) == 3


def test_given_onetowebs_answer_then_the_newest_refresh_token_serves(multivers: MultiversCaller) -> None:
    newest = multivers.sign_in(redirect_uri=REDIRECT).json()
    assert newest["scope"] == SCOPE
    assert multivers.sign_in(refresh_token=newest["refresh_token"], redirect_uri=REDIRECT).status_code == 200


def test_given_fluents_implicit_grant_then_the_token_comes_in_the_fragment(
    servers: SandboxServers, http: httpx.Client
) -> None:
    query = {"client_id": CLIENT_ID, "redirect_uri": REDIRECT, "scope": SCOPE, "response_type": "token", "state": "s1"}
    login = {"portalUser": "sandbox", "portalPassword": "sandbox", "multiversUser": "SYSTEEM", "multiversPassword": ""}
    answer = http.post(f"{servers.multivers_url}/OAuth/Authorize", params=query, data=login)
    address, _, fragment = answer.headers["location"].partition("#")
    given = dict(httpx.QueryParams(fragment))
    assert (answer.status_code, address, given["state"], given["token_type"].lower()) == (302, REDIRECT, "s1", "bearer")
    headers = {"Authorization": f"Bearer {given['access_token']}"}
    assert http.get(f"{servers.multivers_url}/api/AdministrationNVL", headers=headers).status_code == 200


def test_given_the_code_grant_then_each_client_gets_in(servers: SandboxServers, http: httpx.Client) -> None:
    query = {"client_id": CLIENT_ID, "redirect_uri": REDIRECT, "scope": SCOPE, "response_type": "code"}
    login = {"portalUser": "sandbox", "portalPassword": "sandbox", "multiversUser": "SYSTEEM", "multiversPassword": ""}
    asked = http.post(f"{servers.multivers_url}/OAuth/Authorize", params=query, data=login)
    code = httpx.URL(asked.headers["location"]).params["code"]
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT, "client_id": CLIENT_ID}
    token = http.post(f"{servers.multivers_url}/Oauth/token", data=form | {"client_secret": CLIENT_SECRET})
    assert (token.status_code, token.json()["token_type"]) == (200, "bearer")
