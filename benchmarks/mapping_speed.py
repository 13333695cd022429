"""How the processor time of `mapping check` grows with product groups, cost categories and ledger accounts.

`python -m benchmarks.mapping_speed`: the tables are read and held against a chart of five years, and two thousand
documents are looked up in them, at sizes up to 5,000 groups and 20,000 accounts.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.mapping.scale import Scale, Scaled

SIZES = (Scale(50, 200), Scale(500, 2_000), Scale(2_000, 8_000), Scale(5_000, 20_000))
ROUNDS = 5


def main() -> None:
    """Print seconds, and how many times those of the smallest, by size."""
    with tempfile.TemporaryDirectory() as folder:
        first = 0.0
        for scale in SIZES:
            scaled = Scaled(Path(folder) / str(scale.groups), scale)
            seconds = min(scaled.seconds() for _ in range(ROUNDS))
            first = first or seconds
            print(
                f"{scale.groups:>6} groups {scale.accounts:>6} accounts {seconds:8.3f} s {seconds / first:6.1f} times"
            )


if __name__ == "__main__":
    main()
