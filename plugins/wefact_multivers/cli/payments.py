"""`wefact-multivers payments`: what was paid in Multivers, and what WeFact is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from wefact_multivers.catalogue import Language
from wefact_multivers.cli.options import AdministrationOption, OutputOption
from wefact_multivers.cli.output import Exit, Output, day_exit, explained, say, show_cells, show_json
from wefact_multivers.cli.requests import Wish, require_export

if TYPE_CHECKING:
    from wefact_multivers.errors import SyncError
    from wefact_multivers.streams.payment_list import PaymentRow
    from wefact_multivers.streams.services import Services

payments_app = typer.Typer(invoke_without_command=True)


@payments_app.callback()
def payments(
    context: typer.Context,
    administration: Annotated[
        str | None, typer.Option("--administration", "-a", help="Name of the file, without .yaml.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be written to WeFact.")] = False,
    output: OutputOption = Output.TABLE,
) -> None:
    """Fetch payments from Multivers, and set what is paid there to paid in WeFact; no booking is made.

    The first time, and for many or old invoices at once, somebody approves the list first. Exit code 5 if payments
    wait for a person.

    Example: wefact-multivers payments -a bakkerij --dry-run

    Example: wefact-multivers payments -a bakkerij
    """
    if context.invoked_subcommand is not None:
        return
    if administration is None:
        raise typer.BadParameter("say which administration with -a NAME")
    from wefact_multivers.hooks.services import open_services  # noqa: PLC0415 - imports Airflow
    from wefact_multivers.streams.payment_list import payment_rows, waits_for_person  # noqa: PLC0415 - loads with it

    with explained(), open_services(administration) as services:
        errors = _run(services, "preview" if dry_run else "export")
        rows = payment_rows(services)
    for error in errors:
        say(error.explain(Language.EN))
    _show(rows, output)
    raise typer.Exit(day_exit(errors, waits=waits_for_person(rows, written=not dry_run)))


def _run(services: Services, mode: str) -> list[SyncError]:
    """The payments of a run, and nothing else; gives what its tasks raised."""
    from wefact_multivers.streams.daily import DailyRun  # noqa: PLC0415 - heavy
    from wefact_multivers.streams.runs import Stream  # noqa: PLC0415 - loads with it

    if not services.administration.streams.payments:
        say(f"Fetching payments is switched off: set streams.payments to on in {services.name}.yaml.")
        raise typer.Exit(Exit.CONFIGURATION)
    if mode == "export":
        require_export(services)
    wish = Wish(streams=(Stream.PAYMENTS,))
    run = DailyRun(services, wish.request(services, mode), wish.streams, say)
    run.pay()
    return list(run.day.errors.values())


@payments_app.command()
def approve(
    administration: AdministrationOption,
    by: Annotated[str, typer.Option(help="Your name: you have read the list and release it; kept as evidence.")],
    output: OutputOption = Output.TABLE,
) -> None:
    """Release the payments that wait to be written to WeFact: exactly these, and no later ones.

    Example: wefact-multivers payments approve -a bakkerij --by "A. de Boer"
    """
    if not by.strip():
        raise typer.BadParameter("say who you are with --by NAME")
    from wefact_multivers.hooks.services import open_services  # noqa: PLC0415 - imports Airflow
    from wefact_multivers.streams import payment_list, payments  # noqa: PLC0415 - loads with it

    with explained(), open_services(administration) as services:
        services.store.check_migrated()
        rows = [row for row in payment_list.payment_rows(services) if row.pay_date is not None]
        if not rows:
            say("Nothing waits to be written. To look what Multivers says: wefact-multivers payments --dry-run")
            raise typer.Exit(Exit.USAGE)
        _show(rows, output)
        count = payments.approve(services, by.strip())
    say(f"{count} released by {by.strip()}: the next run writes them, or now: wefact-multivers payments")


def _show(rows: Sequence[PaymentRow], output: Output) -> None:
    if output is Output.JSON:
        show_json([asdict(row) for row in rows])
    else:
        show_payments(rows)


def show_payments(rows: Sequence[PaymentRow]) -> None:
    """Payments as a table for people."""
    columns = ["kind", "number", "relation", "gross", "open", "status", "pay date", "amount", "reason"]
    show_cells(columns, [list(asdict(row).values()) for row in rows], right=("gross", "open", "amount"))
