"""Payments and approvals are kept on both databases: one row a document, one table of transitions, all in evidence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from tests.store.test_store import seen as seen_record
from wefact_multivers.domain.documents import Controller, SourceKey
from wefact_multivers.domain.payment_status import PaymentEvent, PaymentStatus
from wefact_multivers.domain.problems import problem
from wefact_multivers.domain.status import TransitionForbiddenError
from wefact_multivers.store.database import Store
from wefact_multivers.store.payments import Payment
from wefact_multivers.store.tables import evidence
from wefact_multivers.store.unit import Memory, Unit

NOW = datetime(2026, 3, 17, 5, 0, tzinfo=UTC)
KEY = SourceKey(Controller.INVOICE, "17")
OTHER = SourceKey(Controller.CREDITINVOICE, "17")
TO_WRITE = Payment(
    KEY,
    problems=(problem("PAY-012", amount="0,03"), problem("PAY-014")),
    write='{"amount":null}',
    balance=Decimal("0.00"),
    source_status=2,
)


def facts(unit: Unit, kind: str) -> int:
    """How many rows of evidence there are of a kind."""
    statement = select(func.count()).select_from(evidence).where(evidence.c.kind == kind)
    return int(unit.connection.execute(statement).scalar_one())


def test_given_a_payment_then_it_comes_back_as_it_went(memory: Memory) -> None:
    with memory.write() as unit:
        assert unit.payments.get(KEY) is None
        assert unit.payments.happen(PaymentEvent.SEEN_SETTLED, TO_WRITE, NOW) is PaymentStatus.TO_WRITE
        unit.payments.painted_red([KEY], "run-1", NOW)
    with memory.read() as unit:
        found = unit.payments.get(KEY)
        assert found == Payment(
            KEY,
            PaymentStatus.TO_WRITE,
            TO_WRITE.problems,
            TO_WRITE.write,
            Decimal("0.00"),
            source_status=2,
            red_run="run-1",
            red_at=NOW,
        )
        assert unit.payments.all_of(Controller.INVOICE) == [found]
        assert unit.payments.all_of(Controller.CREDITINVOICE) == []
        assert unit.payments.with_status({PaymentStatus.TO_WRITE, PaymentStatus.PAID}) == [found]
        assert unit.payments.with_status({PaymentStatus.PAID}) == []


def test_given_nothing_new_then_no_evidence_and_the_colour_stays(memory: Memory) -> None:
    with memory.write() as unit:
        unit.payments.happen(PaymentEvent.SEEN_SETTLED, TO_WRITE, NOW)
        unit.payments.painted_red([KEY], "run-1", NOW)
        unit.payments.happen(PaymentEvent.SEEN_SETTLED, TO_WRITE, NOW + timedelta(days=1))
        assert facts(unit, "payment") == 1
        kept = unit.payments.get(KEY)
    assert kept is not None
    assert (kept.red_run, kept.red_at) == ("run-1", NOW)


def test_given_a_payment_that_comes_to_rest_then_it_has_no_colour_any_more(memory: Memory) -> None:
    with memory.write() as unit:
        unit.payments.happen(PaymentEvent.SEEN_SETTLED, TO_WRITE, NOW)
        unit.payments.painted_red([KEY], "run-1", NOW)
        unit.payments.happen(PaymentEvent.PAID_WRITTEN, Payment(KEY), NOW)
        assert unit.payments.get(KEY) == Payment(KEY, PaymentStatus.PAID)
        assert facts(unit, "payment") == 2


def test_given_an_event_that_cannot_happen_then_nothing_changes(memory: Memory) -> None:
    with memory.write() as unit:
        unit.payments.happen(PaymentEvent.SEEN_SETTLED, TO_WRITE, NOW)
        unit.payments.happen(PaymentEvent.ANSWER_UNKNOWN, TO_WRITE, NOW)
    with pytest.raises(TransitionForbiddenError), memory.write() as unit:
        unit.payments.happen(PaymentEvent.SEEN_OPEN, Payment(KEY), NOW)
    with memory.read() as unit:
        assert [payment.status for payment in unit.payments.all_of(Controller.INVOICE)] == [PaymentStatus.UNCERTAIN]


def test_given_details_are_wanted_then_the_payment_is_kept_and_named_until_it_was_looked_at(memory: Memory) -> None:
    with memory.write() as unit:
        unit.payments.happen(PaymentEvent.SEEN_PART_PAID, Payment(KEY, balance=Decimal("30.00")), NOW)
        unit.payments.want_details(KEY, NOW)
        unit.payments.want_details(OTHER, NOW)
    with memory.write() as unit:
        wanting = {payment.key: payment for payment in unit.payments.wanting_details()}
        assert set(wanting) == {KEY, OTHER}
        assert (wanting[KEY].status, wanting[KEY].balance) == (PaymentStatus.PART_PAID, Decimal("30.00"))
        unit.payments.happen(PaymentEvent.SEEN_OPEN, Payment(KEY), NOW)
        assert [payment.key for payment in unit.payments.wanting_details()] == [OTHER]
        assert unit.payments.counts() == {PaymentStatus.OPEN: 2}


@pytest.mark.parametrize(
    ("known", "status", "moved"),
    [
        (2, PaymentEvent.SEEN_PAID, True),
        (4, PaymentEvent.SEEN_PAID, False),
        (None, PaymentEvent.SEEN_PAID, False),
        (2, PaymentEvent.SEEN_OPEN, False),
    ],
)
def test_given_another_status_in_wefact_then_a_decided_payment_has_moved(
    memory: Memory, known: int | None, status: PaymentEvent, *, moved: bool
) -> None:
    with memory.write() as unit:
        unit.records.see(seen_record(key=KEY, source_status=4), NOW)
        unit.payments.happen(status, Payment(KEY, source_status=known), NOW)
        decided = {PaymentStatus.PAID, PaymentStatus.CONFLICT}
        assert unit.payments.moved_in_wefact(Controller.INVOICE, decided) == ({KEY} if moved else set())


def test_given_an_approval_then_a_later_one_of_the_same_subject_replaces_it(memory: Memory, store: Store) -> None:
    with memory.write() as unit:
        assert unit.payments.approved("payments_first") is None
        unit.payments.approve("payments_first", "", "A. de Boer", NOW)
        unit.payments.approve("payment/invoice/17", "a" * 64, "A. de Boer", NOW)
        unit.payments.approve("payment/invoice/17", "b" * 64, "A. de Boer", NOW)
        assert unit.payments.approved("payments_first") == ""
        assert unit.payments.approved("payment/invoice/17") == "b" * 64
        assert facts(unit, "approval") == 3
    with Memory(store, "another").read() as unit:
        assert unit.payments.approved("payments_first") is None


def test_given_another_administration_then_its_payments_are_not_seen(memory: Memory, store: Store) -> None:
    with memory.write() as unit:
        unit.payments.happen(PaymentEvent.SEEN_OPEN, Payment(KEY), NOW)
    with Memory(store, "another").read() as unit:
        assert unit.payments.get(KEY) is None
        assert unit.payments.counts() == {}
