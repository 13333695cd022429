"""Relations (relaties): the fields of a debtor in Multivers, whose they are, and whether two names are one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from wefact_multivers.domain.documents import Relation
from wefact_multivers.domain.problems import Problem, problem

LENGTHS: dict[str, int] = {
    "name": 40,
    "shortName": 8,
    "street1": 40,
    "zipCode": 10,
    "city": 30,
    "countryId": 3,
    "email": 60,
    "telephone": 25,
    "person": 55,
    "vatNumber": 25,
    "cocRegistration": 12,
    "paymentConditionId": 3,
}
"""Multivers' fields of a customer that the link fills, with their lengths (`multivers-api.md 3.1`)."""

FREE_TEXT = frozenset({"name", "street1", "city", "person"})
"""Fields that may be cut; all others identify, and are left empty where they do not fit."""

_LEGAL_FORM = re.compile(r"\b(?:b\W{0,2}v|n\W{0,2}v|c\W{0,2}v|v\W{0,2}o\W{0,2}f)\b")


@dataclass(frozen=True)
class RelationFields:
    """A debtor in Multivers' fields, only those with a value.

    Attributes:
        fields: value by field name of `multivers-api.md 3.1`.
        warnings: what was cut (TXT-001) or left out because it does not fit (TXT-002).
    """

    fields: dict[str, str]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True)
class Merge:
    """What an update of a relation would do.

    Attributes:
        changes: the new value of each field that is ours and differs; empty text clears it.
        kept_theirs: names of the fields that somebody corrected in Multivers and that stay so.
    """

    changes: dict[str, str]
    kept_theirs: tuple[str, ...]


def relation_fields(debtor: Relation, *, country_id: str, payment_condition: str) -> RelationFields:
    """The debtor in Multivers' fields and lengths; the code itself goes apart, and unaltered.

    Args:
        debtor: as WeFact shows it.
        country_id: Multivers' code of the country, or empty.
        payment_condition: Multivers' code of the condition, or empty.
    """
    values = {
        "name": debtor.name,
        "shortName": debtor.code,
        "street1": debtor.street,
        "zipCode": debtor.zip_code,
        "city": debtor.city,
        "countryId": country_id,
        "email": debtor.email,
        "telephone": debtor.telephone,
        "person": debtor.contact,
        "vatNumber": debtor.vat_number,
        "cocRegistration": debtor.coc_number,
        "paymentConditionId": payment_condition,
    }
    fields: dict[str, str] = {}
    warnings: list[Problem] = []
    for field, value in values.items():
        text = " ".join(value.split())
        fitting = _fit(field, text)
        if fitting != text:
            code = "TXT-001" if fitting else "TXT-002"
            warnings.append(problem(code, field=field, length=LENGTHS[field]))
        if fitting:
            fields[field] = fitting
    return RelationFields(fields, tuple(warnings))


def merge_relation(remote: Mapping[str, object], last_written: Mapping[str, str], wanted: Mapping[str, str]) -> Merge:
    """What to change in a relation: a field is ours only while it still holds our last write (DESIGN 8.6).

    Args:
        remote: the customer as Multivers shows it now.
        last_written: the fields of our last write, empty ones included; of a relation that stood there before us only
            those that held what we would have written. A field that is not named here was never ours.
        wanted: the fields that the debtor gives now.
    """
    changes: dict[str, str] = {}
    theirs: list[str] = []
    for field in LENGTHS:
        current, target = _text(remote.get(field)), wanted.get(field, "")
        if current == target:
            continue
        if field in last_written and current == last_written[field]:
            changes[field] = target
        elif field in wanted:
            theirs.append(field)
    return Merge(changes, tuple(theirs))


def same_relation(remote_name: str, name: str) -> bool:
    """Whether two names are one relation, apart from case, diacritics, punctuation and legal form.

    A name that Multivers holds cut to its length equals the longer original. Two empty names say nothing.
    """
    held = _essence(remote_name)
    return bool(held) and held in {_essence(name), _essence(name.strip()[: LENGTHS["name"]])}


def _fit(field: str, text: str) -> str:
    if len(text) <= LENGTHS[field]:
        return text
    return text[: LENGTHS[field]].rstrip() if field in FREE_TEXT else ""


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _essence(name: str) -> str:
    """The letters and digits of a name that tell it from another."""
    plain = unicodedata.normalize("NFKD", name.casefold()).replace("&", " en ")
    spoken = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"[\W_]", "", _LEGAL_FORM.sub(" ", spoken)) or re.sub(r"[\W_]", "", spoken)
