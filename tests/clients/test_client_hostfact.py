"""The public `hostfact-python-client` works on the sandbox: HostFact and WeFact speak one API (wefact-api.md 0)."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.testing import KEY, running
from tests.clients.environments import drive

Record = dict[str, Any]


pytestmark = pytest.mark.full


@pytest.fixture(scope="module")
def worked() -> tuple[Record, Record]:
    """What the client printed, and the account as it left it."""
    with running("empty") as servers:
        answers = drive("hostfact", SANDBOX_URL=servers.wefact_url, SANDBOX_KEY=KEY)
        return answers, servers.state()["wefact"]["accounts"][KEY]


def test_given_a_draft_then_the_client_gathers_lines_on_it(worked: tuple[Record, Record]) -> None:
    answers, account = worked
    gathered = account["invoices"]["1"]
    assert (answers["first"], answers["second"]) == ({"Identifier": "1"}, {"Identifier": "1"})
    assert [line["Description"] for line in gathered["InvoiceLines"]] == ["Advies", "Reiskosten"]
    assert (answers["shown"]["invoice"]["AmountExcl"], gathered["ReferenceNumber"]) == ("225.50", "PO 7")


def test_given_an_attachment_then_it_comes_back_as_positional_data(worked: tuple[Record, Record]) -> None:
    answers, _ = worked
    assert answers["with_file"] == {"Identifier": "2"}
    assert answers["file"]["success"][1:] == ["bon.txt", "Qm9uIDE=", "text/plain"]


def test_given_the_invoice_is_sent_and_paid_then_the_list_shows_it(worked: tuple[Record, Record]) -> None:
    answers, _ = worked
    rows = answers["list"]["invoices"]
    assert [(row["Identifier"], str(row["Status"])) for row in rows] == [("1", "4"), ("2", "0")]
    assert answers["shown"]["invoice"]["AmountOutstanding"] == "0.00"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("refused", "HostFact error: ['Ongeldig kenmerk voor factuur']"),
        ("unknown", "HostFact error: ['Invalid controller']"),
    ],
)
def test_given_a_refusal_then_the_client_raises_its_text(worked: tuple[Record, Record], name: str, text: str) -> None:
    assert worked[0][name] == {"raised": text}
