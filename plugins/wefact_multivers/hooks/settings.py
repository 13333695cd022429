"""What the environment decides: the folder of the configuration, and the clock."""

from __future__ import annotations

import os
from pathlib import Path

from wefact_multivers.clock import Clock, clock_from
from wefact_multivers.errors import ClockUnreadable

DAG_PREFIX = "wefact_to_multivers__"
"""Before an administration's name in the id of its daily DAG."""

INCLUDE_VARIABLE = "WEFACT_MULTIVERS_INCLUDE"
"""Environment variable with the path of `include/`, where it does not stand beside `dags/` and `plugins/`."""

DOCS_VARIABLE = "WEFACT_MULTIVERS_DOCS"
"""Environment variable with the address under which people read `docs/`; tasks and alerts link to it."""

CLOCK_VARIABLE = "WEFACT_MULTIVERS_CLOCK"
"""Environment variable with the instant (ISO, with an offset) at which the clock stands: sandbox only.

`@` and the path of a file that holds the instant let the clock be set while Airflow runs.
"""


def include_folder() -> Path:
    """The folder with `administrations/` and `mappings/`."""
    chosen = os.environ.get(INCLUDE_VARIABLE)
    return Path(chosen) if chosen else Path(__file__).parents[3] / "include"


def docs_root() -> str:
    """The address of `docs/`, without a slash at its end; empty where nobody serves them."""
    return os.environ.get(DOCS_VARIABLE, "").rstrip("/")


def administration_names() -> list[str]:
    """The names of all administration files, sorted; a name is the file's without `.yaml`."""
    return sorted(file.stem for file in (include_folder() / "administrations").glob("*.yaml"))


def link_clock() -> Clock:
    """The clock of every use case that Airflow starts.

    Raises:
        ClockUnreadable: the variable, or the file it names, holds no instant with an offset.
    """
    text = os.environ.get(CLOCK_VARIABLE, "")
    try:
        return clock_from(Path(text[1:]).read_text().strip() if text.startswith("@") else text)
    except (ValueError, OSError) as error:
        raise ClockUnreadable(variable=CLOCK_VARIABLE, detail=error) from error
