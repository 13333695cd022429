"""Orders, and what processing one books."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.testing import SandboxControl
from tests.sandbox.callers import MultiversCaller

PROCESS = "journalId=V&fiscalYear=2026&periodNumber=3&invoiceDate=16-03-2026&journalTransaction=90"


def _order(**changes: Any) -> dict[str, Any]:
    """Two hours of 50.00 with 10 % discount at 21 %, and a book of 10.00 at 9 %."""
    lines = [
        {"productId": "UUR", "description": "Advies", "quantityOrdered": 2, "price": 50, "discount": 0.1,
         "vatCodeId": 1, "accountId": "8030"},
        {"productId": "BOEK", "quantityOrdered": 1, "price": 10, "vatCodeId": 2, "accountId": "8020"},
    ]  # fmt: skip
    body = {"customerId": "DB10001", "reference": "ORDER-7", "orderDate": "10-03-2026", "paymentConditionId": "30"}
    return body | {"orderLines": lines} | changes


@pytest.fixture
def order_id(multivers: MultiversCaller) -> str:
    """The number of the order, which was left to Multivers."""
    return str(multivers.raw("POST", "Order", json=_order()).json()["orderId"])


def test_given_an_order_then_it_is_shown_with_what_it_comes_to(multivers: MultiversCaller, order_id: str) -> None:
    edit, info = multivers.get(f"Order/{order_id}"), multivers.get(f"OrderInfo/{order_id}")
    assert (order_id, edit["orderDate"], edit["orderState"], edit["canChange"]) == ("1", "10-3-2026", 1, True)
    assert [line["amount"] for line in info["orderLines"]] == [90.0, 10.0]
    assert (info["totalAmountVatExcl"], info["customerName"]) == (100.0, "Bakkerij De Gouden Aar B.V.")


def test_given_a_processed_order_then_its_invoice_is_booked(multivers: MultiversCaller, order_id: str) -> None:
    answer = multivers.raw("POST", f"ProcessOrderCommand?orderId={order_id}&{PROCESS}").json()
    order = multivers.get(f"OrderInfo/{order_id}")
    invoice = multivers.get(f"CustomerInvoice/{order['invoiceId']}")
    assert (answer["error"], answer["orderId"], answer["journalTransaction"]) == ("", order_id, 90)
    shown = [invoice[name] for name in ("totalAmountVatExcl", "vatAmount", "amountTotal", "orderId", "reference")]
    assert shown == [100.0, 19.8, 119.8, order_id, "ORDER-7"]
    assert (invoice["invoiceDate"], invoice["invoiceExpirationDate"]) == ("16-3-2026", "15-4-2026")
    assert [line["description"] for line in invoice["customerInvoiceLines"]] == ["Advies", "BOEK"]
    assert multivers.get(f"OrderInfo/ByInvoiceId/{order['invoiceId']}")["orderId"] == order_id
    assert order["isOpen"] is False


def test_given_a_processed_order_then_it_stays_as_it_is(multivers: MultiversCaller, order_id: str) -> None:
    multivers.raw("POST", f"ProcessOrderCommand?orderId={order_id}&{PROCESS}")
    again = multivers.raw("POST", f"ProcessOrderCommand?orderId={order_id}&{PROCESS}")
    statuses = [multivers.raw(method, f"Order/{order_id}", json=_order()).status_code for method in ("PUT", "DELETE")]
    assert (again.status_code, again.json()["error"]) == (200, f"Order {order_id} is al verwerkt")
    assert (statuses, multivers.get(f"Order/{order_id}")["canChange"]) == ([400, 400], False)


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("orderId=99", "Order 99 bestaat niet"),
        ("orderId=1&journalId=B", "Dagboek B is geen verkoopdagboek"),
        ("orderId=1&periodNumber=77", "Periode 77 bestaat niet in boekjaar 2026"),
    ],
)
def test_given_an_order_that_cannot_be_processed_then_200_carries_the_error(
    multivers: MultiversCaller, control: SandboxControl, order_id: str, query: str, error: str
) -> None:
    before = control.state()["multivers"]["databases"]
    given = dict(word.split("=") for word in f"{PROCESS}&{query}".split("&"))
    answer = multivers.raw("POST", "ProcessOrderCommand", params=given)
    assert (order_id, answer.status_code, answer.json()["error"]) == ("1", 200, error)
    assert control.state()["multivers"]["databases"] == before


@pytest.mark.parametrize(("charge", "net", "vat"), [(0, 100.0, 19.8), (1, 83.55, 16.45), (3, 100.0, 0.0)])
def test_given_a_way_of_charging_vat_then_net_and_vat_follow(
    multivers: MultiversCaller, charge: int, net: float, vat: float
) -> None:
    multivers.raw("POST", "Order", json=_order(chargeVatType=charge))
    multivers.raw("POST", f"ProcessOrderCommand?orderId=1&{PROCESS}")
    invoice = multivers.get(f"CustomerInvoice/{multivers.get('Order/1')['invoiceId']}")
    assert (invoice["totalAmountVatExcl"], invoice["vatAmount"]) == (net, vat)


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"customerId": "NIX"}, "customerId"),
        ({"customerId": ""}, "customerId"),
        ({"orderDate": ""}, "orderDate"),
        ({"orderType": 7}, "orderType"),
        ({"chargeVatType": 4}, "chargeVatType"),
        ({"paymentConditionId": "99"}, "paymentConditionId"),
        ({"orderLines": [{"vatCodeId": 99}]}, "orderLines[0].vatCodeId"),
        ({"orderLines": [{"discount": 10}]}, "orderLines[0].discount"),
        ({"orderLines": [{"productId": "x" * 15}]}, "orderLines[0].productId"),
    ],
)
def test_given_a_wrong_order_then_its_path_is_named(
    multivers: MultiversCaller, changes: dict[str, Any], path: str
) -> None:
    answer = multivers.raw("POST", "Order", json=_order(**changes))
    assert (answer.status_code, answer.json()["messages"][0]["path"]) == (400, path)
    assert multivers.get("OrderInfoList/OpenOrders") == []


def test_given_a_changed_order_then_it_is_replaced_and_then_removed(multivers: MultiversCaller, order_id: str) -> None:
    changed = multivers.raw("PUT", f"Order/{order_id}", json=_order(reference="ANDERS", orderLines=[])).json()
    removed = multivers.raw("DELETE", f"Order/{order_id}")
    assert (changed["reference"], changed["orderLines"], removed.status_code) == ("ANDERS", [], 200)
    assert multivers.raw("GET", f"Order/{order_id}").status_code == 404


@pytest.mark.parametrize(
    ("path", "ids"),
    [
        ("DB10001", ["1", "2", "3"]),
        ("DB10001/2026", ["1", "2", "3"]),
        ("DB10001/2025", []),
        ("DB10002", []),
        ("DB10001?fiscalYear=2026&onlyOpen=true", ["1", "3"]),
        ("DB10001?minPrice=150", ["2", "3"]),
        ("DB10001?maxPrice=150", ["1"]),
        ("DB10001?minDate=11-03-2026", ["3"]),
        ("DB10001?PageSize=2&PageNumber=2", ["3"]),
        ("DB10001/01-03-2026/31-03-2026/0/1000/2026/true", ["1", "3"]),
        ("DB10001/01-03-2026/31-03-2026/0/1000/2026/false?PageSize=1&PageNumber=2", ["2"]),
        ("OpenOrders", ["1", "3"]),
        ("OpenOrders?customerId=DB10002", []),
        ("ByProjectId/P9", ["3"]),
        ("OrdersReadyToPrintInvoice", ["3"]),
    ],
)
def test_given_a_form_of_the_list_then_its_orders_come(multivers: MultiversCaller, path: str, ids: list[str]) -> None:
    dear = [{"quantityOrdered": 2, "price": 100, "accountId": "8030", "vatCodeId": 1}]
    later = {"orderDate": "12-03-2026", "projectId": "P9", "orderState": 2}
    for body in (_order(), _order(orderLines=dear), _order(orderLines=dear, **later)):
        multivers.raw("POST", "Order", json=body)
    multivers.raw("POST", f"ProcessOrderCommand?orderId=2&{PROCESS}")
    assert [row["orderId"] for row in multivers.get(f"OrderInfoList/{path}")] == ids


@pytest.mark.parametrize("query", ["minPrice=veel", "minPrice=NaN", "minDate=gisteren", "fiscalYear=dit"])
def test_given_an_unreadable_limit_then_400(multivers: MultiversCaller, query: str) -> None:
    assert multivers.raw("GET", f"OrderInfoList/DB10001?{query}").status_code == 400


def test_given_no_account_on_line_or_customer_then_processing_says_so(multivers: MultiversCaller) -> None:
    multivers.raw("POST", "Order", json=_order(orderLines=[{"productId": "X", "quantityOrdered": 1, "price": 5}]))
    without = multivers.raw("POST", f"ProcessOrderCommand?orderId=1&{PROCESS}").json()
    customer = multivers.get("Customer/DB10001") | {"revenueAccountId": "8000"}
    multivers.raw("PUT", "Customer/DB10001", json=customer)
    with_account = multivers.raw("POST", f"ProcessOrderCommand?orderId=1&{PROCESS}").json()
    assert (without["error"], with_account["error"]) == ("accountId is verplicht", "")


def test_given_sample_and_shipping_document_then_they_answer(multivers: MultiversCaller, order_id: str) -> None:
    paper = multivers.raw("POST", f"GetShippingOrderDocumentCommand?orderId={order_id}").json()
    missing = multivers.raw("POST", "GetShippingOrderDocumentCommand?orderId=99").json()
    assert multivers.get("OrderInfo/SampleData")["orderLines"][0]["productId"] == "VOORBEELD"
    assert (paper["error"], missing["error"]) == ("", "Order 99 bestaat niet")
