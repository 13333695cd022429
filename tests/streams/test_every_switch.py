"""The link is right under every position of every switch of the sandbox: each document once, or a reason (P1, P2, P3).

A switch stands for something that the API references call unknown, so each one has a row in `switch_cases.py`: a
telling position, or the reason why the daily path cannot meet it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from sandbox.settings import OPTIONS
from tests.streams.switch_cases import IMPORTANT, NO_TRACE, NOT_ON_THE_PATH, PAIRS, TELLING, fewer_invoices
from tests.streams.switches import Case, Mornings, both_mornings
from wefact_multivers.errors import RateLimited

Pair = frozenset[tuple[str, int]]
"""Two switches, each with one of its positions, which is told by its place in the table."""


def all_pairs(factors: Mapping[str, tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    """Few rows in which any two positions of any two switches meet."""
    places = [[(name, place) for place in range(len(values))] for name, values in factors.items()]
    open_pairs = [frozenset((one, other)) for left, right in combinations(places, 2) for one in left for other in right]
    while open_pairs:
        row = dict(sorted(open_pairs[0]))
        for name, values in factors.items():
            if name not in row:
                row[name] = max(range(len(values)), key=lambda place: _meetings(row, (name, place), open_pairs))
        open_pairs = [pair for pair in open_pairs if not pair <= set(row.items())]
        yield {name: factors[name][place] for name, place in row.items()}


def _meetings(row: Mapping[str, int], added: tuple[str, int], open_pairs: list[Pair]) -> int:
    """How many open pairs a position would close."""
    wanted = {frozenset((chosen, added)) for chosen in row.items()}
    return sum(pair in wanted for pair in open_pairs)


MET = tuple(
    Case(
        {name: value for name, value in row.items() if name != "lost"},
        f"row {number}",
        faults=row["lost"],
        before=fewer_invoices,
    )
    for number, row in enumerate(all_pairs(IMPORTANT))
)
SINGLE = (Case({}), *NO_TRACE, *(case for cases in TELLING.values() for case in cases))


@pytest.mark.full
@pytest.mark.parametrize("case", SINGLE, ids=lambda case: case.label)
def test_given_a_position_of_a_switch_then_every_document_is_booked_once_or_says_why(
    tmp_path: Path, case: Case
) -> None:
    both_mornings(tmp_path, case)


@pytest.mark.fault
@pytest.mark.parametrize("case", PAIRS, ids=lambda case: case.label)
def test_given_switches_that_meet_then_every_document_is_booked_once_or_says_why(tmp_path: Path, case: Case) -> None:
    both_mornings(tmp_path, case)


@pytest.mark.fault
@pytest.mark.parametrize("case", MET, ids=lambda case: case.label)
def test_given_any_two_positions_and_a_lost_answer_then_the_books_are_those_of_the_defaults(
    tmp_path: Path, case: Case
) -> None:
    both_mornings(tmp_path, case)


@pytest.mark.fault
@pytest.mark.parametrize("answer", ["refused", "renumbered", "overwritten"])
def test_given_a_booking_that_is_committed_late_then_no_new_booking_takes_its_journal_number(
    tmp_path: Path, answer: str
) -> None:
    late = {"match": "POST CustomerInvoice", "when": "late:840", "kind": "timeout", "times": 1, "skip": 7}
    mornings = Mornings(tmp_path, Case({"duplicate_journal_number": answer}, faults=(late,)))
    mornings.first_contact()
    assert mornings.world.run("run-1").codes["sales_invoices.post"] == "SND-001"
    line = {"Description": "Werk", "PriceExcl": "100", "TaxCode": "V21"}
    mornings.act("add_invoice", DebtorCode="DB10003", Date="2026-03-16", InvoiceLines=[line])
    mornings.world.wait(minutes=1)
    assert mornings.run("run-2") == {"sales_invoices.post": "DOC-100"}
    assert mornings.findings() == []
    assert len(mornings.world.bookings()) == 9


@pytest.mark.parametrize("positions", [{"multivers_per_minute": 3}, {"wefact_per_hour": 100}, {"latency_ms": 2100}])
def test_given_less_than_a_task_needs_then_it_comes_back_and_nothing_is_written(
    tmp_path: Path, positions: dict[str, int]
) -> None:
    mornings = Mornings(tmp_path, Case({}))
    mornings.first_contact()
    mornings.sandbox.settings(**positions)
    mornings.sandbox.forget_requests()
    for _ in range(3):
        assert mornings.world.run("run-1").codes["preflight"] in {"LIM-001", "LIM-003", "NET-002"}
        mornings.world.wait(hours=1)
    assert mornings.writes() == 0


def test_given_a_clock_that_runs_ahead_of_wefact_then_the_reserve_is_kept(tmp_path: Path) -> None:
    mornings = Mornings(tmp_path, Case({}))
    mornings.sandbox.settings(wefact_per_minute=60)
    mornings.world.clock.at += timedelta(minutes=5)
    with mornings.world.services() as services:
        for _ in range(40):
            services.wefact.check()
        with pytest.raises(RateLimited):
            services.wefact.check()
    assert mornings.sandbox.requests()["calls"]["wefact debtor/list"] == 40


def test_given_a_switch_of_the_sandbox_then_it_has_a_row_here() -> None:
    lived = {name for case in (*SINGLE, *PAIRS, *MET) for name in case.positions}
    missing = sorted(OPTIONS.keys() - lived - NOT_ON_THE_PATH.keys())
    gone = sorted((lived | NOT_ON_THE_PATH.keys()) - OPTIONS.keys())
    assert missing == [], "give these switches a row in tests/streams/switch_cases.py, or a reason in NOT_ON_THE_PATH"
    assert gone == [], "these rows of tests/streams/switch_cases.py are of no switch"
    assert lived & NOT_ON_THE_PATH.keys() == set()


@pytest.mark.parametrize("name", sorted(OPTIONS.keys() - NOT_ON_THE_PATH.keys()))
def test_given_a_switch_then_each_of_its_other_positions_is_lived_through(name: str) -> None:
    option = OPTIONS[name]
    positions = {*(option.metadata["allowed"] or ((True, False) if isinstance(option.default, bool) else ()))}
    lived = {case.positions[name] for case in (*SINGLE, *PAIRS, *MET) if name in case.positions}
    assert positions - {option.default} <= lived, f"{name}: positions without a row in tests/streams/switch_cases.py"
