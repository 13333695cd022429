"""Whatever people do on either side, the books stay true, and what is kept at hand equals what a scan would find."""

from __future__ import annotations

from collections import defaultdict
from copy import deepcopy
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.actions import run_action
from sandbox.core import Sandbox
from sandbox.model import ControlError, from_json, to_json
from sandbox.multivers import ledger, matching
from sandbox.multivers.kinds import KINDS
from sandbox.multivers.state import Database, MultiversState
from sandbox.testing import DATABASE
from tests.sandbox.bare_books import bare_sandbox

RELATIONS = {"customer": ("customerId", "DB10001", "8000"), "supplier": ("supplierId", "CR1", "4310")}
CONTROLS = ("1300", "1600")
ids, sides = st.sampled_from(("1", "2", "3")), st.sampled_from(("customer", "supplier"))
amounts = st.decimals("-500", "500", places=2).map(str)
known = st.fixed_dictionaries({"invoiceId": ids, "kind": sides})
scenarios = st.sampled_from((0, 11, 14, 15))
steps = st.one_of(
    st.tuples(st.just("book_invoice"), st.tuples(sides, ids, amounts, scenarios)),
    st.tuples(st.sampled_from(("delete_booking", "unmatch_payment", "process_booking", "write_off")), known),
    st.tuples(st.just("match_payment"), st.builds(lambda each, amount: each | {"amount": amount}, known, amounts)),
    st.tuples(st.just("match_payment"), st.builds(lambda each: each | {"difference": "0.03"}, known)),
    st.tuples(st.just("set_off"), st.builds(lambda each, other: each | {"creditInvoiceId": other}, known, ids)),
    st.tuples(
        st.just("edit_booking"), st.builds(lambda each, number: each | {"number": number}, known, st.integers(0, 5))
    ),
)


def _arguments(name: str, given_arguments: Any) -> dict[str, Any]:
    if name == "edit_booking":
        wanted = dict(given_arguments)
        return wanted | {"changes": {"journalTransaction": wanted.pop("number"), "reference": "anders"}}
    if name != "book_invoice":
        return dict(given_arguments)
    side, invoice_id, amount, scenario = given_arguments
    id_name, relation, account = RELATIONS[side]
    booking: dict[str, Any] = {id_name: relation, "invoiceId": invoice_id, "invoiceDate": "2026-03-02"}
    booking["lines"] = [{"accountId": account, "amount": amount}, {"accountId": account, "amount": "1.11"}]
    return booking | ({"vatScenarioId": scenario} if side == "supplier" else {})


@pytest.mark.property
@settings(max_examples=60, deadline=None)
@given(st.booleans(), st.lists(steps, min_size=1, max_size=14))
def test_given_any_steps_on_both_sides_then_the_books_are_true(one_space: bool, script: list[tuple[str, Any]]) -> None:
    box = bare_sandbox()
    box.state.settings.change({"invoice_id_space": "one" if one_space else "per_kind"})
    run_action(box, {"action": "add_supplier", "supplierId": "CR1", "shortName": "L", "paymentConditionId": "14"})
    for name, arguments in script:
        _step(box, {"action": name} | _arguments(name, arguments))
    db = box.state.multivers.databases[DATABASE]
    _assert_balanced(db)
    _assert_at_hand(db)
    read_back = MultiversState.from_record(from_json(to_json(asdict(box.state.multivers))))
    _assert_at_hand(read_back.databases[DATABASE])


def _step(box: Sandbox, body: dict[str, Any]) -> None:
    """Do a step; a refused one leaves everything as it was, in the same order."""
    before = deepcopy(asdict(box.state.multivers))
    try:
        run_action(box, body)
    except ControlError as refused:
        if "evenwicht" in str(refused):
            raise
        assert to_json(asdict(box.state.multivers)) == to_json(before)


def _assert_balanced(db: Database) -> None:
    """Debit equals credit, and the control accounts hold what the open items add up to."""
    sums: dict[str, int] = defaultdict(int)
    for transaction in db.transactions.values():
        assert sum(line["cents"] for line in transaction["lines"]) == 0
        for line in transaction["lines"]:
            sums[line["accountId"]] += line["cents"]
    for kind, control in zip(KINDS, CONTROLS, strict=True):
        open_items = sum(matching.balance_cents(db, key) for key in kind.invoices(db))
        assert sums[control] - _of_deleted(db, control) == kind.sign * open_items


def _of_deleted(db: Database, control: str) -> int:
    """What stands on a control account for bookings that were deleted after the money had come."""
    there = {invoice["invoiceId"] for kind in KINDS for invoice in kind.invoices(db).values()}
    matched = {(match["key"], match["invoiceKey"].rpartition("/")[2]) for match in db.matches}
    return sum(
        line["cents"]
        for key, transaction in db.transactions.items()
        if not transaction["invoiceKey"]
        for line in transaction["lines"]
        if line["accountId"] == control and (line["document"] not in there or (key, line["document"]) not in matched)
    )


def _assert_at_hand(db: Database) -> None:
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    numbers: dict[str, int] = defaultdict(int)
    registers: dict[str, list[str]] = defaultdict(list)
    for key, transaction in db.transactions.items():
        year, journal = transaction["fiscalYear"], transaction["journalId"]
        numbers[f"{year}/{journal}"] = max(numbers[f"{year}/{journal}"], transaction["journalTransaction"])
        registers[f"transactions/{year}"].append(key)
        registers[f"transactions/{year}/{journal}"].append(key)
        for line in transaction["lines"]:
            totals[f"{year}/{transaction['periodNumber']}/{line['accountId']}"][line["cents"] <= 0] += abs(
                line["cents"]
            )
    for kind in KINDS:
        for key, invoice in kind.invoices(db).items():
            assert db.transactions[ledger.key_of(invoice)]["invoiceKey"] == key
            registers[f"{kind.name}/relation/{invoice[kind.id_name]}"].append(key)
            registers[f"{kind.name}/year/{invoice['fiscalYear']}"].append(key)
            registers[f"{kind.name}/journal/{invoice['fiscalYear']}/{invoice['journalId']}"].append(key)
    assert {name: both for name, both in db.account_totals.items() if any(both)} == {
        name: both for name, both in totals.items() if any(both)
    }
    assert {name: number for name, number in db.last_numbers.items() if number} == dict(numbers)
    assert {name: list(keys) for name, keys in db.registers.items()} == dict(registers)
    ids_in_use = [int(each["invoiceId"]) for kind in KINDS for each in kind.invoices(db).values()]
    assert db.highest["invoice"] == max(ids_in_use)
    _assert_matches(db)


def _assert_matches(db: Database) -> None:
    by_invoice: dict[str, list[Any]] = defaultdict(list)
    for match in db.matches:
        by_invoice[match["invoiceKey"]].append(match)
        assert match["invoiceKey"] in db.transactions[match["key"]]["matched"]
        assert any(match["invoiceKey"] in kind.invoices(db) for kind in KINDS)
    assert db.settlements == dict(by_invoice)
