"""Shows how both systems compare: the tables that a bookkeeper reads, or JSON."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from wefact_multivers.catalogue import CATALOGUE, Language
from wefact_multivers.cli.output import show_cells, show_json, show_table
from wefact_multivers.domain.money import amount_text
from wefact_multivers.domain.reconcile import Tie

if TYPE_CHECKING:
    from wefact_multivers.streams.reconcile_result import Compared, Comparison
    from wefact_multivers.streams.reconcile_sheet import Sheet


class SheetForm(StrEnum):
    """How the sheet for the accountant is printed."""

    NL = "nl"
    EN = "en"
    CSV = "csv"


_TIES = ["stream", "tie", "WeFact", "amount", "Multivers", "in euros", "difference", "unexplained"]
_LEDGER = ["stream", "year/period account", "planned", "ledger", "corrected", "unexplained", "others"]
_BATCH = ["stream", "column", "count", "net", "vat", "gross", "numbers"]
_SERIES = ["stream", "series", "first", "last", "count", "gaps", "explained", "doubles"]


def show_comparison(comparison: Comparison) -> None:
    """Ties with their bridge items, ledger, batch totals, number series, and what nothing explains."""
    kinds = comparison.kinds
    swept = "everything since the start date" if comparison.is_full else "older documents counted"
    print(f"{comparison.first} to {comparison.last}, {swept}; as of {comparison.at:%Y-%m-%d %H:%M} UTC")
    _show(_TIES, [row for kind in kinds for row in _tie_rows(kind)])
    _show(_LEDGER, [row for kind in kinds for row in _ledger_rows(kind)])
    _show(_BATCH, [row for kind in kinds for row in _batch_rows(kind)])
    _show(_SERIES, [row for kind in kinds for row in _series_rows(kind)])
    print(f"\nUnexplained: {amount_text(comparison.unexplained)} and {comparison.unexplained_documents} documents.")
    for fault in comparison.faults:
        entry = CATALOGUE[fault.code]
        print(f"  {fault.code} {entry.message(Language.EN, fault.values)}. {entry.remedy(Language.EN, fault.values)}")


def show_comparison_json(comparison: Comparison) -> None:
    """The same for programs."""
    from wefact_multivers.streams.reconcile_result import fault_text  # noqa: PLC0415 - heavy

    show_json(
        {
            "comparison": comparison,
            "unexplained": comparison.unexplained,
            "unexplained_documents": comparison.unexplained_documents,
            "differences": [fault_text(fault, Language.EN) for fault in comparison.faults],
        }
    )


def show_sheet(sheet: Sheet, form: SheetForm) -> None:
    """The sheet for the accountant: tables to read, or one CSV with the title of its table before each row."""
    if form is SheetForm.CSV:
        writer = csv.writer(sys.stdout, delimiter=";", lineterminator="\n")
        writer.writerows([line] for line in sheet.heading)
        for table in sheet.tables:
            writer.writerow([table.title, *table.columns])
            writer.writerows([table.title, *row] for row in table.rows)
        return
    print("\n".join(sheet.heading))
    for table in sheet.tables:
        print(f"\n{table.title}\n")
        show_table(table.columns, table.rows, right=sorted(table.amounts))


def _show(columns: list[str], rows: list[list[object]]) -> None:
    print()
    show_cells(columns, rows, right=columns[2:])


def _tie_rows(kind: Compared) -> Iterator[list[object]]:
    """The ties of totals, each with what explains its difference."""
    for tie in filter(None, (kind.documents, kind.net, kind.open_items)):
        yield from _with_bridges(kind.stream, tie)


def _with_bridges(stream: str, tie: Tie) -> Iterator[list[object]]:
    from wefact_multivers.streams.reconcile_names import cause_text, tie_text  # noqa: PLC0415 - heavy

    left, right = tie.left, tie.right
    unexplained = f"{amount_text(tie.unexplained_amount)} ({len(tie.unexplained)})"
    name = tie_text(tie.name, Language.EN)
    yield [stream, name, str(left.count), left.amount, str(right.count), right.amount, tie.difference, unexplained]
    for bridge in tie.bridges:
        cause = f"  {cause_text(bridge.cause, Language.EN)}"
        yield ["", cause, str(bridge.count), "", "", "", bridge.amount, ""]


def _ledger_rows(kind: Compared) -> Iterator[list[object]]:
    for one in kind.ledger:
        tie, corrected = one.tie, sum(bridge.amount for bridge in one.tie.bridges)
        unexplained = f"{amount_text(tie.unexplained_amount)} ({len(tie.unexplained)})"
        moved = amount_text(corrected) if corrected else ""
        others = amount_text(one.others) if one.others else ""
        yield [kind.stream, tie.name, tie.left.amount, tie.right.amount, moved, unexplained, others]


def _batch_rows(kind: Compared) -> Iterator[list[object]]:
    for one in kind.batch:
        yield [kind.stream, one.column, str(one.count), one.net, one.vat, one.gross, str(one.numbers)]


def _series_rows(kind: Compared) -> Iterator[list[object]]:
    for one in kind.series:
        said = [(each.first, each.last) for each in one.explained]
        ranges = (_ranges(one.gaps), _ranges(said), ", ".join(map(str, one.doubles)))
        yield [kind.stream, one.prefix, str(one.first), str(one.last), str(one.count), *ranges]


def _ranges(found: Sequence[tuple[int, int]]) -> str:
    """Ranges of numbers, the first few."""
    ranges = [str(low) if low == high else f"{low}-{high}" for low, high in found]
    return ", ".join(ranges[:5]) + (f" +{len(ranges) - 5}" if len(ranges) > 5 else "")
