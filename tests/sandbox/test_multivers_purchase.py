"""Suppliers and their invoices: the mirror of the customer side, and what is theirs alone."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from sandbox.core import Sandbox
from sandbox.testing import SandboxControl
from tests.sandbox.bare_books import bare_sandbox
from tests.sandbox.callers import MultiversCaller, line, purchase_body


@pytest.fixture
def sandbox() -> Sandbox:
    """Books in which only what the test does has happened."""
    return bare_sandbox()


@pytest.fixture
def supplier(multivers: MultiversCaller) -> dict[str, Any]:
    """A supplier with a payment condition."""
    return add_supplier(multivers)


def add_supplier(multivers: MultiversCaller, **changes: Any) -> dict[str, Any]:
    """Make supplier CR1, changed as asked."""
    body = {"supplierId": "CR1", "shortName": "LEV", "name": "Leverancier B.V.", "paymentConditionId": "14"}
    made: dict[str, Any] = multivers.raw("POST", "Supplier", json=body | changes).json()
    return made


def buy(multivers: MultiversCaller, **changes: Any) -> httpx.Response:
    """Post a purchase invoice of 100.00 + 21.00, changed as asked."""
    return multivers.raw("POST", "SupplierInvoice", json=purchase_body() | changes)


def ledger(multivers: MultiversCaller) -> list[tuple[str, float, float]]:
    """Account, debit and credit of every line of March."""
    rows = multivers.get("JournalEntryLineInfoList/ByPeriod/2026/3/3")
    return [(row["accountId"], row["debitAmount"], row["creditAmount"]) for row in rows]


def test_given_a_supplier_then_it_is_read_in_every_form(multivers: MultiversCaller, supplier: dict[str, Any]) -> None:
    info = multivers.get("SupplierInfo/CR1")
    assert (supplier["supplierGroupId"], supplier["supplierStateId"], supplier["canChange"]) == (1, "A", True)
    assert info["supplierOrganizationId"] == supplier["organizationId"]
    assert {"addresses", "customerId", "person", "canChange"}.isdisjoint(info)
    assert multivers.get("SupplierInfoList") == [info]
    assert multivers.get("SupplierNVL") == [{"name": "CR1", "value": "Leverancier B.V."}]
    assert multivers.get("SupplierGroupInfo/1")["accountId"] == "1600"
    assert [row["name"] for row in multivers.get("SupplierGroupNVL")] == ["1", "2"]
    assert multivers.raw("GET", "SupplierGroupInfo/9").status_code == 404


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"shortName": ""}, "shortName"),
        ({"shortName": "NEGENTEKEN"}, "shortName"),
        ({"supplierId": "123456789"}, "supplierId"),
        ({"name": "x" * 41}, "name"),
        ({"supplierGroupId": 9}, "supplierGroupId"),
        ({"supplierStateId": "X"}, "supplierStateId"),
        ({"creditSqueezeId": "4"}, "creditSqueezeId"),
        ({"discountPercentage": 5}, "discountPercentage"),
        ({"paymentConditionId": "99"}, "paymentConditionId"),
        ({"vatScenarioId": 1}, "vatScenarioId"),
        ({"organizationId": 4711}, "organizationId"),
        ({"customerId": "NIX"}, "customerId"),
    ],
)
def test_given_a_wrong_supplier_then_its_property_is_named(
    multivers: MultiversCaller, changes: dict[str, Any], path: str
) -> None:
    assert [message["path"] for message in add_supplier(multivers, **changes)["messages"]] == [path]
    assert multivers.get("SupplierInfoList") == []


@pytest.mark.parametrize(("switch", "status"), [("400", 400), ("409", 409), ("500", 500), ("200_messages", 200)])
def test_given_a_supplier_twice_then_the_switch_decides(
    multivers: MultiversCaller, control: SandboxControl, supplier: dict[str, Any], switch: str, status: int
) -> None:
    control.settings(duplicate_supplier=switch)
    answer = multivers.raw("POST", "Supplier", json={"supplierId": "CR1", "shortName": "ANDER"})
    assert (answer.status_code, len(answer.json()["messages"])) == (status, 1)
    assert multivers.get("Supplier/CR1") == supplier


def test_given_a_customer_who_also_sells_then_both_are_one_organisation(multivers: MultiversCaller) -> None:
    number = multivers.get("Customer/DB10001")["organizationId"]
    made = add_supplier(multivers, customerId="DB10001")
    refused = multivers.raw("DELETE", "Supplier/SupplierAndOrganization/CR1").json()["messages"][0]["path"]
    assert (made["organizationId"], multivers.get("Customer/DB10001")["supplierId"]) == (number, "CR1")
    assert refused == "organizationId"
    assert multivers.raw("DELETE", "Supplier/CR1").status_code == 200
    assert multivers.get("Customer/DB10001")["supplierId"] == ""
    assert add_supplier(multivers, supplierId="CR2", organizationId=number)["customerId"] == "DB10001"
    assert add_supplier(multivers, supplierId="CR3", organizationId=number)["messages"][0]["path"] == "organizationId"


def test_given_a_relation_with_its_organisation_then_both_go(
    multivers: MultiversCaller, supplier: dict[str, Any]
) -> None:
    assert multivers.raw("DELETE", "Supplier/SupplierAndOrganization/CR1").status_code == 200
    again = add_supplier(multivers, organizationId=supplier["organizationId"])
    assert again["messages"][0]["path"] == "organizationId"


def test_given_automatic_numbers_then_relations_get_them_in_turn(multivers: MultiversCaller) -> None:
    command = "ModifyAutoIdCommand/Enable?type=2&startId=7&interval=5&length=6&useLeadingZeroes=true"
    assert multivers.raw("POST", command).json()["error"] == ""
    made = [add_supplier(multivers, supplierId="")["supplierId"] for _ in range(2)]
    asked = multivers.raw("POST", "GetSupplierIdCommand").json()["supplierId"]
    company = multivers.get("CompanyDetailsInfo")
    assert (company["lastSupplierAutoId"], company["nextSupplierId"]) == ("000012", "000017")
    multivers.raw("POST", "ModifyAutoIdCommand/Disable?type=2")
    assert (made, asked) == (["000007", "000012"], "000017")
    assert multivers.raw("POST", "GetSupplierIdCommand").json()["supplierId"] == "1001"
    assert multivers.raw("POST", "ModifyAutoIdCommand/Enable?type=0").json()["error"] != ""
    assert multivers.raw("POST", "ModifyAutoIdCommand/Enable?type=1&startId=5&length=9").json()["error"] != ""


def test_given_numbering_is_off_then_an_empty_id_may_be_refused(
    multivers: MultiversCaller, control: SandboxControl
) -> None:
    control.settings(missing_relation_id="auto_only")
    refused = multivers.raw("POST", "Customer", json={"shortName": "K"}).json()["messages"][0]["path"]
    multivers.raw("POST", "ModifyAutoIdCommand/Enable?type=1&startId=50&interval=1&length=4")
    made = multivers.raw("POST", "Customer", json={"shortName": "K"}).json()
    assert (refused, made["customerId"]) == ("customerId", "50")


def test_given_the_letter_of_the_guide_then_charge_vat_is_read(multivers: MultiversCaller) -> None:
    made = multivers.raw("POST", "Customer", json={"shortName": "K", "chargeVatTypeId": "J"}).json()
    assert made["chargeVatTypeId"] == 1


def test_given_a_purchase_then_the_ledger_is_the_mirror_of_a_sale(
    multivers: MultiversCaller, supplier: dict[str, Any]
) -> None:
    booked = buy(multivers).json()
    assert (booked["amountTotal"], booked["vatAmount"], booked["totalAmountVatExcl"]) == (121.0, 21.0, 100.0)
    assert (booked["invoiceType"], booked["canChange"], booked["invoiceExpirationDate"]) == (1, True, "16-3-2026")
    assert ledger(multivers) == [("1600", 0.0, 121.0), ("4000", 100.0, 0.0), ("1520", 21.0, 0.0)]
    assert multivers.get("Supplier/CR1")["hasOutstandingBalance"] is True
    assert multivers.raw("DELETE", "Supplier/CR1").status_code == 400


def test_given_a_supplier_in_another_group_then_its_control_account_is_used(multivers: MultiversCaller) -> None:
    add_supplier(multivers, supplierGroupId=2)
    buy(multivers)
    assert ledger(multivers)[0] == ("1610", 0.0, 121.0)


def test_given_a_purchase_then_info_header_and_lists_carry_the_suppliers_names(
    multivers: MultiversCaller, supplier: dict[str, Any]
) -> None:
    buy(multivers)
    info = multivers.get("SupplierInvoiceInfo/90000001")
    header = multivers.get("SupplierInvoiceInfo/OnlyHeader/90000001")
    assert (info["supplierId"], info["supplierName"], info["invoiceReference"]) == (
        "CR1",
        "Leverancier B.V.",
        "2026-118",
    )
    assert info["supplierInvoiceLines"][0]["amount"] == 100.0
    assert (info["payments"], "payments" in header, "customerId" in info) == ([], False, False)
    assert multivers.get("CustomerInvoiceInfoList/ByFiscalYear/2026/0?id=CR1") == []


@pytest.mark.parametrize(
    ("path", "ids"),
    [
        ("SupplierInvoiceInfoList/ByFiscalYear/2026/0", ["90000001", "90000002"]),
        ("SupplierInvoiceInfoList/ByFiscalYear/2026/1?id=CR1", ["90000001"]),
        ("SupplierInvoiceInfoList/ByFiscalYear/2026/CR1?invoiceState=2", ["90000002"]),
        ("SupplierInvoiceInfoList/ByFiscalYear/2025/0", []),
        ("SupplierInvoiceInfoList/ByJournal/2026/i//0", ["90000001", "90000002"]),
        ("SupplierInvoiceInfoList/ByJournal/2026/WFI//0", []),
        ("SupplierInvoiceInfoList/OpenInvoices/CR1", ["90000001"]),
        ("SupplierInvoiceInfoList/CR1", ["90000001", "90000002"]),
        ("SupplierInvoiceInfoList/CR1/2", ["90000002"]),
        ("SupplierInvoiceInfoList/CR1/3-3-2026/2026-03-31", ["90000002"]),
        ("SupplierInvoiceInfoList/CR1?startDate=01-03-2026&endDate=02-03-2026", ["90000001"]),
        ("OutstandingSupplierInvoiceInfoList/118", ["90000001"]),
        ("OutstandingSupplierInvoiceInfoList/BySupplierId/CR1/9000000", ["90000001"]),
        ("OutstandingSupplierInvoiceInfoList/niets", []),
        ("OutstandingCustomerInvoiceInfoList/ByCustomerId/DB10001/gouden", ["20260005", "20260006", "12345"]),
    ],
)
def test_given_a_list_route_then_its_purchases_come(
    multivers: MultiversCaller, control: SandboxControl, supplier: dict[str, Any], path: str, ids: list[str]
) -> None:
    buy(multivers)
    buy(multivers, invoiceId="90000002", journalTransaction=2, invoiceDate="05-03-2026")
    control.action("pay_supplier", invoiceId="90000002")
    assert [row["invoiceId"] for row in multivers.get(path)] == ids


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"supplierId": "NIX"}, "supplierId"),
        ({"journalId": "V"}, "journalId"),
        ({"vatScenarioId": 1}, "vatScenarioId"),
        ({"invoiceType": 2}, "invoiceType"),
        ({"invoiceType": 3}, "invoiceType"),
        ({"fiscalYear": 2025}, "periodNumber"),
        ({"periodNumber": 0}, "periodNumber"),
        ({"paymentReference": "x" * 17}, "paymentReference"),
        ({"amountFrozenCur": 121.01}, "amountFrozenCur"),
        ({"documentLink": {"subject": "scan"}}, "documentLink.documentLink"),
        ({"supplierInvoiceLines": [line("1.00", account="7777", side="debit")]}, "supplierInvoiceLines[0].accountId"),
    ],
)
def test_given_a_wrong_purchase_then_it_is_refused_by_its_path(
    multivers: MultiversCaller, supplier: dict[str, Any], changes: dict[str, Any], path: str
) -> None:
    answer = buy(multivers, **changes)
    assert (answer.status_code, answer.json()["messages"][0]["path"]) == (400, path)
    assert (multivers.get("SupplierInvoiceInfoList/CR1"), ledger(multivers)) == ([], [])


def test_given_a_supplier_without_payment_condition_then_it_cannot_be_booked(multivers: MultiversCaller) -> None:
    add_supplier(multivers, paymentConditionId="")
    assert buy(multivers).json()["messages"][0]["path"] == "supplierId"


def test_given_one_number_space_then_a_sales_number_is_taken_for_purchases(
    multivers: MultiversCaller, control: SandboxControl, supplier: dict[str, Any]
) -> None:
    refused = buy(multivers, invoiceId="20260005")
    control.settings(invoice_id_space="per_kind")
    accepted = buy(multivers, invoiceId="20260005")
    assert (refused.status_code, refused.json()["messages"][0]["path"]) == (400, "invoiceId")
    assert accepted.status_code == 200
    assert multivers.get("CustomerInvoice/20260005")["customerId"] == "DB10001"
    assert multivers.get("SupplierInvoice/20260005")["supplierId"] == "CR1"


def test_given_no_numbers_then_purchases_are_numbered_after_the_highest_of_both_kinds(
    multivers: MultiversCaller, supplier: dict[str, Any]
) -> None:
    booked = buy(multivers, invoiceId="", journalTransaction=0).json()
    assert (booked["invoiceId"], booked["journalTransaction"]) == ("20260007", 1)
    assert multivers.raw("POST", "GetInvoiceIdCommand").json()["invoiceId"] == "20260008"
    multivers.raw("DELETE", "SupplierInvoice/20260007")
    assert multivers.raw("POST", "GetInvoiceIdCommand").json()["invoiceId"] == "20260007"
    command = "GetNextJournalTransactionCommand?fiscalYear=2026&journalId=I"
    assert multivers.raw("POST", command).json()["nextJournalTransaction"] == 1


def test_given_the_last_number_then_none_is_handed_out(multivers: MultiversCaller, supplier: dict[str, Any]) -> None:
    buy(multivers, invoiceId="99999999")
    assert multivers.raw("POST", "GetInvoiceIdCommand").status_code == 400


def test_given_the_credit_side_then_credit_lines_raise_a_purchase(
    multivers: MultiversCaller, control: SandboxControl, supplier: dict[str, Any]
) -> None:
    control.settings(purchase_line_side="credit")
    booked = buy(multivers, supplierInvoiceLines=[line("100.00", account="4000")]).json()
    assert (booked["amountTotal"], ledger(multivers)[0]) == (121.0, ("1600", 0.0, 121.0))


def test_given_a_suppliers_credit_note_then_everything_turns_round(
    multivers: MultiversCaller, supplier: dict[str, Any]
) -> None:
    rows = [{"vatCodeId": 1, "amountTurnoverCur": 50, "vatAmountCur": 10.5}]
    lines = [line("50.00", account="4000")]
    booked = buy(multivers, invoiceType=3, supplierInvoiceLines=lines, vatTransactionLines=rows).json()
    assert (booked["amountTotal"], booked["vatTransactionLines"][0]["vatAmountCur"]) == (-60.5, -10.5)
    assert ledger(multivers) == [("1600", 60.5, 0.0), ("4000", 0.0, 50.0), ("1520", 0.0, 10.5)]


def test_given_a_concept_purchase_then_it_is_replaced_and_removed(
    multivers: MultiversCaller, supplier: dict[str, Any]
) -> None:
    read = buy(multivers, documentLink={"documentLink": "https://dms.example/1", "subject": "scan"}).json()
    read["supplierInvoiceLines"][0] |= {"debitAmountCur": 200.0}
    changed = multivers.raw("PUT", "SupplierInvoice/90000001", json=read | {"vatTransactionLines": []}).json()
    assert (changed["amountTotal"], changed["documentLink"]["documentLink"]) == (242.0, "https://dms.example/1")
    assert ledger(multivers)[0] == ("1600", 0.0, 242.0)
    assert multivers.raw("DELETE", "SupplierInvoice/90000001").status_code == 200
    assert (ledger(multivers), multivers.get("SupplierInvoiceInfoList/ByFiscalYear/2026/0")) == ([], [])


@pytest.mark.parametrize(
    ("action", "arguments"),
    [
        ("process_booking", {"invoiceId": "90000001"}),
        ("close_period", {"fiscalYear": 2026, "periodNumber": 3}),
        ("pay_supplier", {"invoiceId": "90000001", "amount": "1.00"}),
    ],
)
def test_given_a_purchase_that_is_no_concept_any_more_then_it_cannot_be_changed(
    multivers: MultiversCaller,
    control: SandboxControl,
    supplier: dict[str, Any],
    action: str,
    arguments: dict[str, Any],
) -> None:
    buy(multivers)
    control.action(action, **arguments)
    shown = multivers.get("SupplierInvoice/90000001")
    statuses = [
        multivers.raw(method, "SupplierInvoice/90000001", json=shown).status_code for method in ("PUT", "DELETE")
    ]
    assert (shown["canChange"], bool(shown["cannotChangeReason"]), statuses) == (False, True, [400, 400])


def test_given_a_blocked_purchase_then_the_command_releases_it_once(
    multivers: MultiversCaller, control: SandboxControl, supplier: dict[str, Any]
) -> None:
    buy(multivers, amountFrozenCur=121)
    command = "ApproveInvoicePaymentCommand?invoiceId=90000001&approverId=JAN"
    with pytest.raises(ValueError, match="blocked for payment"):
        control.action("pay_supplier", invoiceId="90000001", amount="1.00")
    first, second = (multivers.raw("POST", command) for _ in range(2))
    assert (first.json()["approved"], first.json()["error"], first.json()["approverId"]) == (True, "", "JAN")
    assert (second.status_code, second.json()["approved"], bool(second.json()["error"])) == (200, False, True)
    assert multivers.get("SupplierInvoice/90000001")["amountFrozenCur"] == 0.0


@pytest.mark.parametrize("query", ["invoiceId=1&approverId=JAN", "invoiceId=90000001&approverId="])
def test_given_nothing_to_approve_then_a_200_carries_the_reason(
    multivers: MultiversCaller, supplier: dict[str, Any], query: str
) -> None:
    buy(multivers, amountFrozenCur=121)
    answer = multivers.raw("POST", f"ApproveInvoicePaymentCommand?{query}")
    assert (answer.status_code, answer.json()["approved"], bool(answer.json()["error"])) == (200, False, True)
    assert multivers.get("SupplierInvoice/90000001")["amountFrozenCur"] == 121.0


def test_given_invoices_that_await_approval_then_new_ones_are_blocked(
    multivers: MultiversCaller, control: SandboxControl, supplier: dict[str, Any]
) -> None:
    company = multivers.get("CompanyDetails")
    multivers.raw("PUT", "CompanyDetails", json=company | {"approveSupplierInvoices": True})
    assert buy(multivers).json()["amountFrozen"] == 121.0
    control.action("approve_invoice", invoiceId="90000001")
    assert multivers.get("SupplierInvoice/90000001")["amountFrozen"] == 0.0
    assert control.action("freeze_invoice", invoiceId="90000001", amount="21")["amountFrozenCur"] == 21


def test_given_a_subcontractor_then_its_invoices_say_so(multivers: MultiversCaller) -> None:
    add_supplier(multivers, isSubcontractor=True)
    assert buy(multivers).json()["supplierIsSubcontractor"] is True


def test_given_purchases_then_the_control_tells_them_apart(
    multivers: MultiversCaller, control: SandboxControl, supplier: dict[str, Any]
) -> None:
    buy(multivers)
    assert [row["invoiceId"] for row in control.purchase_bookings("I")] == ["90000001"]
    assert control.purchase_bookings("WFI") == []
    assert all("customerId" in row for row in control.bookings())


def test_given_a_purchase_by_hand_then_the_short_form_fills_in_the_rest(control: SandboxControl) -> None:
    control.action("add_supplier", supplierId="CR1", shortName="LEV", paymentConditionId="14")
    booked = control.action(
        "book_invoice", supplierId="CR1", invoiceDate="2026-03-02", lines=[{"accountId": "4000", "amount": "10"}]
    )
    assert (booked["journalId"], booked["vatScenarioId"], booked["amountTotal"]) == ("I", 11, 12.1)
    edited = control.action("edit_booking", invoiceId=booked["invoiceId"], kind="supplier", changes={"reference": "R"})
    assert edited["reference"] == "R"
    control.action("delete_booking", invoiceId=booked["invoiceId"])
    assert control.purchase_bookings() == []
