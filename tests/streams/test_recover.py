"""P1 and P2 with a store that forgot: nothing is booked twice, and `recover` finds all that was booked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.streams.old_store import Company, doubles

DOCUMENTS = 20
ALL = DOCUMENTS + DOCUMENTS // 4
"""Sales and purchase invoices."""

POSTS = ("sales_invoices.post", "purchase_invoices.post")
PART, LATER = "2025-03-01", "2026-03-16"

pytestmark = pytest.mark.fault


@pytest.fixture(scope="module")
def part_booked(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """A part of the documents is booked, and the store is backed up."""
    made = Company(tmp_path_factory.mktemp("part"), DOCUMENTS)
    made.it_is(PART)
    made.sign()
    assert made.book("part", PART).errors == {}
    made.keep()
    return made


@pytest.fixture(scope="module")
def all_booked(part_booked: Company, tmp_path_factory: pytest.TempPathFactory) -> Company:
    """All documents are booked; the backup knows a part of them."""
    made = part_booked.twin(tmp_path_factory.mktemp("all"))
    made.it_is(LATER)
    assert made.book("rest", LATER).errors == {}
    assert made.documents_in_books() == ALL
    made.sandbox.forget_requests()
    return made


@pytest.fixture
def company(part_booked: Company, tmp_path: Path) -> Company:
    """A part of the documents is booked, and the store is backed up."""
    return part_booked.twin(tmp_path)


@pytest.fixture
def booked(all_booked: Company, tmp_path: Path) -> Company:
    """All documents are booked; the backup knows a part of them."""
    return all_booked.twin(tmp_path)


def stopped(codes: dict[str, str]) -> list[str | None]:
    """How the posts of both kinds ended."""
    return [codes.get(task) for task in POSTS]


def nothing_was_written(company: Company) -> bool:
    """No write reached either system since the counts were forgotten, and no document stands twice."""
    return company.writes() == {"wefact": 0, "multivers": 0} and doubles(company) == {}


def test_given_an_old_backup_then_runs_book_nothing_and_name_the_command(booked: Company) -> None:
    booked.put_back()
    for key in ("run-1", "run-2"):
        outcome = booked.run(key)
        assert stopped(outcome.codes) == ["STO-002", "STO-002"]
        assert "wefact-multivers recover -a demo" in str(outcome.errors["sales_invoices.post"])
    assert nothing_was_written(booked)


@pytest.mark.full
def test_given_an_old_backup_and_recover_then_all_are_bound_and_runs_go_on(booked: Company) -> None:
    booked.put_back()
    known = booked.documents_in_books()
    looked = booked.recover()
    assert (len(looked.matched), looked.strays, looked.unbooked) == (ALL - known, (), ())
    assert booked.documents_in_books() == known
    booked.recover(confirm=True)
    assert booked.documents_in_books() == ALL
    assert booked.run("run-1").errors == {}
    assert nothing_was_written(booked)


def test_given_an_empty_store_then_the_run_is_refused_and_names_the_command(booked: Company) -> None:
    booked.lose_and_make_anew()
    wishes: tuple[dict[str, object], ...] = ({}, {"mode": "export"})
    for params in wishes:
        outcome = booked.run(f"run-{len(params)}", params=params)
        assert outcome.codes == {"preflight": "STO-010"}
        assert "WFI, WFV" in str(outcome.errors["preflight"])
        assert "wefact-multivers recover -a demo" in str(outcome.errors["preflight"])
    assert nothing_was_written(booked)


def test_given_an_empty_store_and_recover_then_all_are_bound_and_new_documents_follow_on(company: Company) -> None:
    company.it_is(LATER)
    company.lose_and_make_anew()
    company.sandbox.forget_requests()
    found = company.recover(confirm=True)
    bound, left = len(found.matched), len(found.unbooked)
    assert (bound + left, found.strays) == (ALL, ())
    assert company.documents_in_books() == bound
    assert nothing_was_written(company)
    company.sign()
    assert company.run("run-1").errors == {}
    assert company.documents_in_books() == ALL
    assert doubles(company) == {}
    assert company.writes()["wefact"] == 0
    assert last_numbers(company) == {"WFV 2025": 17, "WFV 2026": 3, "WFI 2025": 5}
    ids = sorted(int(row["invoiceId"]) for row in company.sandbox.purchase_bookings("WFI"))
    assert ids == [90000001 + index for index in range(DOCUMENTS // 4)]


def last_numbers(company: Company) -> dict[str, int]:
    """The highest number of each journal of ours in each year."""
    highest: dict[str, int] = {}
    for row in (*company.sandbox.bookings("WFV"), *company.sandbox.purchase_bookings("WFI")):
        journal = f"{row['journalId']} {row['fiscalYear']}"
        highest[journal] = max(highest.get(journal, 0), row["journalTransaction"])
    return highest


@pytest.mark.full
def test_given_recover_twice_then_the_second_finds_nothing_to_bind(booked: Company) -> None:
    booked.lose_and_make_anew()
    booked.recover(confirm=True)
    again = booked.recover(confirm=True)
    assert (again.matched, again.strays, again.unbooked, again.known) == ((), (), (), ALL)
