"""The form in which a service says how it behaves; `COVERAGE.md` is made of these."""

from __future__ import annotations

from typing import NamedTuple


class Fact(NamedTuple):
    """One behaviour: what, where it comes from, how sure that is, which switch turns it.

    Confidence as in the references: D documented, L live report, H HostFact, C client code, M mock server,
    V vendor page, I inferred; "own" = the sandbox's own invention because nobody tells.
    """

    behaviour: str
    source: str
    confidence: str
    switch: str = ""
