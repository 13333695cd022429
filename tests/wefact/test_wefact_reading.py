"""What the client makes of the demo company in WeFact."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import httpx
import pytest

from sandbox.testing import KEY, SECOND_KEY, SandboxServers
from tests.wefact.conftest import QUICK, ClientOf
from wefact_multivers.clock import FixedClock
from wefact_multivers.domain.documents import Controller, SalesInvoice, SalesLine
from wefact_multivers.errors import AnswerUnusable, RequestRefused
from wefact_multivers.wefact.client import WeFactClient
from wefact_multivers.wefact.connection import WeFactConnection
from wefact_multivers.wefact.lists import ListQuery


def numbers(client: WeFactClient, query: ListQuery) -> list[str]:
    return [row.number for row in client.list_documents(Controller.INVOICE, query).rows]


def show(client: WeFactClient, number: str) -> SalesInvoice:
    rows = client.list_documents(Controller.INVOICE, ListQuery(numbers=(number,))).rows
    invoice = client.show_document(Controller.INVOICE, rows[0].identifier)
    assert isinstance(invoice, SalesInvoice)
    return invoice


def test_given_an_invoice_then_every_printed_value_is_read(client: WeFactClient) -> None:
    invoice = show(client, "F2026-0008")
    assert (invoice.net, invoice.vat, invoice.gross) == (Decimal("112.50"), Decimal("23.63"), Decimal("136.13"))
    assert (invoice.date, invoice.due_date, invoice.term) == (date(2026, 2, 2), date(2026, 3, 4), 30)
    assert (invoice.relation_code, invoice.status, invoice.currency) == ("DB10004", 2, "EUR")
    assert (invoice.discount, invoice.reverse_charge, invoice.prices_include_vat) == (Decimal(10), False, False)
    assert invoice.modified == datetime.fromisoformat("2026-02-02 09:00:00")
    assert sum(line.quantity * line.price for line in invoice.lines) == Decimal("125.00")


def test_given_a_line_then_its_numbers_are_exact(client: WeFactClient) -> None:
    assert show(client, "F2026-0003").lines[0] == SalesLine(
        quantity=Decimal("3.5"),
        price=Decimal(95),
        discount=Decimal(0),
        tax_code="V21",
        rate=Decimal(21),
        description="Advies per uur",
        product_code="P-ADV",
    )


@pytest.mark.parametrize("mixed", [True, False])
@pytest.mark.parametrize("counters", ["number", "string"])
def test_given_any_mood_of_numbers_then_the_same_is_read(
    client: WeFactClient, sandbox: SandboxServers, mixed: bool, counters: str
) -> None:
    plain = show(client, "F2026-0004")
    sandbox.settings(mixed_numbers=mixed, counters=counters, list_amounts=not mixed)
    assert show(client, "F2026-0004") == plain
    assert len(numbers(client, ListQuery())) == 19


def test_given_a_header_discount_that_is_ignored_then_there_is_none(
    client: WeFactClient, sandbox: SandboxServers
) -> None:
    sandbox.action("edit_invoice", InvoiceCode="F2026-0008", changes={"IgnoreDiscount": "yes"})
    assert show(client, "F2026-0008").discount == 0


def test_given_a_shifted_vat_or_prices_with_vat_then_the_invoice_says_so(
    client: WeFactClient, sandbox: SandboxServers
) -> None:
    changes = {"VatShift": "yes", "VatCalcMethod": "incl"}
    sandbox.action("edit_invoice", InvoiceCode="F2026-0001", changes=changes)
    invoice = show(client, "F2026-0001")
    assert invoice.reverse_charge
    assert invoice.prices_include_vat


def test_given_no_due_date_then_it_follows_from_the_term(client: WeFactClient, sandbox: SandboxServers) -> None:
    sandbox.action("edit_invoice", InvoiceCode="F2026-0001", changes={"PayBefore": "0000-00-00"})
    assert show(client, "F2026-0001").due_date == date(2026, 1, 19)


def test_given_a_credit_note_then_its_totals_and_prices_are_negative(
    client: WeFactClient, sandbox: SandboxServers
) -> None:
    sandbox.action("credit_invoice", InvoiceCode="F2026-0003")
    row = next(row for row in client.list_documents(Controller.INVOICE, ListQuery()).rows if row.status == 8)
    note = client.show_document(Controller.INVOICE, row.identifier)
    assert isinstance(note, SalesInvoice)
    assert (note.gross, note.lines[0].price, note.lines[0].quantity) == (
        Decimal("-442.22"),
        Decimal(-95),
        Decimal("3.5"),
    )
    assert show(client, "F2026-0003").status == 9


def test_given_a_description_with_tags_and_breaks_then_plain_text_remains(
    client: WeFactClient, sandbox: SandboxServers
) -> None:
    line = {"Number": "1", "PriceExcl": "1", "TaxCode": "V21", "Description": "Los\n<b>werk</b>  a < b & c"}
    sandbox.action("edit_invoice", InvoiceCode="F2026-0001", changes={"InvoiceLines": [line]})
    assert show(client, "F2026-0001").lines[0].description == "Los werk a < b & c"


class _WithoutRates(httpx.HTTPTransport):
    """The sandbox's answers as an account would give them that prints no rate on its lines."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = super().handle_request(request)
        content = re.sub(rb'"TaxPercentage":"[^"]*"', b'"TaxPercentage":""', answer.read())
        return httpx.Response(answer.status_code, headers=answer.headers, content=content)


