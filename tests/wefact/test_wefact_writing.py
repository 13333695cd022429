"""Writing to WeFact: what became of it is done, refused, not sent or unknown, and nothing is sent twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from sandbox.testing import SandboxServers
from tests.wefact.conftest import ClientOf
from wefact_multivers.domain.documents import Controller
from wefact_multivers.errors import (
    AnswerUnusable,
    FirewallBlocked,
    RateLimited,
    RequestRefused,
    SyncError,
    WeFactKeyRefused,
)
from wefact_multivers.wefact.client import WeFactClient
from wefact_multivers.wefact.lists import ListQuery
from wefact_multivers.wefact.payments import PaymentState

PAID_ON = date(2026, 3, 12)
SALE, PURCHASE = (Controller.INVOICE, "F2026-0001"), (Controller.CREDITINVOICE, "CF2026-0001")
GROSS = Decimal("60.50")
"""Of both."""
PAID = {Controller.INVOICE: 4, Controller.CREDITINVOICE: 3}
PART_PAID = {Controller.INVOICE: 3, Controller.CREDITINVOICE: 2}
both = pytest.mark.parametrize(("controller", "number"), [SALE, PURCHASE])


def identifier(client: WeFactClient, controller: Controller, number: str) -> str:
    return client.list_documents(controller, ListQuery(numbers=(number,))).rows[0].identifier


def calls_of(sandbox: SandboxServers, name: str) -> int:
    return int(sandbox.requests()["calls"].get(f"wefact {name}", 0))


@both
@pytest.mark.parametrize("answer", ["message", "entity"])
def test_given_a_document_marked_as_paid_then_it_is_by_the_accounting_package_on_that_day(
    client: WeFactClient, sandbox: SandboxServers, controller: Controller, number: str, answer: str
) -> None:
    sandbox.settings(markaspaid_answer=answer)
    which = identifier(client, controller, number)
    client.mark_paid(controller, which, PAID_ON)
    paid = PaymentState(PAID[controller], GROSS, GROSS, Decimal(0), PAID_ON, by_package=True)
    assert client.payment_of(controller, which) == paid
    assert client.document_with_mark(controller, which)[1]
    assert stored(sandbox, controller, which)["PaymentMethod"] == "accounting"


@both
def test_given_a_part_payment_then_the_rest_stays_open(
    client: WeFactClient, sandbox: SandboxServers, controller: Controller, number: str
) -> None:
    which = identifier(client, controller, number)
    client.part_payment(controller, which, Decimal("10.00"), PAID_ON)
    found = client.payment_of(controller, which)
    assert (found.status, found.paid, found.outstanding) == (
        PART_PAID[controller],
        Decimal("10.00"),
        Decimal("50.50"),
    )
    assert stored(sandbox, controller, which)["PaymentMethod"] == "accounting"


def test_given_a_payment_taken_back_then_the_invoice_is_open_again(client: WeFactClient) -> None:
    which = identifier(client, *SALE)
    client.mark_paid(SALE[0], which, PAID_ON)
    client.mark_unpaid(which)
    assert client.payment_of(SALE[0], which) == PaymentState(2, GROSS, Decimal(0), GROSS, None)


@pytest.mark.parametrize("controller", [Controller.DEBTOR, Controller.CREDITOR])
def test_given_a_new_relation_then_it_is_given_as_wefact_understood_it(
    client: WeFactClient, controller: Controller
) -> None:
    code = {Controller.DEBTOR: "DebtorCode", Controller.CREDITOR: "CreditorCode"}[controller]
    added = client.add_relation(controller, {code: "20001", "CompanyName": "Müller & Zoon", "City": "'s-Gravenhage"})
    assert (added.code, added.name, added.city) == ("20001", "Müller & Zoon", "'s-Gravenhage")
    assert client.find_relation(controller, "20001") == added


def refused_writes() -> list[tuple[str, Callable[[WeFactClient], object]]]:
    day = PAID_ON
    return [
        ("a credit note paid", lambda c: c.mark_paid(Controller.CREDITINVOICE, of(c, "CF2026-0005"), day)),
        ("paid already", lambda c: c.mark_paid(Controller.CREDITINVOICE, of(c, "CF2026-0017"), day)),
        ("too much", lambda c: c.part_payment(Controller.CREDITINVOICE, of(c, "CF2026-0001"), Decimal(61), day)),
        ("nothing", lambda c: c.part_payment(Controller.CREDITINVOICE, of(c, "CF2026-0001"), Decimal(0), day)),
        ("unknown", lambda c: c.mark_paid(Controller.INVOICE, "99999", day)),
        ("not paid", lambda c: c.mark_unpaid(identifier(c, *SALE))),
        ("a code in use", lambda c: c.add_relation(Controller.CREDITOR, {"CreditorCode": "CR10001", "SurName": "A"})),
        ("no name", lambda c: c.add_relation(Controller.DEBTOR, {"DebtorCode": "20001"})),
    ]


def of(client: WeFactClient, number: str) -> str:
    return identifier(client, Controller.CREDITINVOICE, number)


@pytest.mark.parametrize(("name", "write"), refused_writes(), ids=lambda value: value if isinstance(value, str) else "")
def test_given_a_write_that_wefact_does_not_want_then_it_is_refused_and_nothing_changed(
    client: WeFactClient, sandbox: SandboxServers, name: str, write: Callable[[WeFactClient], object]
) -> None:
    before = sandbox.state()["wefact"]["accounts"]
    with pytest.raises(RequestRefused):
        write(client)
    assert sandbox.state()["wefact"]["accounts"] == before


WRITES: list[tuple[str, Callable[[WeFactClient], object]]] = [
    ("invoice/markaspaid", lambda c: c.mark_paid(Controller.INVOICE, "1", PAID_ON)),
    ("creditinvoice/markaspaid", lambda c: c.mark_paid(Controller.CREDITINVOICE, "1", PAID_ON)),
    ("invoice/partpayment", lambda c: c.part_payment(Controller.INVOICE, "1", Decimal("0.01"), PAID_ON)),
    ("creditinvoice/partpayment", lambda c: c.part_payment(Controller.CREDITINVOICE, "1", Decimal("0.01"), PAID_ON)),
    ("invoice/markasunpaid", lambda c: c.mark_unpaid("1")),
    ("debtor/add", lambda c: c.add_relation(Controller.DEBTOR, {"CompanyName": "A"})),
    ("creditor/add", lambda c: c.add_relation(Controller.CREDITOR, {"CompanyName": "A"})),
]
OUTCOMES: list[tuple[str, type[SyncError]]] = [
    ("timeout", AnswerUnusable),
    ("reset", AnswerUnusable),
    ("malformed", AnswerUnusable),
    ("html", AnswerUnusable),
    ("empty", AnswerUnusable),
    ("status:500", AnswerUnusable),
    ("status:503", AnswerUnusable),
    ("status:429", RateLimited),
    ("status:403", FirewallBlocked),
]


def name_of(value: object) -> str:
    return value if isinstance(value, str) else ""


@pytest.mark.fault
@pytest.mark.parametrize(("kind", "error"), OUTCOMES, ids=name_of)
@pytest.mark.parametrize(("call", "write"), WRITES, ids=name_of)
def test_given_a_fault_before_a_write_then_its_outcome_is_known_for_what_it_is_and_it_is_sent_once(  # noqa: PLR0917
    client: WeFactClient,
    sandbox: SandboxServers,
    call: str,
    write: Callable[[WeFactClient], object],
    kind: str,
    error: type[SyncError],
) -> None:
    sandbox.fault(call, kind=kind)
    with pytest.raises(error):
        write(client)
    assert calls_of(sandbox, call) == 1


@pytest.mark.fault
@pytest.mark.parametrize("kind", ["timeout", "reset", "malformed", "html", "empty", "status:500"])
def test_given_an_answer_that_is_lost_then_the_outcome_is_unknown_and_a_look_shows_it(
    client: WeFactClient, sandbox: SandboxServers, kind: str
) -> None:
    which = identifier(client, *PURCHASE)
    sandbox.fault("creditinvoice/partpayment", kind=kind, when="after")
    with pytest.raises(AnswerUnusable):
        client.part_payment(PURCHASE[0], which, Decimal("10.00"), PAID_ON)
    assert client.payment_of(PURCHASE[0], which).paid == Decimal("10.00")


@pytest.mark.fault
@pytest.mark.parametrize("call", ["debtor/add", "creditor/add"])
def test_given_a_relation_whose_answer_is_lost_then_it_is_found_by_its_code(
    client: WeFactClient, sandbox: SandboxServers, call: str
) -> None:
    controller = Controller(call.partition("/")[0])
    code = {"debtor": "DebtorCode", "creditor": "CreditorCode"}[controller]
    sandbox.fault(call, kind="reset", when="after")
    with pytest.raises(AnswerUnusable):
        client.add_relation(controller, {code: "20001", "CompanyName": "A"})
    found = client.find_relation(controller, "20001")
    assert found is not None
    assert found.name == "A"


@pytest.mark.fault
def test_given_a_key_that_is_refused_then_nothing_is_written_and_nothing_more_is_sent(
    client_of: ClientOf, sandbox: SandboxServers
) -> None:
    client = client_of("wrong-wefact-key")
    for _ in range(2):
        with pytest.raises(WeFactKeyRefused):
            client.mark_unpaid("1")
    assert sandbox.requests()["total"] == 1


@pytest.mark.fault
def test_given_a_budget_that_is_used_up_then_a_write_is_not_sent(client: WeFactClient, sandbox: SandboxServers) -> None:
    sandbox.settings(wefact_per_minute=21)
    client.check()
    with pytest.raises(RateLimited):
        client.mark_unpaid("1")
    assert calls_of(sandbox, "invoice/markasunpaid") == 0


def stored(sandbox: SandboxServers, controller: Controller, which: str) -> dict[str, str]:
    accounts = sandbox.state()["wefact"]["accounts"]
    record: dict[str, str] = next(
        account[f"{controller}s"][which] for account in accounts.values() if account[f"{controller}s"]
    )
    return record
