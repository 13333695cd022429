"""After the booking: what is changed, void, a draft again or deleted in WeFact is noticed, with the difference."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.streams.changing import INVOICE, LOCKED, Booked
from wefact_multivers.domain.documents import Controller
from wefact_multivers.streams import inbox
from wefact_multivers.streams.acknowledge import acknowledge
from wefact_multivers.streams.inbox import Decision
from wefact_multivers.streams.refusals import BookingUnknown, SentAlready, StatusForbids

DECISION = Decision(INVOICE, "A. de Boer")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Booked:
    """The demo, booked: made once, and copied for each test."""
    return Booked(tmp_path_factory.mktemp("model"))


@pytest.fixture
def booked(model: Booked, tmp_path: Path) -> Booked:
    """The demo, booked; changes are shown."""
    return model.twin(tmp_path)


def test_given_an_invoice_changed_after_its_booking_then_each_difference_is_told_and_nothing_is_written(
    booked: Booked,
) -> None:
    booked.price("30")
    assert booked.next_day()["sales_invoices.post"] == "DOC-100"
    assert booked.record().status == "changed"
    assert booked.told() == {
        "DOC-003": {
            "fields": "netto 255,00 → 306,00; btw 53,55 → 64,26; bruto 308,55 → 370,26; regel 1 prijs 25,00 → 30,00"
        }
    }
    assert booked.next_day() == {}
    booked.edit(PayBefore="2026-12-31")
    booked.next_day()
    assert "vervaldatum" in booked.told()["DOC-003"]["fields"]
    assert "regel 1 prijs 25,00 → 30,00" in booked.told()["DOC-003"]["fields"]
    assert (booked.booking()["amountTotalCur"], booked.puts()) == (308.55, 0)


def test_given_a_change_that_is_taken_back_then_the_document_is_booked_again(booked: Booked) -> None:
    booked.price("30")
    booked.next_day()
    booked.price("25")
    booked.next_day()
    assert (booked.record().status, booked.told()) == ("booked", {})


def test_given_an_invoice_that_is_credited_then_only_the_credit_note_is_new(booked: Booked) -> None:
    booked.wait(minutes=1)
    note = booked.sandbox.action("credit_invoice", InvoiceCode=INVOICE)["InvoiceCode"]
    booked.next_day()
    assert booked.sandbox.invoices()[INVOICE]["Status"] == "9"
    assert (booked.record().status, booked.record(note).status) == ("booked", "booked")


def test_given_an_invoice_that_lapses_then_it_is_a_question_until_its_credit_note_comes(booked: Booked) -> None:
    booked.wait(minutes=1)
    booked.sandbox.action("void_invoice", InvoiceCode=INVOICE)
    booked.next_day()
    assert booked.told() == {"DOC-031": {"gross": "308,55", "number": INVOICE}}
    booked.next_day()
    assert booked.record().status == "changed"
    lines = booked.sandbox.invoices()[INVOICE]["InvoiceLines"]
    copied = [{**lines[0], "Number": f"-{lines[0]['Number']}"}]
    debtor = booked.sandbox.invoices()[INVOICE]["DebtorCode"]
    booked.sandbox.action("add_invoice", DebtorCode=debtor, Status=8, InvoiceLines=copied)
    booked.next_day()
    assert (booked.record().status, booked.told()) == ("booked", {})


def test_given_an_invoice_that_is_deleted_or_a_draft_again_then_a_person_must_know_once(booked: Booked) -> None:
    booked.sandbox.action("delete_invoice", InvoiceCode=INVOICE)
    booked.edit("F2026-0001", Status=0)
    booked.next_day()
    assert (booked.record().status, booked.told()) == ("changed", {"DOC-033": {}})
    assert booked.told("F2026-0001") == {"DOC-032": {}}
    booked.edit("F2026-0001", Status=2)
    booked.next_day()
    assert (booked.record("F2026-0001").status, booked.told()) == ("booked", {"DOC-033": {}})
    with booked.services() as services:
        acknowledge(services, DECISION, "booked back by hand")
    assert booked.next_day() == {}
    assert (booked.record().status, booked.told()) == ("booked_warning", {"DOC-037": {"reason": "booked back by hand"}})


def test_given_a_corrected_booking_then_a_person_accepts_it_and_the_next_change_is_news(booked: Booked) -> None:
    booked.price("30")
    booked.next_day()
    held = booked.booking()
    line = {**held["customerInvoiceLines"][0], "creditAmountCur": "306.00", "vatAmountCur": "64.26"}
    row = {**held["vatTransactionLines"][0], "amountTurnoverCur": "306.00", "vatAmountCur": "64.26"}
    changes = {"customerInvoiceLines": [line], "vatTransactionLines": [row]}
    booked.sandbox.action("edit_booking", invoiceId=held["invoiceId"], changes=changes)
    with booked.services() as services:
        assert acknowledge(services, DECISION, "corrected by hand") == ()
    assert booked.next_day() == {}
    assert booked.record().status == "booked_warning"
    booked.price("31")
    booked.next_day()
    assert booked.told()["DOC-003"]["fields"].endswith("regel 1 prijs 30,00 → 31,00")


def test_given_a_booking_that_people_delete_then_it_is_missing_and_never_booked_again_by_itself(booked: Booked) -> None:
    invoice_id = booked.booking()["invoiceId"]
    booked.sandbox.action("delete_booking", invoiceId=invoice_id)
    booked.next_day()
    booked.next_day()
    assert (booked.record().status, booked.told()) == ("missing", {"DOC-013": {"invoice_id": invoice_id}})
    with booked.services() as services, pytest.raises(SentAlready):
        inbox.retry(services, DECISION)
    with booked.services() as services, pytest.raises(StatusForbids):
        acknowledge(services, DECISION, "gone")
    booked.next_day()
    assert [row for row in booked.bookings() if row["reference"] == INVOICE] == []
    with booked.services() as services:
        inbox.skip(services, DECISION, "rightly gone")
    assert booked.next_day() == {}
    assert booked.record().status == "skipped"


def test_given_a_missing_booking_that_was_made_again_by_hand_then_it_is_adopted(booked: Booked) -> None:
    held = booked.booking()
    booked.sandbox.action("delete_booking", invoiceId=held["invoiceId"])
    booked.next_day()
    booked.next_day()
    line = {"accountId": "8000", "amount": "255.00", "vatCodeId": 1}
    made = booked.sandbox.action(
        "book_invoice", customerId=held["customerId"], invoiceDate=held["invoiceDate"], lines=[line]
    )
    with booked.services() as services:
        inbox.adopt(services, DECISION, str(made["invoiceId"]))
    assert booked.next_day() == {}
    assert booked.record().status == "adopted"


def test_given_an_invoice_changed_whose_booking_is_gone_then_there_is_nothing_to_accept(booked: Booked) -> None:
    booked.price("30")
    booked.next_day()
    booked.sandbox.action("delete_booking", invoiceId=booked.booking()["invoiceId"])
    with booked.services() as services, pytest.raises(BookingUnknown):
        acknowledge(services, DECISION, "fine")


def test_given_a_correction_in_multivers_then_it_is_shown_and_stays_until_it_is_undone(booked: Booked) -> None:
    held = booked.booking()
    line = {**held["customerInvoiceLines"][0], "accountId": "8010"}
    for account, told in (("8010", True), (held["customerInvoiceLines"][0]["accountId"], False)):
        changes = {"customerInvoiceLines": [{**line, "accountId": account}]}
        booked.sandbox.action("edit_booking", invoiceId=held["invoiceId"], changes=changes)
        booked.next_day()
        assert ("DOC-038" in booked.told()) is told
        assert booked.record().status == ("booked_warning" if told else "booked")
        assert booked.booking()["customerInvoiceLines"][0]["accountId"] == account
    assert booked.puts() == 0


def test_given_a_refused_invoice_then_it_is_offered_again_only_if_a_person_asks_or_it_changes(booked: Booked) -> None:
    made = booked.sandbox.action(
        "add_invoice", DebtorCode="DB10003", InvoiceLines=[{"Description": "x", "PriceExcl": 5}]
    )
    number = made["InvoiceCode"]
    with booked.refused("POST /V22/api/MVL00001/CustomerInvoice"):
        booked.next_day()
    assert booked.record(number).status == "rejected"
    booked.next_day()
    assert (booked.record(number).status, booked.told(number)) == ("rejected", {"DOC-010": {"answer": LOCKED}})
    with booked.services() as services:
        assert inbox.retry(services, Decision(number, "A. de Boer")) == "new"
    booked.next_day()
    assert booked.record(number).status == "booked"


def test_given_a_refused_change_of_a_debtor_then_it_is_said_once_and_offered_again_when_asked(booked: Booked) -> None:
    booked.wait(minutes=1)
    booked.sandbox.action("edit_debtor", DebtorCode="DB10003", changes={"City": "Zwolle"})
    with booked.refused("PUT /V22/api/MVL00001/Customer/"):
        booked.next_day()
    assert booked.record("DB10003", Controller.DEBTOR).status == "booked_warning"
    assert booked.told("DB10003", Controller.DEBTOR) == {"REL-007": {"answer": LOCKED}}
    booked.next_day()
    assert "multivers PUT Customer" not in booked.sandbox.requests()["calls"]
    with booked.services() as services:
        inbox.retry(services, Decision("DB10003", "A. de Boer"))
    booked.next_day()
    assert (booked.record("DB10003", Controller.DEBTOR).status, booked.told("DB10003", Controller.DEBTOR)) == (
        "booked",
        {},
    )
