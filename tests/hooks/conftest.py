"""An Airflow home of the tests' own, set before anything imports Airflow."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator

if "AIRFLOW_HOME" not in os.environ:
    os.environ["AIRFLOW_HOME"] = tempfile.mkdtemp(prefix="wefact-multivers-hooks-")
    atexit.register(shutil.rmtree, os.environ["AIRFLOW_HOME"], ignore_errors=True)
os.environ.setdefault("AIRFLOW__CORE__UNIT_TEST_MODE", "True")
os.environ.setdefault("AIRFLOW__CORE__LOAD_EXAMPLES", "False")

# Airflow's own warnings while it is imported are not ours to fix; here they are over before pytest counts them.
import airflow.providers.http.hooks.http  # noqa: F401
import pytest

from sandbox.testing import SandboxServers, running


@pytest.fixture(scope="package")
def sandbox() -> Iterator[SandboxServers]:
    """One sandbox for all tests of this package."""
    with running("demo") as started:
        yield started
