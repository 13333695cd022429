"""The page of the kill matrix says what was measured, and nothing is missing in it."""

from __future__ import annotations

from pathlib import Path

from scripts.kill_matrix import NAMES, PAGE, drifted, kept, page
from tests.kills.cells import Step
from wefact_multivers.store.intents import Effect

UNMEASURED = {Effect.WRITE_BANK_ACCOUNT: "write bank account"}
"""Killed in the process of the test alone (tests/streams/test_bank_accounts.py); the page must say so."""


def test_given_the_measurement_then_each_effect_stood_once_at_each_step_on_both_databases() -> None:
    once = {step.value: "1" for step in Step}
    for database in ("SQLite", "PostgreSQL"):
        measured = kept()[database]
        assert {name: one["steps"] for name, one in measured.items()} == {
            effect.value: once for effect in Effect if effect not in UNMEASURED
        }
        assert {name for name, one in measured.items() if one["calls"] != one["documents"]} == set()


def test_given_an_effect_that_nobody_measured_then_the_page_says_so() -> None:
    assert f"has not been measured: {', '.join(UNMEASURED.values())}." in PAGE.read_text()


def test_given_the_measurement_then_the_page_is_up_to_date_and_another_one_is_not(tmp_path: Path) -> None:
    other = tmp_path / "page.md"
    assert (drifted(), drifted(other)) == (False, True)
    other.write_text(PAGE.read_text().replace("| 1 |", "| 2 |", 1))
    assert drifted(other)


def test_given_an_effect_that_was_not_measured_then_its_row_is_empty_and_named() -> None:
    text = page({"SQLite": {"mark_paid": {"documents": 2, "calls": 2, "steps": {"before the intent": "1"}}}})
    assert "| SQLite | mark paid | 2 | 2 | 1 |" in text
    assert "| SQLite | update booking |  |  |  |" in text
    assert "has not been measured: create booking, update booking" in text
    assert set(NAMES) == set(Effect)
