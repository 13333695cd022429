"""accounting-rules.md 20, 21, 15, 19: the printed sheet says what the ledger holds, figure by figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.domain.casefile import read_cases
from tests.streams.casebooks import case_world
from tests.streams.ledger_sheet import Figures, LedgerSheet
from tests.streams.reconciling import Reconciled
from tests.streams.sheet_page import PAGE, page, sheet_in
from wefact_multivers.catalogue import Language
from wefact_multivers.store.connection import StoreConnection
from wefact_multivers.store.database import Store
from wefact_multivers.store.migrate import upgrade
from wefact_multivers.streams.kinds import DOCUMENT_KINDS
from wefact_multivers.streams.reconcile_ledger import bookings_of_ours
from wefact_multivers.streams.reconcile_result import fault_text, latest_with_hash
from wefact_multivers.streams.reconcile_sheet import Sheet, sheet_of
from wefact_multivers.streams.reconcile_sides import Span, read_books, read_wefact
from wefact_multivers.streams.reconcile_statement import statement_of
from wefact_multivers.streams.runs import load_run

TIED = (
    "Geval 4: verlegd en gewoon",
    "Geval 5: diensten en goederen",
    "Geval 6: een Duitse consument",
    "Geval 7: inkoop met btw",
    "Geval 7: een dienst uit Belgie",
    "Geval 8: inkoop verlegd",
    "Geval 9a",
    "Geval 9b",
    "Geval 12: volledig gecrediteerd",
)
"""Cases that between them have every kind of VAT row."""


def rows_of(sheet: Sheet, title: str) -> list[tuple[str, ...]]:
    """The rows of the tables whose title begins so, each with what comes after that."""
    return [(table.title, *row) for table in sheet.tables if table.title.startswith(title) for row in table.rows]


def cells_of(sheet: Sheet, title: str) -> list[tuple[str, ...]]:
    """The rows of such a table alone."""
    return [row[1:] for row in rows_of(sheet, title)]


def cents(amount: str) -> int:
    return int(amount.replace(",", ""))


def boxes_in(sheet: Sheet) -> tuple[Figures, Figures]:
    """Base and VAT by period and box: expected, and in the ledger."""
    rows = [row for row in rows_of(sheet, "Btw-aansluiting") if row[2] != "totaal"]
    expected: Figures = {(period, box): (cents(amounts[0]), cents(amounts[2])) for _, _, period, box, *amounts in rows}
    found: Figures = {(period, box): (cents(amounts[1]), cents(amounts[3])) for _, _, period, box, *amounts in rows}
    return expected, found


def ledger_in(sheet: Sheet) -> Figures:
    return {
        (title.rpartition(": ")[2], place): (cents(found), cents(others))
        for title, place, _, found, _, _, others in rows_of(sheet, "Grootboekaansluiting")
    }


@pytest.fixture(scope="module")
def booked(tmp_path_factory: pytest.TempPathFactory) -> Reconciled:
    """The demo after its first morning; nobody may touch it."""
    made = Reconciled(tmp_path_factory.mktemp("booked"))
    assert "reconcile" not in made.morning()
    return made


@pytest.fixture
def world(booked: Reconciled, tmp_path: Path) -> Reconciled:
    """The same, to do something with."""
    return booked.copied(tmp_path)


def test_given_the_month_of_the_demo_then_every_figure_of_the_sheet_is_what_the_ledger_adds_up_to(
    booked: Reconciled,
) -> None:
    sheet, ledger = sheet_in(booked, Language.NL), LedgerSheet(booked.sandbox.state())
    expected, found = boxes_in(sheet)
    assert len(found) == 8
    assert expected == found == ledger.boxes()
    others = {(period, account): (cents(amount),) for _, period, account, amount in rows_of(sheet, "Btw die anderen")}
    assert others == ledger.others_vat()
    assert ledger_in(sheet) == ledger.ledger()
    for title, account, sign in (("Debiteuren", "1300", 1), ("Crediteuren", "1600", -1)):
        shown = {name: cents(amount) for _, name, amount in rows_of(sheet, title)}
        moved = ledger.control(account, sign)
        names = ("beginstand", "facturen", "creditfacturen", "betalingen", "correcties")
        assert {name: shown[name] for name in names} == {name: moved[name] for name in names}
        assert shown["eindstand 2026-03-16"] == sum(moved.values())


def test_given_payments_and_a_write_off_then_the_control_accounts_move_by_cause(world: Reconciled) -> None:
    day = world.sandbox.action("demo_second_morning")
    world.clock.at = datetime.fromisoformat(day["now"])
    world.run("second")
    sheet, ledger = sheet_in(world, Language.NL), LedgerSheet(world.sandbox.state())
    debtors = {name: cents(amount) for _, name, amount in rows_of(sheet, "Debiteuren")}
    creditors = {name: cents(amount) for _, name, amount in rows_of(sheet, "Crediteuren")}
    moved, paid = ledger.control("1300", 1), ledger.control("1600", -1)
    assert (debtors["betalingen"], debtors["correcties"]) == (moved["betalingen"], moved["correcties"])
    assert debtors["betalingen"] < 0 > debtors["correcties"]
    assert creditors["betalingen"] == paid["betalingen"] == -9075
    assert debtors["eindstand 2026-03-17"] == sum(moved.values())


def test_given_documents_without_a_booking_then_each_fiscal_year_counts_them(booked: Reconciled) -> None:
    rows = [row[1:] for row in rows_of(sheet_in(booked, Language.NL), "Documenten zonder boeking")]
    assert rows == [("verkoop", "2026", "7", "862,76"), ("inkoop", "2026", "11", "4605,52")]


def test_given_boxes_of_three_months_then_the_quarter_adds_them_up(booked: Reconciled) -> None:
    rows = rows_of(sheet_in(booked, Language.NL), "Btw-aansluiting")
    for box in ("1a", "1b", "5b"):
        months = [row for row in rows if row[3] == box and row[2] != "totaal"]
        (quarter,) = [row for row in rows if row[3] == box and row[2] == "totaal"]
        for column in (4, 5, 6, 7):
            assert cents(quarter[column]) == sum(cents(row[column]) for row in months)


def test_given_scenario_rules_that_lead_elsewhere_then_each_booking_is_named_once(world: Reconciled) -> None:
    kinds, first = list(DOCUMENT_KINDS.values()), date(2026, 1, 1)
    span = Span(first, world.clock.now().date(), first)
    with world.services() as services:
        state = load_run(services, "morning-1")
        rules = tuple(replace(rule, box="1c") if rule.box == "1b" else rule for rule in state.reference.vat_rules)
        wrong = replace(state, reference=replace(state.reference, vat_rules=rules))
        sides = [read_wefact(services, kind, span, first) for kind in kinds]
        books = read_books(services, state, span, kinds)
        with services.memory.read() as unit:
            owns = [(kind, bookings_of_ours(unit, kind, books)) for kind in kinds]
        right, nothing = statement_of(state, books, span, sides, owns)
        made, faults = statement_of(wrong, books, span, sides, owns)
    assert nothing == ()
    assert all(one.is_tied for one in right.ties)
    told = [fault_text(fault, Language.EN) for fault in faults]
    assert told[0] == "F2026-0002: box 1b of 2026/01: 0,00 by the VAT scenarios, 54,90 by the treatment"
    assert {fault.code: fault.values["found"] for fault in faults} == {"RCN-011": "0,00"}
    base = sum(cents(str(fault.values["planned"])) for fault in faults)
    assert (len({fault.values["number"] for fault in faults}), len(faults), base) == (4, 4, 13725)
    assert {one.cell.box for one in made.boxes if not one.base.is_tied} == {"1b", "1c"}


def test_given_the_page_of_the_demo_then_it_is_what_is_printed(booked: Reconciled) -> None:
    assert PAGE.read_text("utf-8") == page(booked), "run python -m tests.streams.sheet_page"


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store of the present schema, to copy."""
    file = tmp_path_factory.mktemp("store") / "store.db"
    store = Store(StoreConnection(f"sqlite:///{file}", ()))
    upgrade(store.engine)
    store.close()
    return file


