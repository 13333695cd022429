"""The public package `wefact-python` keeps an administration in the sandbox, unmodified (wefact-api.md 2, 8.18)."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.testing import KEY, running
from tests.clients.environments import drive

Record = dict[str, Any]
INVALID_ACTION = {"raised": "ValidationError", "message": "Invalid action", "details": ["Invalid action"]}


pytestmark = pytest.mark.full


@pytest.fixture(scope="module")
def worked() -> tuple[Record, Record]:
    """What the client printed, and the account as it left it."""
    with running("empty") as servers:
        answers = drive("wefact_python", SANDBOX_URL=servers.wefact_url, SANDBOX_KEY=KEY)
        return answers, servers.state()["wefact"]["accounts"][KEY]


@pytest.fixture(scope="module")
def answers(worked: tuple[Record, Record]) -> Record:
    return worked[0]


@pytest.fixture(scope="module")
def account(worked: tuple[Record, Record]) -> Record:
    return worked[1]


def test_given_every_documented_call_then_none_is_refused(answers: Record) -> None:
    served = {part: answers[part] for part in ("tables", "sales", "purchases", "transactions", "files")}
    refused = {
        f"{part}/{name}": answer
        for part, steps in served.items()
        for name, answer in steps.items()
        if isinstance(answer, dict) and "raised" in answer
    }
    assert refused == {}


def test_given_debtors_then_they_are_numbered_changed_and_found(answers: Record, account: Record) -> None:
    steps = answers["tables"]
    assert [row["DebtorCode"] for row in steps["debtor_list"]["debtors"]] == ["DB10001", "DB10002"]
    assert (steps["debtor_show"]["debtor"]["City"], steps["debtor_show"]["debtor"]["CompanyName"]) == (
        "Kampen",
        "Bakkerij Jansen & Zn",
    )
    assert [row["DebtorCode"] for row in steps["debtor_search"]["debtors"]] == ["DB10001"]
    assert ("debtors" in steps["debtor_empty_list"], steps["debtor_empty_list"]["totalresults"]) == (False, 0)
    assert [row["City"] for row in steps["debtor_list_all"]] == ["Kampen", ""]
    assert sorted(account["debtors"]) == ["1", "2"]


def test_given_products_and_groups_then_items_replace_the_membership(answers: Record) -> None:
    steps = answers["tables"]
    assert float(steps["product_show"]["product"]["PriceExcl"]) == 15
    assert [str(item) for item in steps["group_list"]["groups"][0]["Items"]] == ["1", "2"]
    assert (steps["group_list"]["groups"][0]["GroupName"], sorted(steps["group_show"]["group"]["Items"])) == (
        "Diensten",
        ["1", "2"],
    )


def test_given_creditors_and_cost_categories_then_they_stand_as_last_changed(answers: Record, account: Record) -> None:
    steps = answers["tables"]
    assert steps["creditor_show"]["creditor"]["City"] == "Groningen"
    assert [row["CreditorCode"] for row in steps["creditor_list"]["creditors"]] == ["CD10001"]
    assert [row["Title"] for row in steps["category_list"]["costcategories"]] == ["Inkoop apparatuur"]
    assert steps["category_show"]["costcategory"]["Title"] == "Inkoop apparatuur"
    assert [row["Status"] for row in account["cost_categories"].values()] == ["active", "removed"]


def test_given_settings_then_the_rates_are_fractions(answers: Record) -> None:
    codes = answers["tables"]["settings"]["settings"]["Tax"]["Codes"]
    assert (codes["Sale"]["V21"]["Rate"], codes["Purchase"]["I21"]["Rate"]) == ("0.210000", "0.210000")


def test_given_a_draft_then_sending_gives_it_its_number(answers: Record) -> None:
    steps = answers["sales"]
    added, sent = steps["add"]["invoice"], steps["show_part_paid"]["invoice"]
    assert (added["InvoiceCode"], added["AmountExcl"], added["AmountIncl"]) == ("[concept]0001", "245.00", "296.45")
    assert (sent["ReferenceNumber"], sent["Term"]) == ("PO 1 & 2", "30")
    assert not sent["InvoiceCode"].startswith("[concept]")


def test_given_payments_then_amounts_and_statuses_follow(answers: Record) -> None:
    steps = answers["sales"]
    shown = [steps[name]["invoice"] for name in ("show_part_paid", "show_paid", "show_unpaid")]
    assert [str(invoice["Status"]) for invoice in shown] == ["3", "4", "2"]
    assert [float(invoice["AmountOutstanding"]) for invoice in shown] == [196, 0, 296.45]
    assert (shown[1]["PayDate"], shown[1]["PaymentMethod"]) == ("2026-03-09", "cash")


def test_given_a_credit_then_the_original_is_9_and_the_new_one_8_and_negative(answers: Record) -> None:
    credit, original = answers["sales"]["credit"]["invoice"], answers["sales"]["show_credited"]["invoice"]
    assert (str(credit["Status"]), float(credit["AmountIncl"])) == ("8", -242)
    assert (str(original["Status"]), original["InvoiceCode"]) == ("9", "HS-7")


def test_given_the_end_then_the_stored_invoices_are_what_the_client_made(account: Record) -> None:
    stored = [
        (record["Status"], record["AmountPaid"], len(record["InvoiceLines"])) for record in account["invoices"].values()
    ]
    assert stored == [("4", "296.45", 2), ("9", "0.00", 1), ("8", "-242.00", 1)]


def test_given_list_filters_then_only_those_rows_come(answers: Record) -> None:
    steps = answers["sales"]
    assert [(row["Identifier"], row["AmountIncl"]) for row in steps["list"]["invoices"]] == [
        ("1", "296.45"),
        ("2", "242.00"),
        ("3", "-242.00"),
    ]
    assert [row["Identifier"] for row in steps["list_paid_or_sent"]["invoices"]] == ["1"]
    assert "invoices" not in steps["list_modified"]
    assert len(steps["list_all"]) == 3


def test_given_a_purchase_invoice_then_it_is_paid_in_two_steps(answers: Record, account: Record) -> None:
    steps = answers["purchases"]
    shown = [steps[name]["creditinvoice"] for name in ("show_part_paid", "show_paid")]
    assert (steps["add"]["creditinvoice"]["CreditInvoiceCode"], steps["add"]["creditinvoice"]["AmountIncl"]) == (
        "CF0001",
        "121.00",
    )
    assert [str(invoice["Status"]) for invoice in shown] == ["2", "3"]
    assert [row["InvoiceCode"] for row in steps["list"]["creditinvoices"]] == ["2026/881"]
    assert [record["Comment"] for record in account["creditinvoices"].values()] == ["Voor kantoor"]


def test_given_a_matched_transaction_then_its_invoice_is_paid(answers: Record) -> None:
    steps = answers["transactions"]
    rows = {row["Identifier"]: row["Status"] for row in steps["list"]["transactions"]}
    assert rows == {"1": "matched", "2": "ignored"}
    assert [row["MatchedAmount"] for row in steps["show"]["transaction"]["Matches"]] == ["296.45"]
    assert (steps["invoice"]["invoice"]["Status"], steps["invoice"]["invoice"]["PayDate"]) == ("4", "2026-03-05")


def test_given_a_download_then_it_is_a_pdf(answers: Record) -> None:
    assert answers["files"]["pdf"] == {"begin": "%PDF-", "same": True}


@pytest.mark.parametrize(
    "name",
    [
        "attachment_add", "attachment_delete", "attachment_download", "attachment_add_purchase", "line_add",
        "line_delete", "purchase_line_add", "purchase_line_delete", "contact_add", "contact_delete",
    ],
)  # fmt: skip
def test_given_a_call_that_contradicts_the_documentation_then_the_documented_refusal(
    answers: Record, name: str
) -> None:
    assert answers["refused"][name] == INVALID_ACTION


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("add_with_identifier", "Een Identifier is niet toegestaan voor deze actie."),
        ("unknown_debtor", "Ongeldig kenmerk voor debiteur"),
        ("delete_final", "Factuur kan niet verwijderd worden"),
        ("wrong_key", "De API sleutel kan niet worden gevonden."),
    ],
)
def test_given_a_documented_refusal_then_the_client_raises_its_text(answers: Record, name: str, message: str) -> None:
    assert (answers["refused"][name]["raised"], answers["refused"][name]["message"]) == ("ValidationError", message)


@pytest.mark.parametrize("name", ["subscriptions", "quotes", "tasks", "interactions"])
def test_given_a_part_that_the_sandbox_leaves_out_then_the_client_hears_invalid_action(
    answers: Record, name: str
) -> None:
    assert answers["refused"][name] == INVALID_ACTION


@pytest.mark.parametrize("name", ["add_without_name", "group_list_without_type"])
def test_given_a_refusal_of_unknown_wording_then_the_client_raises_it(answers: Record, name: str) -> None:
    assert answers["refused"][name]["raised"] == "ValidationError"
