"""Bank accounts of relations: one for each organisation, the one that is to be used."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sandbox.testing import CLIENT_ID, CLIENT_SECRET, DATABASE, REFRESH_TOKEN, SandboxServers
from tests.multivers.conftest import QUICK, MemoryTokens
from wefact_multivers.clock import FixedClock
from wefact_multivers.multivers.bank_accounts import bank_accounts
from wefact_multivers.multivers.calls import MultiversCalls
from wefact_multivers.multivers.connection import MultiversConnection
from wefact_multivers.multivers.oauth import Login

FIRST, SECOND, THIRD = "NL91ABNA0417164300", "NL20INGB0001234567", "NL03RABO0345678901"


@pytest.fixture
def calls(sandbox: SandboxServers, clock: FixedClock, tokens: MemoryTokens) -> Iterator[MultiversCalls]:
    """Calls to the demo company's books."""
    address = sandbox.multivers_url
    connection = MultiversConnection("multivers_demo", address, CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN, QUICK)
    with connection.open_http() as http:
        yield MultiversCalls(connection, Login(connection, tokens, http, clock), http, clock)


@pytest.fixture
def organization(sandbox: SandboxServers) -> int:
    """An organisation without a bank account."""
    database = sandbox.state()["multivers"]["databases"][DATABASE]
    taken = {row["organizationId"] for row in database["tables"].get("BankAccount", {}).values()}
    numbers = (int(row["organizationId"]) for row in database["customers"].values())
    return next(number for number in numbers if number not in taken)


@pytest.mark.parametrize(
    ("accounts", "iban"),
    [
        ([{"iban": FIRST}, {"iban": SECOND}], FIRST),
        ([{"iban": FIRST}, {"iban": SECOND, "preferred": True}, {"iban": THIRD}], SECOND),
        ([{"iban": FIRST, "preferred": True, "blocked": True}, {"iban": SECOND}], SECOND),
        ([{"iban": FIRST, "blocked": True}], None),
        ([], None),
    ],
    ids=["the first", "the preferred one", "not a blocked one", "only a blocked one", "none"],
)
def test_given_accounts_of_an_organisation_then_one_that_may_be_used_stands_for_it(
    calls: MultiversCalls, organization: int, accounts: list[dict[str, object]], iban: str | None
) -> None:
    for account in accounts:
        calls.write("POST", f"{DATABASE}/BankAccount", {"organizationId": organization, **account})
    found = bank_accounts(calls, DATABASE).get(str(organization))
    assert (found["iban"] if found else None) == iban
