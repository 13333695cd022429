"""Airflow's connections as the plain values that the clients and the store take."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, TypeVar

import httpx
from airflow.sdk import BaseHook
from airflow.sdk.exceptions import AirflowNotFoundException
from sqlalchemy import URL

from wefact_multivers.errors import ConnectionIncomplete
from wefact_multivers.multivers.connection import MultiversConnection
from wefact_multivers.store.connection import StoreConnection
from wefact_multivers.transport import HttpOptions, Timeouts, ensure_secure
from wefact_multivers.wefact.connection import WEFACT_URL, WeFactConnection

Value = TypeVar("Value")
LONGEST_ANSWER = 40
"""Seconds: with more, a write could take longer than the lease of the database lasts."""

_NO = frozenset({"false", "no", "off", "0"})
_YES = frozenset({"true", "yes", "on", "1", ""})


class AirflowConnection(Protocol):
    """What is read of an Airflow connection, however it is stored."""

    conn_id: str
    conn_type: str
    host: str | None
    schema: str | None
    login: str | None
    password: str | None
    port: int | None

    @property
    def extra_dejson(self) -> dict[str, Any]:
        """The extra field, read."""
        ...


def load(connection_id: str, convert: Callable[[AirflowConnection], Value]) -> Value:
    """A connection of Airflow, converted by one of the functions below.

    Raises:
        ConnectionIncomplete: it does not exist, or lacks a field.
    """
    try:
        connection = BaseHook.get_connection(connection_id)
    except AirflowNotFoundException as error:
        raise ConnectionIncomplete(connection=connection_id, field="*") from error
    return convert(connection)


def wefact_connection(connection: AirflowConnection) -> WeFactConnection:
    """WeFact: the password is the API key; the host may be left out.

    Raises:
        ConnectionIncomplete: no API key, a host that is no address, or a number of calls that is none.
        InsecureAddress: http to another machine.
    """
    url = _base_url(connection, default=WEFACT_URL)
    if httpx.URL(url).path in ("", "/"):
        url = f"{url.rstrip('/')}/v2/"
    return WeFactConnection(
        connection_id=connection.conn_id,
        base_url=f"{url.rstrip('/')}/",
        api_key=_required(connection, connection.password, "password (API key)"),
        http=_http_options(connection),
        calls_per_minute=_calls(connection, "calls_per_minute"),
        calls_per_hour=_calls(connection, "calls_per_hour"),
    )


def multivers_connection(connection: AirflowConnection) -> MultiversConnection:
    """Multivers: login and password are the app's client id and secret; `extra.refresh_token` may hold the login.

    Without it, somebody logs in with `wefact-multivers auth login` before the first run.

    Raises:
        ConnectionIncomplete: a field is missing, or the host lacks the version.
        InsecureAddress: http to another machine.
    """
    url = _base_url(connection, default="")
    if httpx.URL(url).path in ("", "/"):
        raise ConnectionIncomplete(connection=connection.conn_id, field="host (with the version: …/V22)")
    refresh_token = connection.extra_dejson.get("refresh_token")
    return MultiversConnection(
        connection_id=connection.conn_id,
        base_url=url.rstrip("/"),
        client_id=_required(connection, connection.login, "login (client id)"),
        client_secret=_required(connection, connection.password, "password (client secret)"),
        refresh_token=str(refresh_token or "").strip(),
        http=_http_options(connection),
    )


def store_connection(connection: AirflowConnection) -> StoreConnection:
    """The store: an SQLite file or a PostgreSQL database, and the keys of its tokens, newest first.

    Raises:
        ConnectionIncomplete: no file or host, no key, or a type that the store does not know.
    """
    keys = str(connection.extra_dejson.get("token_key") or "")
    found = tuple(key.strip() for key in keys.split(",") if key.strip())
    if not found:
        raise ConnectionIncomplete(connection=connection.conn_id, field="extra.token_key")
    return StoreConnection(url=_store_url(connection), token_keys=found, connection_id=connection.conn_id)


def _store_url(connection: AirflowConnection) -> str:
    if connection.conn_type == "sqlite":
        path = _required(connection, connection.host or connection.schema, "host (path of the file)")
        return URL.create("sqlite", database=str(Path(path).absolute())).render_as_string(hide_password=False)
    if connection.conn_type != "postgres":
        raise ConnectionIncomplete(connection=connection.conn_id, field="conn_type (sqlite, postgres)")
    url = URL.create(
        "postgresql+psycopg",
        username=connection.login or None,
        password=connection.password or None,
        host=_required(connection, connection.host, "host"),
        port=connection.port,
        database=_required(connection, connection.schema, "schema (database)"),
    )
    return url.render_as_string(hide_password=False)


def _calls(connection: AirflowConnection, name: str) -> int | None:
    """How many calls may be made, where somebody wants less than WeFact allows."""
    written = str(connection.extra_dejson.get(name) or "").strip()
    if not written:
        return None
    if not written.isdecimal() or int(written) < 1:
        raise ConnectionIncomplete(connection=connection.conn_id, field=f"extra.{name} (a number of calls)")
    return int(written)


def _required(connection: AirflowConnection, value: str | None, field: str) -> str:
    if not value or not str(value).strip():
        raise ConnectionIncomplete(connection=connection.conn_id, field=field)
    return str(value).strip()


def _base_url(connection: AirflowConnection, *, default: str) -> str:
    """The address from host, scheme and port, however they were divided over the fields."""
    host = _required(connection, connection.host or default, "host")
    url = host if "://" in host else f"{connection.schema or 'https'}://{host}"
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise ConnectionIncomplete(connection=connection.conn_id, field="host") from error
    if not parsed.host or "%" in parsed.host or parsed.userinfo:
        # A login in the address would be sent as a Basic header.
        raise ConnectionIncomplete(connection=connection.conn_id, field="host (an address without a login)")
    if connection.port and parsed.port is None:
        parsed = parsed.copy_with(port=connection.port)
    ensure_secure(str(parsed), connection.conn_id)
    return str(parsed)


def _http_options(connection: AirflowConnection) -> HttpOptions:
    """`timeout` (seconds for an answer), `verify` and `proxy`, in the http provider's names."""
    extra = connection.extra_dejson
    proxy = extra.get("proxy") or extra.get("proxies")
    if isinstance(proxy, dict):
        proxy = proxy.get("https") or proxy.get("http")
    verify = extra.get("verify", extra.get("verify_ssl", True))
    return HttpOptions(_timeouts(connection), _verify(verify), str(proxy) if proxy else None)


def _timeouts(connection: AirflowConnection) -> Timeouts:
    """The default time-outs, with another one for the answer where `timeout` says so."""
    written = connection.extra_dejson.get("timeout")
    if written in (None, ""):
        return Timeouts()
    try:
        seconds = float(str(written))
    except ValueError:
        seconds = 0.0
    if not 1 <= seconds <= LONGEST_ANSWER:
        field = f"extra.timeout (1 to {LONGEST_ANSWER} seconds)"
        raise ConnectionIncomplete(connection=connection.conn_id, field=field)
    return Timeouts(read=seconds)


def _verify(value: object) -> bool | str:
    if isinstance(value, bool):
        return value
    text = str(value if value is not None else "").strip()
    if text.casefold() in _NO:
        return False
    return True if text.casefold() in _YES else text
