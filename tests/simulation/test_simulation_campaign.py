"""A campaign is resumed where it stopped, and days on other code are told apart."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.simulation import result_page
from tests.simulation.campaign import Campaign
from tests.simulation.figures import Figures
from tests.simulation.fingerprint import PARTS, fingerprint
from tests.simulation.ledger import BLOCK, Ledger, blocks_of
from tests.simulation.marked import begin, end, replaced
from tests.simulation.run_seed import Found, Result, run_seed
from tests.simulation.table import wanted

PAGE = f"by hand\n{begin('results')}{end('results')}\nby hand as well\n"


def figures(*seeds: int, days: int = 5, promise: str = "") -> Figures:
    together = Figures()
    for seed in seeds:
        found = [Found(promise, "what it is")] if promise else []
        together.add(Result(seed, days=days, events=7, findings=found, cells=Counter({"fault | a": 2}), seconds=1.0))
    return together


def test_given_a_block_that_was_kept_then_only_the_other_worlds_are_missing(tmp_path: Path) -> None:
    file = tmp_path / "kept" / "result.json"
    Ledger(file, "now").keep(range(3), figures(0, 1, 2))
    again = Ledger(file, "now")
    assert again.missing(range(5)) == [3, 4]
    again.keep([3, 4], figures(3, 4, promise="P2"))
    both = Ledger(file, "now")
    assert both.missing(range(5)) == []
    assert (both.now.figures.seeds, both.now.figures.days, both.now.figures.faults) == (5, 25, 10)
    assert both.now.figures.failed_seeds == [3, 4]
    assert both.now.short == len(wanted())
    assert json.loads(file.read_text())["now"]["seeds"] == [[0, 5]]


def test_given_other_code_then_its_days_are_kept_and_told_apart(tmp_path: Path) -> None:
    file = tmp_path / "result.json"
    Ledger(file, "before").keep(range(2), figures(0, 1))
    ledger = Ledger(file, "now")
    assert ledger.missing(range(2)) == [0, 1]
    ledger.keep([0], figures(0))
    assert (Ledger(file, "now").now.figures.days, Ledger(file, "now").earlier().days) == (5, 10)


def test_given_worlds_then_they_are_cut_into_blocks_of_which_the_last_may_be_short() -> None:
    assert [len(block) for block in blocks_of(list(range(BLOCK + 3)))] == [BLOCK, 3]


def test_given_a_campaign_with_a_file_then_it_lives_what_is_missing_and_says_how_long_it_takes(tmp_path: Path) -> None:
    file = tmp_path / "result.json"
    Ledger(file, "now").keep([1], figures(1))
    campaign = Campaign(jobs=1, ledger=Ledger(file, "now"), every_seconds=0.0)
    told = list(campaign.run([1, 2]))
    assert campaign.figures.seeds == 1
    assert told[-1].endswith("0 h 00 min left for 0 seeds")
    assert Ledger(file, "now").missing([1, 2]) == []


def test_given_a_campaign_that_stops_in_a_block_then_the_file_stays_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "result.json"
    list(Campaign(jobs=1, most_days=1, ledger=Ledger(file, "now")).run([2, 7]))
    assert not file.exists()


def test_given_a_change_of_any_part_then_the_fingerprint_is_another(tmp_path: Path) -> None:
    seen = set()
    for part in PARTS:
        file = tmp_path / part / "one.py"
        file.parent.mkdir(parents=True)
        file.write_text(part)
        seen.add(fingerprint(tmp_path))
    (tmp_path / "other.py").write_text("")
    assert len(seen) == len(PARTS)
    assert fingerprint(tmp_path) in seen


def test_given_what_was_lived_then_the_page_shows_both_codes_and_what_is_by_hand_stays(tmp_path: Path) -> None:
    file, page = tmp_path / "result.json", tmp_path / "page.md"
    Ledger(file, "abc").keep(range(2), figures(0, 1, days=600))
    page.write_text(PAGE)
    page.write_text(result_page.written(page.read_text(), file, "def"))
    assert "| days | 0 | 1,200 |" in page.read_text()
    assert page.read_text().startswith("by hand\n")
    assert page.read_text().endswith("\nby hand as well\n")
    assert not result_page.drifted(page, file)
    Ledger(file, "def").keep([0], figures(0))
    assert result_page.drifted(page, file)


def test_given_the_kept_campaigns_then_the_page_in_the_documentation_shows_them() -> None:
    assert not result_page.drifted()


def test_given_a_switch_that_is_to_stand_otherwise_then_the_days_are_lived_under_it() -> None:
    assert run_seed(24, 1, {"page_cap": 3}).cells["switch | page_cap | 3"] == 1


def test_given_a_page_without_marks_then_nothing_is_rendered() -> None:
    with pytest.raises(LookupError, match="no part 'results'"):
        replaced("by hand", "results", "")
