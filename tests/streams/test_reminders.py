"""Who reminds: new debtors and each booking tell Multivers; debtors that stand there stay as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.domain.casefile import read_case
from tests.streams.casebooks import CaseSandbox, case_world
from tests.streams.test_cases import migrated

__all__ = ["migrated"]

CASE = """\
Wie herinnert.
regel 4
administratie reminds: {reminds}
multivers debiteur DB10002
factuur F2026-0490 debiteur DB10001
  1 x 100,00 tegen 21% HOSTING
gedrukt netto 100,00 btw 21,00 bruto 121,00
factuur F2026-0491 debiteur DB10002
  1 x 100,00 tegen 21% HOSTING
gedrukt netto 100,00 btw 21,00 bruto 121,00
---
"""


@pytest.mark.parametrize("reminds", ["wefact", "multivers"])
def test_given_who_reminds_then_what_we_write_says_so_and_a_debtor_that_was_there_is_left_alone(
    tmp_path: Path, migrated: Path, reminds: str
) -> None:
    with case_world(read_case(CASE.format(reminds=reminds)), tmp_path, migrated) as world:
        assert world.run().errors == {}
        assert isinstance(world.sandbox, CaseSandbox)
        books = world.sandbox.books
        there = reminds == "multivers"
        assert [row["dunForPayment"] for row in books.invoices.values()] == [there, there]
        assert bool(books.customers["DB10001"]["isDunForPayment"]) is there
        assert not books.customers["DB10002"]["isDunForPayment"]
