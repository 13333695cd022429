"""What the client makes of the demo company's books."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal

import pytest

from sandbox.testing import SandboxServers
from tests.multivers.conftest import NOW, ClientOf, MemoryTokens, calls_of
from tests.transport import servers
from wefact_multivers.clock import FixedClock
from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.found import FoundBooking, LedgerLine
from wefact_multivers.domain.reference import Journal, PaymentCondition, Period, VatCode, VatRule
from wefact_multivers.domain.tokens import Tokens
from wefact_multivers.errors import AdministrationUnreachable, AnswerUnusable, RequestRefused, SyncError
from wefact_multivers.multivers.client import MultiversClient
from wefact_multivers.multivers.connection import MultiversConnection
from wefact_multivers.multivers.searching import Candidate

HAND_TYPED = FoundBooking(
    invoice_id="20260005",
    reference="F2026-0005",
    payment_reference="",
    relation_code="DB10001",
    journal_id="V",
    journal_transaction=1,
    fiscal_year=2026,
    invoice_date=date(2026, 1, 20),
    due_date=date(2026, 2, 3),
    net=Decimal("100.00"),
    vat=Decimal("21.00"),
    gross=Decimal("121.00"),
    balance=None,
    can_change=True,
    vat_by_code=((1, Decimal("21.00")),),
)
"""The demo's first booking, as the edit model shows it."""


def test_given_the_login_then_its_administrations_are_named(client: MultiversClient) -> None:
    assert "MVL00001" in client.administrations()
    client.check()


@pytest.mark.parametrize("answer", ["403", "404"])
def test_given_another_administration_then_it_is_out_of_reach(
    client_of: ClientOf, sandbox: SandboxServers, answer: str
) -> None:
    sandbox.settings(unknown_administration=answer)
    with pytest.raises(AdministrationUnreachable, match="MVL00001"):
        client_of("MVL99999").check()


@pytest.mark.parametrize("answer", ["403", "404"])
def test_given_an_administration_out_of_reach_then_nothing_is_called_absent(
    client_of: ClientOf, sandbox: SandboxServers, answer: str
) -> None:
    sandbox.settings(unknown_administration=answer)
    client = client_of("MVL99999")
    with pytest.raises((AdministrationUnreachable, RequestRefused)):
        client.relation(Kind.SALES, "DB10001")
    with pytest.raises((AdministrationUnreachable, RequestRefused)):
        client.booking(Kind.SALES, "20260005")
    with pytest.raises((AnswerUnusable, RequestRefused)):
        client.bookings(Kind.SALES, 2026)


def test_given_an_administration_in_other_case_then_it_is_the_same(client_of: ClientOf) -> None:
    client_of("mvl00001").check()


@pytest.mark.parametrize("cap", [0, 1, 2, 3, 5, 100])
def test_given_any_page_cap_then_all_reference_data_is_read(
    client: MultiversClient, sandbox: SandboxServers, cap: int
) -> None:
    sandbox.settings(page_cap=cap)
    found = client.reference_data([2025, 2026])
    assert [len(accounts) for accounts in found.accounts.values()] == [29, 29]
    assert (len(found.periods), len(found.vat_codes), len(found.vat_scenarios)) == (26, 4, 10)
    assert len(found.vat_rules) == len(set(found.vat_rules)) == 2 * 108
    assert set(found.journals) == {"B", "I", "K", "M", "V", "WFI", "WFV"}
    assert len(client.relation_names(Kind.SALES)) == 2
    assert len(client.relations(Kind.PURCHASE)) == len(client.relation_names(Kind.PURCHASE)) == 2
    assert len(client.bookings(Kind.SALES, 2026)) == 3
    assert len(client.bookings(Kind.PURCHASE, 2026)) == 1
    assert len(client.ledger_lines(2026, date(2026, 1, 1), date(2026, 12, 31))) == 12


def test_given_the_books_then_the_reference_data_says_what_a_plan_needs(client: MultiversClient) -> None:
    found = client.reference_data([2026])
    assert found.accounts[2026]["8999"].blocked
    assert not found.accounts[2026]["8000"].blocked
    assert found.journals["WFV"] == Journal("WFV", "Verkoop WeFact", 4)
    assert found.payment_conditions["30"] == PaymentCondition("30", "30 dagen netto", 30, is_paid=True)
    low = ((date(2001, 1, 1), Decimal(6)), (date(2019, 1, 1), Decimal(9)))
    assert found.vat_codes[2] == VatCode(2, "Btw laag", low)
    rule = VatRule(scenario=1, fiscal_year=2026, invoice_type=2, vat_code=2, vat_type=1, box="1b")
    assert rule in found.vat_rules


