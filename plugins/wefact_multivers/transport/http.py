"""The pool of connections to one remote system."""

from __future__ import annotations

import ipaddress
import ssl
from dataclasses import dataclass, field

import httpx

from wefact_multivers import __version__
from wefact_multivers.errors import InsecureAddress


@dataclass(frozen=True)
class Timeouts:
    """How long each phase of a call may take, in seconds.

    Attributes:
        connect, pool: ending here, the request was surely not sent.
        write, read: ending here, nobody knows what was done with it.
    """

    connect: float = 5.0
    read: float = 30.0
    write: float = 10.0
    pool: float = 5.0

    @property
    def total(self) -> float:
        """How long a call takes at most, in seconds: the lease must cover it twice before a write (DESIGN 8.5)."""
        return self.connect + self.read + self.write + self.pool


@dataclass(frozen=True)
class HttpOptions:
    """What a connection may set about its transport.

    Attributes:
        verify: False to accept any certificate, or the path of a file with certificate authorities.
        proxy: address of a proxy; the environment's own (`HTTPS_PROXY`) holds where this is None.
    """

    timeouts: Timeouts = field(default_factory=Timeouts)
    verify: bool | str = True
    proxy: str | None = field(default=None, repr=False)


def is_loopback(base_url: str) -> bool:
    """Whether an address is this machine itself."""
    host = httpx.URL(base_url).host
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def ensure_secure(base_url: str, connection: str) -> None:
    """Check that credentials leave this machine encrypted only.

    Raises:
        InsecureAddress: something else than https to another machine.
    """
    url = httpx.URL(base_url)
    if url.scheme == "https" or (url.scheme == "http" and is_loopback(base_url)):
        return
    raise InsecureAddress(connection=connection, host=url.host)


def open_client(base_url: str, *, connection: str, options: HttpOptions | None = None) -> httpx.Client:
    """A pool for one remote system; it follows no redirects and knows no login.

    `connection` is the name that an error shows.

    Raises:
        InsecureAddress: something else than https to another machine.
    """
    ensure_secure(base_url, connection)
    chosen = options or HttpOptions()
    return httpx.Client(
        timeout=httpx.Timeout(
            connect=chosen.timeouts.connect,
            read=chosen.timeouts.read,
            write=chosen.timeouts.write,
            pool=chosen.timeouts.pool,
        ),
        verify=_verification(chosen.verify),
        proxy=chosen.proxy,
        # The environment's proxy must never see what is meant for this machine.
        trust_env=not is_loopback(base_url),
        follow_redirects=False,
        limits=httpx.Limits(max_connections=4),
        headers={"User-Agent": f"wefact-multivers/{__version__}", "Accept": "application/json"},
    )


def _verification(verify: bool | str) -> bool | ssl.SSLContext:
    return ssl.create_default_context(cafile=verify) if isinstance(verify, str) else verify