def test_given_a_line_without_a_rate_then_that_of_its_tax_code_counts(
    sandbox: SandboxServers, clock: FixedClock
) -> None:
    line = {"Number": "1", "PriceExcl": "1", "TaxCode": "V9"}
    sandbox.action("edit_invoice", InvoiceCode="F2026-0001", changes={"InvoiceLines": [line]})
    connection = WeFactConnection("wefact_demo", sandbox.wefact_url, KEY, QUICK)
    with httpx.Client(transport=_WithoutRates()) as http:
        assert show(WeFactClient(connection, http, clock), "F2026-0001").lines[0].rate == 9


def test_given_no_such_invoice_then_wefact_refuses(client: WeFactClient) -> None:
    with pytest.raises(RequestRefused, match="invoice/show"):
        client.show_document(Controller.INVOICE, "99999")


def test_given_a_company_then_its_name_and_contact_are_apart(client: WeFactClient, sandbox: SandboxServers) -> None:
    changes = {"Initials": "A.", "SurName": "Bakker", "Address": "Markt 1\n  bij de kerk", "MobileNumber": "06-1"}
    sandbox.action("edit_debtor", DebtorCode="DB10001", changes=changes)
    debtor = client.find_relation(Controller.DEBTOR, "DB10001")
    assert debtor is not None
    assert (debtor.name, debtor.contact) == ("Bakkerij De Gouden Aar B.V.", "A. Bakker")
    assert (debtor.street, debtor.telephone, debtor.mobile) == ("Markt 1 bij de kerk", "", "06-1")
    assert debtor.term is None


def test_given_a_person_then_initials_and_surname_are_the_name(client: WeFactClient) -> None:
    debtor = client.find_relation(Controller.DEBTOR, "DB10005")
    assert debtor is not None
    assert (debtor.name, debtor.contact) == ("S. de Vries", "")


def test_given_an_unknown_or_partial_code_then_no_debtor_is_found(client: WeFactClient) -> None:
    assert client.find_relation(Controller.DEBTOR, "NOBODY") is None
    assert client.find_relation(Controller.DEBTOR, "DB1000") is None


def test_given_a_refusal_of_a_debtor_that_exists_then_it_is_not_taken_for_absent(
    client: WeFactClient, sandbox: SandboxServers
) -> None:
    sandbox.fault("debtor/show", kind="malformed")
    with pytest.raises(AnswerUnusable):
        client.find_relation(Controller.DEBTOR, "DB10001")


def test_given_products_and_groups_then_every_product_knows_its_groups(
    client: WeFactClient, sandbox: SandboxServers
) -> None:
    sandbox.action("add_group", GroupName="ACTIES", products=["P-HOST-S", "P-ADV"])
    groups = client.product_groups()
    assert groups.of("P-HOST-S") == ("ACTIES", "HOSTING")
    assert groups.of("P-ADV") == ("ACTIES", "ADVIES")
    assert groups.of("P-LOS") == ()


