"""A name that Multivers cannot hold is never cut: the relation waits for a name that fits, and its invoice for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.streams.changing import Booked
from wefact_multivers.domain.documents import Controller

CODE, NUMBER = "DB20001", "F2026-0900"
LONG = "Stichting tot Behoud van het Cultureel Erfgoed Zuidwest-Friesland"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Booked:
    """The demo, booked: made once, and copied for each test."""
    return Booked(tmp_path_factory.mktemp("model"))


@pytest.fixture
def booked(model: Booked, tmp_path: Path) -> Booked:
    """The demo, booked, with a new debtor that has a long name and an invoice."""
    world = model.twin(tmp_path)
    world.wait(minutes=1)
    world.sandbox.action("add_debtor", DebtorCode=CODE, CompanyName=LONG, City="Sneek")
    line = {"Description": "Advies", "PriceExcl": "100", "TaxCode": "V21"}
    world.sandbox.action(
        "add_invoice", InvoiceCode=NUMBER, DebtorCode=CODE, Date="2026-03-16", Status="2", InvoiceLines=[line]
    )
    world.next_day()
    return world


def standing(world: Booked) -> tuple[str, str]:
    """The statuses of the debtor and of its invoice."""
    return world.record(CODE, Controller.DEBTOR).status, world.record(NUMBER).status


def names(world: Booked) -> dict[str, str]:
    """The names of the customers in Multivers, by code."""
    customers = world.sandbox.state()["multivers"]["databases"]["MVL00001"]["customers"]
    return {code: record["name"] for code, record in customers.items()}


def test_given_a_name_too_long_then_relation_and_invoice_wait_and_nothing_is_cut(booked: Booked) -> None:
    assert standing(booked) == ("blocked", "blocked")
    assert booked.told(CODE, Controller.DEBTOR) == {"REL-014": {"code": CODE, "length": str(len(LONG)), "most": "40"}}
    assert booked.told(NUMBER)["REL-005"]["code"] == CODE
    assert CODE not in names(booked)


def test_given_a_row_with_a_name_that_fits_then_both_go_by_themselves(booked: Booked) -> None:
    table = booked.include / "mappings" / "demo" / "relation_names.csv"
    table.write_text(f"{table.read_text()}sales,{CODE},Erfgoed Zuidwest-Friesland\n", encoding="utf-8")
    booked.next_day()
    assert standing(booked) == ("booked", "booked")
    assert names(booked)[CODE] == "Erfgoed Zuidwest-Friesland"


def test_given_a_name_that_grows_too_long_then_the_old_one_stays_and_the_invoices_do_not_wait(booked: Booked) -> None:
    booked.sandbox.action("edit_debtor", DebtorCode=CODE, changes={"CompanyName": "Erfgoed Sneek"})
    booked.next_day()
    booked.wait(minutes=1)
    booked.sandbox.action("edit_debtor", DebtorCode=CODE, changes={"CompanyName": LONG})
    booked.next_day()
    assert standing(booked) == ("booked_warning", "booked")
    assert list(booked.told(CODE, Controller.DEBTOR)) == ["REL-014"]
    assert names(booked)[CODE] == "Erfgoed Sneek"
