"""A plain table of what `wefact-multivers inbox list --output json` tells."""

from __future__ import annotations

import json
from collections.abc import Sequence

COLUMNS = {
    "kind": "kind",
    "number": "number",
    "date": "date",
    "relation_code": "relation",
    "gross": "gross",
    "status": "status",
    "booked_in": "booked in",
    "payment": "payment",
    "reason": "reason",
}
"""Key in the JSON → heading."""


def documents_table(text: str) -> str:
    """Documents and relations, sorted by kind and number, in columns as wide as they need.

    Args:
        text: a JSON list with one object per document; amounts are decimals in text or numbers.

    Returns:
        The lines, amounts to the right, without blanks at their ends.
    """
    rows = sorted(json.loads(text), key=lambda row: (row["kind"], row["number"]))
    cells = [list(COLUMNS.values()), *([_cell(row[key]) for key in COLUMNS] for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(COLUMNS))]
    return "\n".join(_line(line, widths) for line in cells)


def remedies(text: str) -> list[str]:
    """What a person does about what stands at the documents: each once, by code.

    Args:
        text: as for `documents_table`.
    """
    return sorted({remedy for row in json.loads(text) for remedy in row["remedies"]})


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    amount = list(COLUMNS).index("gross")
    padded = [
        cell.rjust(width) if column == amount else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join(padded).rstrip()
