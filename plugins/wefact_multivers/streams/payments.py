"""The payments stream: the use cases of its three tasks, and the approval of what it writes."""

from __future__ import annotations

from wefact_multivers.streams.payment_matching import fetch, match
from wefact_multivers.streams.payment_writes import approve, settle

__all__ = ["approve", "fetch", "match", "settle"]
