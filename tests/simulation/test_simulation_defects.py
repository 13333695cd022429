"""The planted defects: each of them can be planted in the package as it is now."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.simulation.defect_page import PAGE, PART, drifted, kept, page
from tests.simulation.defect_patches import DEFECTS, Defect, Edit
from tests.simulation.defect_patches.patch import apply
from tests.simulation.defects import PACKAGE, Hunted, is_caught, keep
from tests.simulation.marked import begin, end

NAMED = 18
"""So many defects must be caught."""


def test_given_the_list_of_defects_then_each_is_there() -> None:
    assert len(DEFECTS) == NAMED


@pytest.mark.parametrize("name", sorted(DEFECTS))
def test_given_the_package_as_it_is_then_a_defect_can_be_planted(tmp_path: Path, name: str) -> None:
    for file in {edit.file for edit in DEFECTS[name].edits}:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PACKAGE / file, tmp_path / file)
    apply(DEFECTS[name], tmp_path)


def test_given_a_text_that_is_gone_then_planting_fails(tmp_path: Path) -> None:
    (tmp_path / "clock.py").write_text("")
    with pytest.raises(LookupError, match="0 times"):
        apply(Defect("gone", frozenset(), (Edit("clock.py", "old", "new"),)), tmp_path)


@pytest.mark.parametrize(
    ("promise", "text", "fits"),
    [
        ("P1", "booked twice", True),
        ("P3", "wrong booking", False),
        ("", "KeyError: 'a'", False),
        ("", "AuthenticationFailed: no", True),
    ],
)
def test_given_a_finding_then_it_counts_only_if_the_defect_shows_by_it(promise: str, text: str, *, fits: bool) -> None:
    defect = Defect("any", frozenset({"P1"}), (), crash="^AuthenticationFailed")
    assert defect.fits(promise, text) is fits


def test_given_a_defect_then_it_says_which_promises_it_breaks() -> None:
    assert [name for name, defect in DEFECTS.items() if not defect.promises] == []


def test_given_findings_of_another_promise_then_days_and_worlds_count_and_the_hunt_goes_on() -> None:
    defect, hunted = Defect("any", frozenset({"P1"}), ()), Hunted(code="now")
    other, twice = {"promise": "P2", "text": "lost"}, {"promise": "P1", "text": "booked twice\nand more"}
    assert not is_caught(defect, {"seed": 4, "days": 6, "findings": [other]}, hunted, lambda _seed: True)
    assert not is_caught(defect, {"seed": 5, "days": 7, "findings": [twice]}, hunted, lambda _seed: False)
    assert is_caught(defect, {"seed": 9, "days": 3, "findings": [other, twice]}, hunted, lambda _seed: True)
    assert (hunted.seeds, hunted.days, hunted.seed, hunted.day) == (3, 16, 9, 3)
    assert (hunted.promise, hunted.finding) == ("P1", "booked twice")
    assert (hunted.others, hunted.unclean) == (["4: P2 lost"], [5])


def test_given_what_was_kept_then_the_page_shows_it_and_another_page_has_drifted(tmp_path: Path) -> None:
    assert not drifted()
    other = tmp_path / "page.md"
    other.write_text(PAGE.read_text().replace(" were caught.", " were not caught."))
    assert drifted(other)


def test_given_a_defect_that_was_hunted_again_then_its_line_is_replaced(tmp_path: Path) -> None:
    file, name = tmp_path / "kept.json", "old backup"
    keep("one cent dropped", Hunted(code="now"), file)
    keep(name, Hunted(code="now"), file)
    keep(name, Hunted(promise="P1", finding="booked | twice", seed=3, seeds=2, days=1100, code="now"), file)
    text = page(f"{begin(PART)}{end(PART)}", kept(file))
    assert list(kept(file)) == [each for each in DEFECTS if each in {name, "one cent dropped"}]
    assert "| old backup | P1 | 1,100 | 2 | 0 | 3 | old backups | booked \\| twice |" in text
    assert "| `duplicate_invoice_id: second_booking`, `duplicate_journal_number: renumbered` | `now` |" in text
    assert "1 of 18 were caught" in text
    assert "| one cent dropped | **not caught** |" in text
    assert "| status 9 dropped | not hunted yet |" in text
