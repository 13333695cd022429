"""One system collects, one pays, one reminds."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.domain.builders import books, cost, invoice, purchase, purchase_request, request
from wefact_multivers.domain.changes import document_changes
from wefact_multivers.domain.documents import Document, PurchaseStatus, SalesStatus
from wefact_multivers.domain.money_moves import Movers, PaidHow, Payer, System, paid_how
from wefact_multivers.domain.planning import PlannedBooking, Release
from wefact_multivers.domain.planning_purchase import plan_purchase_booking
from wefact_multivers.domain.planning_sales import plan_sales_booking
from wefact_multivers.domain.problems import codes
from wefact_multivers.domain.reference import PaymentCondition

COLLECTED = PaymentCondition("14", "Incasso", 14, is_collected=True)
PLAIN = PaymentCondition("14", "14 dagen", 14)


@pytest.mark.parametrize(
    ("document", "how"),
    [
        (invoice(), PaidHow(14)),
        (invoice(status=SalesStatus.PART_PAID, collected=True, payment_method="auth"), PaidHow(14, True, "auth", True)),
        (invoice(status=SalesStatus.CREDIT), PaidHow(14)),
        (purchase(term=30, status=PurchaseStatus.PAID, payment_method="card"), PaidHow(30, False, "card", True)),
        (purchase(term=30, status=PurchaseStatus.UNPAID), PaidHow(30)),
    ],
)
def test_given_a_document_then_it_says_how_it_is_paid(document: Document, how: PaidHow) -> None:
    assert paid_how(document) == how


@pytest.mark.parametrize(
    ("condition", "collects", "collected", "found"),
    [
        (COLLECTED, System.WEFACT, False, ["DOC-050"]),
        (PLAIN, System.WEFACT, True, []),
        (None, System.WEFACT, False, []),
        (COLLECTED, System.MULTIVERS, False, []),
        (COLLECTED, System.MULTIVERS, True, ["DOC-051"]),
        (PLAIN, System.MULTIVERS, True, ["DOC-051"]),
    ],
)
def test_given_a_sale_that_two_systems_would_collect_then_it_is_blocked(
    condition: PaymentCondition | None, collects: System, collected: bool, found: list[str]
) -> None:
    reference = replace(books(), payment_conditions={"14": condition} if condition else {})
    document = invoice(collected=collected)
    outcome = plan_sales_booking(request(document, reference=reference, movers=Movers(collects=collects)))
    assert (codes(outcome) if isinstance(outcome, list) else []) == found


@pytest.mark.parametrize("movers", [Movers(), Movers(collects=System.MULTIVERS)])
def test_given_a_purchase_that_its_supplier_collects_then_it_is_booked_and_not_paid_twice(movers: Movers) -> None:
    reference = replace(books(), payment_conditions={"30": replace(COLLECTED, condition_id="30")})
    asked = purchase_request(purchase(cost(), collected=True), reference=reference, movers=movers, release=Release.FREE)
    outcome = plan_purchase_booking(asked)
    assert isinstance(outcome, PlannedBooking)
    assert (outcome.booking.frozen, codes(outcome.warnings)) == (Decimal("121.00"), ["DOC-052"])


@pytest.mark.parametrize(("pays", "frozen"), [(Payer.MULTIVERS, "0.00"), (Payer.ELSEWHERE, "121.00")])
def test_given_where_purchases_are_paid_then_they_may_be_paid_in_multivers_or_not(pays: Payer, frozen: str) -> None:
    asked = purchase_request(purchase(), movers=Movers(pays=pays), release=Release.FREE)
    outcome = plan_purchase_booking(asked)
    assert isinstance(outcome, PlannedBooking)
    assert (outcome.booking.frozen, outcome.warnings) == (Decimal(frozen), ())


@pytest.mark.parametrize("plain", [invoice(), purchase()])
def test_given_another_way_of_paying_then_it_is_the_same_document_and_nothing_has_changed(plain: Document) -> None:
    paid = replace(plain, collected=True, payment_method="card")
    assert paid.content_hash == plain.content_hash
    assert document_changes(plain, paid) == ()


def test_given_a_document_of_before_these_facts_then_its_hash_is_what_it_was() -> None:
    assert invoice().content_hash == "7883ebc0ef005a202e6fdd2ab17558213450f0d4defcaa99cef660585a66d086"
    assert purchase().content_hash == "47cab70a6904abec6fae9d165affcdb6b185bef868bc83300d0ae05001ad427a"
