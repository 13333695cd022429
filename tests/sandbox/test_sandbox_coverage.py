"""`COVERAGE.md` and the code say the same."""

from __future__ import annotations

import pytest

from sandbox import coverage
from sandbox.multivers import facts as multivers
from sandbox.settings import OPTIONS
from sandbox.wefact import facts as wefact
from sandbox.wefact.routes import ACTIONS


def test_given_the_code_then_the_file_is_up_to_date() -> None:
    assert coverage.FILE.read_text(encoding="utf-8") == coverage.render()


@pytest.mark.parametrize("fact", wefact.FACTS + multivers.FACTS, ids=lambda fact: fact[0][:40])
def test_given_a_behaviour_then_its_switch_exists_and_it_says_where_it_comes_from(fact: tuple[str, ...]) -> None:
    _, source, sure, switch = fact
    assert switch == "" or switch in OPTIONS
    assert source or sure in ("own", "I")


def test_given_the_implemented_actions_then_each_is_a_documented_one() -> None:
    documented = {f"{name}/{action}" for name, actions in wefact.DOCUMENTED.items() for action in actions.split()}
    assert set(ACTIONS) <= documented
