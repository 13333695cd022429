"""`store backup` and `store restore`: whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Command


def test_given_a_backup_then_restore_brings_the_store_back_and_keeps_what_was(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "link.db"
    assert command.run(f"store backup {file}", administration=False).exit_code == 0
    assert file.stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in tmp_path.glob("link*")) == ["link.db"]
    before = command.world.statuses()
    command.world.run()
    assert command.world.statuses() != before
    refused = command.run(f"store restore {file}", administration=False)
    assert (refused.exit_code, command.world.statuses() == before) == (2, False)
    answer = command.run(f"store restore {file} --yes", administration=False)
    assert answer.exit_code == 0
    assert command.world.statuses() == before
    assert command.run("evidence verify").exit_code == 0
    assert len(list(tmp_path.glob("store.db.before-*"))) == 1


def test_given_a_restored_old_store_then_nothing_is_booked_twice(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "link.db"
    command.run(f"store backup {file}", administration=False)
    command.run("export --yes")
    assert len(command.world.bookings()) == 8
    command.run(f"store restore {file} --yes", administration=False)
    answer = command.run("export --yes")
    assert answer.exit_code == 6
    assert "[STO-002]" in answer.stderr
    assert len(command.world.bookings()) == 8


def test_given_a_file_that_exists_then_backup_leaves_it_alone(booked: Command, tmp_path: Path) -> None:
    file = tmp_path / "mine"
    file.write_text("mine")
    assert booked.run(f"store backup {file}", administration=False).exit_code == 2
    assert file.read_text() == "mine"


def test_given_a_file_that_is_no_backup_then_restore_changes_nothing(booked: Command, tmp_path: Path) -> None:
    file = tmp_path / "bad.db"
    file.write_text("no database at all, and long enough to be looked at" * 20)
    before = booked.world.statuses()
    answer = booked.run(f"store restore {file} --yes", administration=False)
    assert (answer.exit_code, "[CHK-003]" in answer.stderr) == (3, True)
    assert booked.world.statuses() == before
    assert booked.run(f"store restore {tmp_path / 'none.db'} --yes", administration=False).exit_code == 2


def test_given_postgresql_then_its_own_command_is_named_without_the_password(booked: Command, tmp_path: Path) -> None:
    fields = {"conn_type": "postgres", "host": "db", "login": "link", "password": "geheim", "schema": "books"}
    environment = booked.environment
    environment["AIRFLOW_CONN_WEFACT_MULTIVERS_STORE"] = json.dumps({**fields, "extra": {"token_key": "k"}})
    line = f"store backup {tmp_path / 'x.dump'}"
    answer = booked.run(line, administration=False, environment=environment)
    assert answer.exit_code == 2
    assert "pg_dump --format=custom" in answer.stderr
    assert "--host db --username link books" in answer.stderr
    assert "geheim" not in answer.output
