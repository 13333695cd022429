"""Writes docs/reference/reconciliation-sheet.md: what `reconcile --print` says of the demo after its first morning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.streams.reconciling import Reconciled
from tests.streams.world import ROOT
from wefact_multivers.catalogue import Language
from wefact_multivers.streams.reconcile_result import latest_with_hash
from wefact_multivers.streams.reconcile_sheet import Sheet, sheet_of

PAGE = ROOT / "docs" / "reference" / "reconciliation-sheet.md"
INTRODUCTION = (
    "# The sheet of a reconciliation (aansluitingsblad)",
    "",
    "What `wefact-multivers reconcile -a demo --print nl` prints after the first morning of `make demo`; a test adds",
    "it up from the ledger. `--print en` has it in English, `--print csv` for a spreadsheet. What each table says:",
    "[reconcile](../how-to/reconcile.md).",
)


def sheet_in(world: Reconciled, language: Language) -> Sheet:
    """The sheet of the last reconciliation of a world."""
    with world.services() as services:
        latest = latest_with_hash(services)
    assert latest is not None
    return sheet_of("demo", *latest, language)


def page(world: Reconciled) -> str:
    """The page; the hash is left out, since it changes with every word of the tables."""
    return "\n".join([*INTRODUCTION, *_lines(sheet_in(world, Language.NL))]) + "\n"


def _lines(sheet: Sheet) -> Iterator[str]:
    yield ""
    yield from (f"- {line}" for line in sheet.heading[:-1])
    for table in sheet.tables:
        yield from ("", f"## {table.title}", "", _row(table.columns), _row(["---"] * len(table.columns)))
        yield from (_row(row) for row in table.rows)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        demo = Reconciled(Path(folder))
        demo.morning()
        PAGE.write_text(page(demo), "utf-8")
