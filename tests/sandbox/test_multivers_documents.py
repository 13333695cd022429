"""Links to documents, the module that they need, and Multivers' own printing."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.testing import SandboxControl
from tests.sandbox.callers import MultiversCaller

LINK = {"documentLink": "https://archief.example/1.pdf", "subject": "Factuur 20260005", "description": "Scan",
        "linkType": "CustomerInvoice", "linkId": "20260005"}  # fmt: skip


def _organization(multivers: MultiversCaller, customer: str = "DB10001") -> int:
    number: int = multivers.get(f"Customer/{customer}")["organizationId"]
    return number


def test_given_a_link_then_it_is_made_changed_and_removed(multivers: MultiversCaller) -> None:
    reference = multivers.raw("POST", "DmDocumentCreateReferenceCommand?type=4").json()["reference"]
    made = multivers.raw("POST", "DmDocument", json=LINK).json()
    changed = multivers.raw("PUT", f"DmDocument/{reference}", json=made | {"subject": "Anders"}).json()
    removed = multivers.raw("DELETE", f"DmDocument/{reference}")
    assert (made["reference"], made["dateCreated"], made["createdBy"]) == (reference, "16-3-2026", "SYSTEEM")
    assert (changed["subject"], changed["dateCreated"], removed.status_code) == ("Anders", "16-3-2026", 200)
    assert "content" not in made
    assert multivers.raw("GET", f"DmDocument/{reference}").status_code == 404


@pytest.mark.parametrize(
    ("changes", "path"),
    [({"documentLink": ""}, "documentLink"), ({"linkType": "Maan"}, "linkType"), ({"linkId": ""}, "linkId")],
)
def test_given_a_wrong_link_then_its_path_is_named(
    multivers: MultiversCaller, changes: dict[str, Any], path: str
) -> None:
    answer = multivers.raw("POST", "DmDocument", json=LINK | changes)
    assert (answer.status_code, answer.json()["messages"][0]["path"]) == (400, path)
    assert multivers.get("DmDocumentList") == []


@pytest.mark.parametrize(
    ("path", "subjects"),
    [
        ("", ["Factuur 20260005", "Contract", "Brief"]),
        ("/ByLinkType/customer", ["Contract"]),
        ("/ByPattern/Fact*", ["Factuur 20260005"]),
        ("/ByPattern/scan", ["Factuur 20260005", "Contract", "Brief"]),
        ("/Customer/DB10001", ["Contract"]),
        ("/Customer/DB10001?pattern=zzz", []),
        ("?linkType=CustomerInvoice&linkValue=20260005", ["Factuur 20260005"]),
        ("?linkType=Customer&linkValue=DB10001&pattern=contract", ["Contract"]),
    ],
)
def test_given_a_form_of_the_list_then_its_links_come(
    multivers: MultiversCaller, path: str, subjects: list[str]
) -> None:
    for more in ({}, {"subject": "Contract", "linkType": "Customer", "linkId": "DB10001"},
                 {"subject": "Brief", "linkType": "", "linkId": ""}):  # fmt: skip
        multivers.raw("POST", "DmDocument", json=LINK | more)
    assert [row["subject"] for row in multivers.get(f"DmDocumentList{path}")] == subjects


def test_given_an_organization_then_links_of_its_customer_count(multivers: MultiversCaller) -> None:
    number = _organization(multivers)
    for kind, key in (("Customer", "DB10001"), ("Organization", str(number)), ("Customer", "DB10002")):
        multivers.raw("POST", "DmDocument", json=LINK | {"subject": kind + key, "linkType": kind, "linkId": key})
    rows = multivers.get(f"DmDocumentList/ByOrganization/{number}")
    assert [row["subject"] for row in rows] == ["CustomerDB10001", f"Organization{number}"]
    assert multivers.raw("GET", "DmDocumentList/ByOrganization/999").status_code == 404


def test_given_categories_then_all_of_a_list_are_made_or_none(multivers: MultiversCaller) -> None:
    good = {"linkCategoryName": "Scans", "linkType": "Customer"}
    refused = multivers.raw("POST", "DmDocumentCategoryList", json=[good, {"linkCategoryName": "Zonder soort"}])
    after = multivers.get("DmDocumentCategoryList")
    multivers.raw("POST", "DmDocumentCategoryList", json=[good, good | {"linkType": "Supplier"}])
    assert (refused.status_code, after) == (400, [])
    assert len(multivers.get("DmDocumentCategoryList")) == 2
    assert [row["linkType"] for row in multivers.get("DmDocumentCategoryList?linkType=supplier")] == ["Supplier"]


def test_given_documents_of_an_organization_then_their_date_is_iso(multivers: MultiversCaller) -> None:
    number = _organization(multivers)
    body = {"organizationId": number, "documentName": "a.pdf", "link": "\\\\archief\\a.pdf", "folder": "Facturen"}
    made = multivers.raw("POST", "DbDocument", json=body).json()
    multivers.raw("POST", "DbDocumentList", json=[body | {"documentName": "b.pdf", "folder": ""}])
    rows = multivers.get(f"DbDocumentList/{number}")
    folders = {row["folder"]: row["documentCount"] for row in multivers.get(f"DbDocumentList/FolderList/{number}")}
    changed = multivers.raw("PUT", f"DbDocument/{number}/1", json=made | {"keywords": "x"}).json()
    assert (made["linkId"], made["createdDate"], changed["keywords"]) == (1, "2026-03-16T00:00:00", "x")
    assert [row["documentName"] for row in rows] == ["a.pdf", "b.pdf"]
    assert folders == {"Facturen": 1, "Algemeen": 1}
    assert multivers.get(f"DbDocumentList/{number}?customerId=DB10002") == []
    assert multivers.raw("DELETE", f"DbDocument/{number}/1").status_code == 200
    assert multivers.raw("POST", "DbDocument", json=body | {"organizationId": 999}).status_code == 400


@pytest.mark.parametrize("path", ["DmDocumentList", "DbDocumentList/1", "DmDocumentCategoryList"])
def test_given_no_document_management_then_links_are_403_and_bookings_go_on(
    multivers: MultiversCaller, control: SandboxControl, path: str
) -> None:
    control.settings(document_management=False)
    answer = multivers.raw("GET", path)
    assert (answer.status_code, "Document Management" in answer.json()["messages"][0]["message"]) == (403, True)
    assert multivers.book().status_code == 200


def test_given_types_then_there_are_27(multivers: MultiversCaller) -> None:
    rows = multivers.get("DocumentTypeInfoList")
    mailed = multivers.get("DocumentTypeInfoList?mailTemplateSafe=true")
    assert [row["type"] for row in rows] == list(range(27))
    assert (multivers.get("DocumentTypeInfo/26") == rows[26], 0 < len(mailed) < 27) == (True, True)
    assert multivers.raw("GET", "DocumentTypeInfo/27").status_code == 404


@pytest.mark.parametrize(("language", "word"), [("NL", "Totaal: 121.00"), ("EN", "Total: 121.00")])
def test_given_an_invoice_then_it_is_printed_as_page_and_pdf(
    multivers: MultiversCaller, language: str, word: str
) -> None:
    page = multivers.raw("GET", f"Documents/Invoice/20260005?languageId={language}")
    paper = multivers.raw("GET", f"Documents/Invoice/20260005?languageId={language}&format=1")
    assert (page.headers["content-type"], word in page.text) == ("text/html; charset=utf-8", True)
    assert (paper.headers["content-type"], paper.content[:8], word.encode() in paper.content) == (
        "application/pdf",
        b"%PDF-1.4",
        True,
    )
    assert multivers.raw("GET", "Documents/Invoice/404").status_code == 404


def test_given_a_pdf_then_its_table_of_objects_points_at_them(multivers: MultiversCaller) -> None:
    content = multivers.raw("GET", "Documents/Invoice/Sample?format=1").content
    start = int(content.rpartition(b"startxref\n")[2].split()[0])
    offsets = [int(row[:10]) for row in content[start:].splitlines()[3:8]]
    assert content[start:].startswith(b"xref")
    assert [content[offset : offset + 7] for offset in offsets] == [b"%d 0 obj" % number for number in range(1, 6)]


def test_given_an_order_then_its_invoice_is_printed_once_there_is_one(multivers: MultiversCaller) -> None:
    lines = [{"price": 10, "quantityOrdered": 1, "accountId": "8000", "vatCodeId": 1}]
    multivers.raw("POST", "Order", json={"customerId": "DB10001", "orderDate": "01-03-2026", "orderLines": lines})
    before = multivers.raw("GET", "Documents/Invoice/ByOrderId/1").status_code
    multivers.raw(
        "POST", "ProcessOrderCommand?orderId=1&journalId=V&fiscalYear=2026&periodNumber=3&invoiceDate=1-3-2026"
    )
    after = multivers.raw("GET", "Documents/Invoice/ByOrderId/1")
    assert (before, after.status_code, "Totaal: 12.10" in after.text) == (404, 200, True)


def test_given_an_overview_then_open_invoices_and_their_sum_stand_on_it(multivers: MultiversCaller) -> None:
    page = multivers.raw("GET", "Documents/AccountOverview/DB10001").text
    sample = multivers.raw("GET", "Documents/AccountOverview/Sample").text
    assert ("20260005  20-1-2026  121.00" in page, "Open: 477.95" in page, "Voorbeeld" in sample) == (True, True, True)
    assert multivers.raw("GET", "Documents/AccountOverview/NIX").status_code == 404
