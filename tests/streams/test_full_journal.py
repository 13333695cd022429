"""DESIGN 10: a journal ends at 9999; what no longer fits is blocked by name, and everything else goes on (P5)."""

from __future__ import annotations

from pathlib import Path

from sandbox.actions import run_action
from sandbox.datasets import hand_bookings
from sandbox.wefact.invoices import shown_invoice
from tests.streams.reconciling import NUMBER, Reconciled


def test_given_a_full_journal_then_each_document_names_it_and_the_stream_goes_on(tmp_path: Path) -> None:
    company = Reconciled(tmp_path, creditors=False, purchase_invoices=False, payments=False)
    sandbox = company.sandbox.sandbox
    account = next(iter(sandbox.state.wefact.accounts.values()))
    invoice = next(one for one in account.invoices.values() if one["InvoiceCode"] == NUMBER)
    typed = hand_bookings.sale(shown_invoice(invoice, sandbox.state.settings))
    code = invoice["DebtorCode"]
    name = next(one["CompanyName"] for one in account.debtors.values() if one["DebtorCode"] == code)
    customer = {"customerId": code, "shortName": code, "name": name, "countryId": "NL"}
    run_action(sandbox, {"action": "add_customer", **customer})
    run_action(sandbox, {"action": "book_invoice", **typed, "journalId": "WFV", "journalTransaction": 9999})
    assert company.morning()["sales_invoices.post"] == "DOC-100"
    statuses = company.statuses()
    assert statuses[NUMBER] == "adopted"
    full = {one.seen.number for one in company.records() if [found.code for found in one.problems] == ["NUM-003"]}
    assert "F2026-0001" in full
    assert {statuses[number] for number in full} == {"blocked"}
    assert "booked" not in statuses.values()
