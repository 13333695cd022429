"""A debtor in Multivers' fields, whose fields they are, and whether two names are one relation."""

from __future__ import annotations

import pytest

from tests.domain.builders import debtor
from wefact_multivers.domain.problems import problem
from wefact_multivers.domain.relation_table import LENGTHS
from wefact_multivers.domain.relations import (
    PASSIVE,
    Merge,
    merge_relation,
    relation_fields,
    same_relation,
    update_question,
)


def test_given_a_debtor_then_only_the_fields_with_a_value_are_filled() -> None:
    fields = relation_fields(debtor(), country_id="NL", payment_condition="14")
    assert fields.fields == {
        "name": "Bakkerij Jansen B.V.",
        "shortName": "DB10001",
        "street1": "Dorpsstraat 1",
        "zipCode": "1234 AB",
        "city": "Zwolle",
        "countryId": "NL",
        "email": "post@jansen.example",
        "paymentConditionId": "14",
    }
    assert fields.warnings == ()


def test_given_a_name_too_long_then_it_is_never_cut_and_blocks() -> None:
    name = "Coöperatieve Vereniging voor Duurzame Energie"
    found = relation_fields(debtor(name=name), country_id="NL", payment_condition="14")
    assert ("name" in found.fields, found.warnings) == (False, ())
    assert found.problems == (problem("REL-014", code="DB10001", length=45, most=40),)


def test_given_a_contact_whose_name_is_too_long_then_it_is_left_out_and_said() -> None:
    found = relation_fields(debtor(contact="x" * 56), country_id="NL", payment_condition="14")
    assert ("person" in found.fields, found.problems) == (False, ())
    assert found.warnings == (problem("TXT-002", field="person", length=55),)


@pytest.mark.parametrize(
    ("name", "value", "field", "most"),
    [
        ("vat_number", "NL" * 13, "vatNumber", "25"),
        ("coc_number", "1" * 13, "cocRegistration", "12"),
        ("zip_code", "1234 AB, rear", "zipCode", "10"),
    ],
)
def test_given_what_identifies_and_is_too_long_then_it_blocks_with_both_lengths(
    name: str, value: str, field: str, most: str
) -> None:
    found = relation_fields(debtor(**{name: value}), country_id="NL", payment_condition="14")
    assert field not in found.fields
    assert found.problems == (problem("REL-010", field=field, length=len(value), most=most),)


@pytest.mark.parametrize(
    ("name", "field", "length"), [("email", "email", 60), ("telephone", "telephone", 25), ("mobile", "mobilePhone", 25)]
)
def test_given_an_address_to_reach_somebody_that_is_too_long_then_it_is_left_out_and_said(
    name: str, field: str, length: int
) -> None:
    found = relation_fields(debtor(**{name: "1" * (length + 1)}), country_id="NL", payment_condition="14")
    assert (field in found.fields, found.problems) == (False, ())
    assert found.warnings == (problem("TXT-002", field=field, length=length),)


def test_given_an_address_on_two_lines_then_it_becomes_one() -> None:
    fields = relation_fields(debtor(street="Dorpsstraat 1\r\n  achterom "), country_id="", payment_condition="")
    assert fields.fields["street1"] == "Dorpsstraat 1 achterom"
    assert fields.fields.keys().isdisjoint({"countryId", "paymentConditionId"})


def test_given_any_field_too_long_then_what_is_sent_fits() -> None:
    long = debtor(**dict.fromkeys(("name", "street", "zip_code", "city", "email", "contact", "coc_number"), "x" * 99))
    fields = relation_fields(long, country_id="NL", payment_condition="14").fields
    assert all(len(value) <= LENGTHS[field] for field, value in fields.items())
    assert fields.keys().isdisjoint({"zipCode", "email", "cocRegistration"})


OURS = {"name": "Jansen", "city": "Zwolle", "email": ""}


