"""Payments of booked documents, and what people have approved."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

INSTANT = sa.DateTime(timezone=True)
CENTS = sa.BigInteger()


def upgrade() -> None:
    """Adds the two tables; nothing that is there changes."""
    _payment()
    _approval()


def _payment() -> None:
    op.create_table(
        "payment",
        sa.Column("administration_id", sa.String(length=64), nullable=False),
        sa.Column("controller", sa.String(length=16), nullable=False),
        sa.Column("identifier", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("problems", sa.Text(), nullable=False),
        sa.Column("write", sa.Text(), nullable=True),
        sa.Column("balance", CENTS, nullable=True),
        sa.Column("source_status", sa.Integer(), nullable=True),
        sa.Column("wants_details", sa.Boolean(), nullable=False),
        sa.Column("red_run", sa.String(length=250), nullable=True),
        sa.Column("red_at", INSTANT, nullable=True),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("administration_id", "controller", "identifier", name=op.f("pk_payment")),
        comment="What Multivers and WeFact say of the payment of a booked document, and what is to be written",
    )
    op.create_index(
        op.f("ix_payment_administration_id_controller_status"),
        "payment",
        ["administration_id", "controller", "status"],
    )


def _approval() -> None:
    op.create_table(
        "approval",
        sa.Column("administration_id", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("approved_by", sa.String(length=128), nullable=False),
        sa.Column("approved_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("administration_id", "subject", name=op.f("pk_approval")),
        comment="What a person has released, and exactly which set of it",
    )
