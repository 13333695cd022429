"""Was it sent? Each way in which a call can end, brought about by a real server."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.transport import servers
from wefact_multivers.clock import FixedClock
from wefact_multivers.errors import AnswerUnusable, RateLimited, RemoteUnavailable, SyncError
from wefact_multivers.transport import Call, HttpOptions, Timeouts, open_client, send

NOW = datetime(2026, 3, 16, 5, 0, tzinfo=UTC)
QUICK = HttpOptions(Timeouts(connect=0.2, read=0.2, write=0.2, pool=0.2))
READ, WRITE = Call("Multivers", "GET Customer"), Call("Multivers", "POST Customer", write=True)
BIG = b"x" * 20_000_000

Server = Callable[[], AbstractContextManager[str]]


def once(behaviour: servers.Behaviour) -> Server:
    return lambda: servers.serving(behaviour)


def ask(url: str, call: Call = READ, content: bytes = b"") -> httpx.Response:
    with open_client(url, connection="c", options=QUICK) as http:
        request = http.build_request("POST", url, content=content)
        return send(http, request, call=call, clock=FixedClock(NOW))


NOT_SENT: dict[str, Server] = {
    "nobody listens": lambda: nullcontext(servers.closed_port()),
    "the queue is full": servers.overcrowded,
    "the name is unknown": lambda: nullcontext("https://nobody.invalid"),
    "the server speaks no TLS": lambda: _tls_to(servers.http("200 OK")),
}
UNKNOWN: dict[str, Server] = {
    "no answer comes": servers.silent,
    "the connection is closed": once(servers.hang_up),
    "the connection is reset": once(servers.reset),
    "the answer is no HTTP": once(servers.answer("SSH-2.0-nothing\r\n\r\n")),
    "the answer ends early": once(servers.answer("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{")),
    "the answer cannot be unpacked": once(servers.http("200 OK", "plain", Content_Encoding="gzip")),
    "status 302": once(servers.http("302 Found", Location="https://elsewhere.invalid/")),
    "status 500": once(servers.http("500 Internal Server Error", '{"messages": []}')),
    "status 502": once(servers.http("502 Bad Gateway", "<html>")),
    "status 503": once(servers.http("503 Service Unavailable")),
    "status 504": once(servers.http("504 Gateway Timeout")),
}


def _tls_to(behaviour: servers.Behaviour) -> AbstractContextManager[str]:
    class Encrypted(AbstractContextManager[str]):
        inner = servers.serving(behaviour)

        def __enter__(self) -> str:
            return self.inner.__enter__().replace("http://", "https://")

        def __exit__(self, *error: object) -> None:
            self.inner.__exit__(None, None, None)

    return Encrypted()


@pytest.mark.parametrize("call", [READ, WRITE], ids=["read", "write"])
@pytest.mark.parametrize("server", NOT_SENT.values(), ids=NOT_SENT.keys())
def test_given_no_connection_then_the_request_was_surely_not_sent(server: Server, call: Call) -> None:
    with server() as url, pytest.raises(RemoteUnavailable) as raised:
        ask(url, call)
    assert raised.value.params["call"] == call.name


@pytest.mark.parametrize("call", [READ, WRITE], ids=["read", "write"])
@pytest.mark.parametrize("server", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_given_a_sent_request_without_a_clear_answer_then_the_outcome_is_unknown(server: Server, call: Call) -> None:
    with server() as url, pytest.raises(AnswerUnusable) as raised:
        ask(url, call)
    assert raised.value.params["system"] == "Multivers"


def test_given_a_server_that_stops_reading_then_the_outcome_is_unknown() -> None:
    with servers.silent() as url, pytest.raises(AnswerUnusable, match="WriteTimeout"):
        ask(url, WRITE, content=BIG)


def test_given_a_full_pool_then_the_request_was_surely_not_sent() -> None:
    with httpx.Client(timeout=0.2, limits=httpx.Limits(max_connections=0)) as full:
        request = full.build_request("GET", servers.closed_port())
        with pytest.raises(RemoteUnavailable, match="PoolTimeout"):
            send(full, request, call=WRITE, clock=FixedClock(NOW))


def test_given_a_proxy_that_refuses_then_the_request_was_surely_not_sent() -> None:
    with servers.serving(servers.http("403 Forbidden")) as proxy:
        options = HttpOptions(QUICK.timeouts, proxy=proxy)
        with open_client("https://service.invalid", connection="c", options=options) as http:
            request = http.build_request("POST", "https://service.invalid/")
            with pytest.raises(RemoteUnavailable, match="ProxyError"):
                send(http, request, call=WRITE, clock=FixedClock(NOW))


@pytest.mark.parametrize("call", [READ, WRITE], ids=["read", "write"])
def test_given_429_then_wait_as_long_as_asked(call: Call) -> None:
    with (
        servers.serving(servers.http("429 Too Many Requests", Retry_After="30")) as url,
        pytest.raises(RateLimited) as raised,
    ):
        ask(url, call)
    assert raised.value.until == NOW + timedelta(seconds=30)


def test_given_503_with_a_time_then_a_read_waits_and_a_write_is_unknown() -> None:
    with servers.serving(servers.http("503 Service Unavailable", Retry_After="30")) as url:
        with pytest.raises(RateLimited):
            ask(url, READ)
        with pytest.raises(AnswerUnusable):
            ask(url, WRITE)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("Mon, 16 Mar 2026 05:02:00 GMT", 120),
        ("Mon, 16 Mar 2026 04:00:00 GMT", 1),
        ("0", 1),
        ("99999999999", 86400),
        ("soon", 60),
        ("", 60),
    ],
)
def test_given_any_retry_after_then_the_wait_is_between_a_second_and_a_day(header: str, seconds: int) -> None:
    with (
        servers.serving(servers.http("429 Too Many Requests", Retry_After=header)) as url,
        pytest.raises(RateLimited) as raised,
    ):
        ask(url)
    assert raised.value.until == NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize("status", ["200 OK", "400 Bad Request", "401 Unauthorized", "403 Forbidden", "404 X"])
def test_given_an_answer_that_the_client_must_read_then_it_is_handed_over(status: str) -> None:
    with servers.serving(servers.http(status, "{}")) as url:
        assert ask(url).status_code == int(status[:3])


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.DEBUG):
        yield caplog


def test_given_a_call_with_secrets_then_no_log_or_error_shows_them(
    everything_logged: pytest.LogCaptureFixture,
) -> None:
    secret, body = "sk-4711-geheim", b'{"api_key": "sk-4711-geheim", "name": "Jansen"}'
    shown = ""
    for behaviour in (
        servers.http("200 OK", body.decode()),
        servers.hang_up,
        servers.http("500 Oops", "sk-4711-geheim"),
    ):
        with servers.serving(behaviour) as url, open_client(url, connection="c", options=QUICK) as http:
            headers = {"Authorization": f"Bearer {secret}"}
            request = http.build_request("POST", f"{url}/?key={secret}", content=body, headers=headers)
            try:
                send(http, request, call=WRITE, clock=FixedClock(NOW))
            except SyncError as error:
                shown += f"{error} {error!r} {error.params} {error.__cause__}"
    shown += "".join(f"{record.name} {record.getMessage()}" for record in everything_logged.records)
    assert secret not in shown
    assert "Jansen" not in shown
    assert "call=POST Customer" in shown
