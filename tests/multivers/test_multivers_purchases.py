"""Suppliers, their bookings, and what was matched to bookings of either side."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from sandbox.testing import DATABASE, SandboxServers
from tests.multivers.conftest import calls_of
from tests.multivers.examples import purchase
from wefact_multivers.domain.bookings import Booking, Kind, Side
from wefact_multivers.domain.found import FoundBooking
from wefact_multivers.domain.found_payments import FoundPayment, Means
from wefact_multivers.domain.reference import VAT_AMOUNT, VatRule
from wefact_multivers.errors import AnswerUnusable, RateLimited, RequestRefused, SyncError
from wefact_multivers.multivers.bodies import booking_body, new_relation_body
from wefact_multivers.multivers.client import MultiversClient
from wefact_multivers.multivers.searching import Candidate

PURCHASE = Kind.PURCHASE
SIDES = {"credit": Side.CREDIT, "debit": Side.DEBIT}


def body_of(planned: Booking, side: str = "debit", number: int = 1) -> dict[str, object]:
    return {**booking_body(planned, SIDES[side]), "journalTransaction": number}


def test_given_a_booking_typed_by_hand_then_its_edit_model_is_read(client: MultiversClient) -> None:
    assert client.booking(PURCHASE, "20261001") == FoundBooking(
        invoice_id="20261001",
        reference="HP-2026-311",
        payment_reference="",
        relation_code="CR10001",
        journal_id="I",
        journal_transaction=1,
        fiscal_year=2026,
        invoice_date=date(2026, 3, 3),
        due_date=date(2026, 3, 17),
        net=Decimal("75.00"),
        vat=Decimal("15.75"),
        gross=Decimal("90.75"),
        balance=None,
        can_change=True,
        frozen=Decimal("0.00"),
        vat_by_code=((1, Decimal("15.75")),),
    )


def test_given_a_number_of_the_other_side_then_it_is_absent(client: MultiversClient) -> None:
    assert client.booking(PURCHASE, "20260005") is None
    assert client.booking(Kind.SALES, "20261001") is None


@pytest.mark.parametrize("side", ["credit", "debit"])
@pytest.mark.parametrize("net", ["100.00", "-100.00"])
def test_given_either_side_then_the_ledger_holds_what_was_planned(
    client: MultiversClient, sandbox: SandboxServers, side: str, net: str
) -> None:
    sandbox.settings(purchase_line_side=side)
    planned = purchase(net)
    found = client.create_booking(PURCHASE, body_of(planned, side))
    assert (found.net, found.vat, found.gross) == (planned.net, planned.vat, planned.gross)
    assert (found.due_date, found.journal_id, found.journal_transaction) == (date(2026, 3, 20), "WFI", 1)
    lines = client.period_lines(2026, 3, "WFI")
    assert {line.account_id: line.debit - line.credit for line in lines} == {
        "1600": -planned.gross,
        "4000": planned.net,
        "1520": planned.vat,
    }
    assert [line.account_id for line in lines if line.relation_code == "CR10001"] == ["1600"]


def test_given_a_booking_then_list_edit_model_and_details_agree_on_it(client: MultiversClient) -> None:
    created = client.create_booking(PURCHASE, body_of(purchase("12.34")))
    assert created.frozen == created.gross == Decimal("14.93")
    listed = next(found for found in client.bookings(PURCHASE, 2026) if found.invoice_id == created.invoice_id)
    details = client.booking_details(PURCHASE, created.invoice_id)
    assert client.booking(PURCHASE, created.invoice_id) == created
    assert details is not None
    assert details.booking == listed
    assert (listed.balance, details.payments) == (created.gross, ())
    again = replace(listed, balance=None, journal_transaction=1, can_change=True, frozen=created.frozen)
    again = replace(again, vat_by_code=((1, Decimal("2.59")),))
    assert again == created


def test_given_strict_servers_then_the_body_is_complete(client: MultiversClient, sandbox: SandboxServers) -> None:
    sandbox.settings(
        vat_rows="required",
        vat_tolerance="0.00",
        missing_invoice_id="required",
        missing_journal_number="required",
        iso_dates=False,
        date_outside_period="refused",
        put_missing="default",
    )
    assert client.create_booking(PURCHASE, body_of(purchase())).gross == Decimal("121.00")


@pytest.mark.parametrize("put", ["default", "kept"])
def test_given_a_concept_then_it_is_replaced_under_its_own_numbers(
    client: MultiversClient, sandbox: SandboxServers, put: str
) -> None:
    sandbox.settings(put_missing=put)
    client.create_booking(PURCHASE, body_of(purchase()))
    changed = client.update_booking(PURCHASE, "90000001", body_of(purchase("80.00")))
    assert (changed.invoice_id, changed.journal_transaction, changed.gross) == ("90000001", 1, Decimal("96.80"))
    assert client.booking(PURCHASE, "90000001") == changed


def test_given_a_processed_booking_then_a_change_is_refused(client: MultiversClient, sandbox: SandboxServers) -> None:
    client.create_booking(PURCHASE, body_of(purchase()))
    sandbox.action("process_booking", invoiceId="90000001")
    with pytest.raises(RequestRefused):
        client.update_booking(PURCHASE, "90000001", body_of(purchase("80.00")))


LOST = ["timeout", "reset", "malformed", "html", "empty", "status:500", "status:503"]


@pytest.mark.fault
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("kind", LOST)
def test_given_an_answer_that_is_lost_then_the_outcome_is_unknown_and_can_be_looked_up(
    client: MultiversClient, sandbox: SandboxServers, kind: str, when: str
) -> None:
    sandbox.fault("POST SupplierInvoice", kind=kind, when=when)
    with pytest.raises(AnswerUnusable):
        client.create_booking(PURCHASE, body_of(purchase()))
    assert calls_of(sandbox, "POST SupplierInvoice") == 1
    assert (client.booking(PURCHASE, "90000001") is None) == (when == "before")


@pytest.mark.fault
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("kind", LOST)
def test_given_a_change_whose_answer_is_lost_then_the_outcome_is_unknown_and_can_be_looked_up(
    client: MultiversClient, sandbox: SandboxServers, kind: str, when: str
) -> None:
    client.create_booking(PURCHASE, body_of(purchase()))
    sandbox.fault("PUT SupplierInvoice", kind=kind, when=when)
    with pytest.raises(AnswerUnusable):
        client.update_booking(PURCHASE, "90000001", body_of(purchase("80.00")))
    found = client.booking(PURCHASE, "90000001")
    assert found is not None
    assert found.gross == (Decimal("121.00") if when == "before" else Decimal("96.80"))
    assert calls_of(sandbox, "PUT SupplierInvoice") == 1


@pytest.mark.fault
@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("timeout", AnswerUnusable),
        ("reset", AnswerUnusable),
        ("status:500", AnswerUnusable),
        ("status:429", RateLimited),
    ],
)
def test_given_a_supplier_whose_answer_is_lost_then_the_outcome_is_known_for_what_it_is(
    client: MultiversClient, sandbox: SandboxServers, fault: str, error: type[SyncError]
) -> None:
    sandbox.fault("POST Supplier", kind=fault)
    with pytest.raises(error):
        client.create_relation(PURCHASE, supplier())
    assert calls_of(sandbox, "POST Supplier") == 1
    assert client.relation(PURCHASE, "CR10009") is None


def supplier() -> dict[str, object]:
    fields = {"name": "K. Klusmans", "shortName": "CR10009", "city": "Zierikzee", "paymentConditionId": "14"}
    return new_relation_body(PURCHASE, "CR10009", fields)


def test_given_a_new_supplier_then_it_stands_there_as_it_was_sent(client: MultiversClient) -> None:
    answer = client.create_relation(PURCHASE, supplier())
    found = client.relation(PURCHASE, "CR10009")
    assert answer["supplierId"] == "CR10009"
    assert found is not None
    assert (found["name"], found["city"], found["chargeVatTypeId"]) == ("K. Klusmans", "Zierikzee", 1)
    assert found["supplierStateId"] == "A"
    assert client.relation_names(PURCHASE)["CR10009"] == "K. Klusmans"


def test_given_suppliers_then_everything_that_a_list_tells_is_given(client: MultiversClient) -> None:
    found = client.relations(PURCHASE)
    assert [(row["supplierId"], row["name"]) for row in found] == list(client.relation_names(PURCHASE).items())
    assert found[0]["city"] == "Utrecht"


def test_given_a_supplier_read_whole_then_a_change_leaves_everything_else(client: MultiversClient) -> None:
    before = client.relation(PURCHASE, "CR10001")
    assert before is not None
    client.update_relation(PURCHASE, "CR10001", {**before, "city": "Kampen"})
    after = client.relation(PURCHASE, "CR10001")
    assert after is not None
    assert {name for name in before if before[name] != after[name]} - {"dateChanged"} == {"city", "fullAddress"}


@pytest.mark.parametrize(
    "candidate",
    [
        pytest.param(Candidate("20261001", "X", "CR99999", Decimal(1)), id="number"),
        pytest.param(Candidate("9", "HP 2026 311", "CR99999", Decimal(1)), id="supplier's number"),
        pytest.param(Candidate("", "X", "CR10001", Decimal("90.75")), id="relation and amount"),
    ],
)
def test_given_a_candidate_that_stands_there_then_it_is_found(
    client: MultiversClient, sandbox: SandboxServers, candidate: Candidate
) -> None:
    sandbox.action("edit_booking", invoiceId="20261001", changes={"paymentReference": "HP2026311"})
    assert [found.invoice_id for found in client.find_bookings(PURCHASE, [candidate], [2026])] == ["20261001"]
    assert client.find_bookings(Kind.SALES, [candidate], [2026]) == []


def test_given_money_on_a_booking_then_its_details_tell_how_much_when_and_by_what(
    client: MultiversClient, sandbox: SandboxServers
) -> None:
    sandbox.action("pay_supplier", invoiceId="20261001", amount="50.00", date="2026-03-10")
    details = client.booking_details(PURCHASE, "20261001")
    assert details is not None
    assert details.payments == (FoundPayment(Means.MONEY, date(2026, 3, 10), Decimal("50.00")),)
    assert details.booking.balance == Decimal("40.75")
    assert [found.invoice_id for found in client.open_bookings(PURCHASE, 2026)] == ["20261001"]


def test_given_a_booking_paid_in_full_then_it_is_not_among_the_open_ones(
    client: MultiversClient, sandbox: SandboxServers
) -> None:
    sandbox.action("pay_supplier", invoiceId="20261001", date="2026-03-10")
    assert client.open_bookings(PURCHASE, 2026) == []
    assert len(client.open_bookings(Kind.SALES, 2026)) == 3


def test_given_a_sale_that_is_paid_and_written_off_then_each_row_says_by_what(
    client: MultiversClient, sandbox: SandboxServers
) -> None:
    sandbox.action("match_payment", invoiceId="20260005", amount="100.00", date="2026-02-01", difference="0.05")
    sandbox.action("write_off", invoiceId="20260005")
    details = client.booking_details(Kind.SALES, "20260005")
    assert details is not None
    assert [(row.means, row.amount, row.difference) for row in details.payments] == [
        (Means.MONEY, Decimal("100.00"), Decimal("0.05")),
        (Means.CORRECTION, Decimal("20.95"), Decimal("0.00")),
    ]
    assert details.booking.balance == Decimal("0.00")
    assert sum(row.settled for row in details.payments) == Decimal("121.00")


def test_given_a_credit_note_set_off_then_the_row_says_so(client: MultiversClient, sandbox: SandboxServers) -> None:
    lines = [{"accountId": "8000", "amount": "-100.00"}]
    sandbox.action("book_invoice", customerId="DB10001", invoiceId="777", invoiceDate="2026-02-02", lines=lines)
    sandbox.action("set_off", invoiceId="20260005", creditInvoiceId="777")
    details = client.booking_details(Kind.SALES, "20260005")
    assert details is not None
    assert {row.means for row in details.payments} <= {Means.SET_OFF, Means.CORRECTION}
    assert sum(row.settled for row in details.payments) == Decimal("121.00")


def test_given_no_such_booking_then_there_are_no_details(client: MultiversClient) -> None:
    assert client.booking_details(PURCHASE, "99999999") is None


def test_given_the_books_then_purchase_scenarios_and_their_rules_are_read(client: MultiversClient) -> None:
    found = client.reference_data([2026])
    assert (found.vat_scenarios[1], found.vat_scenarios[11]) == ("Verkoop binnenland", "Inkoop binnenland")
    rule = VatRule(
        scenario=11, fiscal_year=2026, invoice_type=1, vat_code=1, vat_type=0, box="5b", amount_type=VAT_AMOUNT
    )
    assert rule in found.vat_rules


def test_given_cost_centres_then_those_in_use_are_named(client: MultiversClient) -> None:
    for name, is_active in (("100", True), ("200", False)):
        row = {"costCentreId": name, "description": f"Afdeling {name}", "shortName": name, "isActive": is_active}
        client._calls.write("POST", f"{DATABASE}/CostCentre", row)
    assert client.cost_centres() == {"100": "Afdeling 100"}