def sheet_of_case(title: str, folder: Path, migrated: Path) -> tuple[Sheet, LedgerSheet]:
    """The sheet after a run over the documents of a case, and the ledger."""
    case = next(one for one in read_cases() if one.title.startswith(title))
    with case_world(case, folder, migrated) as world:
        assert "reconcile" not in world.run().errors
        with world.services() as services:
            latest = latest_with_hash(services)
        assert latest is not None
        return sheet_of("geval", *latest, Language.NL), LedgerSheet(world.sandbox.state())


@pytest.mark.parametrize("title", TIED)
def test_given_a_bookkeeping_case_then_its_boxes_and_accounts_are_those_of_the_ledger(
    title: str, tmp_path: Path, migrated: Path
) -> None:
    sheet, ledger = sheet_of_case(title, tmp_path, migrated)
    expected, found = boxes_in(sheet)
    assert expected == found == ledger.boxes()
    assert ledger_in(sheet) == ledger.ledger()


def test_given_goods_and_services_to_belgium_then_icp_has_them_apart_and_adds_up_to_3b(
    tmp_path: Path, migrated: Path
) -> None:
    sheet, _ = sheet_of_case("Geval 5: diensten en goederen", tmp_path, migrated)
    assert [row[1:] for row in rows_of(sheet, "Opgaaf ICP")] == [
        ("2026-Q1", "BE0123456749", "800,00", "1200,00", "", ""),
        ("2026-Q1", "totaal", "800,00", "1200,00", "2000,00", "0,00"),
    ]


