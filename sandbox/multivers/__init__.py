"""Unit4 (Exact) Multivers' Web API: OAuth, edit models, lists, commands, and a real ledger underneath."""

from __future__ import annotations
