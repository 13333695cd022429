"""The use cases: what a run does, and the one door through which it writes."""

from __future__ import annotations