def test_given_two_german_rates_on_an_invoice_then_oss_has_base_and_vat_of_each(tmp_path: Path, migrated: Path) -> None:
    sheet, ledger = sheet_of_case("Twee Duitse tarieven", tmp_path, migrated)
    assert [row[1:] for row in rows_of(sheet, "OSS")] == [
        ("2026-Q1", "DE", "7 %", "20,00", "1,40"),
        ("2026-Q1", "DE", "19 %", "140,00", "26,60"),
    ]
    assert rows_of(sheet, "Btw-aansluiting") == []
    assert ledger.ledger()["verkoop", "2026/03 1540 btw-code 0"] == (-2800, 0)


def test_given_the_cash_scheme_then_the_box_says_that_it_is_not_tied(tmp_path: Path, migrated: Path) -> None:
    sheet, _ = sheet_of_case("Het kasstelsel verandert geen boeking", tmp_path, migrated)
    month, quarter = rows_of(sheet, "Btw-aansluiting")
    told = ("1a", "100,00", "100,00", "21,00", "21,00", "niet aangesloten (kasstelsel)")
    assert month[3:] == quarter[3:] == told


def test_given_a_late_sale_in_its_own_period_then_the_list_of_corrections_has_its_box_and_the_balance(
    tmp_path: Path, migrated: Path
) -> None:
    sheet, _ = sheet_of_case("Geval 15: dezelfde factuur", tmp_path, migrated)
    assert cells_of(sheet, "Suppletielijst") == [
        ("2025-Q4", "F2025-0503", "2025-12-30", "2025/12", "1a", "1000,00", "210,00", "ja", "210,00"),
        ("totaal", "tot 1000,00: in de volgende aangifte", "", "", "", "", "", "", "210,00"),
    ]


def test_given_a_late_sale_that_waits_then_its_printed_vat_counts_and_it_has_no_box(
    tmp_path: Path, migrated: Path
) -> None:
    sheet, _ = sheet_of_case("Geval 15: een verkoopfactuur", tmp_path, migrated)
    waiting = ("2025-Q4", "F2025-0502", "2025-12-30", "nog niet", "", "1000,00", "210,00", "ja", "210,00")
    assert cells_of(sheet, "Suppletielijst")[0] == waiting


def test_given_a_late_purchase_in_the_period_of_receipt_then_both_lists_have_it_and_its_vat_does_not_count(
    tmp_path: Path, migrated: Path
) -> None:
    sheet, _ = sheet_of_case("Geval 15: een inkoopfactuur", tmp_path, migrated)
    moved = ("2025-Q4", "CF2026-0501", "2025-12-18", "2026/02", "5b", "0,00", "21,00", "nee", "0,00")
    assert cells_of(sheet, "Suppletielijst")[0] == moved
    day, year = "2025-12-18", ("2026", "2025")
    assert cells_of(sheet, "Periodeafgrenzing") == [
        ("inkoop", "CF2026-0501", "1", day, day, *year, "1/1", "100,00"),
    ]


def test_given_a_line_for_days_of_another_year_then_the_cut_off_list_has_its_share(
    tmp_path: Path, migrated: Path
) -> None:
    sheet, _ = sheet_of_case("Een jaarabonnement", tmp_path, migrated)
    days = ("2026-07-01", "2027-06-30")
    assert cells_of(sheet, "Periodeafgrenzing") == [
        ("verkoop", "F2026-0601", "1", *days, "2026", "onbekend in Multivers", "181/365", "181,00"),
    ]
