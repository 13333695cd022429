"""What the law no longer asks for, or a person may ask to be forgotten, leaves a tombstone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

INSTANT = sa.DateTime(timezone=True)
ERASABLE = {"evidence": "content", "intent": "request", "outcome": "detail"}
"""The append-only tables, and in each the column that may be emptied."""


def upgrade() -> None:
    """A row of what is append-only may still become its own tombstone, and nothing else."""
    for table in ("evidence", "intent", "outcome", "record"):
        op.add_column(table, sa.Column("erased_at", INSTANT, nullable=True))
    guard = {"sqlite": _guard_sqlite, "postgresql": _guard_postgresql}[op.get_bind().dialect.name]
    for table, column in ERASABLE.items():
        guard(table, column)


def _guard_sqlite(table: str, column: str) -> None:
    op.execute(f"DROP TRIGGER {table}_no_update")
    op.execute(
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
        f"WHEN NOT ({_becomes_a_tombstone(table, column, 'IS')}) "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


def _guard_postgresql(table: str, column: str) -> None:
    op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
    op.execute(
        f"CREATE FUNCTION {table}_tombstone_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {_becomes_a_tombstone(table, column, 'IS NOT DISTINCT FROM')} THEN RETURN NEW; END IF; "
        f"RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_tombstone_only BEFORE UPDATE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_tombstone_only()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()"
    )


def _becomes_a_tombstone(table: str, column: str, same: str) -> str:
    columns = [found["name"] for found in sa.inspect(op.get_bind()).get_columns(table)]
    kept = [name for name in columns if name not in {column, "erased_at"}]
    conditions = [f"NEW.{name} {same} OLD.{name}" for name in kept]
    return " AND ".join(["OLD.erased_at IS NULL", "NEW.erased_at IS NOT NULL", f"NEW.{column} = ''", *conditions])
