"""Logging in: one refresh, whoever else is at it, and nothing secret in sight."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from sandbox.testing import CLIENT_SECRET, REFRESH_TOKEN, SandboxServers
from tests.multivers.conftest import NOW, ClientOf, MemoryTokens, calls_of
from tests.multivers.examples import booking
from wefact_multivers.clock import FixedClock
from wefact_multivers.domain.bookings import Kind, Side
from wefact_multivers.domain.tokens import Tokens
from wefact_multivers.errors import ReauthoriseMultivers, RemoteUnavailable, SyncError
from wefact_multivers.multivers.bodies import booking_body
from wefact_multivers.multivers.client import MultiversClient

LOGIN = "multivers_demo"


def test_given_several_calls_then_one_token_serves_them(
    client_of: ClientOf, sandbox: SandboxServers, tokens: MemoryTokens
) -> None:
    client_of().check()
    client_of().check()
    assert calls_of(sandbox, "POST OAuth/Token") == 1
    assert tokens.kept[LOGIN].generation == 1
    assert tokens.kept[LOGIN].expires_at == NOW + timedelta(minutes=59)


@pytest.mark.parametrize("rotation", ["lenient", "strict"])
def test_given_a_token_that_ends_then_the_newest_refresh_token_renews_it(
    client: MultiversClient, sandbox: SandboxServers, clock: FixedClock, tokens: MemoryTokens, rotation: str
) -> None:
    sandbox.settings(token_rotation=rotation)
    for hour in range(3):
        clock.at = NOW + timedelta(hours=hour)
        client.check()
    assert calls_of(sandbox, "POST OAuth/Token") == 3
    assert tokens.kept[LOGIN].generation == 3


def test_given_a_token_that_the_server_lets_end_early_then_one_renewal_repeats_the_call(
    client: MultiversClient, sandbox: SandboxServers
) -> None:
    client.check()
    sandbox.clock("2026-03-16T08:00:00+01:00")
    client.check()
    assert calls_of(sandbox, "POST OAuth/Token") == 2


def test_given_401_on_a_write_then_it_is_repeated_once_and_done_once(
    client: MultiversClient, sandbox: SandboxServers
) -> None:
    client.check()
    sandbox.fault("POST CustomerInvoice", kind="status:401")
    client.create_booking(Kind.SALES, {**booking_body(booking(), Side.CREDIT), "journalTransaction": 1})
    assert calls_of(sandbox, "POST CustomerInvoice") == 2
    assert len(client.bookings(Kind.SALES, 2026)) == 4


def test_given_401_for_ever_then_a_person_must_log_in(client: MultiversClient, sandbox: SandboxServers) -> None:
    sandbox.fault("GET AccountInfoList", kind="status:401", times=9)
    with pytest.raises(ReauthoriseMultivers, match="401"):
        client.check()
    assert calls_of(sandbox, "GET AccountInfoList") == 2


def test_given_a_dead_refresh_token_then_a_person_must_log_in(client_of: ClientOf, sandbox: SandboxServers) -> None:
    with pytest.raises(ReauthoriseMultivers, match="invalid_grant"):
        client_of(refresh_token="dead-refresh-token").check()
    assert calls_of(sandbox, "GET AccountInfoList") == 0


def test_given_a_wrong_client_secret_then_a_person_must_correct_it(client_of: ClientOf) -> None:
    with pytest.raises(ReauthoriseMultivers, match="invalid_client"):
        client_of(client_secret="wrong-client-secret").check()


def test_given_a_dead_stored_token_and_a_new_one_in_the_connection_then_the_new_one_is_used(
    client: MultiversClient, tokens: MemoryTokens
) -> None:
    tokens.kept[LOGIN] = Tokens("dead-refresh-token", "dead-access-token", NOW - timedelta(hours=1), 7)
    client.check()
    assert tokens.kept[LOGIN].generation == 8


def test_given_a_token_that_another_process_has_renewed_then_it_is_used_without_a_refresh(
    client_of: ClientOf, sandbox: SandboxServers, tokens: MemoryTokens
) -> None:
    ours, other = client_of(), client_of()
    ours.check()
    old = tokens.kept[LOGIN]
    tokens.kept[LOGIN] = replace(old, expires_at=NOW - timedelta(seconds=1))
    other.check()
    sandbox.fault("GET AccountInfoList", kind="status:401")
    ours.check()
    assert calls_of(sandbox, "POST OAuth/Token") == 2


def test_given_many_at_once_under_strict_rotation_then_only_one_refreshes(
    client_of: ClientOf, sandbox: SandboxServers
) -> None:
    sandbox.settings(token_rotation="strict")
    clients = [client_of() for _ in range(8)]
    threads = [threading.Thread(target=client.check) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert calls_of(sandbox, "POST OAuth/Token") == 1
    assert calls_of(sandbox, "GET AccountInfoList") == 16


def test_given_a_refresh_whose_answer_is_lost_then_nothing_was_sent_and_the_next_try_works(
    client: MultiversClient, sandbox: SandboxServers
) -> None:
    sandbox.fault("POST OAuth/Token", kind="reset", when="after")
    with pytest.raises(RemoteUnavailable):
        client.check()
    client.check()


def test_given_a_life_of_seconds_then_the_token_is_used_for_nine_tenths_of_it(
    client: MultiversClient, sandbox: SandboxServers, tokens: MemoryTokens
) -> None:
    sandbox.settings(access_token_seconds=100)
    client.check()
    assert tokens.kept[LOGIN].expires_at == NOW + timedelta(seconds=90)


def test_given_all_of_it_then_no_log_error_or_text_shows_a_secret_or_a_name(
    client_of: ClientOf, sandbox: SandboxServers, tokens: MemoryTokens, caplog: pytest.LogCaptureFixture
) -> None:
    shown = ""
    with caplog.at_level(logging.DEBUG):
        client = client_of()
        client.relation(Kind.SALES, "DB10001")
        for kind in ("malformed", "status:500", "html", "status:403", "reset"):
            sandbox.fault("GET Customer", kind=kind)
            try:
                client.relation(Kind.SALES, "DB10001")
            except SyncError as error:
                shown += f"{error!r} {error} {error.params} {error.__cause__} {error.__context__}"
        shown += f"{vars(client)} {tokens.kept}"
    shown += "".join(record.getMessage() for record in caplog.records)
    secrets = [CLIENT_SECRET, REFRESH_TOKEN, tokens.kept[LOGIN].access_token, tokens.kept[LOGIN].refresh_token]
    assert [secret for secret in [*secrets, "Bakkerij", "DB10001"] if secret in shown] == []
