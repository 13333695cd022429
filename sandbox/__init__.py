"""Both remote APIs, WeFact v2 and Unit4 Multivers, as one local server for trying the link and for tests."""

from __future__ import annotations