def test_given_a_date_then_invoices_of_both_ends_are_listed(client: WeFactClient) -> None:
    query = ListQuery(date_from=date(2026, 1, 12), date_to=date(2026, 1, 20))
    assert numbers(client, query) == ["F2026-0003", "F2026-0004", "F2026-0005"]


def test_given_an_instant_then_what_changed_since_in_dutch_time_is_listed(client: WeFactClient) -> None:
    changed_at = datetime(2026, 3, 15, 15, 45, tzinfo=UTC)
    assert numbers(client, ListQuery(modified_from=changed_at)) == ["F2026-0016", "F2026-0017"]
    just_after = changed_at.replace(second=1)
    assert numbers(client, ListQuery(modified_from=just_after)) == ["F2026-0017"]


def test_given_numbers_then_only_whole_ones_are_found(client: WeFactClient) -> None:
    query = ListQuery(numbers=("F2026-0003", "f2026-0004", "F2026-00"))
    assert numbers(client, query) == ["F2026-0003", "F2026-0004"]


def test_given_debtors_then_a_date_does_not_narrow_their_list(client: WeFactClient) -> None:
    everyone = client.list_relations(Controller.DEBTOR, ListQuery(date_from=date(2026, 3, 1)))
    assert [row.code for row in everyone.rows][-2:] == ["DEBITEUR01", "DB10008"]
    assert len(everyone.rows) == 8


def test_given_an_answer_then_its_time_is_wefacts_own(client: WeFactClient, sandbox: SandboxServers) -> None:
    sandbox.clock("2026-07-01T12:34:56+02:00")
    assert client.list_relations(Controller.DEBTOR, ListQuery()).answered_at == datetime(
        2026, 7, 1, 10, 34, 56, tzinfo=UTC
    )
    assert client.check() == datetime(2026, 7, 1, 10, 34, 56, tzinfo=UTC)


def test_given_nothing_to_list_then_the_listing_is_empty(client: WeFactClient) -> None:
    assert numbers(client, ListQuery(date_from=date(2030, 1, 1))) == []


@pytest.mark.parametrize("page_size", [2, 3, 19, 20, 1000])
def test_given_any_page_size_then_every_invoice_comes_once(client_of: ClientOf, page_size: int) -> None:
    found = numbers(client_of(page_size=page_size), ListQuery())
    assert len(found) == len(set(found)) == 19


@pytest.mark.parametrize("kinds", [("cut:3",), ("cut:3", "cut:0")], ids=str)
def test_given_a_list_of_which_a_page_came_short_then_the_rest_is_read_all_the_same(
    client: WeFactClient, sandbox: SandboxServers, kinds: tuple[str, ...]
) -> None:
    whole = numbers(client, ListQuery())
    for kind in kinds:
        sandbox.fault("invoice/list", kind=kind)
    assert numbers(client, ListQuery()) == whole


def test_given_a_list_that_counts_rows_and_shows_none_then_it_is_not_taken_for_empty(
    client: WeFactClient, sandbox: SandboxServers
) -> None:
    sandbox.fault("invoice/list", kind="cut:0")
    with pytest.raises(AnswerUnusable, match=r"0 of \d+ rows"):
        numbers(client, ListQuery())


def test_given_an_account_then_its_fingerprint_is_its_own(client_of: ClientOf, sandbox: SandboxServers) -> None:
    first = client_of().account_fingerprint()
    assert len(first) == 64
    assert client_of(SECOND_KEY).account_fingerprint() == ""
    sandbox.action("add_invoice", DebtorCode="DB10001", InvoiceLines=[{"PriceExcl": "1"}])
    assert client_of().account_fingerprint() == first


def test_given_an_old_draft_that_became_final_then_the_known_fingerprint_stands(
    client: WeFactClient, sandbox: SandboxServers
) -> None:
    changes = {"InvoiceCode": "[concept]0000", "Status": "0"}
    sandbox.action("edit_invoice", InvoiceCode="F2025-0412", changes=changes)
    known = client.account_fingerprint()
    back = {"InvoiceCode": "F2026-0099", "Status": "2"}
    sandbox.action("edit_invoice", InvoiceCode="[concept]0000", changes=back)
    assert client.account_fingerprint() != known
    assert client.account_fingerprint(known) == known
