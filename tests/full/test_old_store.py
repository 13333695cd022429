"""P1 at full size: a thousand bookings and a store that is 200 of them behind, or empty."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.streams.old_store import Company, doubles

SALES, BOOKINGS = 800, 1000
BACKED_UP, NOW = "2025-12-17", "2026-03-16"
BEHIND = 200

pytestmark = [pytest.mark.fault, pytest.mark.full]


@pytest.fixture(scope="module")
def booked(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """A thousand bookings; the backup knows eight hundred."""
    made = Company(tmp_path_factory.mktemp("booked"), SALES)
    made.it_is(BACKED_UP)
    made.sign()
    assert made.book("first", BACKED_UP).errors == {}
    assert BOOKINGS - made.documents_in_books() == BEHIND
    made.keep()
    made.it_is(NOW)
    assert made.book("rest", NOW).errors == {}
    assert made.documents_in_books() == BOOKINGS
    made.sandbox.forget_requests()
    return made


@pytest.fixture
def company(booked: Company, tmp_path: Path) -> Company:
    """The same, to go on from here."""
    return booked.twin(tmp_path)


def assert_nothing_new(company: Company) -> None:
    """No write reached either system, and each document stands in the books once."""
    assert company.writes() == {"wefact": 0, "multivers": 0}
    assert doubles(company) == {}
    assert sum(map(len, company.booked().values())) == BOOKINGS


def test_given_a_backup_200_bookings_old_then_nothing_is_booked_without_recover_and_all_is_bound_with_it(
    company: Company,
) -> None:
    company.put_back()
    outcome = company.run("run-1")
    posts = {outcome.codes[task] for task in ("sales_invoices.post", "purchase_invoices.post")}
    assert posts == {"STO-002"}
    assert_nothing_new(company)
    found = company.recover(confirm=True)
    assert (len(found.matched), found.strays, found.unbooked) == (BEHIND, (), ())
    assert company.run("run-2").errors == {}
    assert company.documents_in_books() == BOOKINGS
    assert_nothing_new(company)


def test_given_an_empty_store_then_the_run_is_refused_without_recover_and_all_is_bound_with_it(
    company: Company,
) -> None:
    company.lose_and_make_anew()
    refused = company.run("run-1")
    assert refused.codes == {"preflight": "STO-010"}
    assert "wefact-multivers recover -a demo" in str(refused.errors["preflight"])
    assert_nothing_new(company)
    found = company.recover(confirm=True)
    assert (len(found.matched), found.strays, found.unbooked) == (BOOKINGS, (), ())
    company.sign()
    assert company.run("run-2").errors == {}
    assert company.documents_in_books() == BOOKINGS
    assert_nothing_new(company)


def test_given_an_empty_store_then_first_contact_links_all_as_well(company: Company) -> None:
    company.lose_and_make_anew()
    company.sign()
    assert company.run("run-1").errors == {}
    assert company.documents_in_books() == BOOKINGS
    assert_nothing_new(company)
