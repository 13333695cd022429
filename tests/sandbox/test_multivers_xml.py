"""XML in both directions, the choice of format, and bodies as HTTP carries them."""

from __future__ import annotations

import io
import socket
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import httpx
import pytest

from sandbox.http_body import BadBodyError, read_body
from sandbox.testing import SandboxControl, SandboxServers
from tests.sandbox.callers import MultiversCaller, invoice_body

SPACE = "http://schemas.datacontract.org/2004/07/UNIT4.Multivers.API.BL"
XML = {"accept": "application/xml"}
INVOICE = """<CustomerInvoiceProxy xmlns="{space}.Sales.Edit" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">
  <CustomerId>DB10001</CustomerId><FiscalYear>2026</FiscalYear><PeriodNumber>3</PeriodNumber>
  <JournalId>WFV</JournalId><JournalTransaction>1</JournalTransaction><PaymentConditionId>14</PaymentConditionId>
  <InvoiceDate>2026-03-02T00:00:00</InvoiceDate><InvoiceId>20260001</InvoiceId><VatScenarioId>1</VatScenarioId>
  <DunForPayment>false</DunForPayment><DocumentLink i:nil="true"/><Reference>A &amp; B</Reference>
  <CustomerInvoiceLines>{lines}</CustomerInvoiceLines>
</CustomerInvoiceProxy>"""
LINE = """<CustomerInvoiceLineProxy><AccountId>8000</AccountId><CreditAmountCur>{amount}</CreditAmountCur>
<VatCodeId>1</VatCodeId><TransactionDate>2026-03-02T00:00:00</TransactionDate></CustomerInvoiceLineProxy>"""


def _post(multivers: MultiversCaller, *amounts: str, **headers: str) -> httpx.Response:
    lines = "".join(LINE.format(amount=amount) for amount in amounts)
    body = INVOICE.format(space=SPACE, lines=lines).encode()
    return multivers.raw("POST", "CustomerInvoice", content=body, headers={"content-type": "application/xml"} | headers)


def _read(content: bytes) -> ET.Element:
    return ET.fromstring(content)  # noqa: S314 - the sandbox's own answer


def _texts(content: bytes, name: str) -> list[str]:
    return [element.text or "" for element in _read(content).iter() if element.tag.endswith(f"}}{name}")]


@pytest.mark.parametrize("amounts", [("100.00",), ("60.00", "40.00")])
def test_given_an_invoice_as_xml_then_it_is_booked_as_from_json(
    multivers: MultiversCaller, amounts: tuple[str, ...]
) -> None:
    answer = _post(multivers, *amounts)
    booked = multivers.get("CustomerInvoice/20260001")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json; charset=utf-8")
    assert (booked["amountTotal"], booked["reference"], booked["dunForPayment"]) == (121.0, "A & B", False)
    assert [line["creditAmountCur"] for line in booked["customerInvoiceLines"]] == [float(text) for text in amounts]


def test_given_xml_wanted_then_names_are_pascal_case_and_dates_iso(multivers: MultiversCaller) -> None:
    answer = _post(multivers, "100.00", accept="application/xml")
    root = _read(answer.content)
    assert answer.headers["content-type"] == "application/xml; charset=utf-8"
    assert root.tag == f"{{{SPACE}.Sales.Edit}}CustomerInvoiceProxy"
    assert _texts(answer.content, "InvoiceDate") == ["2026-03-02T00:00:00"]
    assert _texts(answer.content, "Reference") == ["A & B"]
    assert (_texts(answer.content, "AmountTotal"), _texts(answer.content, "CanChange")[0]) == (["121.0"], "true")
    names = [child.tag.rpartition("}")[2] for child in root]
    assert names == sorted(names)


def test_given_the_answer_in_xml_then_it_can_be_put_back(multivers: MultiversCaller) -> None:
    multivers.book()
    shown = multivers.raw("GET", "CustomerInvoice/20260001", headers=XML)
    headers = XML | {"content-type": "text/xml; charset=utf-8"}
    put = multivers.raw("PUT", "CustomerInvoice/20260001", content=shown.content, headers=headers)
    assert (put.status_code, put.content) == (200, shown.content)


