"""How clients put bytes on the wire: HTTP as PHP, .NET, Go and old libraries speak it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sandbox.testing import DATABASE, KEY, SandboxServers
from tests.clients.raw import RawConnection, chunked, request
from tests.sandbox.callers import MultiversCaller, invoice_body

BOM = b"\xef\xbb\xbf"
DEBTOR = {"api_key": KEY, "controller": "debtor", "action": "add", "CompanyName": "Bakker é Zn", "DebtorCode": "ZUID"}
JSON = json.dumps(DEBTOR).encode()
LIST = json.dumps({"api_key": KEY, "controller": "debtor", "action": "list"}).encode()
FORM = f"api_key={KEY}&controller=debtor&action=add&DebtorCode=ZUID&CompanyName=".encode()
POST = "POST /v2/ HTTP/1.1\nHost: api.example.org"
JSON_TYPE = "Content-Type: application/json"
FORM_TYPE = "Content-Type: application/x-www-form-urlencoded"


def names(servers: SandboxServers) -> list[str]:
    """The company names that WeFact has stored."""
    debtors: dict[str, dict[str, Any]] = servers.state()["wefact"]["accounts"][KEY]["debtors"]
    return [record["CompanyName"] for record in debtors.values()]


@pytest.mark.parametrize(
    "call",
    [
        pytest.param(request(f"{POST}\n{JSON_TYPE}; charset=utf-8", JSON), id="JSON with charset (GO)"),
        pytest.param(request(POST, JSON), id="JSON without a type (BA)"),
        pytest.param(request(f"{POST}\n{FORM_TYPE}", JSON), id="JSON under the form's type"),
        pytest.param(request(f"{POST}\n{JSON_TYPE}", JSON.replace(b"Bak", b"\\u0042ak")), id="PHP json_encode"),
        pytest.param(request(f"{POST}\n{FORM_TYPE}", FORM + b"Bakker+%C3%A9+Zn"), id="PHP http_build_query"),
        pytest.param(
            request(f"{POST}\n{FORM_TYPE}", FORM + b"Bakker%20%c3%a9%20Zn"), id="RFC 3986, lower-case escapes"
        ),
        pytest.param(request(f"{POST}\n{FORM_TYPE}", FORM + "Bakker é Zn".encode()), id="form left unescaped"),
        pytest.param(request(f"{POST}\ncontent-TYPE: APPLICATION/JSON", JSON), id="header names in any case"),
        pytest.param(request(f"{POST}\n{JSON_TYPE}\nAccept-Encoding: gzip, deflate, br", JSON), id="gzip welcome"),
        pytest.param(request(f"{POST.replace('/v2/', '/v2')}\n{JSON_TYPE}", JSON), id="without the last slash"),
        pytest.param(
            request(f"{POST}\n{JSON_TYPE}\nTransfer-Encoding: chunked", length=False) + chunked(JSON[:9], JSON[9:]),
            id="chunked",
        ),
    ],
)
def test_given_a_way_of_sending_then_wefact_stores_the_same_debtor(servers: SandboxServers, call: bytes) -> None:
    with RawConnection(servers.wefact_url) as connection:
        connection.send(call)
        status, answer = connection.answer()
    assert (status, answer["status"], names(servers)) == (200, "success", ["Bakker é Zn"])


def test_given_a_byte_order_mark_then_wefact_refuses_as_php_does(servers: SandboxServers) -> None:
    with RawConnection(servers.wefact_url) as connection:
        connection.send(request(f"{POST}\n{JSON_TYPE}", BOM + JSON))
        status, answer = connection.answer()
    assert (status, answer["status"], answer["controller"], names(servers)) == (200, "error", "invalid", [])


def test_given_http_1_0_then_the_answer_ends_with_the_connection(servers: SandboxServers) -> None:
    with RawConnection(servers.wefact_url) as connection:
        connection.send(request(f"POST /v2/ HTTP/1.0\n{JSON_TYPE}", JSON))
        status, _ = connection.answer()
        assert (status, connection.is_closed(), names(servers)) == (200, True, ["Bakker é Zn"])


def test_given_two_calls_in_one_packet_then_both_are_answered_in_order(servers: SandboxServers) -> None:
    with RawConnection(servers.wefact_url) as connection:
        connection.send(request(f"{POST}\n{JSON_TYPE}", JSON) + request(f"{POST}\n{JSON_TYPE}", LIST))
        answers = [connection.answer() for _ in range(2)]
    assert [(status, answer["action"], answer.get("totalresults")) for status, answer in answers] == [
        (200, "add", None),
        (200, "list", 1),
    ]


def test_given_connection_close_then_the_server_closes_after_the_answer(servers: SandboxServers) -> None:
    with RawConnection(servers.wefact_url) as connection:
        connection.send(request(f"{POST}\n{JSON_TYPE}\nConnection: close", LIST))
        assert (connection.answer()[0], connection.is_closed()) == (200, True)


def test_given_a_refused_call_then_the_kept_connection_goes_on(servers: SandboxServers) -> None:
    with RawConnection(servers.wefact_url) as connection:
        connection.send(request(f"{POST}\n{JSON_TYPE}", b"{broken"))
        refused = connection.answer()[1]["status"]
        connection.send(request(f"{POST}\n{JSON_TYPE}", JSON))
        assert (refused, connection.answer()[1]["status"]) == ("error", "success")


def _head(multivers: MultiversCaller, *more: str, path: str = "CustomerInvoice") -> str:
    token = multivers.http.headers["authorization"]
    lines = [f"POST /V22/api/{DATABASE}/{path} HTTP/1.1", "Host: api.example.org", f"AUTHORIZATION: {token}"]
    return "\n".join([*lines, "Accept: application/json", *more])


INVOICE = json.dumps(invoice_body() | {"customerId": "90001", "reference": "Bon é/1"}).encode()


def _sendings(multivers: MultiversCaller) -> dict[str, list[bytes]]:
    # PHP escapes slashes and everything outside ASCII; .NET may put a mark in front, StreamReader takes it off.
    php = INVOICE.replace(b"/", b"\\/")
    plain, chunks = _head(multivers, JSON_TYPE), _head(multivers, JSON_TYPE, "Transfer-Encoding: chunked")
    return {
        "plain": [request(plain, INVOICE)],
        "charset": [request(_head(multivers, f"{JSON_TYPE}; charset=utf-8"), INVOICE)],
        "php": [request(plain, php)],
        "bom": [request(plain, BOM + INVOICE)],
        "chunked": [request(chunks, length=False), chunked(INVOICE[:20], INVOICE[20:])],
        "two packets": [request(plain, INVOICE)[:-40], request(plain, INVOICE)[-40:]],
        "suffix": [request(_head(multivers, JSON_TYPE, path="CustomerInvoice.json"), INVOICE)],
        "escapes": [request(_head(multivers, JSON_TYPE, path="%43ustomer%49nvoice"), INVOICE)],
    }


@pytest.mark.parametrize("way", ["plain", "charset", "php", "bom", "chunked", "two packets", "suffix", "escapes"])
def test_given_a_way_of_sending_then_multivers_books_the_same_invoice(
    servers: SandboxServers, multivers: MultiversCaller, way: str
) -> None:
    with RawConnection(servers.multivers_url) as connection:
        connection.send(*_sendings(multivers)[way])
        status, answer = connection.answer()
    stored = servers.bookings()
    assert (status, answer["amountTotalCur"]) == (200, 121.0)
    assert [(row["reference"], float(row["amountTotalCur"])) for row in stored] == [("Bon é/1", 121.0)]


def test_given_expect_100_continue_then_the_body_is_asked_for(
    servers: SandboxServers, multivers: MultiversCaller
) -> None:
    head = _head(multivers, JSON_TYPE, "Expect: 100-continue", f"Content-Length: {len(INVOICE)}")
    with RawConnection(servers.multivers_url) as connection:
        connection.send(request(head, length=False))
        asked = (connection.line(), connection.line())
        connection.send(INVOICE)
        status, answer = connection.answer()
    assert (asked, status, answer["invoiceId"]) == (("HTTP/1.1 100 Continue", ""), 200, "20260001")


def test_given_a_second_call_behind_a_chunked_one_then_it_is_read_from_its_own_first_byte(
    servers: SandboxServers, multivers: MultiversCaller
) -> None:
    head = _head(multivers, JSON_TYPE, "Transfer-Encoding: chunked")
    second = request(_head(multivers, path="GetInvoiceIdCommand"))
    with RawConnection(servers.multivers_url) as connection:
        connection.send(request(head, length=False) + chunked(INVOICE) + second)
        answers = [connection.answer() for _ in range(2)]
    assert [status for status, _ in answers] == [200, 200]
    assert answers[1][1]["invoiceId"] == "20260002"


def test_given_dotnets_habit_of_asking_first_and_sending_chunks_then_it_is_booked(
    servers: SandboxServers, multivers: MultiversCaller
) -> None:
    head = _head(multivers, JSON_TYPE, "Expect: 100-continue", "Transfer-Encoding: chunked")
    with RawConnection(servers.multivers_url) as connection:
        connection.send(request(head, length=False))
        asked = (connection.line(), connection.line())
        connection.send(chunked(INVOICE[:7], INVOICE[7:]))
        status, answer = connection.answer()
    assert (asked, status, answer["invoiceId"]) == (("HTTP/1.1 100 Continue", ""), 200, "20260001")


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("Content-Length: many", b""),
        ("Content-Length: -5", b""),
        ("Transfer-Encoding: chunked", b"five\r\nabcde\r\n0\r\n\r\n"),
        ("Transfer-Encoding: chunked", b"2\r\nabcde\r\n0\r\n\r\n"),
        ("Transfer-Encoding: chunked", b"-2\r\nab\r\n0\r\n\r\n"),
    ],
)
def test_given_a_length_that_makes_no_sense_then_400_and_the_connection_ends(
    servers: SandboxServers, head: str, body: bytes
) -> None:
    with RawConnection(servers.wefact_url) as connection:
        connection.send(request(f"{POST}\n{head}", length=False) + body)
        assert connection.line().split()[:2] == ["HTTP/1.1", "400"]
        assert (connection.ends(), names(servers)) == (True, [])
