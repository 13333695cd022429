"""Which account of a relation is sent, and which one is a question."""

from __future__ import annotations

import pytest

from tests.domain.builders import debtor
from wefact_multivers.domain.bank_accounts import BankAccount, account_fields, account_of, account_question
from wefact_multivers.domain.documents import Controller, Relation
from wefact_multivers.domain.problems import Problem, problem

IBAN, OTHER = "NL02ABNA0123456789", "NL20INGB0001234567"
HELD = BankAccount(IBAN, "ABNANL2A", "Bakkerij Jansen BV")


def creditor(iban: str = IBAN, *, bic: str = "", holder: str = "") -> Relation:
    """A creditor with an account in WeFact."""
    return debtor(controller=Controller.CREDITOR, code="CR10001", iban=iban, bic=bic, account_holder=holder)


def asked(what: str, held: str = "6789", ours: str = "6789") -> Problem:
    """The question about an account."""
    return problem("REL-003", code="CR10001", what=what, wefact=ours, multivers=held)


@pytest.mark.parametrize(
    ("relation", "held", "expected"),
    [
        (creditor(), [HELD], None),
        (creditor("nl02 abna 0123 4567 89"), [HELD], None),
        (creditor(), [BankAccount(OTHER), HELD], None),
        (creditor(bic="ABNANL2AXXX", holder="Bakkerij Jansen B.V."), [HELD], None),
        (creditor(bic="INGBNL2A", holder="Blanco"), [BankAccount(IBAN)], None),
        (creditor(""), [HELD], None),
        (creditor(""), [], None),
        (creditor(OTHER), [HELD], asked("rekeningnummer", ours="4567")),
        (creditor(OTHER), [HELD, BankAccount("NL57RABO0111222333")], asked("rekeningnummer", ours="4567")),
        (creditor(), [], asked("rekeningnummer", held="-")),
        (creditor(bic="INGBNL2A"), [HELD], asked("BIC")),
        (creditor(holder="Garage Snelweg"), [HELD], asked("tenaamstelling")),
    ],
    ids=[
        "the same",
        "the same, spelt otherwise",
        "one of several",
        "head office and legal form spelt otherwise",
        "Multivers knows the number alone",
        "none in WeFact",
        "none anywhere",
        "another number",
        "another number than several",
        "the first of a creditor that stood there without one",
        "another BIC",
        "in another name",
    ],
)
def test_given_the_account_of_a_creditor_then_any_other_than_multivers_holds_is_a_question(
    relation: Relation, held: list[BankAccount], expected: Problem | None
) -> None:
    assert account_question(relation, held) == expected


@pytest.mark.parametrize(("held", "is_asked"), [([], False), ([HELD], True)])
def test_given_a_debtor_then_only_another_account_than_multivers_has_is_a_question(
    held: list[BankAccount], is_asked: bool
) -> None:
    assert (account_question(debtor(iban=OTHER), held) is not None) is is_asked


def test_given_a_new_account_then_what_does_not_fit_is_left_out_whole() -> None:
    whole = account_of(creditor(bic="abna nl2a", holder=" Bakkerij  Jansen "))
    assert account_fields(whole) == {"iban": IBAN, "bic": "ABNANL2A", "accountholderName": "Bakkerij Jansen"}
    assert account_fields(account_of(creditor(bic="ABNANL2AXXX1", holder="x" * 71))) == {"iban": IBAN}
    assert account_fields(account_of(creditor(""))) == {}


def test_given_two_accounts_then_they_have_one_fingerprint_only_if_all_of_them_is_the_same() -> None:
    assert account_of(creditor("nl02abna0123456789")).fingerprint == BankAccount(IBAN).fingerprint
    assert len({HELD.fingerprint, BankAccount(IBAN).fingerprint, BankAccount(OTHER).fingerprint}) == 3
    assert IBAN not in HELD.fingerprint