@pytest.mark.parametrize(
    ("path", "root", "count"),
    [
        ("CustomerInvoiceInfoList/OpenInvoices/DB10001", f"{{{SPACE}.Sales.Lists}}ArrayOfCustomerInvoiceInfoProxy", 3),
        ("JournalTypeNVL", f"{{{SPACE}.Financial.Lists}}ArrayOfNameValuePair", 5),
        ("CustomerInfo/DB10001", f"{{{SPACE}.CRM.Info}}CustomerInfoProxy", None),
        ("DmDocumentList", f"{{{SPACE}.DocMan.Lists}}ArrayOfDmDocumentProxy", 0),
        ("VatCodeInfo/1", f"{{{SPACE}.Financial.Info}}VatCodeInfoProxy", None),
    ],
)
def test_given_a_resource_then_its_root_and_namespace_follow(
    multivers: MultiversCaller, path: str, root: str, count: int | None
) -> None:
    element = _read(multivers.raw("GET", path, headers=XML).content)
    assert element.tag == root
    assert count in (None, len(element))


@pytest.mark.parametrize(
    ("suffix", "accept", "kind"),
    [
        ("", "*/*", "json"),
        ("", "", "json"),
        ("", "text/html, application/xml;q=0.9, */*;q=0.8", "xml"),
        ("", "application/xml;q=0.2, application/json;q=0.9", "json"),
        ("", "text/xml", "xml"),
        ("", "image/png", "json"),
        ("", "application/json;q=x, text/xml", "xml"),
        (".xml", "application/json", "xml"),
        (".json", "application/xml", "json"),
        (".XML", "", "xml"),
    ],
)
def test_given_suffix_and_accept_then_the_format_follows(
    multivers: MultiversCaller, suffix: str, accept: str, kind: str
) -> None:
    answer = multivers.raw("GET", f"CustomerNVL{suffix}", headers={"accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (200, f"application/{kind}; charset=utf-8")


def test_given_the_strict_switch_then_an_unknown_accept_is_406(
    multivers: MultiversCaller, control: SandboxControl
) -> None:
    control.settings(unknown_accept="406")
    statuses = [
        multivers.raw("GET", "CustomerNVL", headers={"accept": accept}).status_code for accept in ("image/png", "*/*")
    ]
    assert statuses == [406, 200]


@pytest.mark.parametrize(("kind", "status"), [("text/plain", 415), ("image/png", 415), ("text/json", 200)])
def test_given_a_type_of_body_then_only_json_and_xml_are_read(
    multivers: MultiversCaller, kind: str, status: int
) -> None:
    body = b'{"costCentreId":"ZZ1"}'
    answer = multivers.raw("POST", "CostCentre", content=body, headers={"content-type": kind})
    assert (answer.status_code, {"name": "ZZ1", "value": ""} in multivers.get("CostCentreNVL")) == (
        status,
        status == 200,
    )


@pytest.mark.parametrize(
    "body",
    [
        b"<a><b></a>",
        b"\xff",
        b"{}",
        b"<!DOCTYPE a [<!ENTITY x 'y'>]><Customer><ShortName>&x;</ShortName></Customer>",
        b"<?xml version='1.0' encoding='wat'?><a/>",
        b"<a>" * 3000 + b"</a>" * 3000,
    ],
)
def test_given_broken_xml_then_it_is_400_and_nothing_was_kept(multivers: MultiversCaller, body: bytes) -> None:
    before = multivers.get("CustomerNVL")
    answer = multivers.raw("POST", "Customer", content=body, headers={"content-type": "application/xml"})
    assert (answer.status_code, multivers.get("CustomerNVL")) == (400, before)


@pytest.mark.parametrize(
    ("shape", "root"),
    [
        (
            "messages",
            "{http://schemas.datacontract.org/2004/07/UNIT4.Multivers.API.Web.WebApi.Core.Models}MessageResult",
        ),
        ("message", "Error"),
    ],
)
def test_given_a_refusal_in_xml_then_its_shape_is_that_of_the_switch(
    multivers: MultiversCaller, control: SandboxControl, shape: str, root: str
) -> None:
    control.settings(error_shape=shape)
    answer = multivers.raw("POST", "CustomerInvoice", json=invoice_body() | {"customerId": "NIX"}, headers=XML)
    texts = [element.text for element in _read(answer.content).iter() if element.tag.endswith("Message")]
    assert (answer.status_code, _read(answer.content).tag) == (400, root)
    assert "Debiteur NIX bestaat niet" in texts


def test_given_a_200_refusal_of_xml_then_what_was_sent_comes_back(
    multivers: MultiversCaller, control: SandboxControl
) -> None:
    control.settings(duplicate_invoice_id="200_messages")
    multivers.book()
    answer = _post(multivers, "100.00", accept="application/xml")
    assert (answer.status_code, _texts(answer.content, "InvoiceId")) == (200, ["20260001"])
    assert _texts(answer.content, "Message") == ["Factuurnummer 20260001 bestaat al"]


def test_given_a_free_entry_in_xml_then_its_type_is_known(multivers: MultiversCaller) -> None:
    entry = "<{kind} i:type='BasicEntryProxy'><AccountId>{account}</AccountId><{side}>5.00</{side}></{kind}>"
    entries = "".join(
        entry.format(kind="FinTransEntryProxy", account=account, side=side)
        for account, side in (("4000", "DebitAmount"), ("1900", "CreditAmount"))
    )
    body = f"""<FinTransProxy xmlns="{SPACE}.Financial.Edit" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">
    <FiscalYear>2026</FiscalYear><JournalId>M</JournalId><PeriodNumber>3</PeriodNumber>
    <TransactionDate>2026-03-02</TransactionDate><FinTransEntries>{entries}</FinTransEntries></FinTransProxy>"""
    headers = {"content-type": "application/xml"}
    posted = multivers.raw("POST", "FinTrans", content=body.encode(), headers=headers)
    lines = multivers.get("JournalEntryLineInfoList/ByPeriod/2026/3/3?accountId=1900")
    assert (posted.status_code, [line["creditAmount"] for line in lines]) == (200, [5.0])


def test_given_a_page_or_paper_then_accept_xml_leaves_it_as_it_is(multivers: MultiversCaller) -> None:
    answer = multivers.raw("GET", "Documents/Invoice/20260005?format=1", headers=XML)
    assert answer.headers["content-type"] == "application/pdf"


def _raw_call(servers: SandboxServers, head: list[str], body: bytes, *, waits: bool = False) -> bytes:
    """One request by hand; `waits` sends the body only after the interim answer."""
    address = urlsplit(servers.multivers_url)
    with socket.create_connection((str(address.hostname), int(address.port or 0)), timeout=5) as connection:
        connection.sendall("\r\n".join([*head, "Host: sandbox", "Connection: close", "", ""]).encode())
        interim = connection.recv(64) if waits else b""
        connection.sendall(body)
        parts = [interim]
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


def _token(servers: SandboxServers) -> str:
    with httpx.Client(trust_env=False) as client:
        return str(MultiversCaller(client, servers.multivers_url).http.headers["authorization"])


def test_given_a_chunked_body_over_http_then_it_is_read_whole(servers: SandboxServers) -> None:
    def parts() -> Any:
        yield b'{"costCentreId":'
        yield b'"KP1","description":"in stukken"}'

    with httpx.Client(trust_env=False) as client:
        caller = MultiversCaller(client, servers.multivers_url)
        headers = {"content-type": "application/json"}
        made = caller.raw("POST", "CostCentre", content=parts(), headers=headers)
        shown = {"name": "KP1", "value": "in stukken"} in caller.get("CostCentreNVL")
        assert (made.status_code, shown) == (200, True)


def test_given_expect_100_then_the_server_asks_for_the_body(servers: SandboxServers) -> None:
    body = b'{"costCentreId":"KP2"}'
    head = [
        "POST /V22/api/MVL00001/CostCentre HTTP/1.1",
        f"Authorization: {_token(servers)}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        "Expect: 100-continue",
    ]
    answer = _raw_call(servers, head, body, waits=True)
    assert answer.startswith(b"HTTP/1.1 100")
    assert b"HTTP/1.1 200" in answer
    assert b'"costCentreId":"KP2"' in answer


@pytest.mark.parametrize(
    ("header", "body"), [("Content-Length: veel", b""), ("Transfer-Encoding: chunked", b"zz\r\nabc\r\n0\r\n\r\n")]
)
def test_given_a_body_that_cannot_be_read_then_400_over_http(servers: SandboxServers, header: str, body: bytes) -> None:
    answer = _raw_call(servers, ["POST /V22/OAuth/Token HTTP/1.1", header], body)
    assert answer.startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize(
    ("headers", "sent", "body"),
    [
        ({}, b"", b""),
        ({"content-length": "3"}, b"abcdef", b"abc"),
        (
            {"transfer-encoding": "Chunked"},
            b"3;x=1\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: 1\r\n\r\n",
            b"abc0123456789",
        ),
        ({"transfer-encoding": "chunked"}, b"0\r\n\r\n", b""),
    ],
)
def test_given_headers_then_the_body_is_what_they_announce(headers: dict[str, str], sent: bytes, body: bytes) -> None:
    assert read_body(io.BytesIO(sent), headers) == body


@pytest.mark.parametrize(
    "sent", [b"-5\r\nabcde\r\n0\r\n\r\n", b"\r\n", b"3\r\nabcd\r\n0\r\n\r\n", b"0x3\r\nabc\r\n0\r\n\r\n"]
)
def test_given_a_malformed_chunk_then_it_is_refused(sent: bytes) -> None:
    with pytest.raises(BadBodyError):
        read_body(io.BytesIO(sent), {"transfer-encoding": "chunked"})
