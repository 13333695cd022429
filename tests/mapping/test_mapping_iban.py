"""Which account numbers may be written to Multivers, and what is said of the others."""

from __future__ import annotations

import pytest

from tests.domain.builders import debtor
from wefact_multivers.domain.documents import Controller, Relation
from wefact_multivers.domain.problems import problem
from wefact_multivers.mapping.iban import NO_ACCOUNT, iban_warnings, payable_account


def creditor(iban: str) -> Relation:
    """A creditor with that account number in WeFact."""
    return debtor(controller=Controller.CREDITOR, code="CR10001", iban=iban)


@pytest.mark.parametrize("number", ["NL02ABNA0123456789", "nl02 abna 0123 4567 89", "BE68539007547034"])
def test_given_a_well_formed_iban_of_a_creditor_then_it_may_be_written(number: str) -> None:
    assert payable_account(creditor(number)).number == number.replace(" ", "").upper()
    assert iban_warnings(creditor(number)) == ()


@pytest.mark.parametrize("number", ["NL03ABNA0123456789", "NL02ABNA012345678", "123456789", "XX82WEST12345698765432"])
def test_given_any_other_number_of_a_creditor_then_it_is_not_written_and_said(number: str) -> None:
    assert payable_account(creditor(number)) == NO_ACCOUNT
    assert iban_warnings(creditor(number)) == (problem("REL-015", code="CR10001", wefact=number[-4:]),)


def test_given_no_number_or_a_debtor_then_nothing_is_written_and_nothing_said() -> None:
    for relation in (creditor(""), debtor(iban="NL02ABNA0123456789"), debtor(iban="123")):
        assert (payable_account(relation), iban_warnings(relation)) == (NO_ACCOUNT, ())