@pytest.mark.parametrize(
    ("remote", "last_written", "wanted", "expected"),
    [
        (OURS, OURS, OURS, Merge({}, ())),
        (OURS, OURS, {**OURS, "city": "Assen"}, Merge({"city": "Assen"}, ())),
        ({**OURS, "city": "Emmen"}, OURS, {**OURS, "city": "Assen"}, Merge({}, ("city",))),
        ({**OURS, "city": "Assen"}, OURS, {**OURS, "city": "Assen"}, Merge({}, ())),
        ({**OURS, "email": None}, OURS, {**OURS, "email": "a@b.example"}, Merge({"email": "a@b.example"}, ())),
        ({**OURS, "email": "x@y.example"}, OURS, {**OURS, "email": "a@b.example"}, Merge({}, ("email",))),
        (OURS, OURS, {"name": "Jansen"}, Merge({"city": ""}, ())),
        ({**OURS, "city": "Emmen"}, OURS, {"name": "Jansen"}, Merge({}, ())),
        ({"name": "Jansen "}, {}, {**OURS, "city": "Assen"}, Merge({}, ("city",))),
        (OURS, {"name": "Jansen", "city": "Zwolle"}, {**OURS, "email": "a@b.example"}, Merge({}, ("email",))),
        ({**OURS, "creditLimit": 5}, OURS, OURS, Merge({}, ())),
    ],
    ids=[
        "nothing changed",
        "changed in WeFact",
        "corrected in Multivers and changed in WeFact",
        "corrected in Multivers to the same",
        "new in WeFact",
        "new on both sides",
        "emptied in WeFact",
        "emptied in WeFact, corrected in Multivers",
        "adopted and never written",
        "new in WeFact, adopted with an empty field",
        "a field that is never ours",
    ],
)
def test_given_a_relation_on_both_sides_then_only_what_is_still_ours_changes(
    remote: dict[str, object], last_written: dict[str, str], wanted: dict[str, str], expected: Merge
) -> None:
    assert merge_relation(remote, last_written, wanted) == expected


@pytest.mark.parametrize(
    ("remote", "name"),
    [
        ("BAKKERIJ JANSEN BV", "Bakkerij Jansen B.V."),
        ("Jansen en Zoon Ingenieurs", "Jansen & Zoon Ingénieurs B. V."),
        ("Web-Design Zwolle", "Webdesign  Zwolle"),
        ("Coöperatieve Vereniging voor Duurzame En", "Coöperatieve Vereniging voor Duurzame Energie U.A."),
        ("V.O.F. De Molen", "De Molen vof"),
        ("B.V.", "BV"),
    ],
)
def test_given_two_ways_to_write_a_name_then_they_are_one_relation(remote: str, name: str) -> None:
    assert same_relation(remote, name)


@pytest.mark.parametrize(
    ("remote", "name"),
    [
        ("Garage De Boer", "Garage Van Dijk"),
        ("Jansen", "Jansen Transport"),
        ("Jansen Transport", "Jansen"),
        ("", ""),
        ("", "Jansen"),
        ("-", "."),
    ],
)
def test_given_another_or_no_name_then_it_is_not_the_same_relation(remote: str, name: str) -> None:
    assert not same_relation(remote, name)


HELD = {"name": "Bakkerij Jansen B.V.", "vatNumber": "NL004495445B01"}


@pytest.mark.parametrize(
    ("remote", "changes", "code"),
    [
        (HELD, {"name": "Garage Van Dijk", "vatNumber": "NL820011228B01"}, "REL-012"),
        (HELD, {"name": "Bakkerij Jansen", "vatNumber": "NL820011228B01"}, None),
        (HELD, {"name": "Garage Van Dijk"}, None),
        (HELD, {"vatNumber": "NL820011228B01"}, None),
        ({**HELD, "vatNumber": ""}, {"name": "Garage Van Dijk", "vatNumber": "NL820011228B01"}, None),
    ],
    ids=["another company", "the same name", "a name alone", "a number alone", "no number before"],
)
def test_given_name_and_vat_number_both_changed_then_a_person_is_asked(
    remote: dict[str, str], changes: dict[str, str], code: str | None
) -> None:
    asked = update_question("DB10001", remote, changes, "A")
    assert (asked.code if asked else None) == code


def test_given_a_relation_that_is_no_longer_in_use_then_a_person_is_asked() -> None:
    assert update_question("DB10001", HELD, {"city": "Zwolle"}, PASSIVE) == problem("REL-013", code="DB10001")
