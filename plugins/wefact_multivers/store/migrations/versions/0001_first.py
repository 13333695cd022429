"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

AUTO_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
CENTS = sa.BigInteger()
APPEND_ONLY = ("intent", "outcome", "evidence")


def upgrade() -> None:
    """Creates all tables, and makes evidence append-only."""
    for create in (
        _configuration_version,
        _cursor,
        _evidence,
        _evidence_head,
        _intent,
        _invoice_number,
        _lease,
        _link,
        _plan,
        _proof,
        _record,
        _reference_version,
        _run,
        _token,
        _open_intent,
        _outcome,
        _receipt,
    ):
        create()
    protect = {"sqlite": _protect_sqlite, "postgresql": _protect_postgresql}[op.get_bind().dialect.name]
    for table in APPEND_ONLY:
        protect(table)


def _protect_sqlite(table: str) -> None:
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _protect_postgresql(table: str) -> None:
    op.execute(
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()"
    )


def _configuration_version() -> None:
    op.create_table(
        "configuration_version",
        sa.Column("administration_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("administration_id", "number", name=op.f("pk_configuration_version")),
        sa.UniqueConstraint("administration_id", "hash", name=op.f("uq_configuration_version_administration_id_hash")),
        comment="The administration file and mapping tables as runs have used them",
    )


def _cursor() -> None:
    op.create_table(
        "cursor",
        sa.Column("administration_id", sa.String(length=64), nullable=False),
        sa.Column("stream", sa.String(length=32), nullable=False),
        sa.Column("changed_until", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("administration_id", "stream", name=op.f("pk_cursor")),
        comment="Until when the changes of WeFact have been read",
    )


def _evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("administration_id", sa.String(length=64), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("controller", sa.String(length=16), nullable=True),
        sa.Column("identifier", sa.String(length=32), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("administration_id", "sequence", name=op.f("pk_evidence")),
        comment="What happened, in order, chained by hash",
    )
    op.create_index(
        op.f("ix_evidence_administration_id_controller_identifier"),
        "evidence",
        ["administration_id", "controller", "identifier"],
    )


def _evidence_head() -> None:
    op.create_table(
        "evidence_head",
        sa.Column("administration_id", sa.String(length=64), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("administration_id", name=op.f("pk_evidence_head")),
        comment="The end of each chain; the row is also the lock that makes writers of one chain take turns",
    )


def _intent() -> None:
    op.create_table(
        "intent",
        sa.Column("id", AUTO_ID, autoincrement=True, nullable=False),
        sa.Column("administration_id", sa.String(length=64), nullable=False),
        sa.Column("controller", sa.String(length=16), nullable=False),
        sa.Column("identifier", sa.String(length=32), nullable=False),
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("database", sa.String(length=64), nullable=False),
        sa.Column("effect", sa.String(length=32), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("plan_hash", sa.String(length=64), nullable=True),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("relation_code", sa.String(length=64), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=True),
        sa.Column("period", sa.Integer(), nullable=True),
        sa.Column("journal_id", sa.String(length=8), nullable=True),
        sa.Column("journal_transaction", sa.Integer(), nullable=True),
        sa.Column("invoice_id", sa.String(length=16), nullable=True),
        sa.Column("reference", sa.String(length=64), nullable=True),
        sa.Column("gross", CENTS, nullable=True),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intent")),
        sa.UniqueConstraint(
            "administration_id",
            "controller",
            "identifier",
            "effect",
            "attempt",
            name=op.f("uq_intent_administration_id_controller_identifier_effect_attempt"),
        ),
        comment="About to write: the whole frozen request, stored before the call and never changed",
    )


def _invoice_number() -> None:
    op.create_table(
        "invoice_number",
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("database", sa.String(length=64), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("administration_id", sa.String(length=64), nullable=False),
        sa.Column("controller", sa.String(length=16), nullable=False),
        sa.Column("identifier", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("host", "database", "number", name=op.f("pk_invoice_number")),
        sa.UniqueConstraint(
            "administration_id",
            "controller",
            "identifier",
            name=op.f("uq_invoice_number_administration_id_controller_identifier"),
        ),
        comment="Which document has which invoiceId: chosen once, compared as a number, one space per database",
    )


def _lease() -> None:
    op.create_table(
        "lease",
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("database", sa.String(length=64), nullable=False),
        sa.Column("owner", sa.String(length=128), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("host", "database", name=op.f("pk_lease")),
        comment="The one writer of a Multivers database; expires_at in milliseconds of the database's own clock",
    )


def _link() -> None:
    op.create_table(
        "link",
        sa.Column("administration_id", sa.String(length=64), nullable=False),
        sa.Column("wefact_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("database", sa.String(length=64), nullable=False),
        sa.Column("bound_at", INSTANT, nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("signed_by", sa.String(length=128), nullable=True),
        sa.Column("signed_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("administration_id", name=op.f("pk_link")),
        comment="Which WeFact account and Multivers database an administration is bound to, and how far it may go",
    )


def _plan() -> None:
    op.create_table(
        "plan",
        sa.Column("administration_id", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("controller", sa.String(length=16), nullable=False),
        sa.Column("identifier", sa.String(length=32), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("administration_id", "hash", name=op.f("pk_plan")),
        comment="The bookings and relations that would be written, complete",
    )


def _proof() -> None:
    op.create_table(
        "proof",
        sa.Column("administration_id", sa.String(length=64), nullable=False),
        sa.Column("combination", sa.String(length=250), nullable=False),
        sa.Column("identifier", sa.String(length=32), nullable=False),
        sa.Column("proven", sa.Boolean(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("administration_id", "combination", name=op.f("pk_proof")),
        comment="Which kinds of booking have been read back from the ledger and found right",
    )


def _record() -> None:
    op.create_table(
        "record",
        sa.Column("administration_id", sa.String(length=64), nullable=False),
        sa.Column("controller", sa.String(length=16), nullable=False),
        sa.Column("identifier", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("relation_code", sa.String(length=64), nullable=True),
        sa.Column("gross", CENTS, nullable=True),
        sa.Column("source_status", sa.Integer(), nullable=True),
        sa.Column("modified", sa.String(length=32), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("problems", sa.Text(), nullable=False),
        sa.Column("plan_hash", sa.String(length=64), nullable=True),
        sa.Column("red_run", sa.String(length=250), nullable=True),
        sa.Column("red_at", INSTANT, nullable=True),
        sa.Column("gone_since", INSTANT, nullable=True),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("administration_id", "controller", "identifier", name=op.f("pk_record")),
        comment="Every document and relation of WeFact that the link has seen, and where it stands",
    )
    op.create_index(
        op.f("ix_record_administration_id_controller_date"),
        "record",
        ["administration_id", "controller", "date"],
    )
    op.create_index(
        op.f("ix_record_administration_id_controller_number"),
        "record",
        ["administration_id", "controller", "number"],
    )
    op.create_index(
        op.f("ix_record_administration_id_controller_status"),
        "record",
        ["administration_id", "controller", "status"],
    )


def _reference_version() -> None:
    op.create_table(
        "reference_version",
        sa.Column("administration_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("read_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("administration_id", "kind", "hash", name=op.f("pk_reference_version")),
        comment="What Multivers (chart, periods, VAT) and WeFact (product groups) said of themselves",
    )


def _run() -> None:
    op.create_table(
        "run",
        sa.Column("administration_id", sa.String(length=64), nullable=False),
        sa.Column("run_key", sa.String(length=250), nullable=False),
        sa.Column("trigger", sa.String(length=16), nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("window", sa.Text(), nullable=False),
        sa.Column("configuration_number", sa.Integer(), nullable=False),
        sa.Column("multivers_hash", sa.String(length=64), nullable=False),
        sa.Column("groups_hash", sa.String(length=64), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("report", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("administration_id", "run_key", name=op.f("pk_run")),
        comment="What a run was asked to do; fixed at its first try",
    )


def _token() -> None:
    op.create_table(
        "token",
        sa.Column("name", sa.String(length=250), nullable=False),
        sa.Column("refresh_token", sa.Text(), nullable=False),
        sa.Column("access_token", sa.Text(), nullable=False),
        sa.Column("previous_refresh_token", sa.Text(), nullable=True),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_token")),
        comment="OAuth tokens, encrypted",
    )


def _open_intent() -> None:
    op.create_table(
        "open_intent",
        sa.Column("intent_id", AUTO_ID, autoincrement=False, nullable=False),
        sa.Column("administration_id", sa.String(length=64), nullable=False),
        sa.Column("controller", sa.String(length=16), nullable=False),
        sa.Column("identifier", sa.String(length=32), nullable=False),
        sa.Column("effect", sa.String(length=32), nullable=False),
        sa.Column("absent_looks", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["intent_id"], ["intent.id"], name=op.f("fk_open_intent_intent_id")),
        sa.PrimaryKeyConstraint("intent_id", name=op.f("pk_open_intent")),
        sa.UniqueConstraint(
            "administration_id",
            "controller",
            "identifier",
            "effect",
            name=op.f("uq_open_intent_administration_id_controller_identifier_effect"),
        ),
        comment="The intents whose outcome is not settled: at most one for each document and effect",
    )


def _outcome() -> None:
    op.create_table(
        "outcome",
        sa.Column("id", AUTO_ID, autoincrement=True, nullable=False),
        sa.Column("intent_id", AUTO_ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["intent_id"], ["intent.id"], name=op.f("fk_outcome_intent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome")),
        comment="What became of an intent, look-ups included",
    )
    op.create_index(op.f("ix_outcome_intent_id"), "outcome", ["intent_id"])


def _receipt() -> None:
    op.create_table(
        "receipt",
        sa.Column("administration_id", sa.String(length=64), nullable=False),
        sa.Column("controller", sa.String(length=16), nullable=False),
        sa.Column("identifier", sa.String(length=32), nullable=False),
        sa.Column("effect", sa.String(length=32), nullable=False),
        sa.Column("intent_id", AUTO_ID, nullable=True),
        sa.Column("adopted", sa.Boolean(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("relation_code", sa.String(length=64), nullable=False),
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=True),
        sa.Column("period", sa.Integer(), nullable=True),
        sa.Column("journal_id", sa.String(length=8), nullable=True),
        sa.Column("journal_transaction", sa.Integer(), nullable=True),
        sa.Column("invoice_id", sa.String(length=16), nullable=True),
        sa.Column("reference", sa.String(length=64), nullable=True),
        sa.Column("invoice_date", sa.Date(), nullable=True),
        sa.Column("gross", CENTS, nullable=True),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["intent_id"], ["intent.id"], name=op.f("fk_receipt_intent_id")),
        sa.PrimaryKeyConstraint("administration_id", "controller", "identifier", "effect", name=op.f("pk_receipt")),
        comment="What stands in Multivers for a document or relation: one at most, by this key",
    )
    op.create_index(
        op.f("ix_receipt_administration_id_effect_invoice_date"),
        "receipt",
        ["administration_id", "effect", "invoice_date"],
    )
    op.create_index(
        op.f("ix_receipt_administration_id_effect_verified"),
        "receipt",
        ["administration_id", "effect", "verified"],
    )
    op.create_index(
        op.f("ix_receipt_administration_id_effect_invoice_id"),
        "receipt",
        ["administration_id", "effect", "invoice_id"],
    )
