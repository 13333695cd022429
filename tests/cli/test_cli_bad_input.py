"""What is set up wrongly reaches a person at the command line as a sentence with a code, never as a stack of calls."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Command

LINES = ("preview", "export --yes", "inbox list", "mapping explain F2026-0001", "auth status")


def with_store(command: Command, **fields: object) -> dict[str, str]:
    """The environment with another store."""
    environment = command.environment
    store = json.loads(environment["AIRFLOW_CONN_WEFACT_MULTIVERS_STORE"]) | fields
    return environment | {"AIRFLOW_CONN_WEFACT_MULTIVERS_STORE": json.dumps(store)}


@pytest.mark.parametrize("line", LINES)
def test_given_a_store_that_cannot_be_opened_then_every_command_says_where_and_what_helps(
    booked: Command, line: str
) -> None:
    answer = booked.run(line, environment=with_store(booked, host="/proc/link/store.db"))
    assert answer.exit_code == 3
    assert "[STO-005] The store of connection wefact_multivers_store cannot be read or written" in answer.stderr
    assert "the folder of `host` in connection wefact_multivers_store" in answer.stderr
    assert answer.stdout == ""


def test_given_a_postgres_that_is_down_then_doctor_names_it_and_its_password_stays_unseen(booked: Command) -> None:
    down = {
        "conn_type": "postgres",
        "host": "127.0.0.1",
        "port": 9,
        "schema": "link",
        "login": "we",
        "password": "geheim",
    }
    answer = booked.run("doctor --output json", environment=with_store(booked, **down))
    checks = {check["check"]: check for check in json.loads(answer.stdout)}
    assert answer.exit_code == 3
    assert (checks["store"]["state"], checks["store"]["code"]) == ("problem", "STO-004")
    assert "Connection refused" in checks["store"]["detail"]
    assert "start the database" in checks["store"]["remedy"]
    assert "geheim" not in answer.output


@pytest.mark.parametrize("written", ["2026-03-16T06:00:00", "zes uur", "@/nowhere/clock.txt"])
def test_given_a_clock_variable_that_holds_no_instant_then_it_is_named_with_the_form_that_is_right(
    booked: Command, written: str
) -> None:
    answer = booked.run("preview", environment=booked.environment | {"WEFACT_MULTIVERS_CLOCK": written})
    assert answer.exit_code == 3
    assert "[CFG-007] Environment variable WEFACT_MULTIVERS_CLOCK gives no instant" in answer.stderr
    assert written.removeprefix("@") in answer.stderr
    assert "such as 2026-03-16T06:00:00+01:00" in answer.stderr
