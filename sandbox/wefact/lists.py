"""Lists: search, filters, order and paging as WeFact does them (wefact-api.md 1.1, 2.1, 8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from math import isfinite
from typing import Any

from sandbox.model import Record, from_json
from sandbox.settings import Settings
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.parsing import JsonNumber

MAX_LIMIT = 1000
_PAGING = ("api_key", "controller", "action")
Test = Callable[[Record], bool]


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
    tests = _tests(spec, params, settings)
    found = [record for record in records if all(test(record) for test in tests)] if tests else list(records)
    field_name = str(params.get("sort") or spec.default_sort)
    # Codes are text to a database, whatever is in them; a bracket sorts behind the capitals.
    order_of: Callable[[str], Any] = str.upper if field_name.endswith("Code") else _sort_key
    found.sort(key=lambda record: order_of(str(record.get(field_name, ""))))
    if str(params.get("order") or spec.default_order).upper() == "DESC":
        found.reverse()
    offset = _number(params, "offset", 0)
    page = found[offset : offset + min(MAX_LIMIT, _number(params, "limit", MAX_LIMIT) or MAX_LIMIT)]
    filters = {key: _echo(value) for key, value in params.items() if key not in _PAGING}
    counters = _counters(len(found) if page else 0, len(page), offset, settings)
    rows = {spec.rows_key: [spec.row(record) for record in page]} if page else {}
    return counters | ({"filters": filters} if filters else {}) | rows


def _echo(value: Any) -> Any:
    """What was sent, a number as a number; one that no float can hold stays text, for JSON knows no infinity."""
    return from_json(value) if isinstance(value, JsonNumber) and isfinite(float(value)) else value


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


@lru_cache(maxsize=1 << 18)
def _sort_key(text: str) -> tuple[int, Decimal, str]:
    """Numbers by size and before all texts; kept, because a list sorts every record for each of its pages."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return (1, Decimal(0), text)
    return (0, number, "") if number.is_finite() else (1, Decimal(0), text)


def _tests(spec: ListSpec, params: Record, settings: Settings) -> list[Test]:
    """What a record must pass: one test for each filter that was sent."""
    tests = [
        _in_range(field_name, params[name]) for name, field_name in spec.ranges if isinstance(params.get(name), dict)
    ]
    if spec.has_status and params.get("status") not in (None, ""):
        status = str(params["status"])
        wanted = status.split("|") if settings.status_pipe else [status]
        tests.append(lambda record: record["Status"] in wanted)
    if spec.has_group and params.get("group"):
        group = str(params["group"])
        tests.append(lambda record: group in record["GroupIds"])
    if params.get("searchfor"):
        tests.append(_search(spec, params))
    return tests


def _search(spec: ListSpec, params: Record) -> Test:
    wanted = str(params["searchfor"]).lower()
    fields = str(params["searchat"]).split("|") if params.get("searchat") else list(spec.search_at)
    return lambda record: any(_matches(name, str(record.get(name, "")).lower(), wanted) for name in fields)


def _matches(name: str, text: str, wanted: str) -> bool:
    return text == wanted if name in ("Debtor", "Creditor", "Identifier") else wanted in text


def _in_range(field_name: str, bounds: Record) -> Test:
    low, high = str(bounds.get("from") or ""), str(bounds.get("to") or "")

    def test(record: Record) -> bool:
        text = record[field_name]
        if not text:
            return not (low or high)
        # Both are cut to the shorter one: a bound that is a plain date covers that whole day.
        return (not low or text[: len(low)] >= low[: len(text)]) and (
            not high or text[: len(high)] <= high[: len(text)]
        )

    return test
