"""`wefact-multivers evidence`: what happened to a document, and whether the record of it was tampered with."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from wefact_multivers.cli.options import AdministrationOption, NumberArgument, OutputOption, StreamOption, stream_of
from wefact_multivers.cli.output import Output, explained, say, show_json, show_table

evidence_app = typer.Typer(no_args_is_help=True, help="What happened, in order, and that nobody changed it since.")


@evidence_app.command()
def show(
    number: NumberArgument,
    administration: AdministrationOption,
    stream: StreamOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Show everything that happened to a document or relation, without what was sent word for word.

    Example: wefact-multivers evidence show F2026-0001 -a bakkerij

    Example: wefact-multivers evidence show F2026-0001 -a bakkerij --output json
    """
    from wefact_multivers.hooks.services import open_services  # noqa: PLC0415 - imports Airflow
    from wefact_multivers.streams import audit  # noqa: PLC0415 - loads with it

    with explained(), open_services(administration) as services:
        rows = audit.trail(services, number, stream_of(stream) if stream else None)
    if output is Output.JSON:
        show_json([asdict(row) for row in rows])
        return
    cells = [[str(row.sequence), row.at.isoformat(timespec="seconds"), row.kind, audit.words(row)] for row in rows]
    show_table(["row", "at (UTC)", "what", "reason"], cells, right=("row",))


@evidence_app.command()
def verify(administration: AdministrationOption) -> None:
    """Check the chain: that no row of the evidence was changed, added or removed afterwards. Exit code 4 if one was.

    Example: wefact-multivers evidence verify -a bakkerij
    """
    from wefact_multivers.hooks.services import open_services  # noqa: PLC0415 - imports Airflow
    from wefact_multivers.streams.audit import verify_chain  # noqa: PLC0415 - loads with it

    with explained(), open_services(administration) as services:
        rows = verify_chain(services)
    say(f"{rows} rows, and each follows from the one before it.")


@evidence_app.command()
def export(
    administration: AdministrationOption,
    year: Annotated[int, typer.Option(help="The fiscal year, as Multivers names it.")],
    folder: Annotated[Path, typer.Option(help="Where the two files go.")] = Path(),
) -> None:
    """Write all bookings of a fiscal year with what happened to them: a CSV, and a JSON with plans and evidence.

    Both join on journal_id and journal_transaction with the audit file that Multivers makes.

    Example: wefact-multivers evidence export -a bakkerij --year 2026 --folder /tmp
    """
    from wefact_multivers.hooks.services import open_services  # noqa: PLC0415 - imports Airflow
    from wefact_multivers.streams.evidence_export import export_year  # noqa: PLC0415 - loads with it

    if not folder.is_dir():
        raise typer.BadParameter(f"there is no folder {folder}")
    with explained(), open_services(administration) as services:
        exported = export_year(services, year, folder)
    say(f"{exported.bookings} bookings: {exported.table} and {exported.trail}")
