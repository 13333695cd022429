"""Keeps WeFact and Unit4 (Exact) Multivers in step."""

from __future__ import annotations

__version__ = "0.1.0"
