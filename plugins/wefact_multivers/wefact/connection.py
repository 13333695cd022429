"""What is needed to reach one WeFact account."""

from __future__ import annotations

from dataclasses import dataclass, field

import httpx

from wefact_multivers.transport import HttpOptions, open_client

WEFACT_URL = "https://api.mijnwefact.nl/v2/"
"""WeFact's only address (`wefact-api.md 1`)."""


@dataclass(frozen=True)
class WeFactConnection:
    """The address of WeFact and the key of one account; its text shows no secret.

    Attributes:
        connection_id: the name that errors show.
        base_url: with the slash that WeFact wants at the end.
        api_key: the "beveiligingscode" of Instellingen > API; one key is one account.
        calls_per_minute, calls_per_hour: what all programs at this address together may call, where somebody wants
            less than WeFact allows.
    """

    connection_id: str
    base_url: str = WEFACT_URL
    api_key: str = field(default="", repr=False)
    http: HttpOptions = field(default_factory=HttpOptions)
    calls_per_minute: int | None = None
    calls_per_hour: int | None = None

    def open_http(self) -> httpx.Client:
        """A pool of connections to this address; the caller closes it.

        Raises:
            InsecureAddress: http to another machine.
        """
        return open_client(self.base_url, connection=self.connection_id, options=self.http)
