"""`wefact-multivers mapping`: are the tables complete, and why did a line get its account."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from wefact_multivers.cli.options import AdministrationOption, NumberArgument, OutputOption, StreamOption, stream_of
from wefact_multivers.cli.output import Exit, Output, explained, say, show_json, show_table
from wefact_multivers.domain.money import amount_text

if TYPE_CHECKING:
    from wefact_multivers.streams.explain import Explanation

mapping_app = typer.Typer(no_args_is_help=True, help="The mapping tables: are they complete, and what do they decide.")


@mapping_app.command()
def check(
    administration: AdministrationOption,
    year: Annotated[int | None, typer.Option(help="Only this fiscal year; else all since the start date.")] = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Hold file and tables against the live chart of Multivers and against what your documents use.

    The numbers of all documents of WeFact are tried out too, and held against those in Multivers; journals that run
    full and fiscal years that are missing are named. A group or category that goes by the default row, or a group
    with lines against the sign of their invoice, is a note and no gap. Exit code 3 if anything is missing.

    Example: wefact-multivers mapping check -a bakkerij

    Example: wefact-multivers mapping check -a bakkerij --year 2026 --output json
    """
    from wefact_multivers.hooks.services import open_services  # noqa: PLC0415 - imports Airflow
    from wefact_multivers.streams.mapping_check import check_mapping  # noqa: PLC0415 - loads with it

    with explained(), open_services(administration) as services:
        say("Reading Multivers, WeFact's numbers and product groups, and the documents in the store ...")
        findings = check_mapping(services, year)
    if output is Output.JSON:
        show_json([asdict(finding) for finding in findings])
    elif findings:
        columns = ["", "against", "what", "file", "documents", "such as"]
        rows = [
            ["missing" if one.is_gap else "note", one.against, one.what, one.file, str(one.documents), one.example]
            for one in findings
        ]
        show_table(columns, rows, right=("documents",))
    gaps = sum(finding.is_gap for finding in findings)
    say(f"{gaps} missing." if gaps else "Nothing is missing.")
    if gaps:
        raise typer.Exit(Exit.CONFIGURATION)


@mapping_app.command()
def explain(
    number: NumberArgument,
    administration: AdministrationOption,
    stream: StreamOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Say why each line got its account, treatment, VAT code and box, with file and row; or what blocks it.

    Example: wefact-multivers mapping explain F2026-0001 -a bakkerij

    Example: wefact-multivers mapping explain CF0001 -a bakkerij --output json
    """
    from wefact_multivers.hooks.services import open_services  # noqa: PLC0415 - imports Airflow
    from wefact_multivers.streams import explain as use_case  # noqa: PLC0415 - loads with it

    with explained(), open_services(administration) as services:
        found = use_case.explain(services, number, stream_of(stream) if stream else None)
    if output is Output.JSON:
        show_json(asdict(found))
        return
    _show(found)


def _show(found: Explanation) -> None:
    gross = "" if found.gross is None else amount_text(found.gross)
    facts = [found.stream, found.number, found.status, str(found.date or ""), found.relation_code, gross]
    columns = ["stream", "number", "status", "date", "relation", "gross", "payment condition"]
    show_table(columns, [[*facts, found.condition]], right=("gross",))
    if found.lines:
        rows = [
            [line.account, amount_text(line.amount), str(line.vat_code), line.box, amount_text(line.vat), line.why]
            for line in found.lines
        ]
        show_table(["account", "amount", "VAT code", "box", "VAT", "why"], rows, right=("amount", "VAT"))
    if found.problems:
        show_table(
            ["code", "what", "what to do", "who"],
            [[one.code, one.message, one.remedy, one.who] for one in found.problems],
        )
