"""When WeFact says no, says nothing, or is about to."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from sandbox.testing import KEY, SandboxServers
from tests.transport import servers
from tests.wefact.conftest import NOW, ClientOf
from wefact_multivers.clock import FixedClock
from wefact_multivers.domain.documents import Controller, DocumentRow
from wefact_multivers.errors import (
    AnswerUnusable,
    FirewallBlocked,
    RateLimited,
    RemoteUnavailable,
    RequestRefused,
    SyncError,
    WeFactAddressRefused,
    WeFactKeyRefused,
)
from wefact_multivers.wefact.client import WeFactClient
from wefact_multivers.wefact.connection import WeFactConnection
from wefact_multivers.wefact.lists import Listing, ListQuery, UnreadableRow


def calls(sandbox: SandboxServers) -> int:
    return int(sandbox.requests()["total"])


def test_given_an_unknown_key_then_it_is_refused_and_never_tried_again(
    client_of: ClientOf, sandbox: SandboxServers
) -> None:
    client = client_of("wrong-wefact-key")
    with pytest.raises(WeFactKeyRefused, match="wefact_demo"):
        client.check()
    with pytest.raises(WeFactKeyRefused):
        client.list_relations(Controller.DEBTOR, ListQuery())
    assert calls(sandbox) == 1


def test_given_an_address_that_is_not_listed_then_the_answer_names_it(
    client: WeFactClient, sandbox: SandboxServers
) -> None:
    sandbox.settings(allowed_ips="203.0.113.10")
    with pytest.raises(WeFactAddressRefused, match=r"IP 127\.0\.0\.1 has no access"):
        client.check()


@pytest.mark.parametrize("body", ["text", "json"])
def test_given_the_firewall_then_everything_stops_after_one_call(
    client: WeFactClient, sandbox: SandboxServers, body: str
) -> None:
    sandbox.settings(firewall_body=body)
    sandbox.action("block_ip")
    with pytest.raises(FirewallBlocked):
        client.check()
    with pytest.raises(FirewallBlocked):
        client.product_groups()
    assert calls(sandbox) == 1


@pytest.mark.parametrize("limits", ["fixed", "sliding"])
def test_given_a_budget_then_the_client_stops_before_the_reserve_is_touched(
    client: WeFactClient, sandbox: SandboxServers, limits: str
) -> None:
    sandbox.settings(wefact_limits=limits, wefact_per_minute=60)
    for _ in range(40):
        client.check()
    with pytest.raises(RateLimited) as raised:
        client.check()
    assert raised.value.params["system"] == "WeFact"
    assert calls(sandbox) == 40


def test_given_the_reset_then_the_client_goes_on(
    client: WeFactClient, sandbox: SandboxServers, clock: FixedClock
) -> None:
    sandbox.settings(wefact_per_minute=21)
    client.check()
    with pytest.raises(RateLimited) as raised:
        client.check()
    clock.at = raised.value.until - timedelta(seconds=1)
    with pytest.raises(RateLimited):
        client.check()
    clock.at = raised.value.until
    client.check()
    assert calls(sandbox) == 2


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("timeout", AnswerUnusable),
        ("reset", AnswerUnusable),
        ("malformed", AnswerUnusable),
        ("html", AnswerUnusable),
        ("empty", AnswerUnusable),
        ("status:500", AnswerUnusable),
        ("status:404", AnswerUnusable),
        ("status:401", AnswerUnusable),
        ("status:503", RateLimited),
        ("status:429", RateLimited),
        ("status:403", FirewallBlocked),
    ],
)
def test_given_a_fault_then_the_error_says_what_may_be_done(
    client: WeFactClient, sandbox: SandboxServers, kind: str, error: type[SyncError]
) -> None:
    sandbox.fault("debtor/list", kind=kind)
    with pytest.raises(error):
        client.check()


def test_given_a_passing_fault_then_the_next_call_works(client: WeFactClient, sandbox: SandboxServers) -> None:
    sandbox.fault("debtor/list", kind="reset")
    with pytest.raises(AnswerUnusable):
        client.check()
    client.check()


def test_given_a_refused_show_of_a_code_that_is_listed_then_it_is_not_taken_for_absent() -> None:
    refused = '{"controller":"debtor","action":"show","status":"error","errors":["Storing"]}'
    listed = '{"status":"success","debtors":[{"Identifier":"1","DebtorCode":"DB1"}]}'

    def behave(peer: socket.socket) -> None:
        asked = servers.request_of(peer)
        body = listed if b'"list"' in asked else refused
        peer.sendall(f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}".encode())

    with servers.serving(behave) as url:
        connection = WeFactConnection("wefact_demo", url, KEY)
        with connection.open_http() as http, pytest.raises(RequestRefused, match="Storing"):
            WeFactClient(connection, http, FixedClock(NOW)).find_relation(Controller.DEBTOR, "DB1")


@pytest.mark.parametrize("body", ['{"status":"success"}', '{"status":"success","date":"gisteren"}', '{"status":"ok"}'])
def test_given_no_time_of_the_answer_then_the_check_does_not_pass(body: str) -> None:
    with wefact_that_says(body) as client, pytest.raises(AnswerUnusable):
        client.check()


def test_given_no_time_of_the_answer_then_a_listing_takes_our_own() -> None:
    with wefact_that_says('{"status":"success"}') as client:
        assert client.list_relations(Controller.DEBTOR, ListQuery()).answered_at == NOW


def test_given_rows_that_are_no_list_then_nothing_is_listed() -> None:
    with wefact_that_says('{"status":"success","debtors":{"1":{}}}') as client, pytest.raises(AnswerUnusable):
        client.list_relations(Controller.DEBTOR, ListQuery())


@contextmanager
def wefact_that_says(body: str) -> Iterator[WeFactClient]:
    """A client of a server that gives one answer to everything."""
    with servers.serving(servers.http("200 OK", body)) as url:
        connection = WeFactConnection("wefact_demo", url, KEY)
        with connection.open_http() as http:
            yield WeFactClient(connection, http, FixedClock(NOW))


def test_given_a_list_that_fails_on_its_second_page_then_no_half_list_is_given(
    client: WeFactClient, sandbox: SandboxServers
) -> None:
    sandbox.fault("invoice/list", kind="malformed", skip=1)
    with pytest.raises(AnswerUnusable):
        client.list_documents(Controller.INVOICE, ListQuery())


def test_given_an_unreadable_record_then_the_others_are_listed_and_the_field_is_named_without_its_value(
    client: WeFactClient, sandbox: SandboxServers
) -> None:
    expected = {row.identifier for row in client.list_documents(Controller.INVOICE, ListQuery()).rows}
    sandbox.action("edit_invoice", InvoiceCode="F2026-0001", changes={"Status": "Jansen"})
    found = client.list_documents(Controller.INVOICE, ListQuery())
    assert found.unreadable == (UnreadableRow(next(iter(expected - ids_of(found))), "unreadable: Status"),)
    assert len(found.rows) == len(expected) - 1
    with pytest.raises(AnswerUnusable, match="unreadable: Status") as raised:
        found.whole("invoice/list")
    with pytest.raises(AnswerUnusable, match="unreadable: Status"):
        client.show_document(Controller.INVOICE, found.unreadable[0].identifier)
    assert "Jansen" not in f"{raised.value} {raised.value.__context__} {raised.value.__cause__} {found.unreadable}"


def ids_of(found: Listing[DocumentRow]) -> set[str]:
    return {row.identifier for row in found.rows}


def test_given_an_unreadable_first_invoice_then_the_account_is_known_by_it_all_the_same(
    client: WeFactClient, sandbox: SandboxServers
) -> None:
    known = client.account_fingerprint()
    sandbox.action("edit_invoice", InvoiceCode="F2025-0412", changes={"Status": "Jansen"})
    assert client.account_fingerprint(known) == known


def test_given_a_row_that_does_not_say_which_record_it_is_then_nothing_is_listed() -> None:
    body = '{"status":"success","debtors":[{"DebtorCode":"DB1"}]}'
    with wefact_that_says(body) as client, pytest.raises(AnswerUnusable, match="Identifier"):
        client.list_relations(Controller.DEBTOR, ListQuery())


def test_given_a_stopped_server_then_nothing_was_sent(client: WeFactClient, sandbox: SandboxServers) -> None:
    sandbox.fault("debtor/list", kind="refused")
    with pytest.raises((RemoteUnavailable, AnswerUnusable)):
        client.check()


def test_given_all_of_it_then_no_log_error_or_text_shows_the_key_or_a_name(
    client_of: ClientOf, sandbox: SandboxServers, caplog: pytest.LogCaptureFixture
) -> None:
    shown = ""
    with caplog.at_level(logging.DEBUG):
        for kind in ("malformed", "status:500", "html", "status:403"):
            client = client_of()
            sandbox.fault("debtor/show", kind=kind)
            try:
                client.show_relation(Controller.DEBTOR, "1")
            except SyncError as error:
                shown += f"{error!r} {error} {error.params} {error.__cause__} {vars(client)}"
        client_of().show_relation(Controller.DEBTOR, "1")
    shown += "".join(record.getMessage() for record in caplog.records)
    assert KEY not in shown
    assert "Bakkerij" not in shown
