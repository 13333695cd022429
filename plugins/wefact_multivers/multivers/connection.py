"""What is needed to reach one Multivers login."""

from __future__ import annotations

from dataclasses import dataclass, field

import httpx

from wefact_multivers.transport import HttpOptions, open_client


@dataclass(frozen=True)
class MultiversConnection:
    """The address of Multivers' API, the registered app, and the login that was given to it; shows no secret.

    Attributes:
        connection_id: the name that errors show, and the name under which the tokens are kept.
        base_url: with the version, such as `https://api.multivers.nl/V22` (`multivers-api.md 1.1`).
        client_id, client_secret: of the app.
        refresh_token: the one that the login gave, empty where `auth login` is to bring it; newer ones live in the
            token store.
    """

    connection_id: str
    base_url: str
    client_id: str
    client_secret: str = field(repr=False)
    refresh_token: str = field(repr=False)
    http: HttpOptions = field(default_factory=HttpOptions)

    @property
    def root(self) -> str:
        """The address without a slash at the end."""
        return self.base_url.rstrip("/")

    def open_http(self) -> httpx.Client:
        """A pool of connections to this address; the caller closes it.

        Raises:
            InsecureAddress: http to another machine.
        """
        return open_client(self.base_url, connection=self.connection_id, options=self.http)
