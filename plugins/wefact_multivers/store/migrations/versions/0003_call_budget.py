"""The shared budget of calls, and the circuit breakers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Adds the two tables; nothing that is there changes."""
    _call_budget()
    _breaker()


def _call_budget() -> None:
    op.create_table(
        "call_budget",
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("window", sa.String(length=8), nullable=False),
        sa.Column("limit", sa.Integer(), nullable=False),
        sa.Column("remaining", sa.Integer(), nullable=False),
        sa.Column("told_at", INSTANT, nullable=True),
        sa.Column("resets_at", INSTANT, nullable=False),
        sa.Column("taken", sa.BigInteger(), nullable=False),
        sa.Column("counted_from", INSTANT, nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Boolean(), nullable=False),
        sa.Column("starved", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("host", "window", name=op.f("pk_call_budget")),
        comment="How many calls WeFact still lets this address make, per minute and per hour",
    )


def _breaker() -> None:
    op.create_table(
        "breaker",
        sa.Column("system", sa.String(length=16), nullable=False),
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("account", sa.String(length=128), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("trips", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("detail", sa.String(length=250), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=True),
        sa.Column("until", INSTANT, nullable=True),
        sa.Column("trial_until", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("system", "host", "account", name=op.f("pk_breaker")),
        comment="Which remote systems are left alone now, and until when",
    )
