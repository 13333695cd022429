"""Values and rules of the link: pure, standard library only, no I/O and no clock."""

from __future__ import annotations