def test_given_a_year_then_only_its_correctional_period_is_not_regular(client: MultiversClient) -> None:
    periods = client.reference_data([2025]).periods
    assert [period.number for period in periods if not period.regular] == [13]
    assert [period.number for period in periods if not period.closed] == [13]
    assert periods[1] == Period(2025, 2, date(2025, 2, 1), date(2025, 2, 28), regular=True, closed=True)


def test_given_a_year_that_multivers_does_not_have_then_it_is_left_out(client: MultiversClient) -> None:
    found = client.reference_data([2026, 2027])
    assert list(found.accounts) == [2026]
    assert client.fiscal_years() == [2025, 2026]


def test_given_a_booking_then_its_edit_model_is_read(client: MultiversClient) -> None:
    assert client.booking(Kind.SALES, "20260005") == HAND_TYPED


def test_given_a_processed_booking_then_it_cannot_be_changed(client: MultiversClient, sandbox: SandboxServers) -> None:
    sandbox.action("process_booking", invoiceId="20260005")
    found = client.booking(Kind.SALES, "20260005")
    assert found is not None
    assert found.can_change is False


@pytest.mark.parametrize("lists", [True, False])
def test_given_a_list_of_bookings_then_it_tells_what_is_open(
    client: MultiversClient, sandbox: SandboxServers, lists: bool
) -> None:
    sandbox.settings(list_payments=lists)
    sandbox.action("match_payment", invoiceId="20260005", amount="21.00")
    found = {booking.invoice_id: booking for booking in client.bookings(Kind.SALES, 2026)}
    assert found["20260005"].balance == Decimal("100.00")
    assert found["20260005"].journal_transaction == 0
    assert set(found) == {"20260005", "20260006", "12345"}


@pytest.mark.parametrize("shape", ["messages", "empty", "null_200"])
def test_given_any_way_to_say_not_found_then_it_is_absent(
    client: MultiversClient, sandbox: SandboxServers, shape: str
) -> None:
    sandbox.settings(not_found=shape)
    assert client.booking(Kind.SALES, "20269999") is None
    assert client.relation(Kind.SALES, "DB99999") is None


@pytest.mark.parametrize(
    "kind", ["timeout", "reset", "malformed", "html", "empty", "status:404", "status:500", "status:403"]
)
def test_given_a_look_up_that_fails_then_it_is_not_called_absent(
    client: MultiversClient, sandbox: SandboxServers, kind: str
) -> None:
    sandbox.fault("GET CustomerInvoice", kind=kind)
    sandbox.fault("GET Customer", kind=kind)
    with pytest.raises(SyncError):
        client.booking(Kind.SALES, "20269999")
    with pytest.raises(SyncError):
        client.relation(Kind.SALES, "DB99999")


@pytest.mark.parametrize("kind", ["malformed", "html", "empty", "status:404", "status:500", "reset"])
def test_given_a_list_that_fails_on_its_second_page_then_no_half_list_is_given(
    client: MultiversClient, sandbox: SandboxServers, kind: str
) -> None:
    sandbox.settings(page_cap=2)
    sandbox.fault("GET CustomerInvoiceInfoList", kind=kind, skip=1)
    with pytest.raises(SyncError):
        client.bookings(Kind.SALES, 2026)


def test_given_a_relation_then_the_whole_edit_object_is_read(client: MultiversClient) -> None:
    found = client.relation(Kind.SALES, "DB10001")
    assert found is not None
    assert (found["customerId"], found["name"]) == ("DB10001", "Bakkerij De Gouden Aar B.V.")
    assert "revenueAccountId" in found


def test_given_a_code_that_needs_escaping_then_it_is_looked_up_safely(client: MultiversClient) -> None:
    assert client.relation(Kind.SALES, "A/B %&") is None


def test_given_relations_then_all_codes_are_listed(client: MultiversClient) -> None:
    assert client.relation_names(Kind.SALES) == {
        "DB10001": "Bakkerij De Gouden Aar B.V.",
        "DB10002": "Stichting Vrienden van het Orgel",
    }


def test_given_a_journal_then_the_next_number_follows_the_last(client: MultiversClient) -> None:
    assert client.next_journal_transaction(2026, "V") == 4
    assert client.next_journal_transaction(2026, "WFV") == 1


def test_given_an_unknown_journal_then_multivers_refuses(client: MultiversClient) -> None:
    with pytest.raises(RequestRefused, match="Dagboek XX bestaat niet"):
        client.next_journal_transaction(2026, "XX")


