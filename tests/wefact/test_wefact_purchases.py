"""What the client makes of creditors, purchase invoices and payments in WeFact."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import httpx
import pytest

from sandbox.testing import KEY, SandboxServers
from tests.wefact.conftest import QUICK, ClientOf
from wefact_multivers.clock import FixedClock
from wefact_multivers.domain.documents import Controller, PurchaseInvoice, PurchaseLine
from wefact_multivers.errors import AnswerUnusable, RequestRefused
from wefact_multivers.wefact.client import WeFactClient
from wefact_multivers.wefact.connection import WeFactConnection
from wefact_multivers.wefact.lists import ListQuery, UnreadableRow
from wefact_multivers.wefact.payments import PaymentState

CREDITINVOICE = Controller.CREDITINVOICE


def numbers(client: WeFactClient, query: ListQuery) -> list[str]:
    return [row.number for row in client.list_documents(CREDITINVOICE, query).rows]


def identifier(client: WeFactClient, number: str, controller: Controller = CREDITINVOICE) -> str:
    return client.list_documents(controller, ListQuery(numbers=(number,))).rows[0].identifier


def show(client: WeFactClient, number: str) -> PurchaseInvoice:
    invoice = client.show_document(CREDITINVOICE, identifier(client, number))
    assert isinstance(invoice, PurchaseInvoice)
    return invoice


def test_given_a_purchase_invoice_then_every_printed_value_is_read(client: WeFactClient) -> None:
    invoice = show(client, "CF2026-0002")
    assert (invoice.supplier_number, invoice.relation_code) == ("INV-CF2026-0002", "CR10001")
    assert (invoice.net, invoice.vat, invoice.gross) == (Decimal("86.95"), Decimal("8.66"), Decimal("95.61"))
    assert (invoice.date, invoice.due_date, invoice.term) == (date(2026, 1, 9), date(2026, 1, 23), 14)
    assert (invoice.status, invoice.currency) == (1, "EUR")
    assert invoice.modified == datetime.fromisoformat("2026-01-09 09:00:00")
    assert invoice.lines == (
        PurchaseLine("Vakliteratuur", Decimal(80), "I9", Decimal(9), "Kantoorkosten"),
        PurchaseLine("Verzendkosten", Decimal("6.95"), "I21", Decimal(21), "Kantoorkosten"),
    )


@pytest.mark.parametrize("mixed", [True, False])
@pytest.mark.parametrize("tax_codes", ["object", "list"])
def test_given_any_mood_of_numbers_then_the_same_is_read(
    client_of: ClientOf, sandbox: SandboxServers, mixed: bool, tax_codes: str
) -> None:
    plain = show(client_of(), "CF2026-0016")
    sandbox.settings(mixed_numbers=mixed, list_amounts=not mixed, tax_codes=tax_codes)
    assert show(client_of(), "CF2026-0016") == plain


def test_given_a_stale_total_then_it_is_read_as_it_is_printed(client: WeFactClient) -> None:
    invoice = show(client, "CF2026-0004")
    assert (invoice.net, invoice.vat, invoice.gross) == (Decimal("350.00"), Decimal("13.00"), Decimal("363.00"))


def test_given_a_suppliers_credit_note_then_its_totals_are_negative(client: WeFactClient) -> None:
    invoice = show(client, "CF2026-0005")
    assert (invoice.status, invoice.gross, invoice.lines[0].net) == (8, Decimal("-60.50"), Decimal(-50))


def test_given_a_line_without_a_cost_category_then_it_has_none(client: WeFactClient) -> None:
    assert show(client, "CF2026-0018").lines[0].cost_category == ""


def test_given_a_category_that_is_no_longer_used_then_it_keeps_its_name_and_one_call_names_all(
    client: WeFactClient, sandbox: SandboxServers
) -> None:
    sandbox.action("remove_cost_category", Title="Kantoorkosten")
    assert show(client, "CF2026-0001").lines[0].cost_category == "Kantoorkosten"
    assert show(client, "CF2026-0010").lines[0].cost_category == "Uitbesteed werk"
    assert "Kantoorkosten" in client.cost_categories().values()
    assert sandbox.requests()["calls"]["wefact settings/costcategory_list"] == 1


def test_given_a_line_without_a_tax_code_then_its_own_rate_counts(client: WeFactClient) -> None:
    assert [(line.tax_code, line.rate) for line in show(client, "CF2026-0014").lines] == [
        ("", Decimal(7)),
        ("", Decimal(19)),
    ]


def test_given_a_description_with_tags_then_plain_text_remains(client: WeFactClient, sandbox: SandboxServers) -> None:
    line = {"PriceExcl": "50", "TaxCode": "I21", "Description": "Papier\n<b>A4</b>"}
    sandbox.action("edit_purchase_invoice", CreditInvoiceCode="CF2026-0001", changes={"InvoiceLines": [line]})
    assert show(client, "CF2026-0001").lines[0].description == "Papier A4"


def test_given_a_date_then_purchase_invoices_are_narrowed_here(client: WeFactClient, sandbox: SandboxServers) -> None:
    query = ListQuery(date_from=date(2026, 1, 9), date_to=date(2026, 1, 15))
    assert numbers(client, query) == ["CF2026-0002", "CF2026-0003", "CF2026-0004"]
    assert len(numbers(client, ListQuery())) == 28


def test_given_an_instant_then_what_changed_since_is_listed(client: WeFactClient) -> None:
    changed_at = datetime(2026, 3, 15, 11, 0, tzinfo=UTC)
    assert numbers(client, ListQuery(modified_from=changed_at)) == ["CF2026-0027"]


def test_given_numbers_then_the_companys_own_and_only_whole_ones_are_found(client: WeFactClient) -> None:
    assert numbers(client, ListQuery(numbers=("cf2026-0008", "2026-0144", "CF2026-00"))) == ["CF2026-0008"]


class _WithoutOneAmount(httpx.HTTPTransport):
    """The sandbox's answers with one total that is no number."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = super().handle_request(request)
        content = answer.read().replace(b'"AmountIncl":"60.51"', b'"AmountIncl":"Jansen"')
        return httpx.Response(answer.status_code, headers=answer.headers, content=content)


