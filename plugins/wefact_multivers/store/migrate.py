"""Brings the store to the schema of this code."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine) -> None:
    """Runs the migrations that the database has not seen yet, each in a transaction."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.connect() as connection:
        writer = connection.execution_options(wefact_multivers_writes=True)
        with writer.begin():
            config.attributes["connection"] = writer
            command.upgrade(config, "head")
