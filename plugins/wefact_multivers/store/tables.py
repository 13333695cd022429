"""The tables of the store.

What is remembered for ever (`intent`, `outcome`, `evidence`) is append-only; a trigger of the migration says so.
What changes is either derived from it or only politeness (`lease`). The administration's `id` stands first in
every key, so that administrations never meet; what belongs to a Multivers database (lease, invoice numbers) is
keyed by host and database instead (DESIGN 8.1).
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from wefact_multivers.store.types import Euros, Instant, Problems

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

AutoId = BigInteger().with_variant(Integer, "sqlite")


def _administration() -> Column[str]:
    return Column("administration_id", String(64), nullable=False)


def _source() -> list[Column[str]]:
    return [
        _administration(),
        Column("controller", String(16), nullable=False),
        Column("identifier", String(32), nullable=False),
    ]


link = Table(
    "link",
    metadata,
    Column("administration_id", String(64), primary_key=True),
    Column("wefact_fingerprint", String(64), nullable=False),
    Column("host", String(255), nullable=False),
    Column("database", String(64), nullable=False),
    Column("bound_at", Instant, nullable=False),
    Column("mode", String(16), nullable=False),
    Column("signed_by", String(128)),
    Column("signed_at", Instant),
    comment="Which WeFact account and Multivers database an administration is bound to, and how far it may go",
)

configuration_version = Table(
    "configuration_version",
    metadata,
    _administration(),
    Column("number", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("content", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    PrimaryKeyConstraint("administration_id", "number"),
    UniqueConstraint("administration_id", "hash"),
    comment="The administration file and mapping tables as runs have used them",
)

reference_version = Table(
    "reference_version",
    metadata,
    _administration(),
    Column("kind", String(32), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("content", Text, nullable=False),
    Column("read_at", Instant, nullable=False),
    PrimaryKeyConstraint("administration_id", "kind", "hash"),
    comment="What Multivers (chart, periods, VAT) and WeFact (product groups) said of themselves",
)

run = Table(
    "run",
    metadata,
    _administration(),
    Column("run_key", String(250), nullable=False),
    Column("trigger", String(16), nullable=False),
    Column("mode", String(16), nullable=False),
    Column("window", Text, nullable=False),
    Column("configuration_number", Integer, nullable=False),
    Column("multivers_hash", String(64), nullable=False),
    Column("groups_hash", String(64), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("report", Text),
    PrimaryKeyConstraint("administration_id", "run_key"),
    comment="What a run was asked to do; fixed at its first try",
)

cursor = Table(
    "cursor",
    metadata,
    _administration(),
    Column("stream", String(32), nullable=False),
    Column("changed_until", Instant, nullable=False),
    PrimaryKeyConstraint("administration_id", "stream"),
    comment="Until when the changes of WeFact have been read",
)

LISTED = (("date",), ("gross",), ("number",), ("status", "date"), ("relation_code", "date"))
"""In which orders people look through the records: a page is read from one end of an index."""

record = Table(
    "record",
    metadata,
    *_source(),
    Column("number", String(64), nullable=False),
    Column("date", Date),
    Column("relation_code", String(64)),
    Column("gross", Euros),
    Column("source_status", Integer),
    Column("modified", String(32), nullable=False),
    Column("content", Text, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("status", String(16), nullable=False),
    Column("problems", Problems, nullable=False),
    Column("plan_hash", String(64)),
    Column("red_run", String(250)),
    Column("red_at", Instant),
    Column("gone_since", Instant),
    Column("updated_at", Instant, nullable=False),
    Column("erased_at", Instant),
    PrimaryKeyConstraint("administration_id", "controller", "identifier"),
    *(
        Index(f"ix_record_listed_{'_'.join(columns)}", "administration_id", "controller", *columns, "identifier")
        for columns in LISTED
    ),
    comment="Every document and relation of WeFact that the link has seen, and where it stands",
)

plan = Table(
    "plan",
    metadata,
    _administration(),
    Column("hash", String(64), nullable=False),
    Column("controller", String(16), nullable=False),
    Column("identifier", String(32), nullable=False),
    Column("content", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    PrimaryKeyConstraint("administration_id", "hash"),
    comment="The bookings and relations that would be written, complete",
)

invoice_number = Table(
    "invoice_number",
    metadata,
    Column("host", String(255), nullable=False),
    Column("database", String(64), nullable=False),
    Column("number", BigInteger, nullable=False),
    *_source(),
    PrimaryKeyConstraint("host", "database", "number"),
    UniqueConstraint("administration_id", "controller", "identifier"),
    comment="Which document has which invoiceId: chosen once, compared as a number, one space per database",
)

intent = Table(
    "intent",
    metadata,
    Column("id", AutoId, primary_key=True, autoincrement=True),
    *_source(),
    Column("host", String(255), nullable=False),
    Column("database", String(64), nullable=False),
    Column("effect", String(32), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("plan_hash", String(64)),
    Column("request", Text, nullable=False),
    Column("relation_code", String(64), nullable=False),
    Column("fiscal_year", Integer),
    Column("period", Integer),
    Column("journal_id", String(8)),
    Column("journal_transaction", Integer),
    Column("invoice_id", String(16)),
    Column("reference", String(64)),
    Column("gross", Euros),
    Column("fence", BigInteger, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("erased_at", Instant),
    UniqueConstraint("administration_id", "controller", "identifier", "effect", "attempt"),
    comment="About to write: the whole frozen request, stored before the call and never changed",
)

open_intent = Table(
    "open_intent",
    metadata,
    Column("intent_id", AutoId, ForeignKey("intent.id"), primary_key=True, autoincrement=False),
    *_source(),
    Column("effect", String(32), nullable=False),
    Column("absent_looks", Integer, nullable=False),
    UniqueConstraint("administration_id", "controller", "identifier", "effect"),
    comment="The intents whose outcome is not settled: at most one for each document and effect",
)

outcome = Table(
    "outcome",
    metadata,
    Column("id", AutoId, primary_key=True, autoincrement=True),
    Column("intent_id", AutoId, ForeignKey("intent.id"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("detail", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("erased_at", Instant),
    comment="What became of an intent, look-ups included",
)

receipt = Table(
    "receipt",
    metadata,
    *_source(),
    Column("effect", String(32), nullable=False),
    Column("intent_id", AutoId, ForeignKey("intent.id")),
    Column("adopted", Boolean, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("relation_code", String(64), nullable=False),
    Column("written", Text, nullable=False),
    Column("fiscal_year", Integer),
    Column("period", Integer),
    Column("journal_id", String(8)),
    Column("journal_transaction", Integer),
    Column("invoice_id", String(16)),
    Column("reference", String(64)),
    Column("invoice_date", Date),
    Column("gross", Euros),
    Column("verified", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    PrimaryKeyConstraint("administration_id", "controller", "identifier", "effect"),
    Index(None, "administration_id", "effect", "invoice_date"),
    Index(None, "administration_id", "effect", "verified"),
    Index(None, "administration_id", "effect", "invoice_id"),
    comment="What stands in Multivers for a document or relation: one at most, by this key",
)

payment = Table(
    "payment",
    metadata,
    *_source(),
    Column("status", String(16), nullable=False),
    Column("problems", Problems, nullable=False),
    Column("write", Text),
    Column("balance", Euros),
    Column("source_status", Integer),
    Column("wants_details", Boolean, nullable=False),
    Column("red_run", String(250)),
    Column("red_at", Instant),
    Column("updated_at", Instant, nullable=False),
    PrimaryKeyConstraint("administration_id", "controller", "identifier"),
    Index(None, "administration_id", "controller", "status"),
    Index("ix_payment_listed", "administration_id", "updated_at", "identifier"),
    Index("ix_payment_listed_status", "administration_id", "status", "updated_at", "identifier"),
    comment="What Multivers and WeFact say of the payment of a booked document, and what is to be written",
)

approval = Table(
    "approval",
    metadata,
    _administration(),
    Column("subject", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("approved_by", String(128), nullable=False),
    Column("approved_at", Instant, nullable=False),
    PrimaryKeyConstraint("administration_id", "subject"),
    comment="What a person has released, and exactly which set of it",
)

change = Table(
    "change",
    metadata,
    *_source(),
    Column("booked_content", Text),
    Column("booked_hash", String(64)),
    Column("offered", String(64)),
    Column("acknowledged", String(64)),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("administration_id", "controller", "identifier"),
    comment="What was changed after it was written: how it was, which change was tried, and what a person accepted",
)

proof = Table(
    "proof",
    metadata,
    _administration(),
    Column("combination", String(250), nullable=False),
    Column("identifier", String(32), nullable=False),
    Column("proven", Boolean, nullable=False),
    Column("detail", Text, nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("administration_id", "combination"),
    comment="Which kinds of booking have been read back from the ledger and found right",
)

lease = Table(
    "lease",
    metadata,
    Column("host", String(255), nullable=False),
    Column("database", String(64), nullable=False),
    Column("owner", String(128), nullable=False),
    Column("fence", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    PrimaryKeyConstraint("host", "database"),
    comment="The one writer of a Multivers database; expires_at in milliseconds of the database's own clock",
)

call_budget = Table(
    "call_budget",
    metadata,
    Column("host", String(255), nullable=False),
    Column("window", String(8), nullable=False),
    Column("limit", Integer, nullable=False),
    Column("remaining", Integer, nullable=False),
    Column("told_at", Instant),
    Column("resets_at", Instant, nullable=False),
    Column("taken", BigInteger, nullable=False),
    Column("counted_from", Instant, nullable=False),
    Column("progress", Integer, nullable=False),
    Column("refused", Boolean, nullable=False),
    Column("starved", Integer, nullable=False),
    PrimaryKeyConstraint("host", "window"),
    comment="How many calls WeFact still lets this address make, per minute and per hour",
)

breaker = Table(
    "breaker",
    metadata,
    Column("system", String(16), nullable=False),
    Column("host", String(255), nullable=False),
    Column("account", String(128), nullable=False),
    Column("failures", Integer, nullable=False),
    Column("trips", Integer, nullable=False),
    Column("reason", String(16), nullable=False),
    Column("detail", String(250), nullable=False),
    Column("opened_at", Instant),
    Column("until", Instant),
    Column("trial_until", Instant),
    PrimaryKeyConstraint("system", "host", "account"),
    comment="Which remote systems are left alone now, and until when",
)

token = Table(
    "token",
    metadata,
    Column("name", String(250), primary_key=True),
    Column("refresh_token", Text, nullable=False),
    Column("access_token", Text, nullable=False),
    Column("previous_refresh_token", Text),
    Column("expires_at", Instant, nullable=False),
    Column("generation", Integer, nullable=False),
    comment="OAuth tokens, encrypted",
)

evidence = Table(
    "evidence",
    metadata,
    _administration(),
    Column("sequence", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("controller", String(16)),
    Column("identifier", String(32)),
    Column("content", Text, nullable=False),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("erased_at", Instant),
    PrimaryKeyConstraint("administration_id", "sequence"),
    Index(None, "administration_id", "controller", "identifier"),
    comment="What happened, in order, chained by hash",
)

evidence_head = Table(
    "evidence_head",
    metadata,
    Column("administration_id", String(64), primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
    comment="The end of each chain; the row is also the lock that makes writers of one chain take turns",
)

reconciliation = Table(
    "reconciliation",
    metadata,
    _administration(),
    Column("run_key", String(250), nullable=False),
    Column("number", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("is_full", Boolean, nullable=False),
    Column("is_tied", Boolean, nullable=False),
    Column("apart", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("hash", String(64), nullable=False),
    PrimaryKeyConstraint("administration_id", "run_key"),
    comment="How both systems compared in each run, and since when the older documents are only counted",
)

tied = Table(
    "tied",
    metadata,
    *_source(),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("administration_id", "controller", "identifier"),
    comment="Which bookings the ledger has shown as planned: what differs later, a person has changed",
)

alert = Table(
    "alert",
    metadata,
    _administration(),
    Column("key", String(64), nullable=False),
    Column("level", String(16), nullable=False),
    Column("place", String(250), nullable=False),
    Column("problem", Problems, nullable=False),
    Column("count", Integer, nullable=False),
    Column("gross", Euros, nullable=False),
    Column("told_on", Date, nullable=False),
    PrimaryKeyConstraint("administration_id", "key"),
    comment="The causes that people were told of and that still stand, so that nobody is told the same every day",
)

APPEND_ONLY = ("intent", "outcome", "evidence")
"""Tables in which no row is ever removed, or changed but for becoming its own tombstone (`store/erasure.py`)."""
