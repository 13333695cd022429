"""The wefact-multivers command."""

from __future__ import annotations
