"""Runs of the relation import against the sandbox: preflight, check_empty, both sides and report, a letter each."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sandbox.testing import KEY
from tests.airflow.office import Office
from tests.streams.import_world import CREDITORS, DEBTORS
from wefact_multivers.operators.import_builder import RELATION_IMPORT

pytestmark = pytest.mark.airflow

ABROAD = ("BE", "DE", "FR", "GB", "US", "IE", "LU", "GR")
BLOCKED = {"debtors": 6, "creditors": 5}
"""How many relations live abroad."""


def held(office: Office) -> tuple[int, int]:
    """How many debtors and creditors WeFact holds."""
    account = office.servers.state()["wefact"]["accounts"][KEY]
    return len(account["debtors"]), len(account["creditors"])


def map_countries(office: Office, *countries: str) -> None:
    rows = "".join(f"{country},{country},{country}\n" for country in countries)
    (office.include / "mappings" / "demo" / "countries.csv").write_text(f"wefact,multivers,vat_prefix\n{rows}")


@pytest.mark.full
def test_given_the_form_as_it_stands_then_a_run_looks_and_writes_nothing(new_office: Callable[[str], Office]) -> None:
    office = new_office("empty")
    map_countries(office, "NL")
    ended = office.run(RELATION_IMPORT)
    assert (ended.grid, ended.colour) == ("S S S S S", "success")
    assert held(office) == (0, 0)
    assert ended.xcom("import_debtors") == {
        "listed": DEBTORS,
        "written": DEBTORS - BLOCKED["debtors"],
        "there_already": 0,
        "blocked": BLOCKED["debtors"],
    }
    assert ended.xcom("report", "note").startswith(f"dry run; import_debtors: {DEBTORS} listed")


def test_given_blocked_relations_then_all_others_come_over_and_the_next_run_brings_the_rest_once(
    new_office: Callable[[str], Office],
) -> None:
    office = new_office("empty")
    map_countries(office, "NL")
    first = office.run(RELATION_IMPORT, dry_run=False)
    assert (first.grid, first.colour) == ("S S F F F", "failed")
    assert held(office) == (DEBTORS - BLOCKED["debtors"], CREDITORS - BLOCKED["creditors"])
    assert "[IMP-002]" in first.xcom("report", "note")
    map_countries(office, "NL", *ABROAD)
    second = office.run(RELATION_IMPORT, dry_run=False)
    assert (second.grid, second.colour) == ("S S S S S", "success")
    assert held(office) == (DEBTORS, CREDITORS)
    assert office.servers.requests()["writes"]["wefact"] == DEBTORS + CREDITORS


@pytest.mark.full
def test_given_relations_that_wefact_has_of_its_own_then_the_import_refuses(
    new_office: Callable[[str], Office],
) -> None:
    office = new_office("demo")
    before = held(office)
    ended = office.run(RELATION_IMPORT, dry_run=False)
    assert (ended.grid, ended.colour) == ("S F u k F", "failed")
    assert ended.xcom("check_empty", "outcome")["code"] == "IMP-001"
    assert "[IMP-001]" in ended.xcom("report", "note")
    assert held(office) == before
