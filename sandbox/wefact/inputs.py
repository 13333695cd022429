"""Reads amounts, dates, nested rows and ids out of parameters, and hands out numbers of series."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox.model import Record
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.state import Account, find
from sandbox.wefact.totals import cents

_LARGEST = Decimal("1e9")
# Table: property with the number, name of the series, how it is written, what the first one is counted from.
_SERIES = {
    "debtors": ("DebtorCode", "debtor_code", "DB{}", 10000),
    "creditors": ("CreditorCode", "creditor_code", "CR{}", 10000),
    "products": ("ProductCode", "product_code", "P{:04d}", 0),
    "creditinvoices": ("CreditInvoiceCode", "creditinvoice_code", "CF{:04d}", 0),
}


def filled(params: Record) -> Record:
    """What was sent with a value: on `add` an empty property is as good as none."""
    return {name: value for name, value in params.items() if value not in ("", None)}


def amount(value: Any, name: str) -> Decimal:
    """A number with a point, as JSON number or text (wefact-api.md 1).

    Raises:
        RefusalError: no finite number of at most nine digits before the point.
    """
    try:
        number = Decimal(str(value)) if isinstance(value, (str, int, Decimal)) else Decimal("NaN")
    except InvalidOperation as problem:
        raise RefusalError(f"Invalid type for '{name}'") from problem
    if not number.is_finite() or abs(number) >= _LARGEST:
        raise RefusalError(f"Invalid type for '{name}'")
    return number


def euros(value: Any, name: str) -> str:
    """A number as WeFact prints amounts: two decimals, rounded half-up (wefact-api.md 3.7)."""
    return f"{cents(amount(value, name)):.2f}"


def day(value: Any, name: str) -> str:
    """A date `YYYY-MM-DD`; empty stays empty.

    Raises:
        RefusalError: no date in that form.
    """
    text = "" if value is None else str(value)
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError as problem:
        raise RefusalError(f"Invalid type for '{name}'") from problem


def days_later(start: str, term: str) -> str:
    """The date that many days after another.

    Raises:
        RefusalError: the term is no whole number, or leads out of the calendar.
    """
    try:
        return (date.fromisoformat(start) + timedelta(days=int(term or 0))).isoformat()
    except (ValueError, OverflowError) as problem:
        raise RefusalError("Invalid type for 'Term'") from problem


def one_of(name: str, value: str, allowed: Iterable[str]) -> str:
    """The value, when it is one of the documented ones (wefact-api.md 3.8).

    Raises:
        RefusalError: it is not.
    """
    if value not in allowed:
        raise RefusalError(f"Ongeldige waarde voor '{name}' (tekst van de sandbox)")
    return value


def rows(params: Record, name: str) -> list[Record]:
    """The rows under a name: a list, or an object keyed by position, as PHP takes both.

    Raises:
        RefusalError: something that is not a row.
    """
    given = params.get(name) or []
    items = list(given.values()) if isinstance(given, dict) else given
    if not isinstance(items, list):
        raise RefusalError(f"Invalid type for '{name}'")
    for index, item in enumerate(items):
        if not isinstance(item, dict):
            raise RefusalError(f"Invalid type for '{name}[{index}]'")
    return items


def texts(params: Record, name: str) -> list[str]:
    """The ids under a name, each once; one id alone and nothing at all count as lists too.

    Raises:
        RefusalError: an id that is itself a list or an object.
    """
    given = params.get(name)
    items = list(given.values()) if isinstance(given, dict) else given if isinstance(given, list) else [given]
    if any(isinstance(item, (dict, list)) for item in items):
        raise RefusalError(f"Invalid type for '{name}'")
    return list(dict.fromkeys(str(item) for item in items if item not in ("", None)))


def free_code(account: Account, kind: str) -> str:
    """The next number of a table's series that none of its records carries yet."""
    code_name, series, pattern, start = _SERIES[kind]
    table: dict[str, Record] = getattr(account, kind)
    code = pattern.format(start + account.take_number(series))
    while find(table, code_name, code):
        code = pattern.format(start + account.take_number(series))
    return code
