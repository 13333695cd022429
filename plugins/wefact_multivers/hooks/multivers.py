"""The connection type `multivers`."""

from __future__ import annotations

from typing import Any

import httpx
from airflow.providers.http.hooks.http import HttpHook

from wefact_multivers.catalogue import Language
from wefact_multivers.clock import SystemClock
from wefact_multivers.errors import SyncError
from wefact_multivers.hooks.connections import load, multivers_connection
from wefact_multivers.provider_info import MULTIVERS_FORM
from wefact_multivers.transport import Call, send


class MultiversHook(HttpHook):
    """One Multivers login (connection type `multivers`).

    The http provider's connection fields and extras (`proxy`, `verify`, `timeout`) hold; the calls go through
    httpx, and client id and secret never become a login header.
    """

    conn_name_attr = "multivers_conn_id"
    default_conn_name = "multivers_default"
    conn_type = "multivers"
    hook_name = "Unit4 / Exact Multivers"

    def __init__(self, multivers_conn_id: str = default_conn_name) -> None:
        super().__init__(method="GET", http_conn_id=multivers_conn_id)
        self.multivers_conn_id = multivers_conn_id

    def get_conn(self, *_: Any, **__: Any) -> httpx.Client:
        """A pool of connections to Multivers, without token or login; the caller closes it."""
        return load(self.multivers_conn_id, multivers_connection).open_http()

    def test_connection(self) -> tuple[bool, str]:
        """What the Test button shows: whether all fields are there and the address answers.

        The login itself is not tried: a refresh token may work only once, and this one belongs to the link.
        """
        try:
            connection = load(self.multivers_conn_id, multivers_connection)
            with connection.open_http() as http:
                request = http.build_request("GET", f"{connection.root}/api/version")
                send(http, request, call=Call("Multivers", "GET version"), clock=SystemClock())
        except SyncError as error:
            return False, error.explain(Language.EN)
        return True, (
            "The address answers and all fields are filled. The login itself is proven by the "
            "task `preflight`: trying it here could use up the refresh token."
        )

    @classmethod
    def get_ui_field_behaviour(cls) -> dict[str, Any]:
        """The connection form in Multivers' words."""
        return MULTIVERS_FORM
