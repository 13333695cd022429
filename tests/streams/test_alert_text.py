"""Golden files hold the texts of every level in both languages (`tests/streams/alerts/`).

`python -m tests.streams.test_alert_text` writes them anew; read what it changes.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from wefact_multivers.catalogue import CATALOGUE, Language
from wefact_multivers.catalogue.alerts import FIRST_RUNBOOK, HIDDEN, RUNBOOKS, WORDS, runbook_of
from wefact_multivers.domain.alerts import Cause, Level, News, Told, shown
from wefact_multivers.domain.problems import problem
from wefact_multivers.streams.alert_text import Alert, Scene, Standing, Tally, Writer
from wefact_multivers.streams.alerts import SUMMARY
from wefact_multivers.streams.runs import Stream

FOLDER = Path(__file__).with_name("alerts")
RUNBOOKS_PAGE = Path(__file__).parents[2] / "docs" / "runbooks.md"
MONDAY = date(2026, 3, 16)

SCENE = Scene(
    administration="bakkerij",
    at=datetime.fromisoformat("2026-03-16T06:04:00+01:00"),
    standing={
        "debtors": Standing(booked=Tally(40), waiting=Tally(1)),
        "sales_invoices": Standing(Tally(31, Decimal("12045.10")), Tally(12, Decimal("4310.55"))),
        "creditors": Standing(booked=Tally(9)),
        "purchase_invoices": Standing(Tally(8, Decimal("990.00")), under_way=Tally(2, Decimal("121.00"))),
        "payments": Standing(),
    },
    run="http://airflow.example/dags/wefact_to_multivers__bakkerij/runs/scheduled__2026-03-16",
    explained="https://docs.example/runbooks.md#r1-run-failed",
)


def blocked(code: str, count: int, gross: str, /, **params: object) -> Cause:
    return Cause(Level.ATTENTION, "sales_invoices", shown(problem(code, **params)), count, Decimal(gross))


UNREACHABLE = Cause(
    Level.STOP,
    "payments.fetch",
    shown(problem("NET-001", system="Multivers", call="GET Balance", detail="10.1.2.3 timed out")),
)
APART = Cause(Level.STOP, "reconcile", shown(problem("REC-001", unexplained="12.10", documents=2, differences_nl="F1")))
WAITING = (
    blocked("MAP-001", 9, "4000.00", group="DOMEINEN", line=3, file="revenue_accounts.csv"),
    blocked("PER-001", 2, "300.55", date="2025-12-30", closed_until="2025-12-31"),
    blocked("MAP-003", 1, "10.00", treatment="domestic", rate="21"),
    blocked("DOC-001", 1, "10.00", code="D0001", amount="10.00"),
    Cause(Level.ATTENTION, "debtors", shown(problem("REL-001", code="D0009", name="Jansen"))),
)
LATE = Cause(Level.LATE, "deadline", problem("RUN-003", minutes=90))
NEWS = News(
    fresh=(UNREACHABLE, APART, *WAITING, LATE, SUMMARY),
    standing=(Told(blocked("MAP-002", 4, "20.00"), date(2026, 3, 12)),),
    gone=(Told(UNREACHABLE, date(2026, 3, 15)), Told(LATE, MONDAY)),
)


def written(level: Level, language: Language) -> Alert:
    alert = Writer(language, SCENE).alert(level, NEWS)
    assert alert is not None
    return alert


def golden(level: Level, language: Language) -> str:
    alert = written(level, language)
    return f"{alert.subject}\n\n{alert.text}"


CASES = [(level, language) for level in Level for language in Language]


@pytest.mark.parametrize(("level", "language"), CASES)
def test_given_news_then_the_text_is_the_golden_one(level: Level, language: Language) -> None:
    assert golden(level, language) == (FOLDER / f"{level}.{language}.txt").read_text()


@pytest.mark.parametrize(("level", "language"), CASES)
def test_given_what_may_not_be_named_then_no_text_names_it(level: Level, language: Language) -> None:
    text = golden(level, language)
    assert [one for one in ("Jansen", "D0009", "D0001", "10.1.2.3", "F1", "{", "}") if one in text] == []


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("code", CATALOGUE)
def test_given_any_code_then_no_gap_is_left_in_its_text(code: str, language: Language) -> None:
    news = News((Cause(Level.STOP, "preflight", problem(code)),), (), ())
    alert = Writer(language, SCENE).alert(Level.STOP, news)
    assert alert is not None
    said = CATALOGUE[code].message(language, {}) + CATALOGUE[code].remedy(language, {})
    assert not re.search(r"[{}]", alert.text)
    assert (HIDDEN in alert.text) is ("{" in said)


def test_given_no_news_then_there_is_no_alert() -> None:
    assert [Writer(Language.NL, SCENE).alert(level, News((), (), ())) for level in Level] == [None] * len(Level)


def test_given_the_streams_then_every_language_names_each() -> None:
    assert [set(words.kinds) for words in WORDS.values()] == [set(Stream)] * len(Language)


def test_given_the_runbooks_then_every_heading_exists() -> None:
    titles = re.findall(r"^## (.+)$", RUNBOOKS_PAGE.read_text(), re.MULTILINE)
    headings = {title.lower().replace(" ", "-") for title in titles}
    assert {*RUNBOOKS.values(), FIRST_RUNBOOK} <= headings
    assert (runbook_of("MAP-009"), runbook_of("AUTH-001")) == ("r3-fill-a-missing-mapping", "r2-log-in-again")
    assert runbook_of("CFG-001") == FIRST_RUNBOOK


def write() -> None:
    """Writes the golden files."""
    FOLDER.mkdir(exist_ok=True)
    for level, language in CASES:
        (FOLDER / f"{level}.{language}.txt").write_text(golden(level, language))


if __name__ == "__main__":
    write()
