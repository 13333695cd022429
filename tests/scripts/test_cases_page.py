"""The page of the bookkeeping cases: each case once, under its first rule, and named under the others."""

from __future__ import annotations

from scripts.cases import PAGE, RULES, page
from tests.domain.casefile import read_case, read_cases

TWO_RULES = read_case(
    "Eén geval.\nregel 6, 22\nfactuur F1 van 2026-03-10\n  1 x 1 tegen 21%\ngedrukt 1 0,21 1,21\n---\n"
)


def test_given_a_case_of_two_rules_then_it_stands_under_the_first_and_is_named_under_the_second() -> None:
    text = page([TWO_RULES])
    first, second = (text.index(f"## Rule {rule}: {RULES[rule]}") for rule in (6, 22))
    assert first < text.index("factuur F1") < second
    assert text.count("factuur F1") == 1
    assert "- Eén geval. (rule 6)" in text[second:]


def test_given_all_cases_then_the_page_that_is_kept_shows_each_once() -> None:
    text = PAGE.read_text("utf-8")
    assert text == page(read_cases())
    assert [case.title for case in read_cases() if text.count(f"**{case.title}**") != 1] == []


def test_given_the_rules_that_cases_name_then_each_has_its_heading() -> None:
    assert {rule for case in read_cases() for rule in case.rules} <= set(RULES)
