"""Sending one request, and the answer to the question that matters for a write: was it sent?

    connect failed, connect or pool time-out, proxy refused   RemoteUnavailable   not sent
    429                                                       RateLimited         not sent
    503 with Retry-After on a read                            RateLimited         nothing can have been done
    503 with Retry-After on a write                           AnswerUnusable      unknown, and the gate keeps the wait
    write or read time-out, reset, broken protocol            AnswerUnusable      unknown
    5xx, 3xx                                                  AnswerUnusable      unknown
    2xx, other 4xx                                            the response        the client reads it

"Not sent" may be repeated by whoever likes; "unknown" is looked up before anything else is written.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

from wefact_multivers.clock import Clock
from wefact_multivers.errors import AnswerUnusable, RateLimited, RemoteUnavailable, RetryableError
from wefact_multivers.transport.gate import Gate, NoGate
from wefact_multivers.transport.redaction import redact

NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)

_DEFAULT_WAIT = timedelta(seconds=60)
_LONGEST_WAIT = timedelta(days=1)
_DETAIL_LENGTH = 120

_log = logging.getLogger(__name__)

# Both write whole URLs into the log, with everything that was asked.
for _noisy in ("httpx", "httpcore"):
    logging.getLogger(_noisy).setLevel(logging.WARNING)


@dataclass(frozen=True)
class Call:
    """What is asked, in words that may be logged: never an id or a value.

    Attributes:
        system: WeFact or Multivers.
        name: `invoice/show`, or `GET Customer`.
        write: whether something may have changed once it was sent.
    """

    system: str
    name: str
    write: bool = False


def send(
    client: httpx.Client, request: httpx.Request, *, call: Call, clock: Clock, gate: Gate | None = None
) -> httpx.Response:
    """Send a request once and give the answer, which has a status of 2xx or 4xx.

    Raises:
        RemoteUnavailable: it was surely not sent.
        RateLimited: 429, or 503 on a read, with the instant from which it may be tried again.
        AnswerUnusable: it was sent, and nobody knows what was done with it.
        SyncError: the gate lets nothing pass; it was not sent.
    """
    warden = gate or NoGate()
    warden.enter()
    try:
        response = _exchange(client, request, call)
    except RetryableError as error:
        warden.failed(error.params["detail"])
        raise
    until = _asked_to_wait(response, clock)
    if until is not None:
        warden.asked_to_wait(until)
    elif response.status_code >= 500:
        warden.failed(f"HTTP {response.status_code}")
    elif response.status_code != 403:
        # Whether a 403 is an answer or a firewall is for the client to tell.
        warden.answered()
    _refuse_unanswered(response, call, until)
    return response


def _exchange(client: httpx.Client, request: httpx.Request, call: Call) -> httpx.Response:
    try:
        response = client.send(request)
    except NOT_SENT as error:
        raise RemoteUnavailable(system=call.system, call=call.name, detail=_cause(error)) from error
    except httpx.HTTPError as error:
        raise AnswerUnusable(system=call.system, call=call.name, detail=_cause(error)) from error
    _log.debug("call=%s system=%s status=%d", call.name, call.system, response.status_code)
    return response


def _asked_to_wait(response: httpx.Response, clock: Clock) -> datetime | None:
    """Until when the server asks to be left alone; None where it does not."""
    header = response.headers.get("retry-after", "")
    if response.status_code == 429 or (response.status_code == 503 and header):
        return _retry_at(header, clock.now())
    return None


def _refuse_unanswered(response: httpx.Response, call: Call, until: datetime | None) -> None:
    status = response.status_code
    if until is not None and (status == 429 or not call.write):
        raise RateLimited(until, system=call.system, call=call.name)
    if status >= 500 or status < 200 or 300 <= status < 400:
        raise AnswerUnusable(system=call.system, call=call.name, detail=f"HTTP {status}")


def _retry_at(header: str, now: datetime) -> datetime:
    """When to come back, from a number of seconds or an HTTP date; between one second and a day from now."""
    wait = _DEFAULT_WAIT
    if header.strip().isdecimal():
        wait = timedelta(seconds=min(int(header), int(_LONGEST_WAIT.total_seconds())))
    elif header:
        wait = _until_date(header, now)
    return now + min(max(wait, timedelta(seconds=1)), _LONGEST_WAIT)


def _until_date(header: str, now: datetime) -> timedelta:
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return _DEFAULT_WAIT
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now


def _cause(error: httpx.HTTPError) -> str:
    return redact(f"{type(error).__name__} {error}".strip())[:_DETAIL_LENGTH]
