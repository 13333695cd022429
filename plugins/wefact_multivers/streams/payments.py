"""The payments stream: the use cases of its three tasks, and the approval of what it writes.

fetch (the open lists) → match (the details of what changed) → settle (what is paid goes to WeFact)
"""

from __future__ import annotations

from wefact_multivers.streams.payment_approval import approve
from wefact_multivers.streams.payment_fetching import fetch
from wefact_multivers.streams.payment_matching import match
from wefact_multivers.streams.payment_writes import settle

__all__ = ["approve", "fetch", "match", "settle"]
