"""The deterministic simulation from the command line: one world again, or many and what they covered."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.simulation.campaign import Campaign
from tests.simulation.ledger import Ledger
from tests.simulation.run_seed import run_seed
from tests.simulation.table import table_of


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is asked for; 0 if nothing was found, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--seed", type=int, help="one world")
    what.add_argument("--seeds", type=_seeds, help="worlds from A up to, but not with, B")
    parser.add_argument("--days", type=int, help="no more than so many days of a world, or of all together")
    parser.add_argument("--trace", action="store_true", help="tell everything that happens, in order")
    parser.add_argument("--jobs", type=int, default=2, help="processes at once")
    parser.add_argument("--go-on", action="store_true", help="do not stop at the first finding")
    parser.add_argument("--require", type=int, default=0, help="fail if a cell of the table was met less often")
    parser.add_argument("--result", type=Path, help="keeps every block of worlds; those are not lived again")
    wanted = parser.parse_args(arguments)
    if wanted.seed is not None:
        return _one(wanted.seed, wanted.days, is_told=wanted.trace)
    return _many(wanted)


def _seeds(text: str) -> range:
    first, _, last = text.partition(":")
    return range(int(first), int(last))


def _one(seed: int, days: int | None, *, is_told: bool) -> int:
    result = run_seed(seed, days)
    if is_told:
        print("\n".join(result.trace))
    print(f"seed {seed}: {result.days} days")
    print("\n".join(map(str, result.findings)) or "nothing found")
    return 1 if result.findings else 0


def _many(wanted: argparse.Namespace) -> int:
    ledger = Ledger(wanted.result) if wanted.result else None
    campaign = Campaign(wanted.jobs, go_on=wanted.go_on, most_days=wanted.days, ledger=ledger)
    if ledger and ledger.now.seeds:
        print(f"lived before by this code: {ledger.now.figures.summary}", flush=True)
    for line in campaign.run(wanted.seeds):
        print(line, flush=True)
    # Worlds of a block that is not whole are not kept, and still count this time.
    together = campaign.figures if ledger is None or campaign.figures.failed else ledger.now.figures
    table = table_of(together.cells, wanted.require)
    print(table.text)
    print(campaign.summary)
    return 1 if together.failed or table.short else 0


if __name__ == "__main__":
    sys.exit(main())
