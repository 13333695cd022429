"""Loads and validates the mapping tables (koppeltabellen): CSV files, every problem at once."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from wefact_multivers.errors import ConfigurationError
from wefact_multivers.mapping import table_definitions as known
from wefact_multivers.mapping.csv_file import UNREADABLE, read_csv, reading_text
from wefact_multivers.mapping.nearest import nearest
from wefact_multivers.mapping.rows import DatedRow, MappingTables, Row
from wefact_multivers.mapping.table_definitions import OPTIONAL, R, Table


def load_tables(folder: Path) -> MappingTables:
    """Reads the tables of a folder; those that not everybody needs may be missing.

    Raises:
        ConfigurationError: with every problem of every table: file, row, column and what to write.
    """
    try:
        content = _content(folder)
    except OSError:
        # Reading them one by one says which of them, and why.
        return _load_tables(folder)
    if content not in _VALID:
        _VALID.clear()
        _VALID[content] = _load_tables(folder)
    return _VALID[content]


_VALID: dict[str, MappingTables] = {}
"""The tables that were validated last, by what stands in their files: validating takes longer than a morning's look."""


def _content(folder: Path) -> str:
    """One word for everything that stands in the tables."""
    digest = hashlib.sha256()
    for path in filter(Path.is_file, sorted(folder.glob("*.csv"))):
        digest.update(f"\0{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _load_tables(folder: Path) -> MappingTables:
    problems: list[str] = []
    tables = MappingTables(
        revenue_accounts=_load(folder, known.REVENUE_ACCOUNTS, problems),
        vat_codes=_load(folder, known.VAT_CODES, problems),
        payment_conditions=_load(folder, known.PAYMENT_CONDITIONS, problems),
        countries=_load(folder, known.COUNTRIES, problems),
        cost_accounts=_load(folder, known.COST_ACCOUNTS, problems),
        vat_treatments=_load(folder, known.VAT_TREATMENTS, problems),
        oss_accounts=_load(folder, known.OSS_ACCOUNTS, problems),
        oss_rates=_load(folder, known.OSS_RATES, problems),
        foreign_vat_accounts=_load(folder, known.FOREIGN_VAT_ACCOUNTS, problems),
        relation_names=_load(folder, known.RELATION_NAMES, problems),
    )
    if problems:
        raise ConfigurationError(administration=f"{folder.parent.name}/{folder.name}", problems="; ".join(problems))
    return tables


def _load(folder: Path, table: Table[R], problems: list[str]) -> tuple[R, ...]:
    """The rows of one table; its problems are added to those of the others."""
    if table.may_be_missing and not (folder / table.file).exists():
        return ()
    try:
        frame = read_csv(folder / table.file)
    except UNREADABLE as error:
        problems.append(f"{table.file}: {reading_text(error)}")
        return ()
    wrong_header = list(_header_problems(table, list(frame.columns)))
    if wrong_header:
        problems += wrong_header
        return ()
    missing = {name: OPTIONAL[name] for name in table.columns if name not in frame.columns}
    frame = frame.assign(**missing)[list(table.columns)]
    wrong_cells = list(_cell_problems(table, frame))
    rows = tuple(_rows(table, frame.drop(index=[row for row, _ in wrong_cells])))
    problems += [*(text for _, text in wrong_cells), *_row_problems(table, rows)]
    return rows


def _header_problems(table: Table[R], names: Sequence[str]) -> Iterator[str]:
    """Columns that are missing, and columns that nobody knows."""
    for name in table.columns:
        if name not in names and name not in OPTIONAL:
            yield f"{table.file} row 1: column {name} is missing"
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            yield f"{table.file} row 1: column {name or '(without a name)'} stands there twice"
        elif name not in table.columns:
            yield f"{table.file} row 1: unknown column {name}, the nearest known one is {nearest(name, table.columns)}"


def _cell_problems(table: Table[R], frame: pd.DataFrame) -> Iterator[tuple[int, str]]:
    """Cells that hold something else than they may, with their row."""
    schema = pa.DataFrameSchema(
        {
            name: pa.Column(checks=pa.Check(cell.fits, element_wise=True, error=cell.fix))
            for name, cell in table.columns.items()
        }
    )
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases.sort_values("index", kind="stable")
        for case in cases.itertuples():
            place = f"{table.file} row {case.index}, column {case.column}"
            yield case.index, f"{place}: {case.check} instead of {case.failure_case!r}"


def _rows(table: Table[R], frame: pd.DataFrame) -> Iterator[R]:
    # Column by column: pandas gives thousands of rows one by one at ten times the price.
    columns = [map(cell.parse, frame[name].tolist()) for name, cell in table.columns.items()]
    for row, values in zip(frame.index.tolist(), zip(*columns, strict=True), strict=True):
        yield table.row_type(file=table.file, row=row, **dict(zip(table.columns, values, strict=True)))


def _row_problems(table: Table[R], rows: Sequence[R]) -> list[str]:
    """Rows that end before they begin, that say two things about one day, or that contradict themselves."""
    ended = [
        f"{table.file} row {row.row}, column valid_to: lies before valid_from"
        for row in rows
        if isinstance(row, DatedRow) and row.valid_from and row.valid_to and row.valid_to < row.valid_from
    ]
    shared = [
        f"{table.file} row {other.row}, column {table.key[-1]}: the same as row {row.row}, leave one out, or end one "
        "before the other begins"
        for alike in _by_key(table, rows).values()
        for row, other in combinations(alike, 2)
        if _at_once(row, other)
    ]
    faults = [f"{table.file} row {row.row}, {fault}" for row in rows for fault in table.faults(row)]
    return [*ended, *shared, *faults]


def _by_key(table: Table[R], rows: Sequence[R]) -> dict[tuple[object, ...], list[R]]:
    found: dict[tuple[object, ...], list[R]] = defaultdict(list)
    for row in rows:
        found[_key(table, row)].append(row)
    return found


def _key(table: Table[R], row: R) -> tuple[object, ...]:
    values = (getattr(row, name) for name in table.key)
    return tuple(value.casefold() if isinstance(value, str) else value for value in values)


def _at_once(row: Row, other: Row) -> bool:
    return not (isinstance(row, DatedRow) and isinstance(other, DatedRow)) or row.overlaps(other)
