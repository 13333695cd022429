"""What the link remembers: tables, repositories and migrations."""

from __future__ import annotations
