"""Every field that both sides have: carried whole or told; what people fill in at a relation stays."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sandbox.multivers.fields import CUSTOMER
from tests.streams.changing import Booked
from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.documents import Controller
from wefact_multivers.domain.relation_table import FIELDS
from wefact_multivers.streams import inbox
from wefact_multivers.streams.inbox import Decision

CODE = "DB10003"
FULL = {
    "CompanyName": "Jansen & Zoon Ingénieurs B.V.",
    "Initials": "J.",
    "SurName": "Jansen",
    "Address": "Kade 8",
    "ZipCode": "8011 AA",
    "City": "Zwolle",
    "Country": "BE",
    "EmailAddress": "post@jansen.example",
    "PhoneNumber": "+31 38 555 0001",
    "MobileNumber": "+31 6 5555 0001",
    "FaxNumber": "+31 38 555 0002",
    "TaxNumber": "BE0403019261",
    "CompanyNumber": "12345678",
    "InvoiceTerm": "30",
}
HELD = {
    "name": "Jansen & Zoon Ingénieurs B.V.",
    "shortName": CODE,
    "person": "J. Jansen",
    "street1": "Kade 8",
    "zipCode": "8011 AA",
    "city": "Zwolle",
    "countryId": "BE",
    "email": "post@jansen.example",
    "telephone": "+31 38 555 0001",
    "mobilePhone": "+31 6 5555 0001",
    "fax": "+31 38 555 0002",
    "vatNumber": "BE0403019261",
    "cocRegistration": "12345678",
    "paymentConditionId": "30",
}
KEYS = frozenset({"customerId", "supplierId", "organizationId", "customerStateId", "currencyId"})
"""What says which customer it is, or has few values: as it stands."""

BY_HAND: dict[str, Any] = {"b": True, "i": 1, "d": Decimal("0.5"), "t": "02-01-2026", "s": "2"}
"""By the type of a field of the sandbox: what somebody could have filled in."""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Booked:
    """The demo, booked: made once, and copied for each test."""
    return Booked(tmp_path_factory.mktemp("model"))


@pytest.fixture
def booked(model: Booked, tmp_path: Path) -> Booked:
    """The demo, booked."""
    return model.twin(tmp_path)


def customer(world: Booked, code: str = CODE) -> dict[str, Any]:
    """A customer as Multivers holds it."""
    held: dict[str, Any] = world.sandbox.state()["multivers"]["databases"]["MVL00001"]["customers"][code]
    return held


def told(world: Booked) -> dict[str, dict[str, str]]:
    """What is said at the debtor."""
    return world.told(CODE, Controller.DEBTOR)


def change(world: Booked, **changes: str) -> None:
    """Somebody changes the debtor in WeFact, and a day passes."""
    world.wait(minutes=1)
    world.sandbox.action("edit_debtor", DebtorCode=CODE, changes=changes)
    world.next_day()


def test_given_every_field_that_both_sides_have_then_each_arrives_as_it_is(booked: Booked) -> None:
    assert HELD.keys() == {field.multivers for field in FIELDS}
    change(booked, **FULL)
    assert {name: customer(booked)[name] for name in HELD} == HELD
    assert told(booked) == {}


def test_given_every_other_field_set_by_hand_then_an_update_leaves_them_all(booked: Booked) -> None:
    by_hand = {
        field.name: BY_HAND[field.kind]
        for field in CUSTOMER
        if field.kind in BY_HAND and not field.server_set and field.name not in HELD.keys() | KEYS
    }
    by_hand["addresses"] = [{"name": "Magazijn", "street1": "Havenweg 2", "city": "Urk", "addressType": 0}]
    with booked.services() as services:
        remote = services.multivers.relation(Kind.SALES, CODE) or {}
        services.multivers.update_relation(Kind.SALES, CODE, {**remote, **by_hand, "city": "Genemuiden"})
    before = customer(booked)
    assert [name for name in by_hand if not before[name]] == []
    assert len(by_hand) > 35
    change(booked, **FULL)
    after = customer(booked)
    assert {name for name in after if after[name] != before[name]} <= {*HELD, "dateChanged"}
    assert (after["street1"], after["city"]) == ("Kade 8", "Genemuiden")


def test_given_a_change_that_multivers_cannot_hold_then_it_is_said_and_what_stands_there_stays(booked: Booked) -> None:
    before = customer(booked)
    change(booked, City="Zwolle", CompanyNumber="1" * 13)
    assert told(booked) == {"REL-010": {"field": "cocRegistration", "length": "13", "most": "12"}}
    assert (customer(booked), booked.record(CODE, Controller.DEBTOR).status) == (before, "booked_warning")
    booked.next_day()
    assert "REL-010" in told(booked)
    change(booked, CompanyNumber="12345678")
    assert (customer(booked)["cocRegistration"], customer(booked)["city"]) == ("12345678", "Zwolle")
    assert (told(booked), booked.record(CODE, Controller.DEBTOR).status) == ({}, "booked")


def test_given_a_change_that_is_taken_back_then_nothing_is_said_any_more(booked: Booked) -> None:
    street = customer(booked)["street1"]
    change(booked, Country="US")
    assert told(booked).keys() == {"MAP-007"}
    change(booked, Country="NL")
    assert (told(booked), booked.record(CODE, Controller.DEBTOR).status) == ({}, "booked")
    with booked.refused("PUT /V22/api/MVL00001/Customer/"):
        change(booked, Address="Kade 9")
    assert told(booked).keys() == {"REL-007"}
    change(booked, Address=street)
    assert (told(booked), booked.record(CODE, Controller.DEBTOR).status) == ({}, "booked")


def test_given_texts_too_long_then_they_arrive_cut_and_each_is_said(booked: Booked) -> None:
    street, city = "Burgemeester Van der Meulenlaan-Noordzijde 12", "Westerhaar-Vriezenveensewijk-Oost"
    change(booked, Address=street, City=city, EmailAddress=f"{'a' * 60}@jansen.example")
    held = customer(booked)
    assert (held["street1"], held["city"], held["email"]) == (street[:40], city[:30], "")
    with booked.services() as services, services.memory.read() as unit:
        record = unit.records.get(booked.record(CODE, Controller.DEBTOR).key)
    assert record is not None
    assert [(one.code, one.values["field"]) for one in record.problems] == [
        ("TXT-001", "street1"),
        ("TXT-001", "city"),
        ("TXT-002", "email"),
    ]


@pytest.mark.parametrize("number", ["BE0403019262", "GR094123454", "812345678B01"])
def test_given_a_vat_number_that_is_not_well_formed_then_it_arrives_as_it_is_and_is_said(
    booked: Booked, number: str
) -> None:
    change(booked, TaxNumber=number)
    assert (customer(booked)["vatNumber"], told(booked)) == (number, {"REL-011": {"code": CODE}})


OTHER = {"CompanyName": "Garage Snelweg", "TaxNumber": "BE0403019261"}


def test_given_another_company_under_an_old_code_then_it_is_a_question_until_a_person_offers_it(
    booked: Booked,
) -> None:
    change(booked, TaxNumber="NL812345678B01")
    before = customer(booked)
    change(booked, **OTHER)
    assert (told(booked), customer(booked)) == ({"REL-012": {"code": CODE}}, before)
    booked.next_day()
    assert (told(booked), customer(booked)) == ({"REL-012": {"code": CODE}}, before)
    change(booked, CompanyName="Garage Zandweg")
    assert (told(booked), customer(booked)) == ({"REL-012": {"code": CODE}}, before)
    with booked.services() as services:
        inbox.retry(services, Decision(CODE, "A. de Boer"))
    booked.next_day()
    assert (customer(booked)["name"], customer(booked)["vatNumber"]) == ("Garage Zandweg", "BE0403019261")
    assert told(booked) == {}


def test_given_a_passive_customer_then_a_change_waits_until_it_is_active(booked: Booked) -> None:
    with booked.services() as services:
        remote = services.multivers.relation(Kind.SALES, CODE) or {}
        services.multivers.update_relation(Kind.SALES, CODE, {**remote, "customerStateId": "P"})
    change(booked, City="Zwolle")
    assert (told(booked), customer(booked)["city"]) == ({"REL-013": {"code": CODE}}, remote["city"])
    with booked.services() as services:
        inbox.retry(services, Decision(CODE, "A. de Boer"))
    booked.next_day()
    assert (told(booked), customer(booked)["city"], customer(booked)["customerStateId"]) == ({}, "Zwolle", "P")


def test_given_a_first_customer_with_a_surcharge_then_a_new_one_gets_what_most_have(booked: Booked) -> None:
    with booked.services() as services:
        code = min(services.multivers.relation_names(Kind.SALES))
        remote = services.multivers.relation(Kind.SALES, code) or {}
        services.multivers.update_relation(Kind.SALES, code, {**remote, "creditSqueezeId": "3"})
    booked.wait(minutes=1)
    booked.sandbox.action("add_debtor", **{**FULL, "DebtorCode": "DB20001", "CompanyName": "Nieuwe Klant B.V."})
    booked.next_day()
    assert (customer(booked, code)["creditSqueezeId"], customer(booked, "DB20001")["creditSqueezeId"]) == ("3", "0")
