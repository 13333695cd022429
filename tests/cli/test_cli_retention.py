"""`purge`, `person`, `keys` and `evidence export`: what is kept, told and forgotten, and what never is."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import httpx
import pytest
from cryptography.fernet import Fernet

from sandbox.testing import KEY
from tests.cli.conftest import Command, booked_world
from wefact_multivers.domain.documents import Controller

LAST_DAY = datetime.fromisoformat("2033-12-31T08:00:00+01:00")
FIRST_DAY_AFTER = datetime.fromisoformat("2034-01-01T08:00:00+01:00")


@pytest.fixture
def morning(tmp_path: Path) -> Iterator[Command]:
    """Both sides of the demo after their first morning."""
    with booked_world(tmp_path, payments=False) as command:
        yield command


def configure(command: Command, old: str, new: str) -> None:
    file = command.world.include / "administrations" / "demo.yaml"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


def booked_numbers(command: Command) -> set[str]:
    kinds = (Controller.INVOICE, Controller.CREDITINVOICE)
    return {number for kind in kinds for number, status in command.world.statuses(kind).items() if "book" in status}


def test_given_seven_years_after_the_year_of_the_booking_then_and_no_day_earlier_its_copies_are_purged(
    morning: Command,
) -> None:
    morning.world.clock.at = LAST_DAY
    assert morning.json("purge") == []
    morning.world.clock.at = FIRST_DAY_AFTER
    shown = morning.json("purge")
    assert {row["number"] for row in shown} >= booked_numbers(morning)
    assert {row["kept_until"] for row in shown} == {"2033-12-31"}
    bookings = len(morning.world.bookings())
    done = morning.run("purge --yes --by An")
    assert (done.exit_code, f"{len(shown)} documents are purged" in done.stderr) == (0, True)
    assert morning.json("purge") == []
    verified = morning.run("evidence verify")
    assert verified.exit_code == 0, verified.stderr
    morning.world.clock.at = datetime.fromisoformat("2026-03-17T06:00:00+01:00")
    morning.world.run("after the purge")
    assert len(morning.world.bookings()) == bookings


def test_given_a_case_that_is_pending_or_too_few_years_then_nothing_is_erased(morning: Command) -> None:
    configure(morning, "legal_hold: false", "legal_hold: true")
    morning.world.clock.at = FIRST_DAY_AFTER
    for line in ("purge --yes", "person erase CR10001 --yes"):
        refused = morning.run(line)
        assert (refused.exit_code, "[ACT-020]" in refused.stderr) == (2, True)
    configure(morning, "years: 7", "years: 6")
    refused = morning.run("purge --yes")
    assert (refused.exit_code, "retention" in refused.stderr) == (3, True)


def test_given_a_person_who_asks_then_all_that_is_kept_is_told_and_erased_only_once_wefact_has_him_no_more(
    morning: Command,
) -> None:
    told = morning.run("person export CR10001")
    name = json.loads(json.loads(told.stdout)["record"][0]["content"])["name"]
    assert told.stdout.count(name) > 1
    waiting = morning.run("person erase CR10001 --yes")
    assert (waiting.exit_code, "CF2026-0009, CF2026-0018" in waiting.stderr) == (2, True)
    for number in ("CF2026-0009", "CF2026-0018"):
        assert morning.run(f"inbox skip {number} --by An --reason", "booked by hand").exit_code == 0
    refused = morning.run("person erase CR10001 --yes")
    assert (refused.exit_code, "[ACT-021]" in refused.stderr) == (2, True)
    order = {"api_key": KEY, "controller": "creditor", "action": "delete", "CreditorCode": "CR10001"}
    deleted = httpx.post(morning.world.sandbox.wefact_url, data=order | {"withcreditinvoice": "yes"})
    assert deleted.json()["status"] == "success", deleted.text
    assert morning.run("person erase CR10001").exit_code == 2
    erased = morning.run("person erase CR10001 --yes --by An")
    assert erased.exit_code == 0, erased.stderr
    assert morning.run("evidence verify").exit_code == 0
    with morning.world.services() as services, services.memory.read() as unit:
        dump = "\n".join(unit.connection.connection.driver_connection.iterdump())  # type: ignore[union-attr]
    assert name not in dump
    unknown = morning.run("person export CR10001")
    assert (unknown.exit_code, "[ACT-001]" in unknown.stderr) == (2, True)


def test_given_a_new_key_then_the_login_is_encrypted_with_it_and_the_old_one_can_go(morning: Command) -> None:
    environment = morning.environment
    store = json.loads(environment["AIRFLOW_CONN_WEFACT_MULTIVERS_STORE"])
    old, new = store["extra"]["token_key"], Fernet.generate_key().decode()

    def with_keys(*keys: str) -> dict[str, str]:
        changed = store | {"extra": {"token_key": ",".join(keys)}}
        return environment | {"AIRFLOW_CONN_WEFACT_MULTIVERS_STORE": json.dumps(changed)}

    def rotate(*keys: str) -> int:
        return morning.run("keys rotate", administration=False, environment=with_keys(*keys)).exit_code

    assert rotate(new) == 3
    assert rotate(new, old) == 0
    assert (rotate(old), rotate(new)) == (3, 0)


def test_given_a_year_then_the_auditor_gets_every_booking_with_plan_and_trail_and_no_other_year(
    booked: Command, tmp_path: Path
) -> None:
    (tmp_path / "evidence-demo-2026.csv").touch(mode=0o644)
    done = booked.run(f"evidence export --year 2026 --folder {tmp_path}")
    assert done.exit_code == 0, done.stderr
    table = list(csv.DictReader((tmp_path / "evidence-demo-2026.csv").read_text().splitlines()))
    entries = {(row["journal_id"], int(row["journal_transaction"])) for row in table}
    ours = booked.world.bookings() + [dict(row) for row in booked.world.sandbox.purchase_bookings("WFI")]
    assert entries >= {(row["journalId"], row["journalTransaction"]) for row in ours}
    trail = json.loads((tmp_path / "evidence-demo-2026.json").read_text())
    assert [row["number"] for row in trail] == [row["number"] for row in table]
    assert all(row["plan"] for row in trail if not row["adopted"])
    assert {"plan", "intent", "outcome", "receipt", "verified"} <= {
        one["kind"] for row in trail for one in row["evidence"]
    }
    assert (tmp_path / "evidence-demo-2026.csv").stat().st_mode & 0o077 == 0
    none = booked.run(f"evidence export --year 2019 --folder {tmp_path}")
    assert (none.exit_code, "[ACT-022]" in none.stderr) == (2, True)
