"""First contact: what people have booked before us is seen, signed and linked, and never booked a second time."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.streams.old_store import Company, doubles
from wefact_multivers.store.tables import evidence
from wefact_multivers.streams import binding, first_contact
from wefact_multivers.streams.refusals import ListChanged, ListUnseen, OtherBooks, SeriesCollide
from wefact_multivers.streams.services import Services

DOCUMENTS, TYPED = 24, 20
ALL = DOCUMENTS + DOCUMENTS // 4
NOW = "2026-03-16"

pytestmark = pytest.mark.fault


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """The relations stand in Multivers, and a bookkeeper has booked twenty invoices; the link is signed."""
    made = Company(tmp_path_factory.mktemp("typed"), DOCUMENTS)
    made.switch(sales_invoices=False, purchase_invoices=False)
    made.it_is(NOW)
    made.sign()
    assert made.run("relations").errors == {}
    assert len(made.type_by_hand(TYPED)) == TYPED
    made.switch(sales_invoices=True, purchase_invoices=True)
    made.sandbox.forget_requests()
    return made


@pytest.fixture
def company(typed: Company, tmp_path: Path) -> Company:
    """The same, to go on from here."""
    return typed.twin(tmp_path)


def booked_by_us(company: Company) -> int:
    """How many sales invoices stand in the journal of the link."""
    return len(company.sandbox.bookings("WFV"))


def test_given_invoices_typed_by_hand_then_first_contact_links_them_and_a_run_books_the_rest(company: Company) -> None:
    company.lose_and_make_anew()
    found = company.sign()
    assert len(found.findings) == TYPED
    assert company.run("run-1").errors == {}
    assert list(company.statuses().values()).count("adopted") == TYPED
    assert booked_by_us(company) == DOCUMENTS - TYPED
    assert (doubles(company), company.documents_in_books()) == ({}, ALL)


@pytest.mark.full
def test_given_invoices_typed_by_hand_after_signing_then_a_run_stops_and_recover_links_them(company: Company) -> None:
    assert company.run("run-1").codes["sales_invoices.post"] == "STO-002"
    assert booked_by_us(company) == 0
    found = company.recover(confirm=True)
    assert (len(found.matched), found.strays) == (TYPED, ())
    assert company.run("run-2").errors == {}
    assert booked_by_us(company) == DOCUMENTS - TYPED
    assert (doubles(company), company.documents_in_books()) == ({}, ALL)


@pytest.mark.full
def test_given_a_list_that_changed_since_it_was_shown_then_it_is_not_signed_until_it_is_shown_again(
    company: Company,
) -> None:
    company.lose_and_make_anew()
    seen = shown(company)
    line = {"accountId": "8000", "amount": 50, "vatCodeId": 1}
    names = {"customerId": "DB10001", "reference": "typed", "invoiceId": "4711", "journalId": "WFV"}
    company.sandbox.action("book_invoice", **names, invoiceDate="2025-09-01", lines=[line])
    assert shown(company) != seen
    with company.services() as services:
        with pytest.raises(ListChanged, match="LNK-004"):
            first_contact.sign(services, "A. de Boer", seen)
        assert mode_of(services) == "preview"
        first_contact.sign(services, "A. de Boer", first_contact.last_shown(services))
        assert mode_of(services) == "export"
    assert shown(company) == shown(company)
    assert "sales_invoices.post" not in company.run("run-1").codes


def shown(company: Company) -> str:
    """The hash of the list as it is now, which somebody looks at."""
    with company.services() as services:
        return first_contact.survey(services).hash


def mode_of(services: Services) -> str:
    """How far the store lets the administration go."""
    with services.memory.read() as unit:
        link = unit.links.get()
    assert link is not None
    return link.mode


@pytest.mark.full
def test_given_nothing_was_shown_then_nothing_is_signed(company: Company) -> None:
    company.lose_and_make_anew()
    with company.services() as services, pytest.raises(ListUnseen):
        first_contact.sign(services, "A. de Boer")


@pytest.mark.full
def test_given_the_list_then_it_is_kept_as_evidence_with_its_hash_and_the_signature_names_it(company: Company) -> None:
    company.lose_and_make_anew()
    found = company.sign()
    assert len([line for line in found.lines if line.match == "equal"]) == TYPED
    with company.services() as services, services.memory.read() as unit:
        rows = {
            kind: json.loads(text)
            for kind, text in unit.connection.execute(select(evidence.c.kind, evidence.c.content))
        }
    assert rows["first_contact_list"]["hash"] == found.hash
    assert len(rows["first_contact_list"]["lines"]) == TYPED
    assert rows["first_contact"]["list"] == found.hash
    assert rows["first_contact"]["own_link_is_off"] is True


def test_given_sales_numbers_in_the_sequence_of_purchases_then_the_list_says_so_and_is_not_signed(
    company: Company,
) -> None:
    company.lose_and_make_anew()
    company.wefact_row("F2026-0004")["InvoiceCode"] = "F90000003"
    company.wefact_row("F2026-0003")["InvoiceCode"] = "F2026/0002"
    company.wefact_row("F2026-0001")["InvoiceCode"] = "F2026-000001"
    with company.services() as services:
        series = first_contact.survey(services).series
        with pytest.raises(SeriesCollide, match="F90000003"):
            first_contact.sign(services, "A. de Boer")
    assert {number: found.code for number, found in series.items()} == {
        "F90000003": "NUM-005",
        "F2026-0002": "NUM-002",
        "F2026/0002": "NUM-002",
        "F2026-000001": "NUM-001",
    }


@pytest.mark.full
def test_given_bookings_of_others_in_the_sequence_then_it_gives_out_other_numbers(company: Company) -> None:
    company.lose_and_make_anew()
    line = {"accountId": "4000", "amount": 50, "vatCodeId": 1}
    for invoice_id in ("90000001", "90000004"):
        names = {"supplierId": "CR10001", "reference": f"typed {invoice_id}", "invoiceId": invoice_id}
        company.sandbox.action("book_invoice", **names, invoiceDate="2025-09-01", lines=[line])
    company.sign()
    assert company.run("run-1").errors == {}
    ids = sorted(int(row["invoiceId"]) for row in company.sandbox.purchase_bookings("WFI"))
    assert ids == [90000005 + index for index in range(DOCUMENTS // 4)]


def test_given_the_administration_file_is_renamed_then_the_link_goes_on_and_books_nothing_twice(
    company: Company,
) -> None:
    company.recover(confirm=True)
    assert company.run("run-1").errors == {}
    company.sandbox.forget_requests()
    company.rename("bakkerij")
    assert company.run("run-2").errors == {}
    assert company.writes() == {"wefact": 0, "multivers": 0}
    company.give_new_id("another")
    assert company.run("run-3").codes == {"preflight": "STO-010"}
    assert company.writes() == {"wefact": 0, "multivers": 0}


@pytest.mark.full
def test_given_another_address_of_the_same_books_then_a_person_confirms_and_signs_again(company: Company) -> None:
    company.recover(confirm=True)
    assert company.run("run-1").errors == {}
    company.sandbox.forget_requests()
    move(company, "http://127.0.0.2:7004/V22")
    stopped = company.run("run-2")
    assert stopped.codes == {"preflight": "LNK-001"}
    assert "link -a demo --confirm" in str(stopped.errors["preflight"])
    with company.services() as services:
        done = binding.confirm(services, "A. de Boer")
    assert (done.known, done.in_multivers, done.in_wefact) == (ALL, ALL, ALL)
    assert company.run("run-3").results["preflight"].mode == "preview"
    company.sign()
    assert company.run("run-4").errors == {}
    assert company.writes() == {"wefact": 0, "multivers": 0}
    company.add_purchase("CF2026-00099", NOW)
    company.it_is("2026-03-17")
    assert company.run("run-5").errors == {}
    assert max(row["invoiceId"] for row in company.sandbox.purchase_bookings("WFI")) == str(90000001 + DOCUMENTS // 4)


@pytest.mark.full
def test_given_other_books_then_confirming_is_refused(company: Company) -> None:
    company.recover(confirm=True)
    company.run("run-1")
    for row in (*company.sandbox.bookings(), *company.sandbox.purchase_bookings()):
        company.sandbox.action("delete_booking", invoiceId=row["invoiceId"])
    move(company, "http://127.0.0.2:7004/V22")
    with company.services() as services, pytest.raises(OtherBooks, match=str(ALL)):
        binding.confirm(services, "A. de Boer")
    assert company.run("run-2").codes == {"preflight": "LNK-001"}


def move(company: Company, url: str) -> None:
    """The connection names another address of Multivers, where the same sandbox answers."""
    company.connections = replace(company.connections, multivers=replace(company.connections.multivers, base_url=url))
