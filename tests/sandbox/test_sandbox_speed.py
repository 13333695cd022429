"""Calls that touch one record cost the same however much there is; only ratios are asserted, machines differ."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from benchmarks.sandbox_speed import Calls, prepare
from sandbox.control import respond
from sandbox.core import Sandbox
from sandbox.testing import KEY
from sandbox.wefact.state import Account, Table

SMALL, LARGE, CALLS, ROUNDS = "large:300", "large:30000", 20, 5
Prepared = tuple[Sandbox, Calls]


@pytest.fixture(scope="module")
def both() -> tuple[Prepared, Prepared]:
    """A small and a large company, ready to be called."""
    return prepare(SMALL), prepare(LARGE)


def _best(prepared: Prepared, kind: str) -> float:
    """Processor seconds of the quickest round of calls of a kind."""
    sandbox, calls = prepared
    rounds = []
    for _ in range(ROUNDS):
        requests = [calls.make(kind) for _ in range(CALLS)]
        begin = time.process_time()
        for request in requests:
            assert respond(sandbox, request).status == 200
        rounds.append(time.process_time() - begin)
    return min(rounds)


@pytest.mark.parametrize("kind", ["show", "markaspaid", "post booking", "get booking", "list year"])
def test_given_a_hundred_times_as_much_then_a_call_on_one_record_takes_as_long(
    both: tuple[Prepared, Prepared], kind: str
) -> None:
    small, large = both
    assert _best(large, kind) < 4 * _best(small, kind)


def test_given_three_thousand_bookings_then_the_next_one_takes_as_long_as_the_first() -> None:
    prepared = prepare(SMALL)
    first = _best(prepared, "post booking")
    sandbox, calls = prepared
    for _ in range(3_000):
        respond(sandbox, calls.make("post booking"))
    assert _best(prepared, "post booking") < 3 * first


def test_given_a_page_of_a_list_then_it_takes_less_than_showing_each_of_its_records(
    both: tuple[Prepared, Prepared],
) -> None:
    small, _ = both
    assert _best(small, "list page") < 100 * _best(small, "show")


def _table(size: int = 3) -> Table:
    table = Table()
    for number in range(size):
        table[str(number)] = {"Code": f"C{number}"}
    return table


Change = Callable[[Table], None]


def _rename(table: Table) -> None:
    table["1"]["Code"] = "NEW"


def _remove(table: Table) -> None:
    del table["1"]


def _swap(table: Table) -> None:
    table["1"]["Code"], table["2"]["Code"] = "C2", "C1"


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [(_rename, None, "1"), (_remove, None, None), (_swap, "2", None)],
    ids=["renamed", "removed", "swapped"],
)
def test_given_a_code_that_changed_in_the_record_then_the_index_is_not_believed(
    change: Change, old: str | None, new: str | None
) -> None:
    table = _table()
    assert table.by("Code", "C1") is table["1"]
    change(table)
    assert table.by("Code", "C1") is (table[old] if old else None)
    assert table.by("Code", "NEW") is (table[new] if new else None)


def test_given_a_table_that_only_grows_then_a_new_record_is_found_and_a_miss_is_not_looked_for() -> None:
    table = _table()
    table.only_grows = True
    assert table.by("Code", "C3") is None
    table["3"] = {"Code": "C3"}
    table["0"]["Code"] = "UNSEEN"
    assert table.by("Code", "C3") is table["3"]
    assert table.by("Code", "UNSEEN") is None


def test_given_a_dataset_that_is_built_then_its_tables_may_change_again(sandbox: Sandbox) -> None:
    account: Account = sandbox.state.wefact.accounts[KEY]
    assert [name for name in account.table_names() if getattr(account, name).only_grows] == []
