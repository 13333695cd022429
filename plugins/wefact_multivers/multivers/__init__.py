"""The client of Multivers' API."""

from __future__ import annotations
