"""`recover` and `link`: a person sees first, and only then binds or signs; neither system is ever written to."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Command

BOOKED, KNOWN = 8, 9
"""How many sales invoices the demo's first morning books; one more was booked by hand and is linked."""

SIGN = ("--sign", "A. de Boer", "--own-link-is-off")


def lose_the_store(command: Command, folder: Path) -> None:
    """An empty store stands in the place of the one that knew everything."""
    for file in folder.glob("store.db*"):
        file.unlink()
    command.run("store upgrade", administration=False)
    command.world.sandbox.forget_requests()


def test_given_a_lost_store_then_recover_shows_first_binds_when_confirmed_and_runs_go_on(
    command: Command, tmp_path: Path
) -> None:
    assert command.run("export --yes").exit_code == 5
    lose_the_store(command, tmp_path)
    refused = command.run("export --yes")
    assert (refused.exit_code, "[STO-010]" in refused.stderr) == (6, True)
    assert "wefact-multivers recover -a demo" in refused.stderr
    looked = command.run("recover")
    assert looked.exit_code == 4
    assert f"Matched: the booking is the document: {KNOWN}" in looked.stdout
    assert "F2026-0001" in looked.stdout
    assert "wefact-multivers recover -a demo --confirm" in looked.stderr
    assert "adopted" not in command.world.statuses().values()
    told = command.json("recover")
    assert {name: len(told[name]) for name in ("matched", "strays")} == {"matched": KNOWN, "strays": 0}
    assert told["matched"][0]["gross"] == "60.50"
    bound = command.run("recover --confirm", "--by", "A. de Boer")
    assert bound.exit_code == 0
    assert f"{KNOWN} documents are bound" in bound.stderr
    assert "Next, sign again: wefact-multivers link -a demo" in bound.stderr
    assert command.run("recover").exit_code == 0
    assert command.run("link", *SIGN).exit_code == 0
    assert command.run("export --yes").exit_code == 5
    assert list(command.world.statuses().values()).count("adopted") == KNOWN
    assert command.world.sandbox.requests()["writes"] == {"wefact": 0, "multivers": 0}
    assert len(command.world.bookings()) == BOOKED


def test_given_a_list_that_was_shown_and_has_changed_then_signing_shows_the_new_one_and_is_refused(
    command: Command,
) -> None:
    shown = command.json("link")
    assert len(shown["hash"]) == 64
    assert [(line["number"], line["match"]) for line in shown["list"]] == [
        ("F2026-0005", "equal"),
        ("F2026-0006", "perhaps"),
        ("F2026-0007", "perhaps"),
    ]
    by_hand = {"reference": "by hand", "invoiceId": "4711", "customerId": "DB10001", "journalId": "WFV"}
    line = {"accountId": "8000", "amount": 50, "vatCodeId": 1}
    command.run("export --yes --number F2026-0001")
    command.world.sandbox.action("book_invoice", **by_hand, invoiceDate="2026-01-05", lines=[line])
    refused = command.run("link", *SIGN)
    assert (refused.exit_code, "[LNK-004]" in refused.stderr) == (2, True)
    assert "4711" in refused.stdout
    assert command.run("link", *SIGN).exit_code == 0


def test_given_another_address_then_the_run_names_the_command_and_confirming_says_what_stands_there(
    command: Command,
) -> None:
    command.run("export --yes")
    moved = command.environment
    moved["AIRFLOW_CONN_MULTIVERS_DEMO"] = moved["AIRFLOW_CONN_MULTIVERS_DEMO"].replace("127.0.0.1", "localhost")
    stopped = command.run("export --yes", environment=moved)
    assert (stopped.exit_code, "[LNK-001]" in stopped.stderr) == (6, True)
    assert "wefact-multivers link -a demo --confirm NAME" in stopped.stderr
    done = command.run("link", "--confirm", "A. de Boer", environment=moved)
    assert done.exit_code == 0
    assert f"Of its {KNOWN} bookings {KNOWN} stand there, and {KNOWN} in this WeFact." in done.stderr
    assert command.run("link", *SIGN, environment=moved).exit_code == 0
