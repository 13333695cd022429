"""`wefact-multivers preview`, `export` and `reconcile`: a run by hand, through the code of the DAG."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from wefact_multivers.catalogue import Language
from wefact_multivers.cli.options import AdministrationOption, OutputOption, streams_of
from wefact_multivers.cli.output import Exit, Output, day_exit, explained, say, show_json, show_rows, show_table
from wefact_multivers.cli.payments import show_payments
from wefact_multivers.cli.reconciliation import SheetForm, show_comparison, show_comparison_json, show_sheet
from wefact_multivers.cli.requests import Wish, require_export
from wefact_multivers.errors import NotReconciled

if TYPE_CHECKING:
    from wefact_multivers.streams.daily import Day
    from wefact_multivers.streams.payment_list import PaymentRow
    from wefact_multivers.streams.report import ReportRow
    from wefact_multivers.streams.services import Services

ASK_ABOVE = 25
"""More planned documents than this, and a person at a terminal is asked before they are written."""

FromOption = Annotated[str | None, typer.Option("--from", help="First date of documents (YYYY-MM-DD), with --to.")]
ToOption = Annotated[str | None, typer.Option("--to", help="Last date of documents (YYYY-MM-DD), with --from.")]
NumbersOption = Annotated[list[str] | None, typer.Option("--number", help="Read only this document; may be repeated.")]
StreamsOption = Annotated[list[str] | None, typer.Option("--stream", help="Only this stream; may be repeated.")]


def preview(  # noqa: PLR0913, PLR0917 - the options of the command
    administration: AdministrationOption,
    first: FromOption = None,
    last: ToOption = None,
    number: NumbersOption = None,
    stream: StreamsOption = None,
    show: Annotated[bool, typer.Option("--show", help="Print the plans as JSON: every field that is sent.")] = False,
    output: OutputOption = Output.TABLE,
) -> None:
    """Show what would be booked; nothing is written to either system. Exit code 5 if documents wait for a person.

    Without dates or numbers: what has changed in WeFact since the last run, and all that is still open.

    Example: wefact-multivers preview -a bakkerij --from 2026-03-01 --to 2026-03-31

    Example: wefact-multivers preview -a bakkerij --number F2026-0007 --show
    """
    from wefact_multivers.hooks.services import open_services  # noqa: PLC0415 - imports Airflow
    from wefact_multivers.streams.daily import DailyRun  # noqa: PLC0415 - loads with it
    from wefact_multivers.streams.explain import planned_documents  # noqa: PLC0415 - loads with it
    from wefact_multivers.streams.payment_list import payment_rows  # noqa: PLC0415 - loads with it

    wish = Wish(first, last, tuple(number or ()), tuple(streams_of(stream)))
    with explained(), open_services(administration) as services:
        run = DailyRun(services, wish.request(services, "preview"), wish.streams, say)
        run.plan()
        run.pay()
        day = run.close()
        payments = payment_rows(services) if run.pays else []
        plans = planned_documents(services, wish.streams, wish.includes) if show else []
    if show:
        show_json(plans)
    _finish(day, wish, payments, None if show else output)


def export(  # noqa: PLR0913, PLR0917 - the options of the command
    administration: AdministrationOption,
    first: FromOption = None,
    last: ToOption = None,
    number: NumbersOption = None,
    stream: StreamsOption = None,
    estimate: Annotated[
        bool, typer.Option("--estimate", help="Say what it would cost, from WeFact's lists alone; book nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help=f"Do not ask, however many; else above {ASK_ABOVE}.")] = False,
    output: OutputOption = Output.TABLE,
) -> None:
    """Do what the DAG does in the morning, now: book all that is open, fetch payments, compare both systems.

    Dates and numbers say what is read from WeFact; what was read before and is still open is booked as well.
    Exit code 5 if documents wait for a person, 4 if the systems differ, 7 if it is too early to tell what became of
    something that was sent: come back at the time it names.

    Example: wefact-multivers export -a bakkerij

    Example: wefact-multivers export -a bakkerij --from 2025-01-01 --to 2025-12-31 --estimate

    Example: wefact-multivers export -a bakkerij --number F2026-0007 --stream sales_invoices --yes
    """
    from wefact_multivers.hooks.services import open_services  # noqa: PLC0415 - imports Airflow
    from wefact_multivers.streams.daily import DailyRun  # noqa: PLC0415 - loads with it
    from wefact_multivers.streams.payment_list import payment_rows  # noqa: PLC0415 - loads with it

    wish = Wish(first, last, tuple(number or ()), tuple(streams_of(stream)))
    with explained(), open_services(administration) as services:
        if estimate:
            _estimate(services, wish, output)
            return
        require_export(services)
        run = DailyRun(services, wish.request(services, "export"), wish.streams, say)
        run.plan()
        _ask(run.day.planned, yes=yes)
        run.write()
        run.pay()
        run.reconcile()
        day = run.close()
        payments = payment_rows(services) if run.pays else []
    _finish(day, wish, payments, output)


def reconcile(
    administration: AdministrationOption,
    full: Annotated[bool, typer.Option("--full", help="Compare all since the start date one by one.")] = False,
    sheet: Annotated[
        SheetForm | None,
        typer.Option("--print", help="Compare nothing: print the last reconciliation as a sheet for the accountant."),
    ] = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Compare WeFact, store and Multivers in both directions; books nothing. Exit code 4 if they differ.

    Without --full the last days are compared one by one, and what is older is counted.

    Example: wefact-multivers reconcile -a bakkerij

    Example: wefact-multivers reconcile -a bakkerij --full --output json

    Example: wefact-multivers reconcile -a bakkerij --print csv
    """
    from wefact_multivers.hooks.services import open_services  # noqa: PLC0415 - imports Airflow
    from wefact_multivers.streams.preflight import preflight  # noqa: PLC0415 - loads with it
    from wefact_multivers.streams.reconcile import reconcile as compare  # noqa: PLC0415 - loads with it
    from wefact_multivers.streams.reconcile_result import latest_comparison  # noqa: PLC0415 - loads with it

    with explained(), open_services(administration) as services:
        if sheet is not None:
            _print(services, sheet)
            return
        request = Wish().request(services, "preview")
        say("Reading both systems ...")
        preflight(services, request)
        differing: NotReconciled | None = None
        try:
            compare(services, request.run_key, full=full)
        except NotReconciled as error:
            differing = error
        comparison = latest_comparison(services)
        if comparison is not None:
            (show_comparison_json if output is Output.JSON else show_comparison)(comparison)
        if differing is not None:
            raise differing


