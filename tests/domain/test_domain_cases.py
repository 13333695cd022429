"""The bookkeeping cases of `cases/*.txt`: the domain and the mapping tables make of each what stands there."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter

import pytest

from tests.domain.casefile import Case, Setting, read_case, read_cases
from tests.domain.caseworld import CaseWorld

World = Callable[[Setting], CaseWorld]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The administration of a setting, made once."""
    made: dict[Setting, CaseWorld] = {}

    def of(setting: Setting) -> CaseWorld:
        if setting not in made:
            made[setting] = CaseWorld(tmp_path_factory.mktemp("include") / "include", setting)
        return made[setting]

    return of


@pytest.mark.parametrize("case", read_cases(), ids=attrgetter("title"))
def test_given_a_case_then_its_journal_entries_are_those_written_there(case: Case, world: World) -> None:
    assert world(case.setting).written(case) == list(case.expected)


def test_given_all_cases_then_each_has_a_title_of_its_own_and_names_its_rules() -> None:
    cases = read_cases()
    assert len({case.title for case in cases}) == len(cases)
    assert [case.title for case in cases if not case.rules] == []


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        ("Iets.\nfactuur F1 van 2026-03-10\n  twee stuks\ngedrukt 1 0 1\n---\n", "no line of an invoice"),
        ("Iets.\ninkoop CF1 nummer 1\n  veel papier\ngedrukt 1 1\n---\n", "no line of a purchase invoice"),
        ("Iets.\nfactuur F1 van 2026-03-10\n  1 x 1 tegen 21%\n---\n", "no printed totals"),
    ],
)
def test_given_a_case_that_is_written_wrongly_then_it_is_refused_with_the_row(block: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_case(block)
