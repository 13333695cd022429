"""WeFact's tables on the wire: products, groups, cost categories, debtors with contacts, attachments."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from sandbox.testing import SandboxControl
from tests.sandbox.callers import WeFactCaller
from tests.sandbox.purchases import accounts, add_purchase, purchase_line

_FILE = base64.b64encode(b"%PDF-1.4").decode()
_PRODUCT = {"ProductName": "Uur", "ProductKeyPhrase": "Advies per uur", "PriceExcl": 95}
_NAMELESS = ["U dient of een e-mailadres of achternaam of bedrijfsnaam op te geven"]


def test_given_a_product_then_it_is_numbered_priced_taxed_and_changed(
    supplied: WeFactCaller, control: SandboxControl
) -> None:
    added = supplied("product", "add", **_PRODUCT | {"PriceExcl": "95.50", "PricePeriod": "m"})["product"]
    control.advance(60)
    edited = supplied("product", "edit", ProductCode="P0001", TaxCode="V9")["product"]
    names = ("ProductCode", "PriceExcl", "TaxCode", "TaxPercentage", "Groups", "Translations")
    assert [added[name] for name in names] == ["P0001", "95.5", "V21", "21", [], {"PricePeriod": "maand"}]
    assert [edited[name] for name in names][:4] == ["P0001", "95.5", "V9", "9"]
    assert edited["Modified"] == "2026-03-16 06:01:00"
    assert "Groups" not in supplied("product", "list")["products"][0]


def test_given_mixed_numbers_then_the_rate_of_a_product_is_a_number(
    supplied: WeFactCaller, control: SandboxControl
) -> None:
    control.settings(mixed_numbers=True)
    added = supplied("product", "add", **_PRODUCT)["product"]
    row = supplied("product", "list")["products"][0]
    assert (added["TaxPercentage"], row["TaxPercentage"], added["Identifier"]) == (21, 21, "1")


def test_given_a_deleted_product_then_lines_keep_what_it_gave_them(supplied: WeFactCaller) -> None:
    supplied("product", "add", **_PRODUCT)
    debtor = supplied("debtor", "add", CompanyName="Klant")["debtor"]
    supplied("invoice", "add", Debtor=debtor["Identifier"], InvoiceLines=[{"ProductCode": "P0001"}])
    deleted = supplied("product", "delete", ProductCode="P0001")
    line = supplied("invoice", "show", Identifier="1")["invoice"]["InvoiceLines"][0]
    assert deleted["success"] == ["Product P0001 is verwijderd"]
    assert supplied("product", "show", ProductCode="P0001")["status"] == "error"
    assert (line["ProductCode"], line["PriceExcl"]) == ("P0001", "95")


def test_given_groups_then_items_replace_the_members_and_a_filter_finds_them(supplied: WeFactCaller) -> None:
    for name in ("Uur", "Dag"):
        supplied("product", "add", **_PRODUCT | {"ProductName": name})
    added = supplied("group", "add", Type="product", GroupName="ADVIES", Items=["1"])
    edited = supplied("group", "edit", Identifier="1", Items=["2"], Type="debtor")
    assert added["success"] == ["Productgroep 'ADVIES' is aangemaakt"]
    assert added["group"]["Items"] == {"1": {"Identifier": "1", "ProductCode": "P0001", "ProductName": "Uur"}}
    assert edited["success"] == ["Productgroep 'ADVIES' is bewerkt"]
    assert list(edited["group"]["Items"]) == ["2"]
    assert edited["group"]["Type"] == "product"
    assert [row["ProductCode"] for row in supplied("product", "list", group="1")["products"]] == ["P0002"]
    assert supplied("group", "list", type="product", searchat="GroupName", searchfor="iets")["groups"] == [
        {"Identifier": "1", "GroupName": "ADVIES", "Type": "product", "Items": ["2"]}
    ]


def test_given_no_items_then_the_group_is_empty_and_a_deleted_one_leaves_its_members(supplied: WeFactCaller) -> None:
    supplied("debtor", "add", CompanyName="Klant")
    supplied("group", "add", Type="debtor", GroupName="Vast", Items=["1"])
    assert list(supplied("debtor", "show", Identifier="1")["debtor"]["Groups"]) == ["1"]
    assert supplied("group", "edit", Identifier="1", Items=[])["group"]["Items"] == []
    supplied("group", "edit", Identifier="1", Items=["1"])
    assert supplied("group", "delete", Identifier="1")["success"] == ["Debiteurgroep 'Vast' is verwijderd"]
    assert supplied("debtor", "show", Identifier="1")["debtor"]["Groups"] == []


def test_given_a_change_of_members_then_those_who_come_or_go_are_modified(
    supplied: WeFactCaller, control: SandboxControl
) -> None:
    for name in ("A", "B", "C"):
        supplied("debtor", "add", CompanyName=name)
    supplied("group", "add", Type="debtor", GroupName="Vast", Items=["1", "2"])
    control.advance(60)
    supplied("group", "edit", Identifier="1", Items=["2", "3"])
    modified = [row["Modified"][-5:] for row in supplied("debtor", "list")["debtors"]]
    assert modified == ["01:00", "00:00", "01:00"]


def test_given_a_removed_cost_category_then_its_lines_keep_it_and_new_ones_may_not(supplied: WeFactCaller) -> None:
    add_purchase(supplied)
    deleted = supplied("settings", "costcategory_delete", Identifier="1")
    same = supplied("creditinvoice", "edit", Identifier="1", InvoiceLines=[{"Identifier": "1", "PriceExcl": "10"}])
    new = supplied("creditinvoiceline", "add", Identifier="1", InvoiceLines=[purchase_line()])
    assert deleted["success"] == ["Kostencategorie 'Kantoorkosten' is verwijderd (tekst van de sandbox)"]
    assert same["creditinvoice"]["InvoiceLines"][0]["CostCategory"] == "1"
    assert new["errors"] == ["Ongeldig kenmerk voor kostencategorie"]


@pytest.mark.parametrize(
    ("params", "titles"),
    [({}, ["Porto"]), ({"status": "removed"}, ["Kantoorkosten"]), ({"status": "active|removed"}, None)],
)
def test_given_a_status_then_cost_categories_are_listed_by_it(
    supplied: WeFactCaller, params: dict[str, str], titles: list[str] | None
) -> None:
    supplied("settings", "costcategory_add", Title="Porto")
    supplied("settings", "costcategory_delete", Identifier="1")
    answer = supplied("settings", "costcategory_list", **params)
    listed = [row["Title"] for row in answer["settings"]["costcategories"]]
    assert listed == (titles or ["Kantoorkosten", "Porto"])
    assert "totalresults" not in answer


def test_given_a_cost_category_then_show_and_edit_answer_below_settings(supplied: WeFactCaller) -> None:
    edited = supplied("settings", "costcategory_edit", Identifier="1", Title="Kantoor")
    assert edited["settings"]["costcategory"] == {
        "Identifier": 1,
        "Title": "Kantoor",
        "Status": "active",
        "PerformanceType": "services",
    }
    assert supplied("settings", "costcategory_show", Identifier="1")["settings"] == edited["settings"]


def test_given_a_debtor_then_show_has_contacts_own_fields_files_and_words(supplied: WeFactCaller) -> None:
    fields = {"CompanyName": "Klant", "PeppolAddress": "0106:1", "CustomFields": {"regio": "Oost"}, "Country": "BE"}
    shown = supplied("debtor", "add", **fields)["debtor"]
    assert (shown["DebtorCode"], shown["PeppolAddress"]) == ("DB10001", "0106:1")
    assert shown["CustomFields"] == {"regio": "Oost"}
    assert (shown["ExtraClientContacts"], shown["Attachments"]) == ([], [])
    assert shown["Translations"] == {"Country": "België", "InvoiceMethod": "Per e-mail"}
    edited = supplied("debtor", "edit", Identifier="1", CustomFields={"soort": "B"})["debtor"]
    assert edited["CustomFields"] == {"regio": "Oost", "soort": "B"}


def test_given_contacts_then_a_name_must_come_along_with_every_change(
    supplied: WeFactCaller, control: SandboxControl
) -> None:
    supplied("debtor", "add", CompanyName="Klant")
    nameless = supplied("extraclientcontact", "add", DebtorCode="DB10001", City="Ede")
    added = supplied("extraclientcontact", "add", DebtorCode="DB10001", LastName="Vos", City="Ede")
    control.advance(60)
    partial = supplied("extraclientcontact", "edit", Identifier="1", City="Epe")
    edited = supplied("extraclientcontact", "edit", Identifier="1", City="Epe", LastName="Vos")
    debtor = supplied("debtor", "show", Identifier="1")["debtor"]
    assert nameless["errors"] == partial["errors"] == _NAMELESS
    assert (added["extraclientcontact"]["City"], edited["extraclientcontact"]["City"]) == ("Ede", "Epe")
    assert [(row["Identifier"], row["LastName"]) for row in debtor["ExtraClientContacts"]] == [("1", "Vos")]
    assert debtor["Modified"] == "2026-03-16 06:01:00"
    supplied("extraclientcontact", "delete", Identifier="1")
    assert supplied("debtor", "show", Identifier="1")["debtor"]["ExtraClientContacts"] == []


@pytest.fixture
def parents(supplied: WeFactCaller) -> WeFactCaller:
    """One record of each kind that can carry a file."""
    supplied("debtor", "add", CompanyName="Klant")
    supplied(
        "invoice", "add", Debtor="1", InvoiceLines=[{"Description": "x", "PriceExcl": "1"}], InvoiceCode="F1", Status=2
    )
    add_purchase(supplied)
    return supplied


@pytest.mark.parametrize(
    ("kind", "code", "noun"),
    [
        ("debtor", {"DebtorCode": "DB10001"}, "debiteur"),
        ("creditor", {"CreditorCode": "CR10001"}, "crediteur"),
        ("invoice", {"InvoiceCode": "F1"}, "factuur"),
        ("creditinvoice", {"ReferenceIdentifier": "1"}, "inkoopfactuur"),
    ],
)
def test_given_a_file_then_it_is_shown_downloaded_by_position_and_deleted(
    parents: WeFactCaller, control: SandboxControl, kind: str, code: dict[str, str], noun: str
) -> None:
    named = {"Type": kind, "Filename": "sample.pdf"} | code
    added = parents("attachment", "add", Base64=_FILE, **named)
    shown = parents(kind, "show", Identifier="1")[kind]
    current = parents("attachment", "download", **named)
    control.settings(attachment_download="older")
    older = parents("attachment", "download", **{"Type": kind, "Identifier": "1"} | code)
    deleted = parents("attachment", "delete", **named)
    assert added["success"] == [f"Het bestand 'sample.pdf' is toegevoegd als bijlage bij de {noun}"]
    assert shown["Attachments"] == [{"Identifier": "1", "Filename": "sample.pdf"}]
    assert current["success"] == ["1", "sample.pdf", _FILE, "application/pdf"]
    assert older["success"] == ["sample.pdf", _FILE]
    assert deleted["success"] == ["De bijlage 'sample.pdf' is verwijderd"]
    assert parents(kind, "show", Identifier="1")[kind]["Attachments"] == []


@pytest.mark.parametrize(
    ("kind", "calls"),
    [
        ("debtor", [("edit", {"City": "Ede"})]),
        ("creditor", [("edit", {"City": "Ede"})]),
        ("creditinvoice", [("edit", {"Comment": "x"}), ("partpayment", {"AmountPaid": "1"}), ("markaspaid", {})]),
    ],
)
def test_given_any_change_of_a_record_then_it_is_modified(
    parents: WeFactCaller, control: SandboxControl, kind: str, calls: list[tuple[str, dict[str, str]]]
) -> None:
    file = {"Type": kind, "ReferenceIdentifier": "1", "Filename": "a.pdf"}
    changes = [(kind, action, {"Identifier": "1"} | params) for action, params in calls]
    changes += [("attachment", "add", file | {"Base64": _FILE}), ("attachment", "delete", file)]
    for minute, (controller, action, params) in enumerate(changes, 1):
        control.clock(f"2026-03-16T06:{minute:02d}:00+01:00")
        assert parents(controller, action, **params)["status"] == "success"
        assert parents(kind, "show", Identifier="1")[kind]["Modified"] == f"2026-03-16 06:{minute:02d}:00"


def test_given_new_and_deleted_lines_then_the_purchase_invoice_is_modified(
    parents: WeFactCaller, control: SandboxControl
) -> None:
    control.advance(60)
    added = parents("creditinvoiceline", "add", Identifier="1", InvoiceLines=[purchase_line()])
    control.advance(60)
    deleted = parents("creditinvoiceline", "delete", Identifier="1", InvoiceLines=[{"Identifier": "1"}])
    stamps = [answer["creditinvoice"]["Modified"] for answer in (added, deleted)]
    assert stamps == ["2026-03-16 06:01:00", "2026-03-16 06:02:00"]


def test_given_deleted_records_then_their_files_go_with_them(parents: WeFactCaller, control: SandboxControl) -> None:
    for kind in ("creditinvoice", "creditor"):
        parents("attachment", "add", Type=kind, ReferenceIdentifier="1", Filename="a.pdf", Base64=_FILE)
    parents("creditinvoice", "delete", Identifier="1")
    assert list(accounts(control)["sandbox-wefact-key"]["attachments"]) == ["2"]
    parents("creditor", "delete", Identifier="1")
    assert accounts(control)["sandbox-wefact-key"]["attachments"] == {}


def test_given_a_credited_invoice_then_its_files_stay_with_the_original(parents: WeFactCaller) -> None:
    parents("attachment", "add", Type="invoice", InvoiceCode="F1", Filename="a.txt", Base64=_FILE)
    credit = parents("invoice", "credit", InvoiceCode="F1")["invoice"]
    assert credit["Attachments"] == []
    assert len(parents("invoice", "show", InvoiceCode="F1")["invoice"]["Attachments"]) == 1


@pytest.mark.parametrize(
    ("controller", "action", "params"),
    [
        ("product", "add", {"ProductName": "Uur", "PriceExcl": "1"}),
        ("product", "add", _PRODUCT | {"PriceExcl": "veel"}),
        ("product", "add", _PRODUCT | {"TaxCode": "I21"}),
        ("product", "add", _PRODUCT | {"PricePeriod": "eeuw"}),
        ("product", "add", _PRODUCT | {"Groups": ["7"]}),
        ("product", "add", _PRODUCT | {"Identifier": "3"}),
        ("product", "delete", {"ProductCode": "P7"}),
        ("group", "list", {}),
        ("group", "add", {"Type": "creditor", "GroupName": "X"}),
        ("group", "add", {"Type": "product"}),
        ("group", "add", {"Type": "product", "GroupName": "X", "Items": ["7"]}),
        ("group", "add", {"Type": "product", "GroupName": ["X"]}),
        ("group", "edit", {"Identifier": "7", "GroupName": "X"}),
        ("group", "delete", {}),
        ("settings", "costcategory_add", {}),
        ("settings", "costcategory_add", {"Title": "X", "Identifier": "1"}),
        ("settings", "costcategory_edit", {"Identifier": "1", "Title": ""}),
        ("settings", "costcategory_edit", {"Identifier": "1", "Status": "weg"}),
        ("settings", "costcategory_show", {"Identifier": "7"}),
        ("debtor", "add", {"CompanyName": "X", "Groups": ["7"]}),
        ("debtor", "add", {"CompanyName": "X", "CustomFields": "x"}),
        ("debtor", "add", {"CompanyName": "X", "Mailing": "soms"}),
        ("debtor", "add", {"CompanyName": "X", "MandateDate": "gisteren"}),
        ("extraclientcontact", "add", {"LastName": "Vos"}),
        ("extraclientcontact", "delete", {"Identifier": "7"}),
        ("attachment", "add", {"Type": "creditor", "CreditorCode": "CR10001", "Filename": "a", "Base64": "?"}),
        ("attachment", "add", {"Type": "creditor", "CreditorCode": "CR10001", "Filename": "a"}),
        ("attachment", "add", {"Type": "creditor", "CreditorCode": "CR7", "Filename": "a", "Base64": "QQ=="}),
        ("attachment", "add", {"Type": "crm_task", "ReferenceIdentifier": "1", "Filename": "a", "Base64": "QQ=="}),
        ("attachment", "download", {"Type": "creditor", "CreditorCode": "CR10001", "Filename": "a"}),
    ],
)
def test_given_a_wrong_call_on_a_table_then_it_is_refused_and_nothing_changes(
    supplied: WeFactCaller, control: SandboxControl, controller: str, action: str, params: dict[str, Any]
) -> None:
    before = accounts(control)
    answer = supplied(controller, action, **params)
    assert (answer["status"], bool(answer["errors"])) == ("error", True)
    assert accounts(control) == before
