"""WeFact's scalars and clock, and texts that decide about access."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wefact_multivers.clock import AMSTERDAM
from wefact_multivers.errors import (
    FirewallBlocked,
    RequestRefused,
    SyncError,
    WeFactAddressRefused,
    WeFactKeyRefused,
)
from wefact_multivers.wefact.access import error_of
from wefact_multivers.wefact.connection import WeFactConnection
from wefact_multivers.wefact.purchases import PurchaseLineRecord
from wefact_multivers.wefact.relations import DebtorRecord
from wefact_multivers.wefact.sales import InvoiceRecord
from wefact_multivers.wefact.values import instant_of, local_text
from wefact_multivers.wefact.wire import GroupRecord

CONNECTION = WeFactConnection("wefact_demo", api_key="0123456789")
INVOICE: dict[str, Any] = {
    "Identifier": 1,
    "InvoiceCode": "F1",
    "DebtorCode": "DB1",
    "Status": 2,
    "Date": "2026-01-31",
    "AmountExcl": "100.00",
    "AmountIncl": 121,
    "InvoiceLines": [],
}


def no_rate(tax_code: str) -> Decimal:
    return Decimal(0)


@pytest.mark.parametrize(
    ("controller", "text", "error"),
    [
        ("invalid", "IP 203.0.113.10 has no access to API", WeFactAddressRefused),
        ("invalid", "IP 203.0.113.10 currently in firewall", FirewallBlocked),
        ("invalid", "De API sleutel kan niet worden gevonden.", WeFactKeyRefused),
        ("invalid", "API key is invalid", WeFactKeyRefused),
        ("invalid", "Toegang geweigerd", WeFactKeyRefused),
        ("invalid", "Invalid controller", RequestRefused),
        ("invoice", "Invalid action", RequestRefused),
        ("invoice", "Ongeldig kenmerk voor factuur", RequestRefused),
    ],
)
def test_given_an_error_envelope_then_only_access_is_decided_by_its_text(
    controller: str, text: str, error: type[SyncError]
) -> None:
    assert type(error_of({"controller": controller, "errors": [text]}, CONNECTION, "invoice/show")) is error


@pytest.mark.parametrize("errors", [[], None, "one sentence", ["key 0123456789 unknown", "two"]])
def test_given_any_shape_of_errors_then_the_key_is_not_repeated(errors: object) -> None:
    error = error_of({"controller": "invoice", "errors": errors}, CONNECTION, "invoice/show")
    assert CONNECTION.api_key not in str(error)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-10-09T12:39:12+02:00", datetime(2026, 10, 9, 10, 39, 12, tzinfo=UTC)),
        ("2026-01-21T12:00:00", datetime(2026, 1, 21, 11, 0, tzinfo=UTC)),
        ("", None),
        ("yesterday", None),
    ],
)
def test_given_an_envelope_date_then_it_is_an_instant(text: str, expected: datetime | None) -> None:
    assert instant_of(text) == expected


@pytest.mark.parametrize(
    ("instant", "text"),
    [
        (datetime(2026, 3, 16, 5, 0, tzinfo=UTC), "2026-03-16 06:00:00"),
        (datetime(2026, 7, 16, 5, 0, tzinfo=UTC), "2026-07-16 07:00:00"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "2026-10-25 01:30:00"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "2026-10-25 01:30:00"),
        (datetime(2026, 10, 25, 2, 30, tzinfo=UTC), "2026-10-25 03:30:00"),
        (datetime.fromisoformat("2026-07-16 07:00:00"), "2026-07-16 07:00:00"),
        (datetime.fromisoformat("2026-10-25 02:30:00"), "2026-10-25 01:30:00"),
    ],
)
def test_given_an_instant_then_its_dutch_text_is_never_too_late(instant: datetime, text: str) -> None:
    assert local_text(instant) == text


@pytest.mark.property
@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001  # made aware below
    st.integers(0, 10_000),
)
def test_given_any_later_change_then_its_own_text_passes_the_filter(moment: datetime, later: int) -> None:
    start = moment.replace(tzinfo=UTC)
    change = start + timedelta(seconds=later)
    stamp = change.astimezone(AMSTERDAM).replace(tzinfo=None).isoformat(sep=" ", timespec="seconds")
    assert local_text(start) <= stamp


def test_given_the_smallest_invoice_then_what_is_missing_has_its_meaning() -> None:
    invoice = InvoiceRecord.model_validate(INVOICE).invoice(no_rate)
    assert (invoice.identifier, invoice.vat, invoice.due_date) == ("1", Decimal("21.00"), invoice.date)
    assert (invoice.currency, invoice.discount, len(invoice.lines)) == ("EUR", Decimal(0), 0)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *itertools.product(["Identifier", "InvoiceCode"], ["", None]),
        *itertools.product(["Date", "AmountExcl", "AmountIncl", "InvoiceLines"], ["", None, "x"]),
    ],
)
def test_given_an_invoice_without_what_a_booking_needs_then_it_is_not_read(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=name):
        InvoiceRecord.model_validate({**INVOICE, name: value})


@pytest.mark.parametrize("items", [["1", 2], {"1": {"id": "1"}, "2": {"id": "2"}}])
def test_given_items_as_list_or_object_then_the_ids_are_read(items: object) -> None:
    assert GroupRecord.model_validate({"Identifier": 1, "GroupName": "A", "Items": items}).items == ("1", "2")


def test_given_no_items_then_the_group_is_empty() -> None:
    assert GroupRecord.model_validate({"Identifier": 1, "GroupName": "A", "Items": None}).items == ()


@pytest.mark.parametrize(("term", "days"), [("-1", None), ("30", 30), (0, 0), ("", 0)])
def test_given_a_term_then_minus_one_is_the_default_of_the_administration(term: object, days: int | None) -> None:
    raw = {"Identifier": "1", "DebtorCode": "DB1", "InvoiceTerm": term}
    assert DebtorRecord.model_validate(raw).relation().term == days


def test_given_a_connection_then_its_text_shows_no_key() -> None:
    assert "0123456789" not in repr(CONNECTION)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2026-07-01", date(2026, 7, 1)), ("0000-00-00", None), ("", None), ("morgen", None), (None, None)],
)
def test_given_the_period_of_a_line_then_one_that_cannot_be_read_keeps_nothing_out_of_the_books(
    text: str | None, expected: date | None
) -> None:
    sale = InvoiceRecord.model_validate(
        {**INVOICE, "InvoiceLines": [{"Number": 1, "PriceExcl": 5, "TaxPercentage": 21, "StartDate": text}]}
    )
    (line,) = sale.invoice(lambda _code: Decimal(21)).lines
    assert (line.start, line.end) == (expected, None)
    bought = PurchaseLineRecord.model_validate({"PriceExcl": 5, "TaxPercentage": 21, "EndDate": text})
    cost = bought.line(lambda _code: Decimal(21), str)
    assert (cost.start, cost.end) == (None, expected)
