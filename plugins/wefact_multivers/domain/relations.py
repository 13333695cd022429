"""Relations (relaties): the fields of a debtor in Multivers, whose they are, and whether two names are one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from wefact_multivers.domain.documents import Relation
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.relation_table import FIELDS, LENGTHS, CarriedField, TooLong

PASSIVE = "P"
"""The state of a relation that is not to be used any more (`multivers-api.md 3.1`)."""

_LEGAL_FORM = re.compile(r"\b(?:b\W{0,2}v|n\W{0,2}v|c\W{0,2}v|v\W{0,2}o\W{0,2}f)\b")


@dataclass(frozen=True)
class RelationFields:
    """A debtor in Multivers' fields, only those with a value.

    Attributes:
        fields: value by field name of `multivers-api.md 3.1`.
        warnings: what was cut (TXT-001) or left out because it does not fit (TXT-002).
        problems: what identifies and does not fit (REL-010, a name REL-014): the relation must not be written.
    """

    fields: dict[str, str]
    warnings: tuple[Problem, ...]
    problems: tuple[Problem, ...] = ()


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
        "mobilePhone": debtor.mobile,
        "fax": debtor.fax,
        "person": debtor.contact,
        "vatNumber": debtor.vat_number,
        "cocRegistration": debtor.coc_number,
        "paymentConditionId": payment_condition,
    }
    texts = {name: " ".join(value.split()) for name, value in values.items()}
    too_long = [field for field in FIELDS if len(texts[field.multivers]) > field.length]
    fitting = {**texts, **{field.multivers: _fitted(field, texts[field.multivers]) for field in too_long}}
    return RelationFields(
        fields={name: text for name, text in fitting.items() if text},
        warnings=tuple(_warning(field) for field in too_long if field.too_long is not TooLong.BLOCKS),
        problems=tuple(
            _refusal(field, debtor.code, len(texts[field.multivers]))
            for field in too_long
            if field.too_long is TooLong.BLOCKS
        ),
    )


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


def update_question(code: str, remote: Mapping[str, object], changes: Mapping[str, str], state: str) -> Problem | None:
    """What a person must say before a relation is changed (`accounting-rules.md 13`); None where nothing.

    Args:
        code: of the relation.
        remote: as Multivers shows it now.
        changes: the fields that would change.
        state: Multivers' word for whether it is in use.
    """
    if state == PASSIVE:
        return problem("REL-013", code=code)
    held_name, held_number = _text(remote.get("name")), _text(remote.get("vatNumber"))
    name, number = changes.get("name", ""), changes.get("vatNumber", "")
    if held_number and number and name and not same_relation(held_name, name):
        return problem("REL-012", code=code)
    return None


def same_relation(remote_name: str, name: str) -> bool:
    """Whether two names are one relation, apart from case, diacritics, punctuation and legal form.

    A name that Multivers holds cut to its length equals the longer original. Two empty names say nothing.
    """
    held = _essence(remote_name)
    return bool(held) and held in {_essence(name), _essence(name.strip()[: LENGTHS["name"]])}


def _fitted(field: CarriedField, text: str) -> str:
    return text[: field.length].rstrip() if field.too_long is TooLong.CUT else ""


def _warning(field: CarriedField) -> Problem:
    code = "TXT-001" if field.too_long is TooLong.CUT else "TXT-002"
    return problem(code, field=field.multivers, length=field.length)


def _refusal(field: CarriedField, code: str, length: int) -> Problem:
    """Why a relation is not written; a name has a way out of its own (`relation_names.csv`)."""
    if field.multivers == "name":
        return problem("REL-014", code=code, length=length, most=field.length)
    return problem("REL-010", field=field.multivers, length=length, most=field.length)


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _essence(name: str) -> str:
    """The letters and digits of a name that tell it from another."""
    plain = unicodedata.normalize("NFKD", name.casefold()).replace("&", " en ")
    spoken = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"[\W_]", "", _LEGAL_FORM.sub(" ", spoken)) or re.sub(r"[\W_]", "", spoken)
