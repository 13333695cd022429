"""Brings the store to the schema of this code."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from wefact_multivers.store.database import transaction
from wefact_multivers.store.faults import database_faults

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine, connection_id: str = "wefact_multivers_store") -> None:
    """Runs the migrations that the database has not seen yet, each in a transaction.

    `connection_id` is the name that an error shows.

    Raises:
        StoreUnreachable, StoreUnusable, StoreFull: see `faults.database_faults`.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database_faults(connection_id), transaction(engine, writes=True) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
