"""How many cases are generated, by HYPOTHESIS_PROFILE: everyday, nightly, or few for every change of `make mutation`.

Generated cases have no deadline: the machine that tests is shared, and a slow moment is no failure.
"""

from __future__ import annotations

import os

from hypothesis import settings

PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "everyday")

settings.register_profile("everyday", deadline=None)
settings.register_profile("nightly", deadline=None, max_examples=5_000)
settings.register_profile("mutation", deadline=None, max_examples=30, derandomize=True, database=None)
settings.load_profile(PROFILE)
