"""What the walk and the fuzz have found, each as the shortest way to it."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.testing import SandboxControl
from tests.sandbox.callers import MultiversCaller

LINES = [{"accountId": "8000", "amount": "100.00"}]


def book(control: SandboxControl, **changes: Any) -> dict[str, Any]:
    """A sales invoice of 121.00 typed by hand."""
    body = {"customerId": "DB10001", "invoiceDate": "2026-03-02", "invoiceId": "700", "lines": LINES}
    return control.action("book_invoice", **(body | changes))


def free(journal: str = "M", **changes: Any) -> dict[str, Any]:
    """A memorial entry of 5.00."""
    rows = [{"accountId": "4000", "debitAmount": 5}, {"accountId": "8000", "creditAmount": 5}]
    header = {"journalId": journal, "fiscalYear": 2026, "periodNumber": 3, "transactionDate": "2026-03-02"}
    return header | {"finTransEntries": rows} | changes


def test_given_a_number_for_a_booking_that_is_wrong_then_the_old_booking_stays(
    control: SandboxControl, multivers: MultiversCaller
) -> None:
    book(control)
    with pytest.raises(ValueError, match="nergens"):
        control.action(
            "reuse_number", invoiceId="700", customerId="DB10001", invoiceDate="2026-03-02",
            lines=[{"accountId": "nergens", "amount": "1.00"}],
        )  # fmt: skip
    assert multivers.get("CustomerInvoice/700")["amountTotal"] == 121.00


def test_given_a_free_booking_moved_to_another_journal_then_it_gets_a_number_there(
    control: SandboxControl, multivers: MultiversCaller
) -> None:
    multivers.raw("POST", "Journal", json={"journalId": "M2", "description": "Tweede", "journalType": 0})
    for journal in ("M", "M2"):
        assert multivers.raw("POST", "FinTrans", json=free(journal)).json()["journalTransaction"] == 1
    assert multivers.raw("PUT", "FinTrans/2026/M/1", json=free("M2")).json()["journalTransaction"] == 2


def test_given_lines_of_both_signs_and_lost_vat_then_the_booking_takes_its_own_model_back(
    control: SandboxControl, multivers: MultiversCaller
) -> None:
    accounts = multivers.get("AccountInfoList/2026")
    lost = next(row["accountId"] for row in accounts if row["notDeductibleVatPercentage"] == 100)
    lines = [{"accountId": "4000", "amount": "100.00"}, {"accountId": lost, "amount": "-10.00"}]
    supplier = multivers.get("SupplierNVL")[0]["name"]
    control.action("book_invoice", supplierId=supplier, invoiceDate="2026-03-02", invoiceId="800", lines=lines)
    model = multivers.get("SupplierInvoice/800")
    assert [row["amountNotDeductibleCur"] for row in model["vatTransactionLines"]] == [-2.10]
    assert multivers.raw("PUT", "SupplierInvoice/800", json=model).json()["amountTotal"] == 108.90


def test_given_a_split_whose_number_is_used_again_then_taking_it_back_leaves_the_stranger(
    multivers: MultiversCaller,
) -> None:
    number = multivers.raw("POST", "FinTrans", json=free()).json()["journalTransaction"]
    query = {"fiscalYear": 2026, "journalId": "M", "journalTransaction": number, "sequenceNumber": 1}
    multivers.raw("POST", "SplitJournalEntryCommand", params=query | {"targetFiscalYear": 2026})
    multivers.raw("DELETE", f"FinTrans/2026/M/{number + 1}")
    assert multivers.raw("POST", "FinTrans", json=free(journalTransaction=number + 1)).status_code == 200
    multivers.raw("POST", "SplitJournalEntryCommand/Revert", params=query | {"targetFiscalYear": 2026})
    assert multivers.raw("GET", f"FinTrans/2026/M/{number + 1}").status_code == 200
    assert multivers.raw("GET", f"FinTrans/2026/M/{number + 2}").status_code == 404


def test_given_an_order_or_loose_money_then_its_customer_stays(multivers: MultiversCaller) -> None:
    for name in ("W1", "W2"):
        body = {"customerId": name, "shortName": name, "name": name, "paymentConditionId": "14"}
        assert multivers.raw("POST", "Customer", json=body).status_code == 200
    line = {"quantityOrdered": 1, "price": 5, "accountId": "8000", "vatCodeId": 1}
    order = {"customerId": "W1", "orderDate": "2026-03-02", "orderLines": [line]}
    assert multivers.raw("POST", "Order", json=order).status_code == 200
    money = [{"customerId": "W2", "creditAmount": 5}]
    assert multivers.raw("POST", "FinTrans", json=free("B", finTransEntries=money)).status_code == 200
    assert [multivers.raw("DELETE", f"Customer/{name}").status_code for name in ("W1", "W2")] == [400, 400]


def test_given_an_organisation_that_goes_then_its_bank_accounts_and_documents_go_too(
    control: SandboxControl, multivers: MultiversCaller
) -> None:
    body = {"customerId": "W1", "shortName": "W1", "name": "W1", "paymentConditionId": "14"}
    number = multivers.raw("POST", "Customer", json=body).json()["organizationId"]
    account = {"organizationId": number, "iban": "NL91ABNA0417164300"}
    link = {"organizationId": number, "documentName": "Contract", "link": "https://voorbeeld.example/1"}
    assert multivers.raw("POST", "BankAccount", json=account).status_code == 200
    assert multivers.raw("POST", "DbDocument", json=link).status_code == 200
    assert multivers.raw("DELETE", "Customer/CustomerAndOrganization/W1").status_code == 200
    tables = control.state()["multivers"]["databases"]["MVL00001"]["tables"]
    rows = [row for name in ("BankAccount", "DbDocument") for row in tables.get(name, {}).values()]
    assert [row for row in rows if row["organizationId"] == number] == []
