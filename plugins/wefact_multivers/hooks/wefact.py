"""The connection type `wefact`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from airflow.providers.http.hooks.http import HttpHook

from wefact_multivers.catalogue import Language
from wefact_multivers.clock import SystemClock
from wefact_multivers.errors import SyncError
from wefact_multivers.hooks.connections import load, wefact_connection
from wefact_multivers.provider_info import WEFACT_FORM
from wefact_multivers.wefact.client import WeFactClient


class WeFactHook(HttpHook):
    """One WeFact account (connection type `wefact`).

    The http provider's connection fields and extras (`proxy`, `verify`, `timeout`) hold; the calls go through
    httpx, whose errors tell whether something was sent, and never carry a login header.
    """

    conn_name_attr = "wefact_conn_id"
    default_conn_name = "wefact_default"
    conn_type = "wefact"
    hook_name = "WeFact"

    def __init__(self, wefact_conn_id: str = default_conn_name) -> None:
        super().__init__(method="POST", http_conn_id=wefact_conn_id)
        self.wefact_conn_id = wefact_conn_id

    def get_conn(self, *_: Any, **__: Any) -> httpx.Client:
        """A pool of connections to WeFact, without key or login; the caller closes it."""
        return load(self.wefact_conn_id, wefact_connection).open_http()

    @contextmanager
    def client(self) -> Iterator[WeFactClient]:
        """A client of the account, for the length of a block."""
        connection = load(self.wefact_conn_id, wefact_connection)
        with connection.open_http() as http:
            yield WeFactClient(connection, http, SystemClock())

    def test_connection(self) -> tuple[bool, str]:
        """What the Test button shows: whether WeFact accepts this machine and the key."""
        try:
            with self.client() as client:
                client.check()
        except SyncError as error:
            return False, error.explain(Language.EN)
        return True, "WeFact accepts the API key and this machine's address."

    @classmethod
    def get_ui_field_behaviour(cls) -> dict[str, Any]:
        """The connection form in WeFact's words."""
        return WEFACT_FORM
