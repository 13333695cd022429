"""IBANs: whether an account number is one that a payment can be made to."""

from __future__ import annotations

from stdnum import iban

from wefact_multivers.domain.bank_accounts import BankAccount, account_of
from wefact_multivers.domain.documents import Controller, Relation
from wefact_multivers.domain.problems import Problem, problem

NO_ACCOUNT = BankAccount("")


def payable_account(relation: Relation) -> BankAccount:
    """The account of a creditor as it may be written to Multivers; none where it is no IBAN, and none of a debtor."""
    account = account_of(relation)
    is_payable = relation.controller is Controller.CREDITOR and _is_iban(account)
    return account if is_payable else NO_ACCOUNT


def iban_warnings(relation: Relation) -> tuple[Problem, ...]:
    """REL-015 where the account number of a creditor is no IBAN, or one whose check digits are wrong."""
    account = account_of(relation)
    if relation.controller is not Controller.CREDITOR or not account.number or _is_iban(account):
        return ()
    return (problem("REL-015", code=relation.code, wefact=account.last_four),)


def _is_iban(account: BankAccount) -> bool:
    """Whether country, length and check digits are right; nobody is asked whether the account exists.

    What python-stdnum checks besides for some countries goes by a list of their banks, which may be out of date.
    """
    return bool(iban.is_valid(account.number, check_country=False))
