"""Bank accounts of relations: what is sent of a new one, and when one is a question (`accounting-rules.md 13`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wefact_multivers.domain.canonical import digest
from wefact_multivers.domain.documents import Controller, Relation
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.relations import same_relation

CHANGED_ACCOUNT = "REL-003"
"""WeFact names another account than Multivers: a person checks it, and until then nothing is paid on it."""

NEW_ACCOUNT = "REL-016"
"""The account of a new creditor was written: a person checks it once."""

REFUSED_ACCOUNT = "REL-018"
"""Multivers did not take the account of a new creditor."""

BIC_LENGTH, HOLDER_LENGTH = 11, 70
"""Characters that Multivers holds; what is longer is left out whole (`multivers-api.md 3.3`)."""

_HEAD_OFFICE = 3 * "X"
"""The branch that a BIC of eleven characters names where it means the head office, as one of eight does."""


@dataclass(frozen=True)
class BankAccount:
    """A bank account.

    Attributes:
        number: IBAN or account number in capitals, without spaces; empty where there is none.
        bic: in capitals; empty where it is not known.
        holder: in whose name it stands; empty where nobody says.
    """

    number: str
    bic: str = ""
    holder: str = ""

    @property
    def last_four(self) -> str:
        """What may be shown of the number."""
        return self.number[-4:] or "-"

    @property
    def fingerprint(self) -> str:
        """The identity of the account, of which nothing can be read."""
        return digest(self)


def account_of(relation: Relation) -> BankAccount:
    """The account that WeFact has of a relation."""
    return BankAccount(plain(relation.iban), plain(relation.bic), " ".join(relation.account_holder.split()))


def plain(number: str) -> str:
    """An account number or BIC as it is compared: its letters and digits, in capitals."""
    return "".join(sign for sign in number.upper() if sign.isalnum())


def account_fields(account: BankAccount) -> dict[str, str]:
    """A new account in Multivers' fields, only those with a value that fits."""
    texts = {"iban": account.number, "bic": account.bic, "accountholderName": account.holder}
    longest = {"bic": BIC_LENGTH, "accountholderName": HOLDER_LENGTH}
    return {name: value for name, value in texts.items() if value and len(value) <= longest.get(name, len(value))}


def account_question(relation: Relation, held: Iterable[BankAccount]) -> Problem | None:
    """REL-003 where WeFact names an account that Multivers does not hold for that relation; else None.

    A debtor without an account in Multivers is no question, since nothing is paid to it. Where WeFact names none there
    is nothing to compare.

    Args:
        relation: as WeFact shows it.
        held: the accounts that may be used in Multivers, the one that is paid on first.
    """
    ours, theirs = account_of(relation), list(held)
    if not ours.number or not (theirs or relation.controller is Controller.CREDITOR):
        return None
    same = [account for account in theirs if account.number == ours.number]
    if not same:
        return _question(relation, "rekeningnummer", ours, theirs[0] if theirs else BankAccount(""))
    if ours.bic and same[0].bic and _bank(ours) != _bank(same[0]):
        return _question(relation, "BIC", ours, same[0])
    if ours.holder and same[0].holder and not same_relation(same[0].holder, ours.holder):
        return _question(relation, "tenaamstelling", ours, same[0])
    return None


def _question(relation: Relation, what: str, ours: BankAccount, held: BankAccount) -> Problem:
    return problem(CHANGED_ACCOUNT, code=relation.code, what=what, wefact=ours.last_four, multivers=held.last_four)


def _bank(account: BankAccount) -> str:
    """A BIC without the mark for the head office, which may be left out."""
    return account.bic.removesuffix(_HEAD_OFFICE)
