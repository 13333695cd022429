"""The judgement over changes of the rules: which were noticed, and which survivors nobody has explained."""

from __future__ import annotations

import json
from pathlib import Path

from scripts.mutation import Mutant, mutants, share, told

MODULE = "wefact_multivers/domain/money"
KILLED = Mutant(MODULE, "wefact_multivers.domain.money.x_euro__mutmut_1", 1)
ALIVE = Mutant(MODULE, "wefact_multivers.domain.money.xǁPurseǁspend__mutmut_2", 0)
UNTESTED = Mutant(MODULE, "wefact_multivers.domain.money.x__takers__mutmut_3", 33)
WAITING = Mutant(MODULE, "wefact_multivers.domain.money.x_spread__mutmut_4", None)


def test_given_the_names_of_changes_then_their_functions_are_named_as_in_the_code() -> None:
    assert [one.function for one in (KILLED, ALIVE, UNTESTED)] == ["euro", "Purse.spend", "_takers"]


def test_given_survivors_then_they_count_against_the_share_and_what_was_not_tried_does_not_count() -> None:
    assert share([KILLED, KILLED, ALIVE, UNTESTED, WAITING]) == 50
    assert share([]) == 0


def test_given_a_page_with_reasons_then_only_the_others_are_told() -> None:
    assert told([KILLED, ALIVE, UNTESTED], "| `Purse.spend` | no difference |") == [
        f"{MODULE}: 1 of 3",
        f"survived, no reason given: {UNTESTED.name}",
    ]


def test_given_what_mutmut_keeps_then_each_change_is_read_with_its_module(tmp_path: Path) -> None:
    file = tmp_path / "mutants" / "src" / f"{MODULE}.py.meta"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps({"exit_code_by_key": {KILLED.name: 1, ALIVE.name: 0}}))
    assert mutants(tmp_path) == [KILLED, ALIVE]
