"""Lists: search, filters, order and paging as WeFact does them (wefact-api.md 1.1, 2.1, 8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox.model import Record, from_json
from sandbox.settings import Settings
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.parsing import JsonNumber

MAX_LIMIT = 1000
_PAGING = ("api_key", "controller", "action")


@dataclass(frozen=True)
class ListSpec:
    """What is particular to one controller's list.

    `row` makes the thin row of a record; `ranges` are the date filters with the property that each compares.
    """

    rows_key: str
    default_sort: str
    default_order: str
    search_at: tuple[str, ...]
    row: Callable[[Record], Record]
    ranges: tuple[tuple[str, str], ...] = (("created", "Created"), ("modified", "Modified"))
    has_status: bool = False
    has_group: bool = False


def answer_list(spec: ListSpec, records: Iterable[Record], params: Record, settings: Settings) -> Record:
    """The counters, echoed filters and rows of one page; the rows key is missing when there are none.

    Past the end `totalresults` is 0 as well (wefact-api.md 8.3).
    """
    found = [record for record in records if _passes(spec, record, params, settings)]
    field_name = str(params.get("sort") or spec.default_sort)
    found.sort(key=lambda record: _sort_key(record.get(field_name, "")))
    if str(params.get("order") or spec.default_order).upper() == "DESC":
        found.reverse()
    offset = _number(params, "offset", 0)
    page = found[offset : offset + min(MAX_LIMIT, _number(params, "limit", MAX_LIMIT) or MAX_LIMIT)]
    filters = {key: _echo(value) for key, value in params.items() if key not in _PAGING}
    counters = _counters(len(found) if page else 0, len(page), offset, settings)
    rows = {spec.rows_key: [spec.row(record) for record in page]} if page else {}
    return counters | ({"filters": filters} if filters else {}) | rows


def _echo(value: Any) -> Any:
    return from_json(value) if isinstance(value, JsonNumber) else value


def _counters(total: int, current: int, offset: int, settings: Settings) -> Record:
    counters: Record = {"totalresults": total, "currentresults": current, "offset": offset}
    if settings.counters == "string":
        return {key: str(value) for key, value in counters.items()}
    return counters


def _number(params: Record, name: str, default: int) -> int:
    try:
        return max(0, int(params.get(name) or default))
    except (TypeError, ValueError) as problem:
        raise RefusalError(f"Invalid type for '{name}'") from problem


def _sort_key(value: Any) -> tuple[int, Decimal, str]:
    text = str(value)
    try:
        number = Decimal(text)
    except InvalidOperation:
        return (1, Decimal(0), text)
    return (0, number, "") if number.is_finite() else (1, Decimal(0), text)


def _passes(spec: ListSpec, record: Record, params: Record, settings: Settings) -> bool:
    if not _search(spec, record, params):
        return False
    if spec.has_group and params.get("group") and str(params["group"]) not in record["GroupIds"]:
        return False
    if spec.has_status and params.get("status") not in (None, ""):
        wanted = str(params["status"])
        if record["Status"] not in (wanted.split("|") if settings.status_pipe else [wanted]):
            return False
    return all(_in_range(record[field_name], params.get(name)) for name, field_name in spec.ranges)


def _search(spec: ListSpec, record: Record, params: Record) -> bool:
    wanted = str(params.get("searchfor") or "").lower()
    if not wanted:
        return True
    fields = str(params.get("searchat") or "").split("|") if params.get("searchat") else list(spec.search_at)
    return any(_matches(name, str(record.get(name, "")).lower(), wanted) for name in fields)


def _matches(name: str, text: str, wanted: str) -> bool:
    return text == wanted if name in ("Debtor", "Creditor", "Identifier") else wanted in text


def _in_range(text: str, bounds: Any) -> bool:
    if not isinstance(bounds, dict):
        return True
    low, high = str(bounds.get("from") or ""), str(bounds.get("to") or "")
    if (low or high) and not text:
        return False
    return (not low or _prefixes(text, low)[0] >= _prefixes(text, low)[1]) and (
        not high or _prefixes(text, high)[0] <= _prefixes(text, high)[1]
    )


def _prefixes(text: str, bound: str) -> tuple[str, str]:
    """Both cut to the shorter one: a bound that is a plain date covers that whole day."""
    length = min(len(text), len(bound))
    return text[:length], bound[:length]
