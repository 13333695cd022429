"""What has changed since the booking, in words; and whether the booking may follow."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tests.domain.builders import invoice, line, request
from wefact_multivers.domain.bookings import Booking
from wefact_multivers.domain.changes import document_changes, touched_fields, update_limit
from wefact_multivers.domain.documents import PurchaseInvoice, PurchaseLine
from wefact_multivers.domain.planning import PlannedBooking
from wefact_multivers.domain.planning_sales import plan_sales_booking


def booking() -> Booking:
    planned = plan_sales_booking(request(invoice(line())))
    assert isinstance(planned, PlannedBooking)
    return planned.booking


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"number": "F2026-0009"}, "factuurnummer F2026-0001 → F2026-0009"),
        ({"gross": Decimal("1.5")}, "bruto 121,00 → 1,50"),
        ({"discount": Decimal("2.125")}, "korting 0,00 → 2.125"),
        ({"reverse_charge": True}, "btw verlegd nee → ja"),
        ({"due_date": dt.date(2026, 4, 1)}, "vervaldatum {due_date} → 2026-04-01"),
        ({"relation_code": ""}, "relatie {relation_code} → -"),
        ({"status": 4}, None),
    ],
)
def test_given_another_field_then_it_is_named_with_both_values(changes: dict[str, Any], text: str | None) -> None:
    before = replace(invoice(line()), number="F2026-0001")
    expected = () if text is None else (text.format(**vars(before)),)
    assert document_changes(before, replace(before, **changes)) == expected


def test_given_other_lines_then_each_is_told_without_its_text() -> None:
    first, second = line(), replace(line(), description="Mevrouw Jansen", quantity=Decimal(2))
    one, two = invoice(first), replace(invoice(first), lines=(second, first))
    texts = document_changes(one, replace(two, modified=one.modified))
    assert texts == (
        f"regel 1 aantal {_text(first.quantity)} → 2,00",
        "regel 1 omschrijving",
        f"regel 2 toegevoegd ({_text(first.quantity)} x {_text(first.price)})",
    )
    assert document_changes(two, one)[-1].startswith("regel 2 vervallen")


def test_given_another_period_of_a_line_then_nothing_of_the_booking_has_changed() -> None:
    before = invoice(line())
    assert document_changes(before, replace(before, lines=(line(start=dt.date(2026, 7, 1)),))) == ()


def _text(value: Decimal) -> str:
    return f"{value:.2f}".replace(".", ",")


def test_given_a_purchase_then_a_line_is_told_by_its_amount() -> None:
    bought = PurchaseLine("Papier", Decimal("12.50"), "", Decimal(21), "Kantoor")
    day = dt.date(2026, 3, 1)
    zero = Decimal("0.00")
    bill = PurchaseInvoice(
        identifier="1",
        number="CF1",
        supplier_number="7",
        relation_code="CR1",
        status=1,
        date=day,
        due_date=day,
        term=14,
        currency="EUR",
        net=zero,
        vat=zero,
        gross=zero,
        lines=(),
        modified=dt.datetime.min,  # noqa: DTZ901 - a constant, not a time
    )
    assert document_changes(bill, replace(bill, lines=(bought,))) == ("regel 1 toegevoegd (12,50)",)


FILED = dt.date(2025, 12, 31)


def test_given_other_amounts_in_an_open_return_then_a_booking_may_follow() -> None:
    before = booking()
    assert update_limit(before, replace(before, gross=Decimal(5)), vat_filed_until=FILED) is None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"relation_code": "X"}, "relatie {relation_code} → X"),
        ({"reference": "X"}, "referentie {reference} → X"),
        ({"period": 12}, "periode {period} → 12"),
        ({"journal_id": "X"}, "dagboek {journal_id} → X"),
    ],
)
def test_given_what_names_a_booking_then_it_never_changes(changes: dict[str, Any], reason: str) -> None:
    before = booking()
    limit = update_limit(before, replace(before, **changes), vat_filed_until=FILED)
    assert limit == reason.format(**vars(before))


def test_given_a_filed_return_or_none_that_is_known_then_a_booking_stays() -> None:
    before = booking()
    for filed in (None, before.invoice_date, before.invoice_date + dt.timedelta(days=1)):
        limit = update_limit(before, before, vat_filed_until=filed)
        assert limit == f"de btw-aangifte over {before.invoice_date} is gedaan"


WRITTEN: dict[str, object] = {
    "reference": "F1",
    "invoiceDate": "05-01-2026",
    "amountFrozenCur": Decimal("50.00"),
    "openingBalance": False,
    "paymentReference": "",
    "lines": [{"accountId": "8000", "description": "a"}, {"accountId": "8100", "description": "b"}],
    "vat": [{"vatCodeId": 2, "vatAmountCur": Decimal("1.00")}, {"vatCodeId": 1, "vatAmountCur": Decimal("2.00")}],
}


def test_given_the_same_in_other_spellings_and_more_besides_then_nobody_touched_it() -> None:
    held = {
        "reference": " F1 ",
        "invoiceDate": "5-1-2026",
        "amountFrozenCur": "50.0",
        "openingBalance": None,
        "paymentReference": None,
        "lines": WRITTEN["lines"],
        "vat": [{"vatCodeId": 1, "vatAmountCur": 2, "x": 1}, {"vatCodeId": 2, "vatAmountCur": Decimal("1.0")}],
        "documentLink": {"id": 1},
    }
    assert touched_fields(WRITTEN, held) == ()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"reference": "F2"}, ("reference",)),
        ({"invoiceDate": "6-1-2026"}, ("invoiceDate",)),
        ({"amountFrozenCur": "geen"}, ("amountFrozenCur",)),
        ({"openingBalance": True}, ("openingBalance",)),
        ({"lines": None}, ("lines",)),
        ({"lines": [{"accountId": "8000", "description": "a"}]}, ("lines",)),
        (
            {"lines": [{"accountId": "8000", "description": "a"}, {"accountId": "8200", "description": "b"}]},
            ("lines 2 accountId",),
        ),
    ],
)
def test_given_another_value_then_the_field_is_named(changes: dict[str, object], expected: tuple[str, ...]) -> None:
    assert touched_fields(WRITTEN, {**WRITTEN, **changes}) == expected
