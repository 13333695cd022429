"""Draws which package imports which, in layers, as docs/images/import-graph.svg; `--check` fails on drift.

The layers are those of the import contract in pyproject.toml. What everything stands on (transport, errors,
catalogue, clock) is counted inside the boxes: as arrows it would hide the rest.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import grimp

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "images" / "import-graph.svg"
PACKAGE = "wefact_multivers"
SHARED = ("transport", "errors", "catalogue", "clock")

WIDTH, ROW, BOX_WIDTH, BOX_HEIGHT, TOP = 1000, 124, 180, 54, 44
SPREAD = BOX_WIDTH - 30
PLACES = {
    "operators": 105,
    "cli": 830,
    "web": 440,
    "hooks": 330,
    "streams": 600,
    "wefact": 270,
    "multivers": 500,
    "store": 820,
    "mapping": 105,
    "domain": 640,
    "transport": 140,
    "errors": 380,
    "catalogue": 620,
    "clock": 860,
}
"""The middle of each box; chosen so that few arrows cross."""


@dataclass(frozen=True)
class Box:
    """A package in the picture."""

    name: str
    x: int
    y: int


@dataclass(frozen=True)
class Arrow:
    """From one point to another."""

    x1: int
    y1: int
    x2: int
    y2: int


def layers() -> list[list[str]]:
    """The layers of the import contract, the highest first."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    written = next(contract for contract in contracts if contract["id"] == "layers")["layers"]
    return [[name.strip() for name in layer.split("|")] for layer in written]


def imports() -> Counter[tuple[str, str]]:
    """How many imports lead from one package to another."""
    graph = grimp.build_graph(PACKAGE, cache_dir=None)
    found: Counter[tuple[str, str]] = Counter()
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            pair = (_package(module), _package(imported))
            if pair[0] != pair[1]:
                found[pair] += 1
    return found


def _package(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def draw(rows: list[list[str]], counts: Counter[tuple[str, str]]) -> str:
    """The picture as SVG text, the same for the same imports."""
    own = [[name for name in row if name not in SHARED] for row in rows]
    own = [row for row in own if row] + [list(SHARED)]
    boxes = {name: Box(name, PLACES[name], TOP + index * ROW) for index, row in enumerate(own) for name in row}
    arrows = arrange([pair for pair in sorted(counts) if _drawn(pair, boxes)], boxes)
    height = TOP + (len(own) - 1) * ROW + BOX_HEIGHT
    return "\n".join(
        [
            *_head(height),
            *(_line(arrow) for arrow in arrows.values()),
            *(_box(box, counts) for box in boxes.values()),
            *(_count(arrow, counts[pair]) for pair, arrow in arrows.items()),
            "</svg>\n",
        ]
    )


def arrange(pairs: list[tuple[str, str]], boxes: dict[str, Box]) -> dict[tuple[str, str], Arrow]:
    """Where each arrow begins and ends: side by side along the edges, in the order that crosses least."""
    starts, ends = dict[tuple[str, str], int](), dict[tuple[str, str], int]()
    for box in boxes.values():
        leaving = sorted((pair for pair in pairs if pair[0] == box.name), key=lambda pair: boxes[pair[1]].x)
        arriving = sorted((pair for pair in pairs if pair[1] == box.name), key=lambda pair: boxes[pair[0]].x)
        starts |= dict(zip(leaving, _along(box, len(leaving)), strict=True))
        ends |= dict(zip(arriving, _along(box, len(arriving)), strict=True))
    half = BOX_HEIGHT // 2
    return {pair: Arrow(starts[pair], boxes[pair[0]].y + half, ends[pair], boxes[pair[1]].y - half) for pair in pairs}


def _along(box: Box, count: int) -> list[int]:
    """So many points, evenly along the width of a box."""
    return [box.x - SPREAD // 2 + SPREAD * (2 * index + 1) // (2 * count) for index in range(count)]


def _drawn(pair: tuple[str, str], boxes: dict[str, Box]) -> bool:
    return pair[0] in boxes and pair[1] in boxes and pair[0] not in SHARED and pair[1] not in SHARED


def _head(height: int) -> list[str]:
    band = height - 2 * BOX_HEIGHT
    said = "the shared base; who imports it is counted inside the boxes"
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif">',
        "<title>Imports between the packages of wefact_multivers</title>",
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">',
        '<path d="M0 0L8 4L0 8z" fill="#5b6b7f"/></marker></defs>',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<rect y="{band}" width="{WIDTH}" height="{2 * BOX_HEIGHT}" fill="#eef1f5"/>',
        f'<text x="12" y="{band + 17}" font-size="12" fill="#445">{said}</text>',
    ]


def _box(box: Box, counts: Counter[tuple[str, str]]) -> str:
    shared = " · ".join(f"{name} {counts[box.name, name]}" for name in SHARED if counts[box.name, name])
    middle = f'text-anchor="middle" x="{box.x}"'
    left, top = box.x - BOX_WIDTH // 2, box.y - BOX_HEIGHT // 2
    return (
        f'<rect x="{left}" y="{top}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="6" fill="#dfe9f7" '
        'stroke="#2f5d9b"/>'
        f'<text {middle} y="{box.y - 3}" font-size="16" fill="#12283f">{escape(box.name)}</text>'
        f'<text {middle} y="{box.y + 16}" font-size="8" fill="#445">{escape(shared)}</text>'
    )


def _line(arrow: Arrow) -> str:
    return f'<path d="M{arrow.x1} {arrow.y1}L{arrow.x2} {arrow.y2}" stroke="#5b6b7f" marker-end="url(#tip)"/>'


def _count(arrow: Arrow, count: int) -> str:
    """The number of imports, a little below where the arrow leaves."""
    reach = ROW / 5 / (arrow.y2 - arrow.y1)
    x, y = arrow.x1 + (arrow.x2 - arrow.x1) * reach, arrow.y1 + (arrow.y2 - arrow.y1) * reach
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" font-size="12" font-weight="bold" text-anchor="middle" fill="#7a1f1f" '
        f'stroke="#ffffff" stroke-width="3" paint-order="stroke">{count}</text>'
    )


def main(arguments: list[str]) -> int:
    """Write the picture, or check that it is up to date."""
    text = draw(layers(), imports())
    if "--check" not in arguments:
        PICTURE.write_text(text)
        return 0
    if PICTURE.exists() and PICTURE.read_text() == text:
        return 0
    print("docs/images/import-graph.svg has drifted: run python -m scripts.import_graph")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
