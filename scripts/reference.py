"""Writes the pages of docs/reference that follow from the code; `--check` fails when one has drifted."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import typer.main

from scripts.relation_fields import relation_fields_page
from wefact_multivers import errors
from wefact_multivers.catalogue import CATALOGUE, Entry, Recovery
from wefact_multivers.cli.main import app
from wefact_multivers.cli.output import Exit
from wefact_multivers.domain.status import TRANSITIONS, Status
from wefact_multivers.hooks.metrics import Metric
from wefact_multivers.mapping.cells import Cell
from wefact_multivers.mapping.table_definitions import OPTIONAL, TABLES
from wefact_multivers.streams import refusals

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs" / "reference"
EXAMPLE = ROOT / "include" / "administrations" / "demo.yaml"
COMMAND = "wefact-multivers"

DOES = {
    Recovery.RETRY: "the task is tried again, up to four times; a write is looked up first",
    Recovery.WAIT: "nothing is wrong: the task gives its slot back and returns at the time it names",
    Recovery.BLOCK_DOCUMENT: "that one document stays where it is, all others go on",
    Recovery.FAIL_RUN: "the task fails at once, without retry: somebody changes something first",
    Recovery.ASK_PERSON: "the task fails at once, without retry: a person decides",
}

MEANING = {
    Status.NEW: ("Te boeken", "final in WeFact and in scope; not in Multivers"),
    Status.PREVIEW: ("Voorbeeld klaar", "would be booked as the plan says; the mode is preview"),
    Status.BLOCKED: ("Geblokkeerd", "a check of the link refuses it; the reason says who does what"),
    Status.REJECTED: ("Geweigerd", "Multivers said no, or holds another booking than was planned"),
    Status.WAITING: ("Wacht op herstel", "surely not in Multivers; goes again by itself"),
    Status.UNCERTAIN: ("Onzeker", "sent, and the answer is not known yet; it is looked up"),
    Status.BOOKED: ("Geboekt (concept)", "the booking stands in Multivers and its totals are verified"),
    Status.BOOKED_WARNING: ("Geboekt, let op", "as booked, with something to look at"),
    Status.ADOPTED: ("Gekoppeld", "stood in Multivers already, and was linked instead of booked"),
    Status.SKIPPED: ("Niet versturen", "a person decided so, or there is nothing to book"),
    Status.CHANGED: ("Gewijzigd na boeking", "WeFact's document differs from what was booked"),
    Status.WITHDRAWN: ("Vervallen", "gone from WeFact before it was booked"),
    Status.MISSING: ("Verdwenen", "its booking disappeared from Multivers; never booked again by itself"),
}

EXITS = {
    Exit.OK: "done",
    Exit.UNEXPECTED: "an error of the program itself",
    Exit.USAGE: "the command was called wrongly, or what it asks for cannot be done; nothing was changed",
    Exit.CONFIGURATION: "configuration, connection or store",
    Exit.DIFFERENCES: "the two systems differ",
    Exit.BLOCKED: "documents wait for a person",
    Exit.AUTHENTICATION: "a login, a right or a decision of a person is missing",
    Exit.REMOTE: "WeFact or Multivers cannot be reached, or asks to wait",
    Exit.LEASE: "another writer is at work in this Multivers database",
}


def errors_page() -> str:
    """Every code of the catalogue: what the program does, who acts, and both texts."""
    classes = {**vars(errors), **vars(refusals)}
    names = {found.code: name for name, found in classes.items() if isinstance(getattr(found, "code", None), str)}
    lines = ["# Errors", "", "What the program does about it follows from the recovery alone.", ""]
    lines += _table(("recovery", "what the program does"), [(f"`{key}`", text) for key, text in DOES.items()])
    for code, entry in sorted(CATALOGUE.items()):
        lines += ["", f"## {code}", "", *_entry_lines(entry, names.get(code))]
    return _page("wefact_multivers/catalogue", lines)


def _entry_lines(entry: Entry, name: str | None) -> list[str]:
    raised = f" · raised as `{name}`" if name else ""
    return [
        f"Recovery `{entry.recovery}` · who: {entry.who}{raised}",
        "",
        f"- nl: {_plain(entry.nl)}. *{_plain(entry.remedy_nl)}*",
        f"- en: {_plain(entry.en)}. *{_plain(entry.remedy_en)}*",
    ]


def statuses_page() -> str:
    """The statuses with their meaning, and the whole table of transitions."""
    lines = ["# Statuses", "", "Of a document or relation; the same word in store, command and docs.", ""]
    lines += _table(("status", "Dutch", "meaning"), [(f"`{status}`", *MEANING[status]) for status in Status])
    lines += ["", "## Transitions", "", "What is not here cannot happen.", ""]
    order = list(Status)
    known = sorted(TRANSITIONS.items(), key=lambda row: (order.index(row[0][0]), row[0][1]))
    rows = [(f"`{source}`", event, f"`{to}`", who) for (source, event), (to, who) in known]
    lines += _table(("from", "event", "to", "who"), rows)
    return _page("wefact_multivers/domain/status.py", lines)


def cli_page() -> str:
    """Every command with its options, and the exit codes."""
    lines = ["# The command", ""]
    for name, command in commands():
        lines += [f"## {name}", "", *_help(command), "", *_options(command), ""]
    lines += ["## Exit codes", "", *_table(("code", "meaning"), [(str(int(key)), text) for key, text in EXITS.items()])]
    return _page("wefact_multivers/cli", lines)


def commands() -> list[tuple[str, Any]]:
    """Every command that does something, with its full name; Typer's own objects are not typed."""
    return list(_leaves(COMMAND, typer.main.get_command(app)))