def test_given_an_unreadable_purchase_invoice_then_it_concerns_that_one_alone(
    client: WeFactClient, sandbox: SandboxServers, clock: FixedClock
) -> None:
    wrong = identifier(client, "CF2026-0003")
    connection = WeFactConnection("wefact_demo", sandbox.wefact_url, KEY, QUICK)
    with httpx.Client(transport=_WithoutOneAmount()) as http:
        partly = WeFactClient(connection, http, clock)
        found = partly.list_documents(CREDITINVOICE, ListQuery(date_from=date(2026, 1, 1)))
        assert found.unreadable == (UnreadableRow(wrong, "unreadable: AmountIncl"),)
        assert len(found.rows) == 26
        with pytest.raises(AnswerUnusable, match="unreadable: AmountIncl"):
            partly.show_document(CREDITINVOICE, wrong)
        assert partly.list_documents(CREDITINVOICE, ListQuery(numbers=("CF2026-0003",))).unreadable == found.unreadable
        assert show(partly, "CF2026-0002").gross == Decimal("95.61")


def test_given_no_such_purchase_invoice_then_wefact_refuses(client: WeFactClient) -> None:
    with pytest.raises(RequestRefused, match="creditinvoice/show"):
        client.show_document(CREDITINVOICE, "99999")


def test_given_a_creditor_then_it_is_a_relation_with_its_bank_account(client: WeFactClient) -> None:
    creditor = client.find_relation(Controller.CREDITOR, "CR10002")
    assert creditor is not None
    assert (creditor.controller, creditor.name, creditor.city) == (
        Controller.CREDITOR,
        "Hosting Partner B.V.",
        "Amsterdam",
    )
    assert (creditor.iban, creditor.vat_number, creditor.term) == ("NL03RABO0345678901", "NL821122332B01", 14)
    assert client.show_relation(Controller.CREDITOR, creditor.identifier) == creditor


def test_given_creditors_then_they_are_listed_and_an_unknown_code_is_none(client: WeFactClient) -> None:
    codes = [row.code for row in client.list_relations(Controller.CREDITOR, ListQuery()).rows]
    assert codes[-2:] == ["CR10010", "CR10011"]
    assert client.find_relation(Controller.CREDITOR, "CR1000") is None
    assert client.find_relation(Controller.CREDITOR, "DB10001") is None


@pytest.mark.parametrize(
    ("controller", "number", "expected"),
    [
        (CREDITINVOICE, "CF2026-0001", PaymentState(1, Decimal("60.50"), Decimal(0), Decimal("60.50"), None)),
        (CREDITINVOICE, "CF2026-0023", PaymentState(2, Decimal("508.20"), Decimal(100), Decimal("408.20"), None)),
        (
            CREDITINVOICE,
            "CF2026-0017",
            PaymentState(3, Decimal("60.50"), Decimal("60.50"), Decimal(0), date(2026, 2, 11)),
        ),
        (Controller.INVOICE, "F2026-0001", PaymentState(2, Decimal("60.50"), Decimal(0), Decimal("60.50"), None)),
    ],
)
def test_given_a_document_then_what_was_paid_is_told(
    client: WeFactClient, controller: Controller, number: str, expected: PaymentState
) -> None:
    assert client.payment_of(controller, identifier(client, number, controller)) == expected
