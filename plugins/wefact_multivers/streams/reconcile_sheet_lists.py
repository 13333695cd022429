"""The lists for the accountant as tables of the sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wefact_multivers.domain.cut_off import CutOff
from wefact_multivers.domain.money import amount_text
from wefact_multivers.domain.vat_corrections import Correction, needs_supplement
from wefact_multivers.streams.reconcile_lists import AccountantLists
from wefact_multivers.streams.reconcile_names import SheetTable, Words
from wefact_multivers.streams.runs import Stream


def list_tables(lists: AccountantLists, words: Words) -> Iterator[SheetTable]:
    """The list of corrections of filed returns (suppletielijst), and the cut-off list."""
    columns = words.columns("quarter", "document", "date", "booked in", "box", "base", "vat", "counts", "balance")
    yield SheetTable(words["vat corrections"], columns, tuple(_correction_rows(lists.corrections, words)))
    columns = words.columns(
        "stream", "document", "line", "from", "until", "booked year", "belongs to", "days of", "amount"
    )
    rows = tuple(_cut_off_row(one.stream, row, words) for one in lists.cut_offs for row in one.rows)
    yield SheetTable(words["cut-off"], columns, rows)


def _correction_rows(rows: Sequence[Correction], words: Words) -> Iterator[tuple[str, ...]]:
    """Each box with the balance so far, and what has to be done about the whole."""
    for row in rows:
        booked = words["not booked"] if row.booked_in is None else _period(*row.booked_in)
        amounts = (amount_text(row.base), amount_text(row.vat))
        counts = words["yes" if row.counts else "no"]
        place = (row.quarter, row.number, str(row.date), booked, row.box)
        yield (*place, *amounts, counts, amount_text(row.balance))
    if rows:
        verdict = words["supplement" if needs_supplement(rows) else "next return"]
        yield (words["total"], verdict, "", "", "", "", "", "", amount_text(rows[-1].balance))


def _period(fiscal_year: int, period: int) -> str:
    return f"{fiscal_year}/{period:02d}"


def _cut_off_row(stream: Stream, row: CutOff, words: Words) -> tuple[str, ...]:
    year = words["no year"] if row.fiscal_year is None else str(row.fiscal_year)
    period = (str(row.start), str(row.end))
    days = f"{row.days}/{row.of_days}"
    return (words[str(stream)], row.number, str(row.line), *period, str(row.booked), year, days, amount_text(row.net))
