"""The ready-made companies: each adds up on both sides, is the same for the same seed, and holds what it promises."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sandbox import datasets, persistence
from sandbox.actions import run_action
from sandbox.clock import Clock
from sandbox.control import reset
from sandbox.core import Sandbox, State
from sandbox.datasets import demo_script, hand_bookings
from sandbox.datasets.cases import CASES
from sandbox.datasets.demo import NOW as DEMO_NOW
from sandbox.datasets.wefact_builder import WeFactBuilder, item
from sandbox.model import ControlError, Record
from sandbox.multivers.state import Database
from sandbox.settings import Settings
from sandbox.testing import DATABASE, KEY, SandboxControl
from sandbox.wefact.invoices import shown_invoice
from sandbox.wefact.purchase import shown_purchase_invoice
from sandbox.wefact.state import Account

EVERY = ("demo", "cases", "empty", "large:400", "random:60", "random")
CENT = Decimal("0.01")


def _built(name: str, seed: int = 0) -> State:
    return datasets.build(name, seed)[0]


def _account(state: State) -> Account:
    return state.wefact.accounts[KEY]


def _database(state: State) -> Database:
    return state.multivers.databases[DATABASE]


def _dumped(state: State) -> bytes:
    return persistence.dump(state, Clock())


def _printed(state: State) -> dict[str, tuple[Decimal, Decimal, Decimal]]:
    return {record["InvoiceCode"]: _totals(state, record) for record in _account(state).invoices.values()}


def _totals(state: State, record: Record) -> tuple[Decimal, Decimal, Decimal]:
    shown = shown_invoice(record, state.settings)
    return Decimal(shown["AmountExcl"]), Decimal(shown["AmountTax"]), Decimal(shown["AmountIncl"])


@pytest.mark.parametrize("name", EVERY)
def test_given_a_dataset_then_every_booking_balances_and_open_is_gross_minus_matched(name: str) -> None:
    database = _database(_built(name))
    assert all(sum(line["cents"] for line in row["lines"]) == 0 for row in database.transactions.values())
    matched: Counter[str] = Counter()
    for match in database.matches:
        matched[match["invoiceKey"]] += match["cents"]
    control = {"1300", "1600", "1610"}
    lines = [line for row in database.transactions.values() for line in row["lines"] if line["accountId"] in control]
    open_items = sum(int(row["amountTotalCur"] * 100) - matched[key] for key, row in database.invoices.items())
    open_items -= sum(
        int(row["amountTotalCur"] * 100) - matched[key] for key, row in database.supplier_invoices.items()
    )
    assert sum(line["cents"] for line in lines) == open_items


@pytest.mark.parametrize("name", EVERY)
def test_given_a_dataset_then_the_totals_of_wefact_add_up_unless_they_were_printed_otherwise(name: str) -> None:
    state = _built(name)
    account = _account(state)
    for record in account.invoices.values():
        excl, tax, incl = _totals(state, record)
        assert abs(excl + tax - incl) <= (Decimal("0.04") if record["Printed"] else CENT), record["InvoiceCode"]
    for record in account.creditinvoices.values():
        net = sum((Decimal(line["PriceExcl"]) for line in record["InvoiceLines"]), Decimal(0))
        assert Decimal(record["AmountExcl"]) == net, record["CreditInvoiceCode"]


@pytest.mark.parametrize("name", EVERY)
def test_given_one_seed_then_the_state_is_one_and_comes_back_from_its_file(name: str, tmp_path: Path) -> None:
    first, again = _built(name, 5), _built(name, 5)
    assert _dumped(first) == _dumped(again)
    persistence.save(tmp_path / "state.json", first, Clock())
    assert _dumped(persistence.load(tmp_path / "state.json", Clock())) == _dumped(first)


@pytest.mark.parametrize("name", ["random:60", "large:400"])
def test_given_two_seeds_then_the_companies_differ(name: str) -> None:
    assert _printed(_built(name, 1)) != _printed(_built(name, 2))


def test_given_the_demo_then_its_purchases_print_what_their_cases_say() -> None:
    rows = _account(_built("demo")).creditinvoices.values()
    printed = {row["CreditInvoiceCode"]: (row["Status"], row["AmountExcl"], row["AmountIncl"]) for row in rows}
    assert len(printed) == 28
    assert printed["CF2026-0003"] == ("1", "50.00", "60.51")
    assert printed["CF2026-0004"] == ("1", "350.00", "363.00")
    assert printed["CF2026-0005"] == ("8", "-50.00", "-60.50")
    assert printed["CF2026-0007"] == ("8", "50.00", "60.50")
    assert printed["CF2026-0010"] == ("1", "2000.00", "2000.00")
    assert printed["CF2026-0014"] == ("1", "200.00", "216.40")
    assert printed["CF2026-0015"] == ("1", "50.00", "54.50")
    assert printed["CF2026-0017"] == ("3", "50.00", "60.50")
    assert all(re.match(r"rules? \d|case \d|no cost category|part-paid", row["Comment"]) for row in rows)


def test_given_the_demo_then_a_creditor_has_another_iban_than_multivers_knows() -> None:
    state = _built("demo")
    database = _database(state)
    organization = database.suppliers["CR10002"]["organizationId"]
    known = [row["iban"] for row in database.tables["BankAccount"].values() if row["organizationId"] == organization]
    wanted = [row["AccountNumber"] for row in _account(state).creditors.values() if row["CreditorCode"] == "CR10002"]
    assert (known, wanted) == (["NL20INGB0001234567"], ["NL03RABO0345678901"])


def _booked_demo(sandbox: Sandbox) -> None:
    """Stand in for the link: book what it would book on the first morning."""
    reset(sandbox, {"dataset": "demo"})
    database, account = _database(sandbox.state), _account(sandbox.state)
    for record in list(account.invoices.values()):
        shown = shown_invoice(record, sandbox.state.settings)
        invoice = hand_bookings.sale(shown)
        if shown["Date"] < "2026" or shown["Date"] > DEMO_NOW or shown["Status"] == "0" or record["Printed"]:
            continue
        customer = shown["DebtorCode"][:8]
        if customer not in database.customers:
            run_action(sandbox, {"action": "add_customer", "customerId": customer, "shortName": customer,
                                 "name": "Klant", "paymentConditionId": "14", "vatScenarioId": 1})  # fmt: skip
        if invoice["invoiceId"] not in database.invoices:
            booking = {"action": "book_invoice", "journalId": "WFV", "customerId": customer}
            run_action(sandbox, invoice | booking)


def test_given_rates_shown_as_numbers_then_people_type_the_same_bookings() -> None:
    account = _account(_built("demo"))
    for record in account.invoices.values():
        as_text, as_numbers = (shown_invoice(record, Settings(mixed_numbers=mixed)) for mixed in (False, True))
        assert hand_bookings.sale(as_numbers) == hand_bookings.sale(as_text)
    known = [record for record in account.creditinvoices.values() if record["CreditInvoiceCode"] == "CF2026-0001"]
    for record in known:
        as_text, as_numbers = (shown_purchase_invoice(record, Settings(mixed_numbers=mixed)) for mixed in (False, True))
        assert hand_bookings.purchase(as_numbers, "1") == hand_bookings.purchase(as_text, "1")
    assert known


def test_given_a_booked_demo_then_every_step_of_the_second_morning_is_done(sandbox: Sandbox) -> None:
    _booked_demo(sandbox)
    done = demo_script.run(sandbox)
    assert [step for step in done["steps"] if not step["done"]] == []
    database = _database(sandbox.state)
    settled: Counter[str] = Counter()
    for match in database.matches:
        settled[match["invoiceKey"]] += match["cents"]
    assert settled == {
        "20260001": 6050, "20260002": 2984, "20260003": 44222, "20260005": 12100, "20260008": 13610,
        "20260009": 7865, "20260013": 23990, "purchase/20261001": 9075,
    }  # fmt: skip
    assert [match["differenceCents"] for match in database.matches if match["invoiceKey"] == "20260008"] == [3]
    assert "20260015" not in database.invoices
    assert database.invoices["20260016"]["customerId"] == "DB10001"
    assert database.invoices["20260012"]["_processed"]
    assert done["now"] == "2026-03-17T06:00:00+01:00"


def test_given_a_booked_demo_then_the_second_morning_changes_wefact_too(sandbox: Sandbox) -> None:
    _booked_demo(sandbox)
    demo_script.run(sandbox)
    account = _account(sandbox.state)
    statuses = {row["InvoiceCode"]: row["Status"] for row in account.invoices.values()}
    assert (statuses["F2026-0010"], statuses["F2026-0014"], statuses["F2026-0015"]) == ("9", "9", "4")
    assert (statuses["F2026-0018"], statuses["F2026-0019"], statuses["F2026-0020"]) == ("8", "2", "2")
    assert "F2026-0012" not in statuses
    assert "[concept]0001" not in statuses
    assert "CF2026-0009" not in {row["CreditInvoiceCode"] for row in account.creditinvoices.values()}
    assert _printed(sandbox.state)["F2026-0002"][2] == Decimal("79.79")


def test_given_nothing_exported_then_the_second_morning_passes_over_what_is_not_there(control: SandboxControl) -> None:
    steps = control.action("demo_second_morning")["steps"]
    left = [step for step in steps if not step["done"]]
    assert len(left) == 13
    assert {step["why"].partition(": ")[2] for step in left} == {"no such record"}


def test_given_the_cases_then_each_names_its_rule_and_the_worked_ones_print_as_worked() -> None:
    printed = _printed(_built("cases"))
    assert len(printed) == len(CASES) == 77
    worked = {
        "F2025-0901": ("240.00", "45.60", "285.60"), "F2019-0003": ("1000.00", "60.00", "1060.00"),
        "F2026-0104": ("20.09", "3.01", "23.10"), "F2026-0105": ("0.94", "0.20", "1.13"),
        "F2026-0106": ("20.09", "3.05", "23.14"), "F2026-0202": ("5250.00", "52.50", "5302.50"),
        "F2026-0205": ("2000.00", "0.00", "2000.00"), "F2026-0217": ("100.00", "19.00", "119.00"),
        "F2026-0301": ("229.64", "48.22", "277.86"), "F2026-0302": ("-229.64", "-48.22", "-277.86"),
        "F2026-0402": ("541.50", "102.74", "644.24"), "F2026-0403": ("-105.00", "1.95", "-103.05"),
        "F2026-0407": ("104.00", "20.16", "124.16"), "F2026-0409": ("43.91", "5.93", "49.84"),
    }  # fmt: skip
    assert {code: tuple(map(str, printed[code])) for code in worked} == worked
    rules = {int(number) for case in CASES for number in re.findall(r"(?:rules? |and )(\d+)", case.note)}
    assert rules >= {1, 2, 4, 6, 8, 10, 11, 21, 22, 23, 24}


def test_given_the_cases_then_one_product_has_two_groups_and_two_customers_are_new() -> None:
    state = _built("cases")
    groups = {row["ProductCode"]: len(row["GroupIds"]) for row in _account(state).products.values()}
    assert (groups["P-TWEE"], groups["P-LOS"], groups["P-HOST"]) == (2, 0, 1)
    codes = {row["DebtorCode"] for row in _account(state).debtors.values()}
    assert codes - _database(state).customers.keys() == {"NL-PART", "DEBITEUR-0001"}


def test_given_the_empty_company_then_thirty_full_relations_wait_for_the_import() -> None:
    state = _built("empty")
    database, account = _database(state), _account(state)
    tables = (account.debtors, account.creditors, account.invoices, account.creditinvoices, account.products)
    assert [len(table) for table in tables] == [0] * 5
    relations: list[Record] = [*database.customers.values(), *database.suppliers.values()]
    assert (len(database.customers), len(database.suppliers), len(database.organizations)) == (19, 12, 30)
    assert {row["countryId"] for row in relations} == {"NL", "BE", "DE", "FR", "GB", "GR", "IE", "LU", "US"}
    assert max(len(code) for code in database.customers) == 8
    filled = [name for name in _TEXTS if any(row[name] for row in relations)]
    assert filled == list(_TEXTS)


_TEXTS = (
    "street1", "street2", "zipCode", "city", "countryId", "vatNumber", "person", "email", "homepage", "telephone",
    "mobilePhone", "fax", "cocRegistration", "cocCity", "businessNumber", "currencyId", "languageId",
)  # fmt: skip


@pytest.mark.parametrize("size", [400, 20_000])
def test_given_a_large_company_then_its_size_and_journals_are_as_promised(size: int) -> None:
    state = _built(f"large:{size}")
    account, journals = _account(state), _database(state).journals
    assert (len(account.invoices), len(account.creditinvoices)) == (size, size // 4)
    assert all(len(journal) <= 3 for journal in journals)
    for kind, own, table in ((4, "WFV", account.invoices), (3, "WFI", account.creditinvoices)):
        links = [name for name, row in journals.items() if row["journalType"] == kind and name not in ("V", "I")]
        busiest = max(Counter(row["Date"][:4] for row in table.values()).values())
        assert own in links
        assert busiest <= 9000 * len(links)


def test_given_a_large_company_then_a_repeated_invoice_is_what_making_it_would_give() -> None:
    account = _account(_built("large:400"))
    repeated = list(account.invoices.values())[-1]
    lines = [item(line["ProductCode"], line["Number"]) for line in repeated["InvoiceLines"]]
    made = WeFactBuilder(account, "2025-01-01 08:00:00").invoice("X", repeated["DebtorCode"], repeated["Date"], lines)
    assert _without_numbers(made) == _without_numbers(repeated)


def _without_numbers(record: Record) -> Record:
    lines: list[dict[str, Any]] = record["InvoiceLines"]
    plain = [{name: value for name, value in line.items() if name != "Identifier"} for line in lines]
    rest = {name: value for name, value in record.items() if name not in ("Identifier", "InvoiceCode")}
    return rest | {"InvoiceLines": plain}


def test_given_a_random_company_then_what_was_booked_by_hand_is_what_wefact_printed() -> None:
    state = _built("random", 3)
    account, database = _account(state), _database(state)
    printed = {hand_bookings.digits(code): amounts for code, amounts in _printed(state).items()}
    booked = {key: row["amountTotalCur"] for key, row in database.invoices.items()}
    assert 100 < len(booked) < len(printed)
    assert {key: printed[key][2] for key in booked} == booked
    statuses = Counter(row["Status"] for row in account.invoices.values())
    assert set(statuses) == {"2", "3", "4", "8", "9"}
    assert database.matches
    assert database.supplier_invoices


def test_given_more_than_a_random_company_can_number_then_it_is_refused() -> None:
    with pytest.raises(ControlError, match="at most 8000"):
        datasets.build("random:8001", 0)
