"""What happens to a document after its booking."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Adds the table; nothing that is there changes."""
    op.create_table(
        "change",
        sa.Column("administration_id", sa.String(length=64), nullable=False),
        sa.Column("controller", sa.String(length=16), nullable=False),
        sa.Column("identifier", sa.String(length=32), nullable=False),
        sa.Column("booked_content", sa.Text(), nullable=True),
        sa.Column("booked_hash", sa.String(length=64), nullable=True),
        sa.Column("offered", sa.String(length=64), nullable=True),
        sa.Column("acknowledged", sa.String(length=64), nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("administration_id", "controller", "identifier", name=op.f("pk_change")),
        comment="What was changed after it was written: how it was, which change was tried, and what a person accepted",
    )
