"""Callers at once, and numbers that somebody uses again; whatever else may be sent is in `test_sandbox_fuzz`."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx

from sandbox.testing import SandboxControl, SandboxServers
from tests.sandbox.callers import MultiversCaller


def test_given_callers_at_once_then_every_journal_number_is_used_once(servers: SandboxServers) -> None:
    with httpx.Client(trust_env=False) as client:
        caller = MultiversCaller(client, servers.multivers_url)
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda n: caller.book(invoiceId=str(n), journalTransaction=0), range(1, 25)))
    assert sorted(answer.json()["journalTransaction"] for answer in answers) == list(range(1, 25))


def test_given_numbers_used_again_then_a_stranger_stands_under_them(
    control: SandboxControl, multivers: MultiversCaller
) -> None:
    multivers.book()
    lines = [{"accountId": "8090", "amount": "7.00"}]
    control.action("reuse_number", invoiceId="20260001", customerId="DB10002", invoiceDate="2026-03-05", lines=lines)
    stranger = multivers.get("CustomerInvoice/20260001")
    shown = [stranger[name] for name in ("customerId", "journalId", "journalTransaction", "amountTotal", "reference")]
    assert shown == ["DB10002", "WFV", 1, 8.47, ""]
