"""How people start, watch and measure the project; no part of the product."""

from __future__ import annotations
