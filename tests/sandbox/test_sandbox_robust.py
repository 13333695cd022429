"""Whatever is sent, an answer comes: a sandbox that falls over proves nothing about its callers."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.control import reset, respond
from sandbox.core import Sandbox
from sandbox.model import Request, words
from sandbox.multivers.fields import CUSTOMER, CUSTOMER_INVOICE, FIN_TRANS
from sandbox.testing import KEY, SandboxControl, SandboxServers
from sandbox.wefact.routes import ACTIONS
from tests.sandbox.callers import TOKEN_FORM, MultiversCaller, invoice_body

pytestmark = pytest.mark.property

values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.just("2026-03-02"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
names = st.sampled_from(
    words(
        "Identifier InvoiceCode DebtorCode limit offset sort order searchat searchfor modified status type AmountPaid"
        " PayDate CompanyName Groups group"
    )
)
resources = {"Customer": CUSTOMER, "CustomerInvoice": CUSTOMER_INVOICE, "FinTrans": FIN_TRANS}


def _demo() -> Sandbox:
    sandbox = Sandbox()
    reset(sandbox, {"dataset": "demo"})
    return sandbox


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(ACTIONS)), st.dictionaries(names, values, max_size=4))
def test_given_any_parameters_then_wefact_answers_with_an_envelope(call: str, params: dict[str, Any]) -> None:
    controller, _, action = call.partition("/")
    body = json.dumps(params | {"api_key": KEY, "controller": controller, "action": action}).encode()
    answer = respond(_demo(), Request("wefact", "POST", "/v2/", body=body))
    assert (answer.status, json.loads(answer.body)["status"]) in ((200, "success"), (200, "error"))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(resources)), st.data())
def test_given_any_body_then_multivers_answers_and_refuses_with_messages(resource: str, data: st.DataObject) -> None:
    fields = st.sampled_from([field.name for field in resources[resource]])
    changes = data.draw(st.dictionaries(fields, values, max_size=4))
    sandbox = _demo()
    form = httpx.QueryParams(TOKEN_FORM)
    token = respond(sandbox, Request("multivers", "POST", "/V22/OAuth/Token", body=str(form).encode()))
    headers = {"authorization": f"Bearer {json.loads(token.body)['access_token']}"}
    body = json.dumps(invoice_body() | changes).encode()
    path = f"/V22/api/MVL00001/{resource}"
    answer = respond(sandbox, Request("multivers", "POST", path, headers=headers, body=body))
    assert answer.status == 200 or json.loads(answer.body)["messages"]


@pytest.mark.parametrize("text", ["(" * 1900, "not " * 400, "length(", "InvoiceId eq 'a' or", "$", "²"])
def test_given_a_wild_filter_then_it_is_400(multivers: MultiversCaller, text: str) -> None:
    path = "CustomerInvoiceInfoList/ByFiscalYear/2026/0"
    assert multivers.raw("GET", path, params={"$filter": text}).status_code in (400, 404)


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b"\xff\xfe", b"a=1&a[b]=2&a[]=3"])
def test_given_a_broken_body_then_both_services_refuse_it(
    http: httpx.Client, multivers: MultiversCaller, body: bytes
) -> None:
    assert http.post("http://sandbox/v2/", content=body).json()["status"] == "error"
    assert multivers.raw("POST", "Customer", content=body).status_code == 400


def test_given_callers_at_once_then_every_journal_number_is_used_once(servers: SandboxServers) -> None:
    with httpx.Client(trust_env=False) as client:
        caller = MultiversCaller(client, servers.multivers_url)
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda n: caller.book(invoiceId=str(n), journalTransaction=0), range(1, 25)))
    assert sorted(answer.json()["journalTransaction"] for answer in answers) == list(range(1, 25))


def test_given_numbers_used_again_then_a_stranger_stands_under_them(
    control: SandboxControl, multivers: MultiversCaller
) -> None:
    multivers.book()
    lines = [{"accountId": "8090", "amount": "7.00"}]
    control.action("reuse_number", invoiceId="20260001", customerId="DB10002", invoiceDate="2026-03-05", lines=lines)
    stranger = multivers.get("CustomerInvoice/20260001")
    shown = [stranger[name] for name in ("customerId", "journalId", "journalTransaction", "amountTotal", "reference")]
    assert shown == ["DB10002", "WFV", 1, 8.47, ""]
