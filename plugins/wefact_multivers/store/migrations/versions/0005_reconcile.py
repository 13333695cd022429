"""What reconcile found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Adds the two tables; nothing that is there changes."""
    op.create_table(
        "reconciliation",
        sa.Column("administration_id", sa.String(length=64), nullable=False),
        sa.Column("run_key", sa.String(length=250), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("is_full", sa.Boolean(), nullable=False),
        sa.Column("is_tied", sa.Boolean(), nullable=False),
        sa.Column("apart", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("administration_id", "run_key", name=op.f("pk_reconciliation")),
        comment="How both systems compared in each run, and since when the older documents are only counted",
    )
    op.create_table(
        "tied",
        sa.Column("administration_id", sa.String(length=64), nullable=False),
        sa.Column("controller", sa.String(length=16), nullable=False),
        sa.Column("identifier", sa.String(length=32), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("administration_id", "controller", "identifier", name=op.f("pk_tied")),
        comment="Which bookings the ledger has shown as planned: what differs later, a person has changed",
    )