def test_given_a_booking_then_its_ledger_lines_are_read(client: MultiversClient) -> None:
    lines = client.ledger_lines(2026, date(2026, 1, 20), date(2026, 1, 20))
    control = next(line for line in lines if line.relation_code)
    assert control == LedgerLine(
        fiscal_year=2026,
        period=1,
        journal_id="V",
        journal_transaction=1,
        date=date(2026, 1, 20),
        account_id="1300",
        debit=Decimal("121.00"),
        credit=Decimal("0.00"),
        vat_code=0,
        relation_code="DB10001",
        description="",
    )
    assert sum(line.debit - line.credit for line in lines) == 0


def test_given_a_period_then_only_lines_of_the_journal_are_given(client: MultiversClient) -> None:
    assert {line.journal_transaction for line in client.period_lines(2026, 1, "v")} == {1, 2, 3}
    assert client.period_lines(2026, 1, "WFV") == []


@pytest.mark.parametrize(
    ("candidate", "invoice_id"),
    [
        pytest.param(Candidate("20260005", "X", "DB99999", Decimal(1)), "20260005", id="number"),
        pytest.param(Candidate("9", "F2026-0006", "DB99999", Decimal(1)), "20260006", id="reference elsewhere"),
        pytest.param(Candidate("9", "X", "DB10001", Decimal("114.95")), "12345", id="relation and amount"),
        pytest.param(Candidate("9", "F-2026-0005", "DB10001", Decimal(1)), "20260005", id="without dashes"),
        pytest.param(Candidate("", "X", "DB10001", Decimal("242.00")), "20260006", id="without a number"),
    ],
)
def test_given_a_candidate_that_stands_there_then_it_is_found(
    client: MultiversClient, sandbox: SandboxServers, candidate: Candidate, invoice_id: str
) -> None:
    sandbox.action("edit_booking", invoiceId="20260005", changes={"paymentReference": "F20260005"})
    assert [found.invoice_id for found in client.find_bookings(Kind.SALES, [candidate], [2025, 2026])] == [invoice_id]


@pytest.mark.parametrize(
    "candidate",
    [
        Candidate("20260099", "F2026-0099", "DB10001", Decimal("121.01")),
        Candidate("20260099", "F2026-0099", "DB10001", Decimal("120.50")),
        Candidate("20260099", "O'Brien's", "DB10002", Decimal("121.00")),
    ],
)
def test_given_a_candidate_that_does_not_stand_there_then_nothing_is_found(
    client: MultiversClient, candidate: Candidate
) -> None:
    assert client.find_bookings(Kind.SALES, [candidate], [2026]) == []


def test_given_many_candidates_then_they_share_few_questions(client: MultiversClient, sandbox: SandboxServers) -> None:
    many = [Candidate(f"2026{number:04}", f"F2026-{number:04}", "DB10001", Decimal(number)) for number in range(60)]
    assert {found.invoice_id for found in client.find_bookings(Kind.SALES, many, [2026])} == {"20260005", "20260006"}
    assert calls_of(sandbox, "GET CustomerInvoiceInfoList") <= 24


@pytest.mark.parametrize(
    "body", ['{"nextJournalTransaction": 0}', '{"nextJournalTransaction": "x"}', "[4]", "null", '{"error": "Fout"}']
)
def test_given_no_usable_number_then_it_is_not_guessed(tokens: MemoryTokens, body: str) -> None:
    with odd_server(tokens, body) as client, pytest.raises(AnswerUnusable):
        client.next_journal_transaction(2026, "WFV")


@pytest.mark.parametrize("body", ["[]", "7", '"DB10001"'])
def test_given_something_else_than_an_object_then_it_is_no_relation(tokens: MemoryTokens, body: str) -> None:
    with odd_server(tokens, body) as client, pytest.raises(AnswerUnusable):
        client.relation(Kind.SALES, "DB10001")


@pytest.mark.parametrize("body", ["{}", "null", "7", "[7]", '{"value": []}'])
def test_given_something_else_than_a_list_then_nothing_is_listed(tokens: MemoryTokens, body: str) -> None:
    with odd_server(tokens, body) as client, pytest.raises(AnswerUnusable):
        client.bookings(Kind.SALES, 2026)


@contextmanager
def odd_server(tokens: MemoryTokens, body: str) -> Iterator[MultiversClient]:
    """A client of a server that gives one answer to everything."""
    tokens.kept["odd"] = Tokens("refresh-token", "access-token", NOW + timedelta(hours=1), 1)
    with servers.serving(servers.http("200 OK", body)) as url:
        connection = MultiversConnection("odd", f"{url}/V22", "app", "secret", "token")
        with connection.open_http() as http:
            yield MultiversClient(connection, "DB", tokens=tokens, http=http, clock=FixedClock(NOW))
