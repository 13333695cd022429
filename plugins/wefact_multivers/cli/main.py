"""The `wefact-multivers` command: what a run does, by hand, through the same code."""

from __future__ import annotations

from typing import Annotated

import typer

from wefact_multivers import __version__
from wefact_multivers.cli.breaker import breaker_app
from wefact_multivers.cli.evidence import evidence_app
from wefact_multivers.cli.health import auth_app, doctor
from wefact_multivers.cli.inbox import inbox_app
from wefact_multivers.cli.link import link
from wefact_multivers.cli.mapping import mapping_app
from wefact_multivers.cli.output import Exit
from wefact_multivers.cli.payments import payments_app
from wefact_multivers.cli.recover import recover
from wefact_multivers.cli.relations import relations_app
from wefact_multivers.cli.retention import keys_app, person_app, purge
from wefact_multivers.cli.runs import export, preview, reconcile
from wefact_multivers.cli.store import store_app

app = typer.Typer(no_args_is_help=True, help=__doc__, pretty_exceptions_enable=False)
for group, name in (
    (auth_app, "auth"),
    (breaker_app, "breaker"),
    (evidence_app, "evidence"),
    (inbox_app, "inbox"),
    (keys_app, "keys"),
    (mapping_app, "mapping"),
    (payments_app, "payments"),
    (person_app, "person"),
    (relations_app, "relations"),
    (store_app, "store"),
):
    app.add_typer(group, name=name)
for command in (doctor, export, link, preview, purge, reconcile, recover):
    app.command()(command)


@app.callback(invoke_without_command=True)
def version(*, show: Annotated[bool, typer.Option("--version", help="Show the version.")] = False) -> None:
    """Keeps WeFact and Unit4 (Exact) Multivers in step."""
    if show:
        typer.echo(__version__)
        raise typer.Exit(Exit.OK)


def main() -> None:
    """Run the command."""
    app()
