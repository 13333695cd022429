"""How the command speaks: tables for people, JSON for programs, errors with a remedy and an exit code."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from rich.table import Table

from wefact_multivers.catalogue import Language
from wefact_multivers.domain.canonical import canonical_json
from wefact_multivers.domain.money import amount_text
from wefact_multivers.errors import (
    AnswerUnusable,
    DocumentsNeedPerson,
    LeaseHeld,
    NotReconciled,
    PersonNeeded,
    RemoteUnavailable,
    SyncError,
    WaitError,
    WindowWrong,
)

if TYPE_CHECKING:
    from wefact_multivers.streams.report import ReportRow


class Exit(IntEnum):
    """Exit codes of the command."""

    OK = 0
    UNEXPECTED = 1
    USAGE = 2
    CONFIGURATION = 3
    DIFFERENCES = 4
    BLOCKED = 5
    AUTHENTICATION = 6
    REMOTE = 7
    LEASE = 8


class Output(StrEnum):
    """The forms of an answer."""

    TABLE = "table"
    JSON = "json"


_EXITS: tuple[tuple[type[SyncError], Exit], ...] = (
    (WindowWrong, Exit.USAGE),
    (LeaseHeld, Exit.LEASE),
    (NotReconciled, Exit.DIFFERENCES),
    (DocumentsNeedPerson, Exit.BLOCKED),
    (RemoteUnavailable, Exit.REMOTE),
    (AnswerUnusable, Exit.REMOTE),
    (WaitError, Exit.REMOTE),
    (PersonNeeded, Exit.AUTHENTICATION),
    (SyncError, Exit.CONFIGURATION),
)
"""The first class that fits decides."""


_BY_HAND = {"BookingDiffers": Exit.DIFFERENCES, "EvidenceBroken": Exit.DIFFERENCES, "ActionRefused": Exit.USAGE}
"""Of `streams.refusals`, by name: this module must not load the use cases."""

_WORST_FIRST = (
    Exit.UNEXPECTED,
    Exit.AUTHENTICATION,
    Exit.CONFIGURATION,
    Exit.REMOTE,
    Exit.LEASE,
    Exit.DIFFERENCES,
    Exit.BLOCKED,
    Exit.USAGE,
)
"""What kept work from being done comes before what the work showed."""


def exit_code(error: SyncError) -> Exit:
    """The exit code of an error."""
    by_hand = [_BY_HAND[kind.__name__] for kind in type(error).__mro__ if kind.__name__ in _BY_HAND]
    return by_hand[0] if by_hand else next(code for kind, code in _EXITS if isinstance(error, kind))


def day_exit(errors: Iterable[SyncError], *, waits: bool) -> Exit:
    """The exit code of a run in which these tasks failed.

    Args:
        errors: of the tasks.
        waits: whether anything that was asked about waits for a person, also where that is no news.
    """
    return worst([*map(exit_code, errors), *([Exit.BLOCKED] if waits else [])])


def worst(codes: Iterable[Exit]) -> Exit:
    """The exit code of a command in which several things went wrong."""
    found = set(codes)
    return next((code for code in _WORST_FIRST if code in found), Exit.OK)


@contextmanager
def explained() -> Iterator[None]:
    """Turns an error of the link into its text and exit code: the one boundary of the command."""
    try:
        yield
    except SyncError as error:
        Console(stderr=True, soft_wrap=True).print(error.explain(Language.EN), markup=False, highlight=False)
        raise typer.Exit(exit_code(error)) from error


def say(text: str) -> None:
    """Progress and remarks, on standard error."""
    Console(stderr=True, soft_wrap=True).print(text, markup=False, highlight=False)


def show_rows(rows: Sequence[ReportRow], output: Output) -> None:
    """Documents and relations: a table and what helps for people, JSON with ISO dates and dot decimals for programs."""
    if output is Output.JSON:
        show_json([asdict(row) for row in rows])
        return
    columns = ["kind", "number", "date", "relation", "gross", "status", "booked in", "payment", "reason"]
    show_cells(columns, [list(asdict(row).values())[: len(columns)] for row in rows], right=("gross",))
    remedies = dict.fromkeys(sorted(remedy for row in rows for remedy in row.remedies))
    if remedies:
        print("\n".join(["", "What helps:", *(f"  {remedy}" for remedy in remedies)]))


def show_cells(columns: Sequence[str], rows: Sequence[Sequence[object]], *, right: Sequence[str] = ()) -> None:
    """A table of values: amounts as people write them, dates as ISO."""
    show_table(columns, [[_cell(value) for value in row] for row in rows], right=right)


_LONG = frozenset({"reason", "what", "what to do", "why", "how to fix"})
"""Columns that may take more than one line."""


def show_json(value: object) -> None:
    """An answer for programs, on standard output: ISO dates, dot decimals."""
    print(json.dumps(json.loads(canonical_json(value)), indent=1))


def show_table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[str] = ()) -> None:
    """A table, whole lines wherever it is read."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, justify="right" if column in right else "left", no_wrap=column not in _LONG)
    for row in rows:
        table.add_row(*row)
    console = Console(soft_wrap=False)
    if not console.is_terminal:
        console = Console(width=200, no_color=True)
    console.print(table)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else _plain(value)


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else amount_text(value)
