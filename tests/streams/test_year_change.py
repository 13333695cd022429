"""The next fiscal year and its accounts: asked for in December, and in January what is missing blocks by its name."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.streams.changing import Booked
from wefact_multivers.domain.documents import Controller

NEXT = 2027


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Booked:
    """The demo, booked: made once, and copied for each test."""
    return Booked(tmp_path_factory.mktemp("model"))


@pytest.fixture
def booked(model: Booked, tmp_path: Path) -> Booked:
    """The demo, booked."""
    return model.twin(tmp_path)


def at(world: Booked, day: str) -> None:
    """It is six in the morning of a day."""
    world.wait(seconds=(datetime.fromisoformat(f"{day}T06:00:00+01:00") - world.clock.now()).total_seconds())


def add_year(world: Booked, *, without: tuple[str, ...] = ()) -> None:
    """People make the next fiscal year in Multivers and copy the chart to it, but for some accounts."""
    books = world.sandbox.sandbox.state.multivers.databases["MVL00001"]
    books.fiscal_years[str(NEXT)] = _next(books.fiscal_years["2026"])
    books.periods += [_next(row) for row in books.periods if row["fiscalYear"] == 2026]
    books.scenario_rules += [_next(row) for row in books.scenario_rules if row["fiscalYear"] == 2026]
    chart = {key.split("/")[1]: row for key, row in books.accounts.items() if key.startswith("2026/")}
    books.accounts |= {f"{NEXT}/{name}": _next(row) for name, row in chart.items() if name not in without}


def _next(record: dict[str, Any]) -> dict[str, Any]:
    moved = {name: value.replace("2026", str(NEXT)) for name, value in record.items() if isinstance(value, str)}
    years = {name: NEXT for name, value in record.items() if value == 2026}
    return record | moved | years


def note(world: Booked, key: str) -> str:
    """The line of a run."""
    made = world.run(key).report
    assert made is not None
    return made.note


def test_given_november_then_nothing_is_said(booked: Booked) -> None:
    at(booked, "2026-11-30")
    assert "LED-00" not in note(booked, "november")


def test_given_december_without_the_next_year_then_every_run_says_so(booked: Booked) -> None:
    at(booked, "2026-12-08")
    for day in ("first", "second"):
        assert "LED-006 Boekjaar 2027 is er nog niet in Multivers; nodig na 2026-12-31" in note(booked, day)
        booked.wait(days=1)


def test_given_december_with_a_year_that_lacks_accounts_then_they_are_named_until_they_are_copied(
    booked: Booked,
) -> None:
    at(booked, "2026-12-08")
    add_year(booked, without=("8020", "8090", "8999"))
    text = "LED-005 Nog niet gekopieerd naar boekjaar 2027: grootboekrekeningen 8020, 8090; nodig na 2026-12-31"
    assert text in note(booked, "december")
    books = booked.sandbox.sandbox.state.multivers.databases["MVL00001"]
    books.accounts |= {f"{NEXT}/{name}": _next(books.accounts[f"2026/{name}"]) for name in ("8020", "8090")}
    booked.wait(days=8)
    assert "LED-00" not in note(booked, "copied")


def test_given_more_accounts_than_can_be_named_then_the_others_are_counted(booked: Booked) -> None:
    at(booked, "2026-12-08")
    books = booked.sandbox.sandbox.state.multivers.databases["MVL00001"]
    add_year(booked, without=tuple(key.split("/")[1] for key in books.accounts))
    assert "grootboekrekeningen 1540, 1550, 4000, 4100, 4200 +" in note(booked, "december")


def test_given_january_and_an_account_that_was_not_copied_then_only_its_documents_wait(booked: Booked) -> None:
    at(booked, "2027-01-04")
    add_year(booked, without=("8000",))
    for number, product in (("F2027-0001", "P-HOST-S"), ("F2027-0002", "P-DOM")):
        line = {"Description": "Januari", "PriceExcl": "100", "TaxCode": "V21", "ProductCode": product}
        booked.sandbox.action(
            "add_invoice", InvoiceCode=number, DebtorCode="DB10003", Date="2027-01-04", Status="2", InvoiceLines=[line]
        )
    booked.wait(minutes=1)
    outcome = booked.run("january")
    assert "preflight" not in outcome.errors
    assert booked.told("F2027-0001")["LED-001"]["account"] == "8000"
    assert booked.told("F2027-0001")["LED-001"]["year"] == "2027"
    assert booked.record("F2027-0002", Controller.INVOICE).status == "booked"
