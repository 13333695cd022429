"""What people are told: the same thing once, again after a while, and when it is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from wefact_multivers.domain.alerts import Cause, Level, Told, Waiting, causes_of, news_of, shown
from wefact_multivers.domain.problems import problem

MONDAY = date(2026, 3, 16)
TASK, STREAM = "payments.fetch", "sales_invoices"

BROKEN = Cause(Level.STOP, TASK, problem("NET-001", system="Multivers"))
BLOCKED = Cause(Level.ATTENTION, STREAM, problem("MAP-001", group="DOMEINEN"), count=12, gross=Decimal("4310.55"))
LATE = Cause(Level.LATE, "deadline", problem("RUN-003", minutes=90))
WEEK = Cause(Level.INFO, "week", problem("INFO"))


def after(days: int) -> date:
    return MONDAY + timedelta(days=days)


@pytest.mark.parametrize("cause", [BROKEN, BLOCKED, LATE, WEEK], ids=lambda one: one.level.value)
def test_given_nothing_was_told_then_a_cause_is_news(cause: Cause) -> None:
    news = news_of([cause], [], set(), MONDAY)
    assert (news.fresh, news.standing, news.gone) == ((cause,), (), ())


@pytest.mark.parametrize(
    ("cause", "days", "is_news"),
    [
        (BROKEN, 0, False),
        (BROKEN, 1, True),
        (BLOCKED, 1, False),
        (BLOCKED, 6, False),
        (BLOCKED, 7, True),
        (LATE, 30, False),
        (WEEK, 6, False),
        (WEEK, 7, True),
    ],
    ids=lambda value: value.level.value if isinstance(value, Cause) else None,
)
def test_given_a_cause_that_was_told_then_it_is_told_again_after_its_time(
    cause: Cause, days: int, is_news: bool
) -> None:
    news = news_of([cause], [Told(cause, MONDAY)], {cause.place}, after(days))
    assert bool(news.fresh) is is_news
    assert news.standing == (() if is_news else (Told(cause, MONDAY),))
    assert news.gone == ()


@pytest.mark.parametrize(("count", "is_news"), [(13, True), (12, False), (11, False)])
def test_given_a_cause_that_holds_up_more_or_less_then_only_more_is_news(count: int, is_news: bool) -> None:
    now = replace(BLOCKED, count=count)
    news = news_of([now], [Told(BLOCKED, MONDAY)], {STREAM}, after(1))
    assert bool(news.fresh) is is_news
    if not is_news:
        assert news.standing == (Told(now, MONDAY),)


def test_given_a_cause_that_shrank_and_grew_then_it_is_news_again() -> None:
    few = news_of([replace(BLOCKED, count=2)], [Told(BLOCKED, MONDAY)], {STREAM}, after(1)).standing
    assert news_of([replace(BLOCKED, count=3)], few, {STREAM}, after(2)).fresh


def test_given_a_fault_whose_details_changed_then_it_is_the_same_cause() -> None:
    first = replace(BROKEN, problem=problem("BRK-001", system="Multivers", until="06:10"))
    second = replace(BROKEN, problem=problem("BRK-001", system="Multivers", until="06:40"))
    other = replace(BROKEN, problem=problem("BRK-001", system="WeFact", until="06:40"))
    assert first.key == second.key != other.key


def test_given_a_cause_that_is_gone_then_only_who_looked_there_knows() -> None:
    told = [Told(BROKEN, MONDAY)]
    assert news_of([], told, {TASK}, after(1)).gone == (Told(BROKEN, MONDAY),)
    elsewhere = news_of([], told, {"preflight"}, after(1))
    assert (elsewhere.gone, elsewhere.standing) == ((), (Told(BROKEN, MONDAY),))


def test_given_several_problems_then_a_document_counts_at_each_cause_once() -> None:
    gap = problem("MAP-001", group="DOMEINEN", line="1")
    same_gap = problem("MAP-001", group="DOMEINEN", line="2")
    other = problem("REL-001", name="Jansen")
    waiting = [
        Waiting(STREAM, (gap, same_gap, other), Decimal("10.00")),
        Waiting(STREAM, (gap,), Decimal("2.50")),
        Waiting("debtors", (other,)),
    ]
    found = {(one.place, one.problem.code): one for one in causes_of(Level.ATTENTION, waiting)}
    assert {key: (one.count, one.gross) for key, one in found.items()} == {
        (STREAM, "MAP-001"): (2, Decimal("12.50")),
        (STREAM, "REL-001"): (1, Decimal("10.00")),
        ("debtors", "REL-001"): (1, Decimal("0.00")),
    }
    assert found[STREAM, "MAP-001"].problem == problem("MAP-001", group="DOMEINEN")


def test_given_words_of_a_person_or_of_a_remote_system_then_they_are_left_out() -> None:
    said = problem(
        "REL-001", code="D1", name="Jansen", answer="Dear mr Jansen", amount="12.10", iban="NL00", year="2026"
    )
    assert shown(said) == problem("REL-001", year="2026")


def test_given_news_then_what_holds_up_most_comes_first_and_the_rest_is_counted() -> None:
    small = replace(BLOCKED, problem=problem("MAP-002"), count=1)
    same = replace(BLOCKED, problem=problem("MAP-003"), gross=Decimal("9000.00"))
    known = replace(BLOCKED, problem=problem("PER-001"))
    news = news_of([small, BLOCKED, same, known, BROKEN], [Told(known, MONDAY)], set(), MONDAY)
    assert [cause.problem.code for cause in news.of(Level.ATTENTION)] == ["MAP-003", "MAP-001", "MAP-002"]
    assert (news.besides(Level.ATTENTION), news.besides(Level.STOP)) == (1, 0)
