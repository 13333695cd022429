"""People look through records and payments: a page of a list is read from an index, however long the history is."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"

LISTED = (("date",), ("gross",), ("number",), ("status", "date"), ("relation_code", "date"))
CONTAINED = ("status", "number", "date")
"""Of the indexes that were there: each is the beginning of one of the new ones."""


def upgrade() -> None:
    """An index for each order of the lists."""
    for name in CONTAINED:
        op.drop_index(f"ix_record_administration_id_controller_{name}", "record")
    for columns in LISTED:
        name = f"ix_record_listed_{'_'.join(columns)}"
        op.create_index(name, "record", ["administration_id", "controller", *columns, "identifier"])
    op.create_index("ix_payment_listed", "payment", ["administration_id", "updated_at", "identifier"])
    op.create_index("ix_payment_listed_status", "payment", ["administration_id", "status", "updated_at", "identifier"])