def _leaves(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    inner: dict[str, Any] = getattr(command, "commands", {})
    if not inner or (command.invoke_without_command and name != COMMAND):
        yield name, command
    for word, found in sorted(inner.items()):
        yield from _leaves(f"{name} {word}", found)


def _help(command: Any) -> list[str]:
    """The help text, with each example as code."""
    lines = str(command.help or "").splitlines()
    return [re.sub(r"^Example: (.+)$", r"Example: `\1`", line.strip()) for line in lines]


def _options(command: Any) -> list[str]:
    rows = [
        (", ".join(f"`{name}`" for name in option.opts), "yes" if option.required else "", option.help or "")
        for option in command.params
        if option.name != "help"
    ]
    return _table(("option", "needed", "what"), rows)


def administration_page() -> str:
    """Every key of the administration file, as the example explains it."""
    lines = ["# The administration file", "", "One YAML file per administration in `include/administrations/`.", ""]
    rows = [(f"`{key}`", f"`{value}`" if value else "", text) for key, value, text in example_keys()]
    return _page("include/administrations/demo.yaml", lines + _table(("key", "example", "what"), rows))


def example_keys() -> list[tuple[str, str, str]]:
    """Key (with its section), value and comment of every line of the example file."""
    found, comment, section = list[tuple[str, str, str]](), list[str](), ""
    for line in EXAMPLE.read_text().splitlines():
        if line.startswith("#"):
            comment.append(line.removeprefix("#").strip())
        elif not line.strip():
            comment = []
        else:
            key, _, value = line.strip().partition(":")
            inner = line.startswith(" ")
            section = section if inner else key
            found.append((f"{section}.{key}" if inner else key, value.strip(), "" if inner else " ".join(comment)))
    return found


def mapping_tables_page() -> str:
    """Every mapping table with its columns, and what may stand in each."""
    lines = ["# The mapping tables", "", "CSV files in `include/mappings/<name>/`, one folder per administration.", ""]
    for table in TABLES:
        may_be_missing = " The file may be missing." if table.may_be_missing else ""
        lines += [f"## {table.file}", "", _plain(f"One row says: {table.says}.{may_be_missing}"), ""]
        rows = [_column(name, cell) for name, cell in table.columns.items()]
        lines += _table(("column", "may be missing", "what"), rows)
        key = ", ".join(f"`{name}`" for name in table.key)
        lines += ["", f"No two rows have the same {key}, unless one ends before the other begins.", ""]
    return _page("wefact_multivers/mapping/table_definitions.py", lines)


def _column(name: str, cell: Cell) -> tuple[str, str, str]:
    return f"`{name}`", "yes" if name in OPTIONAL else "", _plain(cell.fix)


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *rows)]


def _plain(text: str) -> str:
    """A text of the catalogue as Markdown: a lone star is a row of a table, and no emphasis."""
    return text.replace("*", r"\*")


def _page(source: str, lines: list[str]) -> str:
    mark = f"<!-- Generated from {source} by `python -m scripts.reference`: change it there. -->"
    text = "\n".join([mark, "", *lines]).rstrip()
    return re.sub(r"\n{3,}", "\n\n", text) + "\n"


def metrics_page() -> str:
    """Every measure that the link tells Airflow's metrics."""
    rows = [
        (f"`{one.name}`", one.kind, ", ".join(f"`{tag}`" for tag in one.tags), one.says)
        for one in (metric.value for metric in Metric)
    ]
    lines = ["# Metrics", "", *METRICS_INTRO, "", *_table(("name", "kind", "tags", "what"), rows)]
    return _page("wefact_multivers/hooks/metrics.py", lines)


METRICS_INTRO = (
    "They go wherever Airflow's own metrics go: StatsD, or OpenTelemetry over OTLP. Airflow puts its prefix before",
    "each name: `airflow.wefact_multivers.waiting`. For OpenTelemetry set, in every part of Airflow,",
    "`AIRFLOW__METRICS__OTEL_ON=True`, `AIRFLOW__METRICS__LEGACY_NAMES_ON=False`,",
    "`OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf` and `OTEL_EXPORTER_OTLP_ENDPOINT` to your collector.",
    "",
    "Worth an alarm: `wefact_multivers.differences` above 0; `wefact_multivers.task` whose `outcome` is not `ok`;",
    "`wefact_multivers.answers` with `status` 429 or 403; `wefact_multivers.alerts` with `delivered` no.",
)


PAGES: dict[str, Callable[[], str]] = {
    "administration.md": administration_page,
    "cli.md": cli_page,
    "errors.md": errors_page,
    "mapping-tables.md": mapping_tables_page,
    "metrics.md": metrics_page,
    "relation-fields.md": lambda: _page("wefact_multivers/domain/relation_table.py", relation_fields_page()),
    "statuses.md": statuses_page,
}


def drifted() -> list[str]:
    """The names of the pages that are not what the code says."""
    files = {name: REFERENCE / name for name in PAGES}
    return [name for name, file in files.items() if not file.exists() or file.read_text() != PAGES[name]()]


def main(arguments: list[str]) -> int:
    """Write the pages, or check them."""
    found = drifted()
    if "--check" in arguments:
        for name in found:
            print(f"docs/reference/{name} has drifted: run python -m scripts.reference")
        return 1 if found else 0
    for name in found:
        (REFERENCE / name).write_text(PAGES[name]())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
