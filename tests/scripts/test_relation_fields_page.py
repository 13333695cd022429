"""The page of the fields of a relation names every property that WeFact has."""

from __future__ import annotations

from sandbox.multivers.fields import CUSTOMER, SUPPLIER
from sandbox.wefact.records import CREDITOR, DEBTOR
from scripts.relation_fields import NOT_CARRIED
from wefact_multivers.domain.relation_table import FIELDS

CARRIED = {name for field in FIELDS for name in field.wefact}
LEFT = {name for names in NOT_CARRIED for name in names.split()}


def test_given_a_property_of_a_relation_in_wefact_then_it_is_carried_or_said_not_to_be() -> None:
    assert DEBTOR.keys() | CREDITOR.keys() == CARRIED | LEFT
    assert CARRIED.isdisjoint(LEFT)


def test_given_a_field_that_is_carried_then_both_kinds_hold_it_in_that_length() -> None:
    for model in (CUSTOMER, SUPPLIER):
        held = {field.name: field.length for field in model}
        assert {field.multivers: field.length for field in FIELDS}.items() <= held.items()
