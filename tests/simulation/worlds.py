"""Some worlds, each told in a line of JSON as soon as it is over; for who judges them in a process of his own.

python -m tests.simulation.worlds SWITCHES SEED ...

SWITCHES is a JSON object of switches of the sandbox that do not stand as drawn.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict

from tests.simulation.campaign import quietly


def main(arguments: Sequence[str]) -> int:
    """Live through the worlds of these seeds, in this order."""
    switches, *seeds = arguments
    for seed in map(int, seeds):
        result = quietly(seed, json.loads(switches))
        findings = [asdict(finding) for finding in result.findings]
        print(json.dumps({"seed": seed, "days": result.days, "findings": findings}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
