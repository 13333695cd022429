"""The `wefact-multivers` command: what a run does, by hand, through the same code."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wefact_multivers import __version__
from wefact_multivers.catalogue import Language
from wefact_multivers.cli.output import Exit, Output, explained, say, show_rows, show_table
from wefact_multivers.domain.status import NEEDS_PERSON

app = typer.Typer(no_args_is_help=True, help=__doc__, pretty_exceptions_enable=False)
store_app = typer.Typer(no_args_is_help=True, help="The store: what the link remembers.")
inbox_app = typer.Typer(no_args_is_help=True, help="What waits for a person.")
app.add_typer(store_app, name="store")
app.add_typer(inbox_app, name="inbox")

AdministrationOption = Annotated[
    str, typer.Option("--administration", "-a", help="Name of the file in include/administrations, without .yaml.")
]
OutputOption = Annotated[Output, typer.Option("--output", "-o", help="table for people, json for programs.")]
DEFAULT_STORE = "wefact_multivers_store"


@app.callback(invoke_without_command=True)
def version(*, show: Annotated[bool, typer.Option("--version", help="Show the version.")] = False) -> None:
    """Keeps WeFact and Unit4 (Exact) Multivers in step."""
    if show:
        typer.echo(__version__)
        raise typer.Exit(Exit.OK)


@store_app.command("upgrade")
def store_upgrade(
    connection: Annotated[str, typer.Option(help="The Airflow connection of the store.")] = DEFAULT_STORE,
) -> None:
    """Bring the store to the schema of this version; safe to repeat.

    Example: wefact-multivers store upgrade
    """
    from wefact_multivers.hooks.connections import load, store_connection  # noqa: PLC0415 - imports Airflow
    from wefact_multivers.store.database import SCHEMA_VERSION, Store  # noqa: PLC0415 - loads with it
    from wefact_multivers.store.migrate import upgrade  # noqa: PLC0415 - loads with it

    with explained():
        found = load(connection, store_connection)
        _make_folder(found.url)
        store = Store(found)
        upgrade(store.engine)
        store.close()
    say(f"The store {connection} is at schema version {SCHEMA_VERSION}.")


@app.command()
def link(
    administration: AdministrationOption,
    sign: Annotated[str | None, typer.Option(help="Your name: you have seen the list and release the export.")] = None,
    own_link_is_off: Annotated[
        bool, typer.Option("--own-link-is-off", help="WeFact's own link with Unit4 is switched off.")
    ] = False,
) -> None:
    """Show what Multivers already holds of WeFact's documents, and sign it.

    Until somebody has signed, an administration runs in preview. What is equal is linked, what may be equal is
    blocked with a question; nothing is written to WeFact or Multivers.

    Example: wefact-multivers link -a bakkerij

    Example: wefact-multivers link -a bakkerij --sign "A. de Boer" --own-link-is-off
    """
    if sign and not own_link_is_off:
        say("Signing needs --own-link-is-off: two links would book every invoice twice.")
        raise typer.Exit(Exit.USAGE)
    from wefact_multivers.hooks.services import open_services  # noqa: PLC0415 - imports Airflow
    from wefact_multivers.streams import first_contact  # noqa: PLC0415 - loads with it

    with explained(), open_services(administration) as services:
        say("Reading WeFact and looking in Multivers ...")
        found = first_contact.survey(services)
        columns = ["invoice", "in Multivers", "journal", "match", "difference"]
        show_table(columns, [first_contact.cells(finding) for finding in found.findings])
        say(f"{found.documents} documents are not linked yet; {len(found.findings)} of them stand in Multivers.")
        if sign:
            first_contact.sign(services, sign)
            say(f"Signed by {sign}: {administration} may export.")


@inbox_app.command("list")
def inbox_list(
    administration: AdministrationOption,
    everything: Annotated[bool, typer.Option("--all", help="Documents that wait for nobody, too.")] = False,
    output: OutputOption = Output.TABLE,
) -> None:
    """List what waits for a person, with the reason.

    Example: wefact-multivers inbox list -a bakkerij

    Example: wefact-multivers inbox list -a bakkerij --all --output json
    """
    from wefact_multivers.hooks.services import open_services  # noqa: PLC0415 - imports Airflow
    from wefact_multivers.streams.report import table  # noqa: PLC0415 - loads with it

    with explained(), open_services(administration) as services:
        services.store.check_migrated()
        language = Language(services.administration.language)
        rows = table(services, language, services.administration.reconcile_days)
    show_rows([row for row in rows if everything or row.status in NEEDS_PERSON], output)


def _make_folder(url: str) -> None:
    from sqlalchemy import make_url  # noqa: PLC0415 - loads with the store

    address = make_url(url)
    if address.get_backend_name() == "sqlite" and address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)


def main() -> None:
    """Run the command."""
    app()
