"""The public MCP server `wefact-mcp` works on the sandbox, spoken to over stdio as an assistant does."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.testing import KEY, running
from tests.clients.environments import drive

Record = dict[str, Any]
TOOLS = (
    "create_debtor create_invoice credit_invoice get_credit_invoice get_debtor get_invoice get_product"
    " get_subscription list_credit_invoices list_debtors list_invoices list_products list_subscriptions"
    " mark_invoice_paid send_invoice update_debtor wefact_request whoami"
)
REFUSED = {
    "send_invoice": ["Invalid action"],
    "list_subscriptions": ["Invalid action"],
    "get_subscription": ["Invalid action"],
    "unknown_controller": ["Invalid controller"],
    "unknown_invoice": ["Ongeldig kenmerk voor factuur"],
    "nothing_named": ["Provide debtor_code or identifier."],
}


pytestmark = pytest.mark.full


@pytest.fixture(scope="module")
def worked() -> tuple[Record, Record]:
    """What the server answered, and the account as it left it."""
    with running("empty") as servers:
        answers = drive("wefact_mcp", SANDBOX_URL=servers.wefact_url, WEFACT_API_KEY=KEY)
        return answers, servers.state()["wefact"]["accounts"][KEY]


@pytest.fixture(scope="module")
def answers(worked: tuple[Record, Record]) -> Record:
    return worked[0]


def test_given_its_start_then_every_tool_is_offered(answers: Record) -> None:
    assert (answers["server"], answers["tools"]) == ("wefact", TOOLS.split())
    assert answers["prompts"] == ["export_to_nixfact", "feature_audit"]


def test_given_every_call_then_only_the_undocumented_and_the_wrong_are_refused(answers: Record) -> None:
    steps = {name: answer for name, answer in answers.items() if isinstance(answer, dict)}
    assert {name: step["errors"] for name, step in steps.items() if step.get("status") != "success"} == REFUSED


def test_given_a_first_look_then_an_empty_list_has_no_rows_key(answers: Record) -> None:
    assert (answers["whoami_empty"]["totalresults"], answers["whoami_empty"]["first_debtor_code"]) == (0, None)
    assert (answers["whoami"]["totalresults"], answers["whoami"]["first_debtor_code"]) == (2, "DB10001")
    assert answers["list_debtors_future"]["debtors"] == []


def test_given_debtors_then_tools_read_what_tools_wrote(answers: Record) -> None:
    shown = answers["get_debtor"]["debtor"]
    assert (shown["CompanyName"], shown["City"], shown["Identifier"]) == ("Bakker é Zn", "Kampen", "1")
    assert answers["get_debtor_by_id"]["debtor"]["SurName"] == "De Vries"
    assert [row["DebtorCode"] for row in answers["find_debtor"]["debtors"]] == ["DB10001"]
    assert (answers["list_debtors"]["totalresults"], answers["list_debtors_page"]["currentresults"]) == (2, 2)


def test_given_invoices_then_they_are_sent_paid_and_credited(answers: Record) -> None:
    paid = answers["get_paid_invoice"]["invoice"]
    assert (str(paid["Status"]), paid["PayDate"], paid["PaymentMethod"]) == ("4", "2026-03-02", "cash")
    assert (paid["AmountExcl"], paid["AmountOutstanding"]) == ("30.50", "0.00")
    assert str(answers["get_invoice"]["invoice"]["Status"]) == "2"
    assert float(answers["credit_invoice"]["invoice"]["AmountIncl"]) == -242
    assert answers["list_invoices"]["totalresults"] == 3


def test_given_filter_names_that_are_not_documented_then_they_are_ignored(answers: Record) -> None:
    assert answers["list_invoices_of_debtor"]["totalresults"] == 3


def test_given_purchases_through_the_general_tool_then_they_are_listed(answers: Record) -> None:
    assert [row["InvoiceCode"] for row in answers["list_credit_invoices"]["creditinvoices"]] == ["881"]
    assert float(answers["get_credit_invoice"]["creditinvoice"]["AmountIncl"]) == 60.5


def test_given_the_end_then_the_stored_invoices_are_what_the_tools_made(worked: tuple[Record, Record]) -> None:
    stored = [(record["Status"], record["AmountPaid"]) for record in worked[1]["invoices"].values()]
    assert stored == [("9", "0.00"), ("4", "36.91"), ("8", "-242.00")]


def test_given_the_general_tool_then_lines_contacts_and_attachments_are_kept(worked: tuple[Record, Record]) -> None:
    answers, account = worked
    lines = account["invoices"]["2"]["InvoiceLines"]
    assert [(line["Description"], line["PriceExcl"]) for line in lines] == [("Hosting", "15"), ("Reiskosten", "0.5")]
    assert answers["download_attachment"]["success"][1:3] == ["bon.txt", "Qm9uIDE="]
    assert [row["EmailAddress"] for row in answers["show_contacts"]["debtor"]["ExtraClientContacts"]] == [
        "b@example.org"
    ]
