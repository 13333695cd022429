"""`make secrets`: written once, for the owner's eyes, and in the form that Airflow and the link read."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
import yaml
from cryptography.fernet import Fernet

from scripts.compose_secrets import CONNECTIONS, USERS, main
from tests.compose.compose_file import secret_files


def made(folder: Path) -> dict[str, str]:
    """Every file of a folder by name."""
    assert main(["--folder", str(folder)]) == 0
    return {file.name: file.read_text() for file in folder.iterdir()}


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_given_no_secrets_then_every_file_that_the_compose_file_mounts_is_made(tmp_path: Path) -> None:
    files = made(tmp_path / "secrets")
    assert set(files) == set(secret_files("scheduler").values())
    assert all(files.values())


def test_given_the_folder_then_its_owner_alone_gets_in_and_the_container_can_read(tmp_path: Path) -> None:
    made(tmp_path / "secrets")
    assert mode(tmp_path / "secrets") == 0o700
    assert {mode(file) for file in (tmp_path / "secrets").iterdir()} == {0o644}


def test_given_secrets_then_a_second_time_changes_nothing(tmp_path: Path) -> None:
    first = made(tmp_path / "secrets")
    (tmp_path / "secrets" / "connections.yaml").write_text("wefact_bakkerij: {}\n")
    assert made(tmp_path / "secrets") == first | {"connections.yaml": "wefact_bakkerij: {}\n"}


def test_given_one_file_lost_then_that_one_alone_is_made_again(tmp_path: Path) -> None:
    first = made(tmp_path / "secrets")
    (tmp_path / "secrets" / "connections.yaml").unlink()
    again = made(tmp_path / "secrets")
    changed = {name for name in first if again[name] != first[name]}
    assert changed == {"connections.yaml"}
    assert first["postgres_password"] in again["connections.yaml"]


def test_given_two_machines_then_no_secret_is_the_same(tmp_path: Path) -> None:
    one, other = made(tmp_path / "one"), made(tmp_path / "other")
    assert [name for name in one if one[name] == other[name]] == []


def test_given_the_users_then_their_passwords_are_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    passwords = json.loads(made(tmp_path / "secrets")["passwords.json"])
    printed = capsys.readouterr().out
    assert tuple(passwords) == USERS
    assert [user for user, password in passwords.items() if f"  {user:<10} {password}\n" not in printed] == []


def test_given_the_keys_then_they_are_of_the_form_that_is_wanted(tmp_path: Path) -> None:
    files = made(tmp_path / "secrets")
    store = yaml.safe_load(files["connections.yaml"])["wefact_multivers_store"]
    for key in (files["fernet_key"], store["extra"]["token_key"]):
        assert Fernet(key).decrypt(Fernet(key).encrypt(b"x")) == b"x"
    assert len(files["jwt_secret"]) >= 64
    # The address of the database is made of it without quoting.
    assert files["postgres_password"].replace("-", "").replace("_", "").isalnum()


def test_given_the_placeholders_then_taking_the_marks_away_makes_connections(tmp_path: Path) -> None:
    text = CONNECTIONS.read_text()
    own = text.partition("# Your own administration")[2].partition("\n#\n")[2]
    found = yaml.safe_load("\n".join(line.removeprefix("#").removeprefix(" ") for line in own.splitlines()))
    assert list(found) == ["wefact_bakkerij", "multivers_bakkerij"]
    assert found["multivers_bakkerij"]["host"].startswith("https://")
    assert list(found["multivers_bakkerij"]["extra"]) == ["refresh_token"]