def _print(services: Services, form: SheetForm) -> None:
    """Prints the last reconciliation."""
    from wefact_multivers.streams.reconcile_result import latest_with_hash  # noqa: PLC0415 - heavy
    from wefact_multivers.streams.reconcile_sheet import sheet_of  # noqa: PLC0415 - heavy

    latest = latest_with_hash(services)
    if latest is None:
        say("Nothing has been reconciled yet: run `wefact-multivers reconcile` without --print first.")
        raise typer.Exit(Exit.USAGE)
    language = Language.EN if form is SheetForm.EN else Language.NL
    show_sheet(sheet_of(services.administration.name, *latest, language), form)


def _estimate(services: Services, wish: Wish, output: Output) -> None:
    """Shows what the export would cost."""
    from wefact_multivers.streams.estimate import estimate  # noqa: PLC0415 - heavy

    found = estimate(services, wish.request(services, "export"), wish.streams)
    if output is Output.JSON:
        show_json(asdict(found))
        return
    columns = ["stream", "in the window", "to read", "to write, at most"]
    show_table(columns, [[str(value) for value in asdict(row).values()] for row in found.streams], right=columns[1:])
    say(
        f"{found.window}: {found.documents} documents at most; about {found.wefact_calls} calls to WeFact and "
        f"{found.multivers_calls} to Multivers; {found.minutes} minutes at the rate that WeFact allows."
    )


def _ask(planned: int, *, yes: bool) -> None:
    """Asks a person at a terminal before many documents are written."""
    if yes or planned <= ASK_ABOVE or not sys.stdin.isatty():
        return
    if not typer.confirm(f"{planned} documents are planned. Book them all in Multivers?", err=True):
        say("Nothing was written.")
        raise typer.Exit(Exit.USAGE)


def _finish(day: Day, wish: Wish, payments: Sequence[PaymentRow], output: Output | None) -> None:
    """Shows how it went, unless the answer stands there already, and ends with the exit code of the worst."""
    from wefact_multivers.streams.payment_list import waits_for_person  # noqa: PLC0415 - heavy

    rows = _wished(day, wish)
    for error in day.errors.values():
        say(error.explain(Language.EN))
    if output is Output.JSON:
        show_json(_plain(day, rows, payments))
    elif output is Output.TABLE:
        show_rows(rows, output)
        if payments:
            show_payments(payments)
    if day.report:
        say(day.report.note)
    waits = any(row.needs_person for row in rows)
    waits = waits or waits_for_person(payments, written=day.started.mode == "export")
    raise typer.Exit(day_exit(day.errors.values(), waits=waits))


def _plain(day: Day, rows: Sequence[ReportRow], payments: Sequence[PaymentRow]) -> dict[str, object]:
    return {
        "run": asdict(day.started),
        "tasks": day.results,
        "errors": {
            name: {"code": error.code, "message": error.message(Language.EN)} for name, error in day.errors.items()
        },
        "rows": [asdict(row) for row in rows],
        "payments": [asdict(row) for row in payments],
    }


def _wished(day: Day, wish: Wish) -> Sequence[ReportRow]:
    """The rows of the report that the person asked about; an export shows all that it may have booked."""
    from wefact_multivers.streams.kinds import KINDS  # noqa: PLC0415 - heavy
    from wefact_multivers.streams.report import NAMES  # noqa: PLC0415 - loads with it

    kinds = {NAMES[KINDS[stream].controller] for stream in wish.streams if stream in KINDS}
    rows = day.report.rows if day.report else ()
    narrow = day.started.mode == "preview"
    return [row for row in rows if row.kind in kinds and (not narrow or wish.includes(row.number, row.date))]
