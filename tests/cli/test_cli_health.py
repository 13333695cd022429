"""`doctor`, `auth status` and `evidence`: what is wrong is named, and nothing secret is shown."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

from sandbox import testing
from tests.cli.conftest import Command

SECRETS = (testing.KEY, testing.CLIENT_SECRET, testing.REFRESH_TOKEN)


def test_given_all_is_well_then_doctor_says_ok_of_everything(booked: Command) -> None:
    answer = booked.run("doctor --output json")
    assert answer.exit_code == 0
    states = {check["check"]: check["state"] for check in json.loads(answer.stdout)}
    assert states.pop("VAT per line") == "unknown"
    assert len(states) == 16
    assert set(states.values()) == {"ok"}


def test_given_several_problems_then_doctor_names_them_all_and_how_to_fix(command: Command) -> None:
    file = command.world.include / "administrations" / "demo.yaml"
    file.write_text(file.read_text().replace("sales: [WFV]", "sales: [XYZ]"))
    command.world.clock.at = command.world.clock.at.replace(year=2031)
    answer = command.run("doctor --output json")
    checks = {check["check"]: check for check in json.loads(answer.stdout)}
    assert answer.exit_code == 3
    assert {name: check["code"] for name, check in checks.items() if check["code"]} == {
        "wefact": "CHK-001",
        "fiscal year": "CHK-002",
        "chart": "CFG-005",
    }
    assert all(check["remedy"] for check in checks.values() if check["state"] == "problem")
    assert "dagboek XYZ" in checks["chart"]["detail"]


def test_given_a_wrong_key_then_doctor_goes_on_and_ends_with_6(booked: Command) -> None:
    environment = booked.environment
    environment["AIRFLOW_CONN_WEFACT_DEMO"] = environment["AIRFLOW_CONN_WEFACT_DEMO"].replace(testing.KEY, "wrong-key")
    answer = booked.run("doctor --output json", environment=environment)
    checks = {check["check"]: check for check in json.loads(answer.stdout)}
    assert answer.exit_code == 6
    assert checks["wefact"]["code"] == "AUTH-003"
    assert checks["chart"]["state"] == "ok"
    assert "wrong-key" not in answer.output


def test_given_no_connection_then_doctor_says_which(booked: Command) -> None:
    environment = booked.environment
    environment["AIRFLOW_CONN_MULTIVERS_DEMO"] = json.dumps({"conn_type": "multivers", "host": "https://x.test/V22"})
    answer = booked.run("doctor", environment=environment)
    assert answer.exit_code == 3
    assert "[CFG-003]" in answer.stdout
    assert "versions" in answer.stdout


def test_given_a_login_then_auth_status_tells_until_when_and_never_the_token(booked: Command) -> None:
    answer = booked.run("auth status --output json")
    assert json.loads(answer.stdout) == {
        "connection": "multivers_demo",
        "expires_at": "2026-03-16T05:59:00+00:00",
        "renewed": 1,
        "state": "valid",
    }
    for line in ("auth status", "doctor", "evidence show F2026-0001", "mapping explain F2026-0001"):
        assert [secret for secret in SECRETS if secret in booked.run(line).output] == []


def test_given_a_debtor_then_its_trail_holds_no_name(booked: Command) -> None:
    trail = booked.run("evidence show DB10001 --output json").stdout
    debtors = booked.world.sandbox.state()["wefact"]["accounts"][testing.KEY]["debtors"].values()
    debtor = next(row for row in debtors if row["DebtorCode"] == "DB10001")
    assert debtor["CompanyName"]
    assert [word for word in (debtor["CompanyName"], debtor["Address"], debtor["EmailAddress"]) if word in trail] == []
    assert [row["kind"] for row in json.loads(trail)][-2:] == ["status", "adopted"]


def test_given_a_changed_row_then_the_chain_is_broken_and_verify_says_where(command: Command) -> None:
    assert command.run("evidence verify").exit_code == 0
    path = command.world.connections.store.url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE evidence SET content = '{}' WHERE sequence = 5")
        connection.commit()
        answer = command.run("evidence verify")
        assert (answer.exit_code, "broken at row 5" in answer.stderr) == (4, True)
        connection.execute("DELETE FROM evidence WHERE sequence >= 5")
        connection.commit()
    assert "broken at row 5" in command.run("evidence verify").stderr
