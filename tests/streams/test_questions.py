"""P1 where a document no longer resembles the booking it was asked about: it is not sent while that one stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.streams.old_store import Company, doubles
from tests.streams.world import demo_world
from wefact_multivers.domain.documents import Controller
from wefact_multivers.streams import inbox
from wefact_multivers.streams.inbox import Decision
from wefact_multivers.streams.runs import Stream

DOCUMENTS = 40
ALL = DOCUMENTS + DOCUMENTS // 4
HALF, LATER = "2025-08-31", "2026-03-16"
ASKED, RENUMBERED = "F2025-0026", "F2025-0099"
BOOKING = "5001"
LOOKS = 1
"""What a question about a booking that the look does not find costs a run."""

pytestmark = pytest.mark.fault


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """An invoice stands in the link's own journal for another amount, and the link asks about it."""
    made = Company(tmp_path_factory.mktemp("asked"), DOCUMENTS)
    made.it_is(HALF)
    made.sign()
    made.book("half", HALF)
    made.it_is(LATER)
    type_in(made, ASKED, BOOKING, journalId="WFV")
    made.run("run-1")
    assert codes(made, ASKED) == ["DOC-004"]
    assert in_books(made) == ALL
    return made


@pytest.fixture
def company(asked: Company, tmp_path: Path) -> Company:
    """The same, to go on from here."""
    return asked.twin(tmp_path)


def type_in(company: Company, number: str, invoice_id: str, **names: str) -> None:
    """Somebody books an invoice by hand, for an amount that it never had."""
    row = company.wefact_row(number)
    line = {"accountId": "8000", "amount": 12, "vatCodeId": 1}
    names |= {"customerId": row["DebtorCode"], "reference": number, "invoiceId": invoice_id}
    company.sandbox.action("book_invoice", **names, invoiceDate=row["Date"], lines=[line])


def edit(company: Company, number: str, **changes: str) -> None:
    """Somebody changes a sales invoice in WeFact."""
    company.wait(minutes=1)
    row = company.wefact_row(number)
    row["InvoiceLines"][0]["PriceExcl"] = "88"
    row.update(changes, Modified=company.clock.at.strftime("%Y-%m-%d %H:%M:%S"))


def renumber(company: Company) -> None:
    """Nothing in WeFact names the booking any more."""
    edit(company, ASKED, InvoiceCode=RENUMBERED)


def codes(company: Company, number: str) -> list[str]:
    """What stands beside an invoice that is blocked; nothing beside any other."""
    (record,) = [record for record in company.records(Controller.INVOICE) if record.seen.number == number]
    return [found.code for found in record.problems] if record.status.value == "blocked" else []


def in_books(company: Company) -> int:
    """How many bookings there are."""
    return len(company.sandbox.bookings()) + len(company.sandbox.purchase_bookings())


def next_morning(company: Company, key: str) -> None:
    company.wait(days=1)
    outcome = company.run(key)
    assert set(outcome.codes.values()) <= {"DOC-100", "REC-001"}


def test_given_a_renumbered_invoice_then_the_question_stands_while_the_booking_does(company: Company) -> None:
    renumber(company)
    next_morning(company, "run-2")
    assert codes(company, RENUMBERED) == ["DOC-004"]
    company.sandbox.forget_requests()
    next_morning(company, "run-3")
    assert codes(company, RENUMBERED) == ["DOC-004"]
    assert company.sandbox.requests()["calls"].get("multivers GET CustomerInvoice", 0) == LOOKS
    assert (in_books(company), doubles(company)) == (ALL, {})


def test_given_the_booking_is_taken_out_of_multivers_then_the_invoice_is_booked(company: Company) -> None:
    renumber(company)
    next_morning(company, "run-2")
    company.sandbox.action("delete_booking", kind="customer", invoiceId=BOOKING)
    next_morning(company, "run-3")
    assert company.booked()["sales"][RENUMBERED] == 1


def test_given_a_person_offers_it_again_then_it_is_booked_as_another_invoice(company: Company) -> None:
    renumber(company)
    next_morning(company, "run-2")
    with company.services() as services:
        status = inbox.retry(services, Decision(RENUMBERED, "A. de Boer", Stream.SALES_INVOICES))
    assert status == "new"
    next_morning(company, "run-3")
    assert company.booked()["sales"][RENUMBERED] == 1


def test_given_a_person_offers_again_what_resembles_the_booking_then_it_is_asked_anew(company: Company) -> None:
    with company.services() as services:
        inbox.retry(services, Decision(ASKED, "A. de Boer", Stream.SALES_INVOICES))
    next_morning(company, "run-2")
    assert codes(company, ASKED) == ["DOC-004"]
    assert in_books(company) == ALL


def test_given_a_person_skips_it_then_it_stays_out(company: Company) -> None:
    renumber(company)
    next_morning(company, "run-2")
    company.skip(RENUMBERED)
    next_morning(company, "run-3")
    assert (company.statuses()[RENUMBERED], in_books(company)) == ("skipped", ALL)


@pytest.mark.parametrize("status", ["0", "2"])
def test_given_it_goes_and_comes_back_as_another_invoice_then_the_question_stands(
    company: Company, status: str
) -> None:
    edit(company, ASKED, Status=status)
    next_morning(company, "run-2")
    edit(company, ASKED, Status="2", InvoiceCode=RENUMBERED)
    next_morning(company, "run-3")
    assert codes(company, RENUMBERED) == ["DOC-004"]
    assert in_books(company) == ALL


def test_given_it_resembles_a_booking_of_people_by_now_then_both_are_asked_about(company: Company) -> None:
    renumber(company)
    type_in(company, RENUMBERED, "5002")
    next_morning(company, "run-2")
    assert codes(company, RENUMBERED) == ["DOC-004", "DOC-004"]
    company.sandbox.action("delete_booking", kind="customer", invoiceId="5002")
    next_morning(company, "run-3")
    assert codes(company, RENUMBERED) == ["DOC-004"]
    assert company.booked()["sales"][RENUMBERED] == 0


OTHER_CODES = "btw-code 1 69,82, WeFact 69,83; btw-code 2 3,30, WeFact 3,29"


@pytest.mark.parametrize(
    ("high", "low", "status", "match"),
    [
        ("69.83", "3.29", "adopted", ("equal", "")),
        ("69.82", "3.30", "blocked", ("perhaps", OTHER_CODES)),
    ],
)
def test_given_an_invoice_typed_by_hand_then_it_is_adopted_only_if_the_vat_of_each_code_is_equal(
    tmp_path: Path, high: str, low: str, status: str, match: tuple[str, str]
) -> None:
    with demo_world(tmp_path) as world:
        world.sandbox.action("add_customer", customerId="DB10003", name="Jansen & Zoon", shortName="Jansen")
        typed = [("1", "332.50", high), ("2", "36.60", low)]
        world.sandbox.action(
            "book_invoice",
            customerId="DB10003",
            invoiceId="20260003",
            reference="F2026-0003",
            invoiceDate="2026-01-12",
            lines=[{"accountId": "8000", "amount": net, "vatCodeId": code} for code, net, _ in typed],
            vatTransactionLines=[
                {"vatCodeId": code, "amountTurnoverCur": net, "vatAmountCur": vat} for code, net, vat in typed
            ],
        )
        (line,) = [line for line in world.sign().lines if line.number == "F2026-0003"]
        assert world.statuses()["F2026-0003"] == status
        assert (line.match, line.differences) == match
