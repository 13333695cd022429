"""Multivers' scalars, answers and bodies, case by case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.multivers.examples import booking
from wefact_multivers.domain.bookings import Kind, Side
from wefact_multivers.domain.found import FoundBooking
from wefact_multivers.domain.numbering import invoice_id_digits
from wefact_multivers.errors import AnswerUnusable, RequestRefused, SyncError
from wefact_multivers.multivers.answers import read_answer, written
from wefact_multivers.multivers.bodies import booking_body, new_relation_body
from wefact_multivers.multivers.calls import query_length, segment
from wefact_multivers.multivers.connection import MultiversConnection
from wefact_multivers.multivers.families import FAMILIES
from wefact_multivers.multivers.reading import booking_of_info, booking_of_model, ledger_line, parsed
from wefact_multivers.multivers.searching import MAX_QUERY, Candidate, filters
from wefact_multivers.multivers.values import Row, amount, day, dutch, optional_day, optional_whole
from wefact_multivers.transport import Call

READ, WRITE = Call("Multivers", "GET Customer"), Call("Multivers", "POST Customer", write=True)
MODEL: dict[str, Any] = {
    "invoiceId": "20260001",
    "customerId": "DB10001",
    "invoiceDate": "2-3-2026",
    "amountTotalCur": Decimal("121.0"),
}


@pytest.mark.parametrize(
    "text",
    ["2-3-2026", "02-03-2026", "2-3-2026 0:00:00", "2026-03-02", "2026-03-02T00:00:00", "2026-03-02T20:57:55.2451412"],
)
def test_given_any_way_to_write_a_date_then_it_is_that_day(text: str) -> None:
    assert day({"invoiceDate": text}, "invoiceDate") == date(2026, 3, 2)


@pytest.mark.property
@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_given_any_day_then_it_is_read_back_as_it_was_written(moment: date) -> None:
    assert optional_day({"d": dutch(moment)}, "d") == moment


@pytest.mark.parametrize("value", ["", None])
def test_given_nothing_then_there_is_no_date_amount_or_number(value: object) -> None:
    row = {"x": value}
    assert (optional_day(row, "x"), amount(row, "x", "missing"), optional_whole(row, "x")) == (None, None, None)


@pytest.mark.parametrize("value", ["31-2-2026", "yesterday", "2026"])
def test_given_no_date_then_it_is_not_guessed(value: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        day({"x": value}, "x")


@pytest.mark.parametrize(
    ("value", "expected"),
    [(121, "121.00"), (Decimal("121.005"), "121.01"), ("-0.1", "-0.10"), (Decimal("120.9999999"), "121.00")],
)
def test_given_a_number_then_it_is_in_cents(value: object, expected: str) -> None:
    assert str(amount({"x": value}, "x")) == expected


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1,50", True])
def test_given_no_number_then_it_is_not_guessed(value: object) -> None:
    with pytest.raises(ValueError, match="no number"):
        amount({"x": value}, "x")


ANSWERS: list[tuple[int, str, object]] = [
    (200, '{"customerId": "1"}', {"customerId": "1"}),
    (200, "[]", []),
    (200, "null", None),
    (200, "{}", None),
    (404, "", None),
    (404, '{"messages": [{"message": "Niet gevonden"}]}', None),
    (404, '{"Message": "No HTTP resource was found"}', None),
    (404, "<html>404</html>", RequestRefused),
    (404, "{}", RequestRefused),
    (400, "", RequestRefused),
    (403, '{"messages": [{"message": "Geen licentie"}]}', RequestRefused),
    (200, "", AnswerUnusable),
    (200, "<html>", AnswerUnusable),
    (200, '{"customerId": ', AnswerUnusable),
    (200, '{"messages": [{"message": "Fout", "messageType": "Error"}]}', AnswerUnusable),
    (200, '{"error": "Fout"}', AnswerUnusable),
    (
        200,
        '{"nextJournalTransaction": 4, "messages": [], "error": ""}',
        {"nextJournalTransaction": 4, "messages": [], "error": ""},
    ),
]


@pytest.mark.parametrize(("status", "body", "outcome"), ANSWERS)
def test_given_an_answer_to_a_read_then_it_is_found_absent_or_an_error(status: int, body: str, outcome: object) -> None:
    response = httpx.Response(status, text=body)
    if isinstance(outcome, type):
        with pytest.raises(outcome):
            read_answer(response, READ)
        return
    assert read_answer(response, READ) == outcome


WRITTEN: list[tuple[int, str, type[SyncError] | None]] = [
    (200, '{"customerId": "1", "messages": []}', None),
    (201, '{"customerId": "1", "messages": [{"message": "Let op", "messageType": "Warning"}]}', None),
    (200, '{"customerId": "1", "messages": [{"message": "Fout", "messageType": "Error"}]}', AnswerUnusable),
    (200, '{"customerId": "1", "messages": [{"message": "Wat is dit"}]}', AnswerUnusable),
    (200, '{"customerId": "1", "messages": ["Fout"]}', AnswerUnusable),
    (200, '{"customerId": "1", "error": "Fout"}', AnswerUnusable),
    (200, "{}", AnswerUnusable),
    (200, "[]", AnswerUnusable),
    (204, "", AnswerUnusable),
    (200, "<html>", AnswerUnusable),
    (400, '{"messages": [{"message": "Bestaat al", "path": "customerId"}]}', RequestRefused),
    (409, '{"Message": "Conflict"}', RequestRefused),
    (400, '{"error": "invalid", "error_description": "no"}', RequestRefused),
    (400, '{"messages": []}', AnswerUnusable),
    (400, "", AnswerUnusable),
    (404, "<html>", AnswerUnusable),
    (408, "", AnswerUnusable),
]


@pytest.mark.parametrize(("status", "body", "error"), WRITTEN)
def test_given_an_answer_to_a_write_then_it_is_done_refused_or_unknown(
    status: int, body: str, error: type[SyncError] | None
) -> None:
    response = httpx.Response(status, text=body)
    if error is None:
        assert written(response, WRITE)["customerId"] == "1"
        return
    with pytest.raises(error):
        written(response, WRITE)


def test_given_a_refusal_then_path_and_text_are_named() -> None:
    body = '{"messages": [{"message": "te lang", "path": "name"}, {"path": "city"}, {"Message": "nog iets"}]}'
    with pytest.raises(RequestRefused) as raised:
        written(httpx.Response(400, text=body), WRITE)
    assert raised.value.params["detail"] == "HTTP 400: name: te lang; city; nog iets"


@pytest.mark.parametrize(
    ("row", "gross", "net", "vat"),
    [
        ({}, "121.00", None, None),
        ({"invoiceType": 2}, "-121.00", None, None),
        ({"invoiceType": 2, "totalAmountVatExclCur": 100, "vatAmountCur": 21}, "-121.00", "-100.00", "-21.00"),
        ({"invoiceType": 2, "amountTotalCur": -121, "vatAmountCur": -21}, "-121.00", None, "-21.00"),
        ({"amountTotalCur": None, "amountTotal": 5, "totalAmountVatExcl": 4, "vatAmount": 1}, "5.00", "4.00", "1.00"),
    ],
)
def test_given_totals_of_either_sign_then_a_credit_note_is_negative(
    row: dict[str, Any], gross: str, net: str | None, vat: str | None
) -> None:
    found = booking_of_model(MODEL | row)
    assert (found.gross, found.net, found.vat) == (
        Decimal(gross),
        None if net is None else Decimal(net),
        None if vat is None else Decimal(vat),
    )


def test_given_a_booking_with_as_little_as_possible_then_the_rest_is_unknown() -> None:
    found = booking_of_model(MODEL)
    assert (found.due_date, found.can_change, found.balance, found.journal_transaction) == (None, None, None, 0)


@pytest.mark.parametrize("read", [booking_of_model, booking_of_info, ledger_line])
@pytest.mark.parametrize("row", [{}, {"invoiceId": "Jansen"}, {"invoiceDate": "Jansen"}])
def test_given_an_unreadable_row_then_the_error_does_not_show_it(
    read: Callable[[Row], object], row: dict[str, Any]
) -> None:
    with pytest.raises(AnswerUnusable) as raised:
        parsed(read, row, READ)
    assert "Jansen" not in f"{raised.value} {raised.value.__cause__} {raised.value.__context__}"


def test_given_a_plan_then_every_field_of_the_body_is_explicit() -> None:
    body = booking_body(booking("-100.00"), Side.CREDIT)
    assert body.keys() >= {"vatScenarioId", "autoCalculateVat", "dunForPayment", "openingBalance"}
    assert "journalTransaction" not in body
    assert (body["invoiceType"], body["invoiceDate"], body["rebateExpirationDate"]) == (2, "02-03-2026", "20-03-2026")
    assert body["customerInvoiceLines"] == [
        {
            "entryType": 0,
            "accountId": "8000",
            "costCentreId": "",
            "description": "Hosting",
            "transactionDate": "02-03-2026",
            "debitAmountCur": Decimal("100.00"),
            "creditAmountCur": Decimal("0.00"),
            "currencyId": "EUR",
            "exchangeRate": 1,
            "vatCodeId": 1,
            "vatType": 1,
            "vatAmountCur": Decimal("21.00"),
        }
    ]
    assert body["vatTransactionLines"] == [
        {
            "vatCodeId": 1,
            "vatScenarioId": 1,
            "vatType": 1,
            "amountTurnoverCur": Decimal("-100.00"),
            "vatAmountCur": Decimal("-21.00"),
            "amountNotDeductibleCur": Decimal("0.00"),
            "currencyId": "EUR",
            "fiscalYear": 2026,
        }
    ]


def test_given_fields_that_name_another_code_then_the_relations_own_code_stands() -> None:
    body = new_relation_body(Kind.SALES, "DB1", {"name": "A", "customerId": "DB2"}, credit_squeeze="1")
    assert (body["customerId"], body["creditSqueezeId"], body["name"]) == ("DB1", "1", "A")


@pytest.mark.parametrize("reminds", [False, True])
def test_given_who_reminds_then_new_debtors_and_bookings_say_so(reminds: bool) -> None:
    assert booking_body(booking("100.00"), Side.CREDIT, reminds=reminds)["dunForPayment"] is reminds
    assert new_relation_body(Kind.SALES, "DB1", {}, reminds=reminds)["isDunForPayment"] is reminds
    assert "isDunForPayment" not in new_relation_body(Kind.PURCHASE, "CR1", {}, reminds=reminds)


@pytest.mark.parametrize(("value", "path"), [("DB10001", "DB10001"), ("a b/ü%", "a!_20b!_2F!_C3!_BC!_25"), (5, "5")])
def test_given_a_value_then_it_is_escaped_as_the_server_wants(value: object, path: str) -> None:
    assert segment(value) == path


CANDIDATES = st.builds(
    Candidate,
    invoice_id=st.from_regex(r"[0-9]{0,8}", fullmatch=True),
    reference=st.text(min_size=1, max_size=20),
    relation_code=st.from_regex(r"[A-Z0-9]{1,8}", fullmatch=True),
    gross=st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**6), max_value=10**6),
)


@pytest.mark.property
@given(st.lists(CANDIDATES, max_size=30))
def test_given_any_candidates_then_each_is_asked_for_once_in_short_questions(candidates: list[Candidate]) -> None:
    asked = list(filters(candidates, FAMILIES[Kind.SALES]))
    assert " or ".join(asked) == " or ".join(candidate.condition(FAMILIES[Kind.SALES]) for candidate in candidates)
    long = [text for text in asked if query_length({"$filter": text}) > MAX_QUERY]
    assert all(text in {candidate.condition(FAMILIES[Kind.SALES]) for candidate in candidates} for text in long)


def found_as(**changes: Any) -> FoundBooking:
    return booking_of_info(
        {
            "invoiceId": "1",
            "customerId": "DB1",
            "invoiceDate": "2-3-2026",
            "invoiceAmountCur": 1,
            "invoiceReference": "",
            **changes,
        }
    )


@pytest.mark.parametrize(
    ("changes", "could_be"),
    [
        ({}, False),
        ({"invoiceId": "020260005"}, True),
        ({"invoiceAmountCur": 121}, True),
        ({"invoiceAmountCur": -121}, False),
        ({"invoiceAmountCur": 121, "customerId": "DB2"}, False),
        ({"invoiceReference": "f2026 0005", "customerId": "DB2"}, True),
        ({"invoiceReference": "factuur F2026-0005"}, True),
        ({"paymentReference": "20260005"}, True),
        ({"invoiceReference": "F2026-00050"}, False),
    ],
)
def test_given_a_booking_then_only_number_or_relation_and_amount_make_it_a_candidate(
    changes: dict[str, Any], could_be: bool
) -> None:
    invoice_id = str(invoice_id_digits("F2026-0005"))
    candidate = Candidate(invoice_id, "F2026-0005", "DB1", Decimal("121.00"))
    assert candidate.could_be(found_as(**changes)) is could_be


@pytest.mark.parametrize(
    ("changes", "could_be"),
    [
        ({"invoiceReference": "5"}, True),
        ({"invoiceReference": "x", "paymentReference": "factuur 0005"}, True),
        ({"invoiceReference": "6"}, False),
    ],
)
def test_given_a_number_with_leading_zeros_then_it_is_a_candidate_however_it_was_typed(
    changes: dict[str, Any], could_be: bool
) -> None:
    held = found_as(**({"invoiceId": "4711"} | changes))
    assert Candidate("", "005", "DB9", Decimal("1.00")).could_be(held) is could_be


def test_given_a_candidate_of_any_amount_then_all_of_its_relation_could_be_it() -> None:
    held = found_as(invoiceReference="x")
    candidate = Candidate("", "y", held.relation_code, held.gross + 1)
    assert not candidate.could_be(held)
    assert replace(candidate, any_amount=True).could_be(held)
    assert not replace(candidate, any_amount=True, relation_code="DB9").could_be(held)


def test_given_a_connection_then_its_text_shows_no_secret() -> None:
    shown = repr(MultiversConnection("m", "https://api.multivers.nl/V22/", "app", "geheim-1", "geheim-2"))
    assert "geheim" not in shown
