"""The account of a new creditor is written once; another one is a question, and freezes payments until its answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.streams.changing import Booked
from wefact_multivers.domain.documents import Controller
from wefact_multivers.store.intents import Effect
from wefact_multivers.streams.acknowledge import acknowledge
from wefact_multivers.streams.inbox import Decision
from wefact_multivers.streams.refusals import StatusForbids

KNOWN, NEW = "CR10001", "CR20001"
HELD, OTHER, THIRD = "NL02ABNA0123456789", "NL20INGB0001234567", "NL57RABO0111222333"
ACCOUNT = "BankAccount"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Booked:
    """The demo with its creditors and purchases, booked, which may be paid at once: made once, and copied."""
    world = Booked(tmp_path_factory.mktemp("model"))
    world.switch(creditors=True, purchase_invoices=True)
    file = world.include / "administrations" / "demo.yaml"
    file.write_text(file.read_text().replace("purchase_release: blocked", "purchase_release: free"))
    world.sign()
    world.next_day()
    return world


@pytest.fixture
def booked(model: Booked, tmp_path: Path) -> Booked:
    """The demo, booked."""
    return model.twin(tmp_path)


def accounts(world: Booked, code: str) -> list[dict[str, Any]]:
    """The bank accounts of a supplier in Multivers."""
    books = world.sandbox.state()["multivers"]["databases"]["MVL00001"]
    supplier = books["suppliers"].get(code, {"organizationId": None})
    return [row for row in books["tables"][ACCOUNT].values() if row["organizationId"] == supplier["organizationId"]]


def ibans(world: Booked, code: str) -> list[str]:
    """Their numbers."""
    return [str(row["iban"]) for row in accounts(world, code)]


def said(world: Booked, code: str) -> dict[str, dict[str, str]]:
    """What is said at a creditor, by code."""
    return world.told(code, Controller.CREDITOR)


def asks(world: Booked, code: str) -> set[str]:
    """The codes of what is said at a creditor."""
    return set(said(world, code))


def change(world: Booked, code: str = KNOWN, **changes: str) -> dict[str, str]:
    """Somebody changes a creditor in WeFact, and a day passes; gives the codes of what failed."""
    world.wait(minutes=1)
    world.sandbox.action("edit_creditor", CreditorCode=code, changes=changes)
    return world.next_day()


def enter(world: Booked, number: str, code: str = KNOWN) -> None:
    """Somebody enters a purchase invoice of 121.00 in WeFact."""
    world.wait(minutes=1)
    line = {"Description": "Papier", "PriceExcl": "100", "TaxCode": "I21", "CostCategory": "1"}
    world.sandbox.action(
        "add_purchase_invoice",
        CreditInvoiceCode=number,
        CreditorCode=code,
        InvoiceCode=f"S-{number}",
        Date=f"{world.clock.now().date()}",
        InvoiceLines=[line],
    )


def frozen(world: Booked, number: str) -> float:
    """How much of the booking of a purchase is blocked for payment."""
    books = world.sandbox.state()["multivers"]["databases"]["MVL00001"]["supplier_invoices"]
    return float(next(row["amountFrozenCur"] for row in books.values() if row["reference"] == f"S-{number}"))


def calls(world: Booked) -> int:
    """How often a bank account was written."""
    return int(world.sandbox.requests()["calls"].get(f"multivers POST {ACCOUNT}", 0))


def new_creditor(world: Booked, **more: str) -> None:
    """Somebody makes a creditor in WeFact."""
    world.wait(minutes=1)
    fields = {"CreditorCode": NEW, "CompanyName": "Papierhandel Blanco", "City": "Apeldoorn", "AccountNumber": OTHER}
    world.sandbox.action("add_creditor", **{**fields, **more})


def confirm(world: Booked, code: str) -> None:
    """A person says that the account was checked."""
    with world.services() as services:
        assert acknowledge(services, Decision(code, "A. de Boer"), "gebeld") == ()


def test_given_a_new_creditor_then_its_account_is_written_once_and_waits_for_a_check(booked: Booked) -> None:
    new_creditor(booked, AccountNumber="NL20 INGB 0001 2345 67", AccountBIC="INGBNL2A", AccountName="Blanco B.V.")
    booked.next_day()
    (account,) = accounts(booked, NEW)
    assert (account["iban"], account["bic"], account["accountholderName"]) == (OTHER, "INGBNL2A", "Blanco B.V.")
    assert account["preferred"] is True
    assert said(booked, NEW) == {"REL-016": {"code": NEW, "wefact": "4567"}}
    booked.next_day()
    assert (asks(booked, NEW), calls(booked)) == ({"REL-016"}, 1 + len(written_by_the_demo(booked)))
    confirm(booked, NEW)
    booked.next_day()
    assert (said(booked, NEW), booked.record(NEW, Controller.CREDITOR).status.value) == ({}, "booked")


def written_by_the_demo(world: Booked) -> list[str]:
    """The creditors of the demo that got their account from the link."""
    return [code for code in ("CR10004", "CR10009") if ibans(world, code)]


def test_given_a_check_that_waits_then_another_change_of_the_creditor_does_not_end_it(booked: Booked) -> None:
    new_creditor(booked)
    booked.next_day()
    change(booked, NEW, Address="Kade 9")
    assert (asks(booked, NEW), booked.record(NEW, Controller.CREDITOR).status.value) == ({"REL-016"}, "booked_warning")


def test_given_a_new_creditor_with_an_iban_that_is_not_well_formed_then_it_is_said_and_not_written(
    booked: Booked,
) -> None:
    new_creditor(booked, AccountNumber="NL21INGB0001234567")
    booked.next_day()
    assert ibans(booked, NEW) == []
    assert said(booked, NEW)["REL-015"] == {"code": NEW, "wefact": "4567"}


def test_given_another_iban_then_it_is_asked_and_red_and_never_written(booked: Booked) -> None:
    failed = change(booked, AccountNumber=THIRD)
    assert failed["creditors.post"] == "DOC-100"
    assert said(booked, KNOWN)["REL-003"] == {
        "code": KNOWN, "what": "rekeningnummer", "wefact": "2333", "multivers": "6789",
    }  # fmt: skip
    booked.next_day()
    assert (ibans(booked, KNOWN), asks(booked, KNOWN)) == ([HELD], {"REL-003"})


def test_given_a_question_about_an_account_then_invoices_are_booked_and_blocked_for_payment(booked: Booked) -> None:
    enter(booked, "CF2026-0900")
    booked.next_day()
    enter(booked, "CF2026-0901")
    change(booked, AccountNumber=THIRD)
    assert (frozen(booked, "CF2026-0900"), frozen(booked, "CF2026-0901")) == (0.0, 121.0)
    record = booked.record("CF2026-0901", Controller.CREDITINVOICE)
    assert (record.status.value, set(booked.told("CF2026-0901", Controller.CREDITINVOICE))) == (
        "booked_warning",
        {"DOC-020", "REL-017"},
    )


@pytest.mark.parametrize("answer", ["entered in Multivers", "taken back in WeFact", "checked by a person"])
def test_given_an_answer_then_nothing_is_asked_any_more_and_the_next_invoice_is_free(
    booked: Booked, answer: str
) -> None:
    change(booked, AccountNumber=THIRD)
    if answer == "entered in Multivers":
        with booked.services() as services:
            organization = accounts(booked, KNOWN)[0]["organizationId"]
            services.multivers.create_bank_account({"organizationId": organization, "iban": THIRD, "preferred": True})
    elif answer == "taken back in WeFact":
        change(booked, AccountNumber=HELD)
    else:
        confirm(booked, KNOWN)
    enter(booked, "CF2026-0902")
    booked.next_day()
    assert (said(booked, KNOWN), frozen(booked, "CF2026-0902")) == ({}, 0.0)
    booked.next_day()
    assert said(booked, KNOWN) == {}


def test_given_a_creditor_that_stood_there_without_an_account_then_a_first_one_is_asked_too(booked: Booked) -> None:
    new_creditor(booked, AccountNumber="")
    booked.next_day()
    assert said(booked, NEW) == {}
    change(booked, NEW, AccountNumber=OTHER)
    assert (ibans(booked, NEW), said(booked, NEW)["REL-003"]["multivers"]) == ([], "-")


def test_given_nothing_to_check_then_it_cannot_be_confirmed(booked: Booked) -> None:
    with booked.services() as services, pytest.raises(StatusForbids):
        acknowledge(services, Decision(KNOWN, "A. de Boer"), "gebeld")


def test_given_a_process_that_dies_around_the_write_then_the_account_stands_there_once(booked: Booked) -> None:
    new_creditor(booked)
    booked.wait(minutes=5)
    path = f"POST /V22/api/MVL00001/{ACCOUNT}"
    booked.dies(path, is_answered=True, work=lambda: booked.run("dead-1"))
    booked.wait(minutes=30)
    booked.run("alive-1")
    booked.wait(minutes=30)
    booked.run("alive-2")
    assert ibans(booked, NEW) == [OTHER]
    assert asks(booked, NEW) == {"REL-016"}


def test_given_a_process_that_dies_before_the_write_then_it_is_written_once_it_surely_never_arrived(
    booked: Booked,
) -> None:
    new_creditor(booked)
    booked.dies(f"POST /V22/api/MVL00001/{ACCOUNT}", is_answered=False, work=lambda: booked.run("dead-1"))
    assert booked.run("alive-1").codes["creditors.post"] == "SND-001"
    assert ibans(booked, NEW) == []
    booked.wait(minutes=30)
    booked.run("alive-2")
    booked.run("alive-3")
    assert (ibans(booked, NEW), asks(booked, NEW)) == ([OTHER], {"REL-016"})


def test_given_an_account_that_changes_before_it_was_written_then_neither_is_written_and_it_is_asked(
    booked: Booked,
) -> None:
    new_creditor(booked)
    look = "GET /V22/api/MVL00001/BankAccountInfoList/BySupplierId"
    booked.dies(look, is_answered=False, work=lambda: booked.run("dead-1"))
    change(booked, NEW, AccountNumber=THIRD)
    assert ibans(booked, NEW) == []
    assert (said(booked, NEW)["REL-003"]["wefact"], said(booked, NEW)["REL-003"]["multivers"]) == ("2333", "-")


def test_given_a_refusal_then_a_person_enters_the_account(booked: Booked) -> None:
    new_creditor(booked)
    with booked.refused(f"POST /V22/api/MVL00001/{ACCOUNT}"):
        booked.next_day()
    assert said(booked, NEW)["REL-018"]["wefact"] == "4567"
    booked.next_day()
    assert (ibans(booked, NEW), asks(booked, NEW)) == ([], {"REL-018"})


def test_given_any_of_this_then_no_account_number_stands_in_a_receipt(booked: Booked) -> None:
    new_creditor(booked)
    booked.next_day()
    with booked.services() as services, services.memory.read() as unit:
        receipt = unit.receipts.get(booked.record(NEW, Controller.CREDITOR).key, Effect.WRITE_BANK_ACCOUNT)
    assert receipt is not None
    assert OTHER not in str(receipt)
