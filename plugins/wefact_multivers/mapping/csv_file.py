"""Reads a CSV file the way spreadsheets write it: with any of their separators, line ends and byte order marks."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

UNREADABLE = (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError)
"""What reading a file may raise; `reading_text` puts it in words."""

_SEPARATORS = ",;\t"
"""A Dutch spreadsheet writes semicolons, or tabs; where the header has as many of each, the first counts."""

_UNCLOSED = re.compile(r"EOF inside string starting at row (\d+)")


def read_csv(path: Path) -> pd.DataFrame:
    """The table as text, its index the lines of the file; rows without any text are left out.

    The header is read as a row: otherwise a row with a comma too many would silently shift all columns.

    Raises:
        one of `UNREADABLE`.
    """
    with path.open(encoding="utf-8-sig") as file:
        header = file.readline()
    frame = pd.read_csv(
        path,
        # The names of columns hold none of these, so the one that stands there most is the separator.
        sep=max(_SEPARATORS, key=header.count),
        header=None,
        dtype=str,
        keep_default_na=False,
        skip_blank_lines=False,
        encoding="utf-8-sig",
    )
    frame = frame.fillna("").map(str.strip)
    frame.index = pd.RangeIndex(1, len(frame) + 1)
    rows = frame.iloc[1:].set_axis(frame.iloc[0].to_list(), axis="columns")
    return rows[(rows != "").any(axis="columns")]


def reading_text(error: Exception) -> str:
    """Why a file cannot be read, without the path of this machine."""
    match error:
        case FileNotFoundError():
            return "there is no such file"
        case UnicodeDecodeError():
            return "is no UTF-8 text, save it as CSV UTF-8"
        case pd.errors.EmptyDataError():
            return "is empty, the first line names the columns"
        case OSError():
            return f"cannot be read: {error.strerror}"
        case _:
            return f"cannot be read: {_parsing_text(str(error).strip())}"


def _parsing_text(said: str) -> str:
    """What the parser stumbled over, with what to write; it counts rows from nought where a text never ends."""
    if unclosed := _UNCLOSED.search(said):
        return f"a text that begins in row {int(unclosed[1]) + 1} has no closing double quote"
    return f"{said}, put a text that holds the separator in double quotes"
