"""`wefact-multivers store`: makes the store, copies it away and puts it back."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wefact_multivers.cli.output import Exit, explained, say

if TYPE_CHECKING:
    from sqlalchemy import URL

store_app = typer.Typer(no_args_is_help=True, help="The store: what the link remembers.")

DEFAULT_STORE = "wefact_multivers_store"
ConnectionOption = Annotated[str, typer.Option(help="The Airflow connection of the store.")]


@store_app.command("upgrade")
def store_upgrade(connection: ConnectionOption = DEFAULT_STORE) -> None:
    """Bring the store to the schema of this version; safe to repeat.

    Example: wefact-multivers store upgrade
    """
    from wefact_multivers.hooks.connections import load, store_connection  # noqa: PLC0415 - imports Airflow
    from wefact_multivers.store.database import SCHEMA_VERSION, Store  # noqa: PLC0415 - loads with it
    from wefact_multivers.store.migrate import upgrade  # noqa: PLC0415 - loads with it

    with explained():
        found = load(connection, store_connection)
        _make_folder(found.url)
        store = Store(found)
        upgrade(store.engine)
        store.close()
    say(f"The store {connection} is at schema version {SCHEMA_VERSION}.")


@store_app.command("backup")
def store_backup(
    file: Annotated[Path, typer.Argument(help="The file to write; it must not exist yet.")],
    connection: ConnectionOption = DEFAULT_STORE,
) -> None:
    """Copy the store (SQLite) into one file, at one moment, whoever is at work.

    It holds what the store holds: keep it where nobody else can read it. On PostgreSQL pg_dump does this.

    Example: wefact-multivers store backup /var/backups/link-2026-03-16.db
    """
    from wefact_multivers.streams.backup import backup  # noqa: PLC0415 - heavy

    if file.exists():
        raise typer.BadParameter(f"{file} exists already; nothing was written")
    if not file.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {file.parent}")
    with explained():
        store = _sqlite_file(connection, "pg_dump --format=custom --file {file} {options} {database}", file)
        if not store.exists():
            raise typer.BadParameter("there is no store yet; make one: wefact-multivers store upgrade")
        backup(store, file)
    say(f"The store {connection} is copied to {file}.")


@store_app.command("restore")
def store_restore(
    file: Annotated[Path, typer.Argument(help="What store backup has written.")],
    connection: ConnectionOption = DEFAULT_STORE,
    yes: Annotated[bool, typer.Option("--yes", help="Replace the store as it is now.")] = False,
) -> None:
    """Put a backup in the place of the store (SQLite); the store as it was is kept beside it.

    Then let the link find what was booked after the backup: wefact-multivers recover. Without that the next run
    books nothing, and says so. A login that was renewed since may have to be made anew. On PostgreSQL pg_restore
    does this.

    Example: wefact-multivers store restore /var/backups/link-2026-03-16.db --yes
    """
    from wefact_multivers.hooks.settings import link_clock  # noqa: PLC0415 - imports Airflow
    from wefact_multivers.streams.backup import restore  # noqa: PLC0415 - heavy

    if not file.is_file():
        raise typer.BadParameter(f"there is no file {file}")
    with explained():
        store = _sqlite_file(connection, "pg_restore --clean --if-exists --dbname {database} {options} {file}", file)
        if not yes:
            raise typer.BadParameter("this replaces the store: stop the runs, then say --yes")
        kept = restore(file, store, link_clock().now())
    say(f"The store {connection} is that of {file}." + (f" As it was: {kept}" if kept else ""))
    say("Next: wefact-multivers store upgrade, and then for each administration: wefact-multivers recover -a NAME")


def _sqlite_file(connection: str, instead: str, file: Path) -> Path:
    """Where the store is; on PostgreSQL says the command that does it there, and ends."""
    from sqlalchemy import make_url  # noqa: PLC0415 - heavy

    from wefact_multivers.hooks.connections import load, store_connection  # noqa: PLC0415 - imports Airflow

    url = make_url(load(connection, store_connection).url)
    if url.get_backend_name() == "sqlite" and url.database:
        return Path(url.database)
    say("The store is in PostgreSQL, which has its own command:")
    say(instead.format(file=shlex.quote(str(file)), options=_postgres_options(url), database=url.database))
    raise typer.Exit(Exit.USAGE)


def _postgres_options(url: URL) -> str:
    given = {"--host": url.host, "--port": url.port, "--username": url.username}
    return " ".join(f"{name} {value}" for name, value in given.items() if value)


def _make_folder(url: str) -> None:
    from sqlalchemy import make_url  # noqa: PLC0415 - loads with the store

    address = make_url(url)
    if address.get_backend_name() == "sqlite" and address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
