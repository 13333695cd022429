"""The planted defects: each of them can be planted in the package as it is now."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.simulation.defect_patches import DEFECTS, Defect, Edit
from tests.simulation.defect_patches.patch import apply
from tests.simulation.defects import PACKAGE

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
        apply(Defect("gone", (Edit("clock.py", "old", "new"),)), tmp_path)
