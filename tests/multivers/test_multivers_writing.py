"""Writing to the demo company's books, under every way in which Multivers may take it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from sandbox.testing import SandboxServers
from tests.multivers.conftest import calls_of
from tests.multivers.examples import booking
from wefact_multivers.domain.bookings import Booking, Kind, Side
from wefact_multivers.errors import AnswerUnusable, RateLimited, RemoteUnavailable, RequestRefused, SyncError
from wefact_multivers.multivers.bodies import booking_body, new_relation_body
from wefact_multivers.multivers.client import MultiversClient

SIDES = {"credit": Side.CREDIT, "debit": Side.DEBIT}


def body_of(planned: Booking, side: str = "credit", number: int = 1) -> dict[str, object]:
    return {**booking_body(planned, SIDES[side]), "journalTransaction": number}


@pytest.mark.parametrize("side", ["credit", "debit"])
@pytest.mark.parametrize("net", ["100.00", "-100.00"])
def test_given_either_side_then_the_ledger_holds_what_was_planned(
    client: MultiversClient, sandbox: SandboxServers, side: str, net: str
) -> None:
    sandbox.settings(sales_line_side=side)
    planned = booking(net)
    found = client.create_booking(Kind.SALES, body_of(planned, side))
    assert (found.net, found.vat, found.gross) == (planned.net, planned.vat, planned.gross)
    assert (found.due_date, found.journal_id, found.journal_transaction) == (date(2026, 3, 20), "WFV", 1)
    lines = {line.account_id: line.debit - line.credit for line in client.period_lines(2026, 3, "WFV")}
    assert lines == {"1300": planned.gross, "8000": -planned.net, "1500": -planned.vat}


def test_given_a_booking_then_list_and_edit_model_agree_on_it(client: MultiversClient) -> None:
    created = client.create_booking(Kind.SALES, body_of(booking("-12.34")))
    listed = next(found for found in client.bookings(Kind.SALES, 2026) if found.invoice_id == created.invoice_id)
    assert client.booking(Kind.SALES, created.invoice_id) == created
    detailed = replace(listed, journal_transaction=1, can_change=True, vat_by_code=((1, Decimal("-2.59")),))
    assert replace(detailed, balance=None) == created
    assert listed.balance == created.gross == Decimal("-14.93")


def test_given_strict_servers_then_the_body_is_complete(client: MultiversClient, sandbox: SandboxServers) -> None:
    sandbox.settings(
        vat_rows="required",
        vat_tolerance="0.00",
        missing_invoice_id="required",
        missing_journal_number="required",
        iso_dates=False,
        date_outside_period="refused",
    )
    assert client.create_booking(Kind.SALES, body_of(booking())).gross == Decimal("121.00")


def test_given_a_server_that_changes_the_due_date_then_the_answer_shows_it(
    client: MultiversClient, sandbox: SandboxServers
) -> None:
    sandbox.settings(due_date="overwritten")
    assert client.create_booking(Kind.SALES, body_of(booking())).due_date == date(2026, 3, 16)


@pytest.mark.parametrize(
    ("switch", "error"),
    [("400", RequestRefused), ("409", RequestRefused), ("500", AnswerUnusable), ("200_messages", AnswerUnusable)],
)
def test_given_a_number_in_use_then_the_refusal_is_clear_or_the_outcome_unknown(
    client: MultiversClient, sandbox: SandboxServers, switch: str, error: type[SyncError]
) -> None:
    sandbox.settings(duplicate_invoice_id=switch)
    with pytest.raises(error):
        client.create_booking(Kind.SALES, body_of(booking(invoice_id="20260005")))


@pytest.mark.parametrize(
    ("shape", "error"),
    [
        ("messages", RequestRefused),
        ("message", RequestRefused),
        ("empty", AnswerUnusable),
        ("html", AnswerUnusable),
    ],
)
def test_given_a_refusal_then_only_a_readable_one_counts(
    client: MultiversClient, sandbox: SandboxServers, shape: str, error: type[SyncError]
) -> None:
    sandbox.settings(error_shape=shape)
    with pytest.raises(error):
        client.create_booking(Kind.SALES, body_of(replace(booking(), relation_code="DB99999")))


def test_given_a_refusal_then_every_reason_is_repeated(client: MultiversClient) -> None:
    wrong = replace(booking(), relation_code="DB99999", payment_condition="99")
    with pytest.raises(RequestRefused) as raised:
        client.create_booking(Kind.SALES, body_of(wrong))
    assert "DB99999" in raised.value.params["detail"]
    assert "paymentConditionId" in raised.value.params["detail"]
    assert len(raised.value.params["detail"]) <= 200


def test_given_two_bookings_of_one_number_then_a_list_shows_both(
    client: MultiversClient, sandbox: SandboxServers
) -> None:
    sandbox.settings(duplicate_invoice_id="second_booking", page_cap=2)
    client.create_booking(Kind.SALES, body_of(booking(), number=1))
    client.create_booking(Kind.SALES, body_of(booking(), number=2))
    assert [found.invoice_id for found in client.bookings(Kind.SALES, 2026)].count("20260901") == 2


@pytest.mark.parametrize("switch", ["refused", "renumbered"])
def test_given_a_journal_number_in_use_then_the_answer_says_what_became_of_it(
    client: MultiversClient, sandbox: SandboxServers, switch: str
) -> None:
    sandbox.settings(duplicate_journal_number=switch)
    client.create_booking(Kind.SALES, body_of(booking()))
    second = body_of(booking(invoice_id="20260902"))
    if switch == "renumbered":
        assert client.create_booking(Kind.SALES, second).journal_transaction == 2
        return
    with pytest.raises(RequestRefused):
        client.create_booking(Kind.SALES, second)


BEFORE_AND_AFTER = ["before", "after"]


@pytest.mark.fault
@pytest.mark.parametrize("when", BEFORE_AND_AFTER)
@pytest.mark.parametrize("kind", ["timeout", "reset", "malformed", "html", "empty", "status:500", "status:503"])
def test_given_an_answer_that_is_lost_then_the_outcome_is_unknown_and_can_be_looked_up(
    client: MultiversClient, sandbox: SandboxServers, kind: str, when: str
) -> None:
    sandbox.fault("POST CustomerInvoice", kind=kind, when=when)
    with pytest.raises(AnswerUnusable):
        client.create_booking(Kind.SALES, body_of(booking()))
    assert calls_of(sandbox, "POST CustomerInvoice") == 1
    assert (client.booking(Kind.SALES, "20260901") is None) == (when == "before")


@pytest.mark.fault
def test_given_an_empty_answer_to_a_booking_then_the_outcome_is_unknown(
    client: MultiversClient, sandbox: SandboxServers
) -> None:
    sandbox.settings(create_answer="empty")
    with pytest.raises(AnswerUnusable):
        client.create_booking(Kind.SALES, body_of(booking()))
    assert client.booking(Kind.SALES, "20260901") is not None


@pytest.mark.fault
def test_given_a_booking_that_lands_late_then_a_first_look_proves_nothing(
    client: MultiversClient, sandbox: SandboxServers
) -> None:
    sandbox.fault("POST CustomerInvoice", kind="timeout", when="late:300")
    with pytest.raises(AnswerUnusable):
        client.create_booking(Kind.SALES, body_of(booking()))
    assert client.booking(Kind.SALES, "20260901") is None
    sandbox.clock("2026-03-16T06:10:00+01:00")
    assert client.booking(Kind.SALES, "20260901") is not None


@pytest.mark.fault
def test_given_a_server_that_keeps_something_else_then_the_answer_or_a_look_shows_it(
    client: MultiversClient, sandbox: SandboxServers
) -> None:
    sandbox.fault("POST CustomerInvoice", kind="stored_differs", change={"reference": "anders"})
    client.create_booking(Kind.SALES, body_of(booking()))
    found = client.booking(Kind.SALES, "20260901")
    assert found is not None
    assert found.reference == "anders"


@pytest.mark.fault
def test_given_429_then_nothing_was_sent(client: MultiversClient, sandbox: SandboxServers) -> None:
    sandbox.fault("POST CustomerInvoice", kind="status:429")
    with pytest.raises(RateLimited):
        client.create_booking(Kind.SALES, body_of(booking()))
    assert client.booking(Kind.SALES, "20260901") is None


@pytest.mark.fault
@pytest.mark.parametrize("kind", ["timeout", "reset", "malformed", "html", "status:500"])
def test_given_a_token_endpoint_that_fails_then_the_booking_was_surely_not_sent(
    client: MultiversClient, sandbox: SandboxServers, kind: str
) -> None:
    sandbox.fault("POST OAuth/Token", kind=kind)
    with pytest.raises(RemoteUnavailable):
        client.create_booking(Kind.SALES, body_of(booking()))
    assert calls_of(sandbox, "POST CustomerInvoice") == 0


def relation(**changes: str) -> dict[str, object]:
    fields = {"name": "Müller & Zoon", "shortName": "DB10009", "city": "'s-Gravenhage", "paymentConditionId": "14"}
    return new_relation_body(Kind.SALES, "DB10009", fields | changes)


def test_given_a_new_relation_then_it_stands_there_as_it_was_sent(client: MultiversClient) -> None:
    answer = client.create_relation(Kind.SALES, relation())
    found = client.relation(Kind.SALES, "DB10009")
    assert answer["customerId"] == "DB10009"
    assert found is not None
    assert (found["name"], found["city"]) == ("Müller & Zoon", "'s-Gravenhage")
    assert (found["creditSqueezeId"], found["isDunForPayment"], found["chargeVatTypeId"]) == ("0", False, 1)
    assert client.relation_names(Kind.SALES)["DB10009"] == "Müller & Zoon"


@pytest.mark.parametrize("put", ["default", "kept"])
def test_given_a_relation_read_whole_then_a_change_leaves_everything_else(
    client: MultiversClient, sandbox: SandboxServers, put: str
) -> None:
    sandbox.settings(put_missing=put)
    before = client.relation(Kind.SALES, "DB10001")
    assert before is not None
    client.update_relation(Kind.SALES, "DB10001", {**before, "city": "Kampen"})
    after = client.relation(Kind.SALES, "DB10001")
    assert after is not None
    assert _differences(before, after) == {"city", "fullAddress"} | _differences(before, after) & {"dateChanged"}


def _differences(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    return {name for name in before if before[name] != after[name]}


@pytest.mark.parametrize(
    ("switch", "error"),
    [("400", RequestRefused), ("409", RequestRefused), ("500", AnswerUnusable), ("200_messages", AnswerUnusable)],
)
def test_given_a_code_in_use_then_the_refusal_is_clear_or_the_outcome_unknown(
    client: MultiversClient, sandbox: SandboxServers, switch: str, error: type[SyncError]
) -> None:
    sandbox.settings(duplicate_customer=switch)
    client.create_relation(Kind.SALES, relation())
    with pytest.raises(error):
        client.create_relation(Kind.SALES, relation(name="Somebody else"))


@pytest.mark.fault
@pytest.mark.parametrize("when", BEFORE_AND_AFTER)
def test_given_a_relation_whose_answer_is_lost_then_the_outcome_is_unknown(
    client: MultiversClient, sandbox: SandboxServers, when: str
) -> None:
    sandbox.fault("POST Customer", kind="reset", when=when)
    with pytest.raises(AnswerUnusable):
        client.create_relation(Kind.SALES, relation())
    assert (client.relation(Kind.SALES, "DB10009") is None) == (when == "before")


def test_given_a_missing_module_then_multivers_refuses(client: MultiversClient, sandbox: SandboxServers) -> None:
    sandbox.settings(missing_module=True)
    with pytest.raises(RequestRefused, match="module"):
        client.bookings(Kind.SALES, 2026)
