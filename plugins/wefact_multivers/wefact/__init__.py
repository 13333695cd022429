"""The client of WeFact's API."""

from __future__ import annotations
