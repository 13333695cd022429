"""HTTP as the two clients need it: every failure says whether the request was sent, and nothing secret is shown.

`outcome` sends and sorts the outcomes, `gate` is what every call passes first, `http` opens the connection pool,
`redaction` takes secrets out of texts, `wirejson` reads and writes JSON without floats, `paging` reads a list that
may move while it is read.
"""

from __future__ import annotations

from wefact_multivers.transport.gate import Gate, NoGate
from wefact_multivers.transport.http import HttpOptions, Timeouts, ensure_secure, is_loopback, open_client
from wefact_multivers.transport.outcome import NOT_SENT, Call, send
from wefact_multivers.transport.paging import Page, read_all
from wefact_multivers.transport.redaction import redact
from wefact_multivers.transport.wirejson import dump, load

__all__ = [
    "NOT_SENT",
    "Call",
    "Gate",
    "HttpOptions",
    "NoGate",
    "Page",
    "Timeouts",
    "dump",
    "ensure_secure",
    "is_loopback",
    "load",
    "open_client",
    "read_all",
    "redact",
    "send",
]
