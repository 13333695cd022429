"""WeFact's creditors on the wire, and what becomes of their purchase invoices."""

from __future__ import annotations

import pytest

from sandbox.testing import SandboxControl
from tests.sandbox.callers import WeFactCaller
from tests.sandbox.purchases import accounts, add_purchase

_ROW = "Identifier CreditorCode CompanyName Sex Initials SurName EmailAddress Modified"


def test_given_creditors_then_they_are_numbered_shown_and_changed(
    supplied: WeFactCaller, control: SandboxControl
) -> None:
    control.advance(60)
    edited = supplied("creditor", "edit", CreditorCode="CR10001", AccountNumber="NL02ABNA0123456789")["creditor"]
    row = supplied("creditor", "list")["creditors"][0]
    assert edited["AccountNumber"] == "NL02ABNA0123456789"
    assert (edited["CreditorCode"], edited["InvoiceTerm"], edited["Translations"]) == (
        "CR10001",
        "30",
        {"Country": "Duitsland"},
    )
    assert list(row) == _ROW.split()
    assert row["Modified"] == "2026-03-16 06:01:00"


def test_given_a_renamed_creditor_then_its_invoices_are_found_by_the_new_name(supplied: WeFactCaller) -> None:
    add_purchase(supplied)
    supplied("creditor", "edit", Identifier="1", CompanyName="Karton & Co")
    found = supplied("creditinvoice", "list", searchfor="karton")["creditinvoices"]
    assert [row["CompanyName"] for row in found] == ["Karton & Co"]


@pytest.mark.parametrize(
    ("action", "params"),
    [
        ("add", {"City": "Ede"}),
        ("add", {"CompanyName": "X", "Identifier": "5"}),
        ("add", {"CompanyName": "X", "CreditorCode": "CR10001"}),
        ("add", {"CompanyName": "X", "InvoiceTerm": "later"}),
        ("add", {"CompanyName": "X", "Authorisation": "misschien"}),
        ("edit", {"Identifier": "1", "CompanyName": ""}),
        ("edit", {"Identifier": "7", "CompanyName": "X"}),
        ("show", {}),
        ("delete", {"Identifier": "7"}),
    ],
)
def test_given_a_wrong_creditor_then_it_is_refused_and_nothing_changes(
    supplied: WeFactCaller, control: SandboxControl, action: str, params: dict[str, str]
) -> None:
    before = accounts(control)
    assert supplied("creditor", action, **params)["status"] == "error"
    assert accounts(control) == before


def test_given_a_creditor_with_invoices_then_it_goes_only_with_them(
    supplied: WeFactCaller, control: SandboxControl
) -> None:
    add_purchase(supplied)
    refused = supplied("creditor", "delete", CreditorCode="CR10001")
    deleted = supplied("creditor", "delete", CreditorCode="CR10001", withcreditinvoice="yes")
    assert refused["status"] == "error"
    assert deleted["success"] == ["Crediteur CR10001 is succesvol verwijderd"]
    account = accounts(control)["sandbox-wefact-key"]
    assert (account["creditors"], account["creditinvoices"]) == ({}, {})


def test_given_the_other_switch_then_a_creditor_leaves_its_invoices_behind(
    supplied: WeFactCaller, control: SandboxControl
) -> None:
    control.settings(creditor_delete="kept")
    add_purchase(supplied)
    assert supplied("creditor", "delete", CreditorCode="CR10001")["status"] == "success"
    supplied("creditinvoice", "edit", Identifier="1", Comment="wees")
    row = supplied("creditinvoice", "list")["creditinvoices"][0]
    assert (row["CompanyName"], row["Comment"]) == ("Papier & Co", "wees")
