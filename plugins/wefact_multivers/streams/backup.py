"""Copies a store in one SQLite file away and back, while others may be reading it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from wefact_multivers.store.database import SCHEMA_VERSION
from wefact_multivers.streams.payment_approval import FIRST
from wefact_multivers.streams.refusals import BackupUnusable


def backup(store: Path, file: Path) -> None:
    """Copies the store as it is at one moment; the file appears only once it is whole.

    Raises:
        BackupUnusable: the copy cannot be read back.
    """
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    # The copy holds what the store holds: it is for its owner alone.
    part.touch(mode=0o600)
    try:
        _copy(store, part)
        _in_one_file(part)
        check_backup(part)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def restore(file: Path, store: Path, now: datetime) -> Path | None:
    """Puts a backup in the place of the store; the next payments wait for a release once more.

    What was written since the backup, and taken back by a person, the store does not know any more.

    Args:
        file: the backup.
        store: where the store is, or will be.
        now: names the copy that is kept of the present store.

    Returns:
        The copy of the store as it was; None where there was none.

    Raises:
        BackupUnusable: the file is no backup; the store is as it was.
    """
    check_backup(file)
    kept = None
    if store.exists():
        kept = store.with_name(f"{store.name}.before-{now:%Y%m%dT%H%M%S}")
        _copy(store, kept)
        kept.chmod(0o600)
        _in_one_file(kept)
    _copy(file, store)
    _lapse_release(store)
    return kept


def check_backup(file: Path) -> None:
    """Checks that a file is a whole store, of this version or an older one.

    Raises:
        BackupUnusable: it is not.
    """
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            answer = connection.execute("PRAGMA integrity_check").fetchone()[0]
            version = connection.execute("SELECT version_num FROM alembic_version_wefact_multivers").fetchone()
    except sqlite3.Error as error:
        raise BackupUnusable(file=file.name, detail=str(error)) from error
    if answer != "ok":
        raise BackupUnusable(file=file.name, detail="integrity check")
    if version is None or version[0] > SCHEMA_VERSION:
        found = version[0] if version else "-"
        raise BackupUnusable(file=file.name, detail=f"schema {found}, this link knows {SCHEMA_VERSION}")


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as written:
        read.backup(written)


def _lapse_release(store: Path) -> None:
    with closing(sqlite3.connect(store)) as connection, connection:
        # The oldest stores knew no payments.
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'approval'").fetchone():
            connection.execute("DELETE FROM approval WHERE subject = ?", (FIRST,))


def _in_one_file(copy: Path) -> None:
    """Without this SQLite would keep a log beside the copy, which is easily left behind."""
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
