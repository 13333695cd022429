"""P2: what was sent is followed until it is known to stand there as it was meant; nothing drops out of sight."""

from __future__ import annotations

from tests.streams.test_never_twice import extracted_and_prepared
from tests.streams.world import World
from wefact_multivers.domain.documents import Controller
from wefact_multivers.streams.extract import extract
from wefact_multivers.streams.runs import Stream


def test_given_a_booking_that_was_answered_and_is_not_in_the_books_then_reconcile_says_so(signed: World) -> None:
    extracted_and_prepared(signed)
    signed.sandbox.fault("GET JournalEntryLineInfoList", when="before", kind="status:500", times=1)
    first = signed.post()
    assert first.codes["sales_invoices.post"] == "NET-002"
    (booking,) = signed.bookings()
    signed.sandbox.action("delete_booking", invoiceId=booking["invoiceId"])
    outcome = signed.run("run-2")
    assert outcome.codes["reconcile"] == "REC-001"
    assert booking["reference"] in str(outcome.errors["reconcile"])


def test_given_an_invoice_edited_while_its_answer_was_unknown_then_it_is_changed_once_it_is_found(
    signed: World,
) -> None:
    signed.sandbox.fault("POST CustomerInvoice", when="late:600", kind="timeout", times=1)
    signed.run()
    (number,) = [name for name, status in signed.statuses().items() if status == "uncertain"]
    invoice = signed.sandbox.invoices()[number]
    signed.wait(minutes=1)
    signed.sandbox.action(
        "edit_invoice", InvoiceCode=number, changes={"ReferenceNumber": "x", "PayBefore": "2026-12-31"}
    )
    assert signed.sandbox.invoices()[number] != invoice
    with signed.services() as services:
        extract(services, "run-1", Stream.SALES_INVOICES)
    signed.wait(minutes=15)
    signed.post()
    record = next(one for one in signed.records() if one.seen.number == number)
    assert record.status == "changed"
    assert [found.code for found in record.problems] == ["DOC-003"]


def test_given_a_changed_debtor_that_cannot_be_planned_then_its_change_is_kept_until_it_can(signed: World) -> None:
    signed.run()
    countries = signed.include / "mappings/demo/countries.csv"
    complete = countries.read_text()
    countries.write_text("\n".join(row for row in complete.splitlines() if not row.startswith("NL")) + "\n")
    signed.wait(minutes=1)
    signed.sandbox.action("edit_debtor", DebtorCode="DB10003", changes={"City": "Zwolle"})
    signed.run("run-2")
    assert city(signed, "DB10003") != "Zwolle"
    countries.write_text(complete)
    signed.run("run-3")
    assert city(signed, "DB10003") == "Zwolle"


def city(world: World, code: str) -> str:
    """The city of a customer in Multivers."""
    return str(world.sandbox.state()["multivers"]["databases"]["MVL00001"]["customers"][code]["city"])


def test_given_an_answer_with_another_code_then_the_relation_is_rejected_and_its_invoices_wait(signed: World) -> None:
    change = {"customerId": "0DB10003"}
    signed.sandbox.fault("POST Customer", when="after", kind="stored_differs", times=1, change=change)
    signed.run()
    debtors = signed.statuses(Controller.DEBTOR)
    (code,) = [name for name, status in debtors.items() if status == "rejected"]
    mine = [
        one for one in signed.records() if one.seen.relation_code == code and one.status in {"booked", "booked_warning"}
    ]
    assert mine == []
