"""How Alembic runs a migration: on the connection and in the transaction it is given."""

from __future__ import annotations

from alembic import context

from wefact_multivers.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table="alembic_version_wefact_multivers",
    render_as_batch=True,
)
context.run_migrations()
