"""Generated cases have no deadline: the machine that tests is shared, and a slow moment is no failure."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("no-deadline", deadline=None)
settings.load_profile("no-deadline")
