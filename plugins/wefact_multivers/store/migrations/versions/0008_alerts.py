"""What people were told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Adds the table; nothing that is there changes."""
    op.create_table(
        "alert",
        sa.Column("administration_id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("place", sa.String(length=250), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("administration_id", "key", name=op.f("pk_alert")),
        comment="The causes that people were told of and that still stand, so that nobody is told the same every day",
    )
