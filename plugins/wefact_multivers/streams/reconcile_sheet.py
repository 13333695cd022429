"""The reconciliation as an accountant reads it (aansluitingsblad): one table for each tie, in Dutch or English."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from wefact_multivers.catalogue import CATALOGUE, Language
from wefact_multivers.clock import AMSTERDAM
from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.money import ZERO, amount_text, total
from wefact_multivers.domain.reconcile import Tie
from wefact_multivers.domain.reconcile_control import Movement
from wefact_multivers.domain.reconcile_eu import ICP_BOX
from wefact_multivers.domain.reconcile_series import Series
from wefact_multivers.domain.reconcile_vat import BoxTie
from wefact_multivers.domain.treatment import rate_text
from wefact_multivers.streams.kinds import DOCUMENT_KINDS
from wefact_multivers.streams.reconcile_names import SheetTable, Words, cause_text, tie_text
from wefact_multivers.streams.reconcile_result import Compared, Comparison
from wefact_multivers.streams.reconcile_sheet_lists import list_tables
from wefact_multivers.streams.reconcile_statement import Statement

_IS = {kind.kind: kind.stream for kind in DOCUMENT_KINDS.values()}
_CONTROL = {Kind.SALES: "debtors", Kind.PURCHASE: "creditors"}


@dataclass(frozen=True)
class Sheet:
    """The whole of it.

    Attributes:
        heading: which administration, which days, as of when, and what stays unexplained.
    """

    heading: tuple[str, ...]
    tables: tuple[SheetTable, ...]


def sheet_of(administration: str, comparison: Comparison, made_of: str, language: Language) -> Sheet:
    """The sheet of a reconciliation; a tie without rows is left out.

    Args:
        administration: its name.
        comparison: the tables.
        made_of: the hash of the tables, as the evidence has it.
        language: of titles, columns and causes.
    """
    return Sheet(
        _heading(administration, comparison, made_of, language),
        tuple(table for table in _tables(comparison, language) if table.rows),
    )


def _heading(administration: str, comparison: Comparison, made_of: str, language: Language) -> tuple[str, ...]:
    words = Words(language)
    at = comparison.at.astimezone(AMSTERDAM)
    unexplained = f"{amount_text(comparison.unexplained)} ({comparison.unexplained_documents})"
    faults = [f"{fault.code} {CATALOGUE[fault.code].message(language, fault.values)}" for fault in comparison.faults]
    return (
        f"{words['sheet']} {administration}",
        f"{words['days']} {comparison.first} - {comparison.last}, {words['as of']} {at:%Y-%m-%d %H:%M}",
        f"{words['unexplained']}: {unexplained}",
        *faults,
        f"{words['evidence']}: {made_of}",
    )


def _tables(comparison: Comparison, language: Language) -> Iterator[SheetTable]:
    words, statement = Words(language), comparison.statement
    boxes = ("quarter", "period", "box", "base expected", "base ledger", "vat expected", "vat ledger", "unexplained")
    yield SheetTable(words["vat return"], words.columns(*boxes), tuple(_box_rows(statement, words)))
    others = words.columns("period", "account", "amount")
    yield SheetTable(words["vat by others"], others, tuple(_other_rows(statement)))
    icp = words.columns("quarter", "vat number", "goods", "services", "box 3b", "difference")
    yield SheetTable(words["icp"], icp, tuple(_icp_rows(statement, words)))
    oss = words.columns("quarter", "country", "rate", "base", "vat")
    yield SheetTable(words["oss"], oss, tuple(_oss_rows(statement, words)))
    for kind in comparison.kinds:
        yield from _kind_tables(kind, words)
    for movement in statement.movements:
        title = f"{words[_CONTROL[movement.kind]]} ({', '.join(movement.accounts)})"
        still_open = next((kind.open_items for kind in comparison.kinds if _IS[movement.kind] is kind.stream), None)
        yield SheetTable(title, words.columns("move", "amount"), tuple(_movement_rows(movement, still_open, words)))
    unbooked = words.columns("stream", "fiscal year", "count", "amount")
    yield SheetTable(words["unbooked"], unbooked, tuple(_unbooked_rows(statement, words)))
    series = words.columns("stream", "prefix", "first", "last", "count", "gaps", "doubles")
    rows = tuple(_series_row(kind, one, words) for kind in comparison.kinds for one in kind.series)
    yield SheetTable(words["series"], series, rows)
    said = words.columns("stream", "prefix", "numbers", "reason", "by", "date")
    yield SheetTable(words["explained"], said, tuple(_explained_rows(comparison, words)))
    yield from list_tables(comparison.lists, words)


def _box_rows(statement: Statement, words: Words) -> Iterator[tuple[str, ...]]:
    """The boxes of each period, and of each quarter together."""
    for quarter, of_quarter in groupby(statement.boxes, key=lambda one: one.cell.quarter):
        boxes = list(of_quarter)
        for one in boxes:
            period = f"{one.cell.fiscal_year}/{one.cell.period:02d}"
            yield (quarter, period, one.cell.box, *_box_amounts([one], words))
        by_box: dict[tuple[str, bool], list[BoxTie]] = defaultdict(list)
        for one in boxes:
            by_box[one.cell.box, one.cell.is_cash].append(one)
        for (box, _), same in sorted(by_box.items()):
            yield (quarter, words["total"], box, *_box_amounts(same, words))


def _box_amounts(boxes: Sequence[BoxTie], words: Words) -> tuple[str, ...]:
    sides = [
        total([one.base.left.amount for one in boxes]),
        total([one.base.right.amount for one in boxes]),
        total([one.vat.left.amount for one in boxes]),
        total([one.vat.right.amount for one in boxes]),
    ]
    if any(one.cell.is_cash for one in boxes):
        return (*map(amount_text, sides), words["cash"])
    unexplained = total([each.unexplained_amount for one in boxes for each in (one.base, one.vat)])
    count = len({item.name for one in boxes for each in (one.base, one.vat) for item in each.unexplained})
    return (*map(amount_text, sides), _counted(unexplained, count))


def _other_rows(statement: Statement) -> Iterator[tuple[str, ...]]:
    for one in statement.other_vat:
        yield (f"{one.fiscal_year}/{one.period:02d}", one.account, amount_text(one.amount))


def _icp_rows(statement: Statement, words: Words) -> Iterator[tuple[str, ...]]:
    """Each customer, and each quarter against box 3b as the ledger has it."""
    in_box: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for one in statement.boxes:
        if one.cell.box == ICP_BOX:
            in_box[one.cell.quarter] += one.base.right.amount
    quarters = sorted({row.quarter for row in statement.icp} | in_box.keys())
    for quarter in quarters:
        rows = [row for row in statement.icp if row.quarter == quarter]
        for row in rows:
            yield (quarter, row.vat_number, amount_text(row.goods), amount_text(row.services), "", "")
        goods, services = total([row.goods for row in rows]), total([row.services for row in rows])
        sides = (goods, services, in_box[quarter], goods + services - in_box[quarter])
        yield (quarter, words["total"], *map(amount_text, sides))


def _oss_rows(statement: Statement, words: Words) -> Iterator[tuple[str, ...]]:
    for row in statement.oss:
        rate = words["rate unknown"] if row.rate is None else f"{rate_text(row.rate)} %"
        yield (row.quarter, row.country, rate, amount_text(row.base), amount_text(row.vat))


def _kind_tables(kind: Compared, words: Words) -> Iterator[SheetTable]:
    """Turnover or costs by account, VAT code and period; and the documents and open items with their bridge items."""
    stream = words[str(kind.stream)]
    ledger = ("period and account", "planned", "ledger", "difference", "unexplained", "by others")
    yield SheetTable(f"{words['ledger tie']}: {stream}", words.columns(*ledger), tuple(_ledger_rows(kind)))
    ties = ("tie", "count WeFact", "WeFact", "count Multivers", "Multivers", "difference", "unexplained")
    rows = [row for one in (kind.documents, kind.net, kind.open_items) if one for row in _tie_rows(one, words.language)]
    yield SheetTable(f"{words['documents']}: {stream}", words.columns(*ties), tuple(rows))


def _ledger_rows(kind: Compared) -> Iterator[tuple[str, ...]]:
    for one in kind.ledger:
        made = one.tie
        sides = (made.left.amount, made.right.amount, made.difference)
        unexplained = _counted(made.unexplained_amount, len(made.unexplained))
        yield (made.name, *map(amount_text, sides), unexplained, amount_text(one.others))


def _tie_rows(made: Tie, language: Language) -> Iterator[tuple[str, ...]]:
    left, right = made.left, made.right
    sides = (str(left.count), amount_text(left.amount), str(right.count), amount_text(right.amount))
    unexplained = _counted(made.unexplained_amount, len(made.unexplained))
    yield (tie_text(made.name, language), *sides, amount_text(made.difference), unexplained)
    for bridge in made.bridges:
        yield (f"- {cause_text(bridge.cause, language)}", str(bridge.count), "", "", "", amount_text(bridge.amount), "")


def _movement_rows(movement: Movement, still_open: Tie | None, words: Words) -> Iterator[tuple[str, ...]]:
    """The moves, and what of the balance is open of our documents; the rest is open of what others booked."""
    for move, amount in movement.moves:
        yield (words[str(move)], amount_text(amount))
    closing = "closing" if movement.is_from_start else "moved"
    yield (f"{words[closing]} {movement.last}", amount_text(movement.closing))
    yield (words["invoices by others"], amount_text(movement.by_others))
    if movement.is_from_start and still_open is not None:
        ours = still_open.right.amount
        yield (words["open of documents"], amount_text(ours))
        yield (words["open of others"], amount_text(movement.closing - ours))


def _unbooked_rows(statement: Statement, words: Words) -> Iterator[tuple[str, ...]]:
    for one in statement.unbooked:
        year = words["no year"] if one.fiscal_year is None else str(one.fiscal_year)
        yield (words[str(one.stream)], year, str(one.count), amount_text(one.gross))


def _series_row(kind: Compared, series: Series, words: Words) -> tuple[str, ...]:
    gaps = ", ".join(_range(*gap) for gap in series.gaps)
    numbers = (str(series.first), str(series.last), str(series.count))
    return (words[str(kind.stream)], series.prefix, *numbers, gaps, ", ".join(map(str, series.doubles)))


def _explained_rows(comparison: Comparison, words: Words) -> Iterator[tuple[str, ...]]:
    for kind in comparison.kinds:
        for series in kind.series:
            for one in series.explained:
                numbers = _range(one.first, one.last)
                yield (words[str(kind.stream)], series.prefix, numbers, one.reason, one.by, str(one.on))


def _range(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}-{high}"


def _counted(amount: Decimal, count: int) -> str:
    return f"{amount_text(amount)} ({count})"
