"""The one-time import: a customer or supplier of Multivers in the fields of a debtor or creditor in WeFact.

What identifies, code and name, comes over unaltered or not at all. Anything else that WeFact would not take is left
out with a warning, because a relation without an e-mail address is better than none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from wefact_multivers.domain.documents import Controller
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.relation_table import IMPORTED

_FIELDS_OF = MappingProxyType(
    {
        Controller.DEBTOR: MappingProxyType({**IMPORTED, "Currency": "currencyId"}),
        Controller.CREDITOR: MappingProxyType(IMPORTED),
    }
)
_CODES = MappingProxyType({Controller.DEBTOR: "DebtorCode", Controller.CREDITOR: "CreditorCode"})

_ACCOUNT_FIELDS = MappingProxyType(
    {
        Controller.DEBTOR: MappingProxyType({"AccountIban": ("iban",), "AccountNumber": ("accountNumber",)}),
        Controller.CREDITOR: MappingProxyType({"AccountNumber": ("iban", "accountNumber")}),
    }
)
"""Where each kind keeps its account number; only a debtor has a property for an IBAN (`wefact-api.md 3.2`)."""

_HOLDER_FIELDS = MappingProxyType(
    {
        "AccountBIC": ("bic",),
        "AccountName": ("accountholderName",),
        "AccountBank": ("name",),
        "AccountCity": ("accountholderCity",),
    }
)

ESSENTIAL = frozenset({*_CODES.values(), "CompanyName", "SurName", "Address", "ZipCode", "City", "Country"})
"""What a relation keeps when WeFact refuses it with everything: who it is, and where."""

_ADDRESS = r"[^@\s;,]+@[^@\s;,]+\.[^@\s;,]+"
_ADDRESSES = re.compile(rf"{_ADDRESS}(?:\s*;\s*{_ADDRESS})*")


@dataclass(frozen=True)
class ListedRelation:
    """A customer or supplier as Multivers lists it.

    Attributes:
        controller: what it becomes in WeFact.
        code: exactly as Multivers writes it.
        row: its fields, by Multivers' names (`multivers-api.md 3.2, 3.3`).
        bank: the fields of its bank account, empty where it has none (`multivers-api.md 3.3`).
    """

    controller: Controller
    code: str
    row: Mapping[str, object]
    bank: Mapping[str, object]


@dataclass(frozen=True)
class PlannedImport:
    """A relation as it would be made in WeFact.

    Attributes:
        fields: by WeFact's names, only those with a value, the code among them.
        warnings: what is left out, and why.
        problems: what keeps it from being written; none where it may be.
    """

    code: str
    fields: dict[str, str]
    warnings: tuple[Problem, ...]
    problems: tuple[Problem, ...]

    @property
    def essential(self) -> dict[str, str]:
        """Only the fields without which it would be another relation."""
        return {name: value for name, value in self.fields.items() if name in ESSENTIAL}


def plan_import(relation: ListedRelation, *, country: str | Problem, term: int | Problem | None) -> PlannedImport:
    """A relation in WeFact's fields.

    Args:
        relation: as Multivers lists it.
        country: WeFact's code of its country, or what the mapping table does not say: then it must not be written,
            because WeFact would take it for one of its own country.
        term: days until an invoice is due, None = WeFact's default, or why no term can be told.
    """
    fields = {
        _CODES[relation.controller]: relation.code,
        **{name: _text(relation.row, source) for name, source in _FIELDS_OF[relation.controller].items()},
        **_bank_fields(relation),
        "EmailAddress": _email(relation),
        "Country": country if isinstance(country, str) else "",
        "InvoiceTerm": str(term) if isinstance(term, int) else "",
    }
    return PlannedImport(
        code=relation.code,
        fields={name: value for name, value in fields.items() if value},
        warnings=_warnings(relation, term),
        problems=_problems(relation, country),
    )


def _problems(relation: ListedRelation, country: str | Problem) -> tuple[Problem, ...]:
    """What identifies and does not fit: WeFact numbers a relation without a code itself, and trims what it is sent."""
    code, found = relation.code, []
    if not code or code != code.strip():
        found.append(problem("IMP-003", code=repr(code)))
    if not _text(relation.row, IMPORTED["CompanyName"]):
        found.append(problem("IMP-004", code=code))
    if isinstance(country, Problem):
        found.append(country)
    return tuple(found)


def _warnings(relation: ListedRelation, term: int | Problem | None) -> tuple[Problem, ...]:
    """What is left out."""
    found = []
    if _text(relation.row, "email") != _email(relation):
        found.append(problem("IMP-009", field="EmailAddress"))
    if _text(relation.row, "street2"):
        found.append(problem("IMP-010", field="street2"))
    if isinstance(term, Problem):
        found.append(term)
    return tuple(found)


def _email(relation: ListedRelation) -> str:
    """The e-mail address or addresses; empty where the text is none."""
    written = _text(relation.row, "email")
    return written if _ADDRESSES.fullmatch(written) else ""


def _bank_fields(relation: ListedRelation) -> dict[str, str]:
    """The bank account; whose it is says nothing without its number."""
    bank = relation.bank
    numbers = {name: _first(bank, sources) for name, sources in _ACCOUNT_FIELDS[relation.controller].items()}
    if not any(numbers.values()):
        return {}
    return {
        **{name: "".join(number.split()) for name, number in numbers.items()},
        **{name: _first(bank, sources) for name, sources in _HOLDER_FIELDS.items()},
    }


def _first(row: Mapping[str, object], names: tuple[str, ...]) -> str:
    return next(filter(None, (_text(row, name) for name in names)), "")


def _text(row: Mapping[str, object], name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value).strip()
