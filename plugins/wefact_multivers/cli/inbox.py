"""`wefact-multivers inbox`: what waits for a person, and what the person decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from wefact_multivers.catalogue import Language
from wefact_multivers.cli.options import (
    AdministrationOption,
    ByOption,
    NumberArgument,
    OutputOption,
    StreamOption,
    person,
    stream_of,
)
from wefact_multivers.cli.output import Output, explained, say, show_rows
from wefact_multivers.domain.status import Status

if TYPE_CHECKING:
    from wefact_multivers.streams.inbox import Decision

inbox_app = typer.Typer(no_args_is_help=True, help="What waits for a person.")


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
    show_rows([row for row in rows if everything or row.needs_person], output)


@inbox_app.command()
def retry(
    number: NumberArgument, administration: AdministrationOption, stream: StreamOption = None, by: ByOption = None
) -> None:
    """Offer a document or relation again: what was skipped or refused is sent after all, an update is tried again.

    Example: wefact-multivers inbox retry F2026-0007 -a bakkerij

    Example: wefact-multivers inbox retry F2026-0007 -a bakkerij --by "A. de Boer"
    """
    from wefact_multivers.hooks.services import open_services  # noqa: PLC0415 - imports Airflow
    from wefact_multivers.streams import inbox  # noqa: PLC0415 - loads with it

    with explained(), open_services(administration) as services:
        services.store.check_migrated()
        status = inbox.retry(services, _decision(number, stream, by))
    say(f"{number} is {status}: the next run takes it, or now: wefact-multivers export -a {administration}")


@inbox_app.command()
def skip(
    number: NumberArgument,
    administration: AdministrationOption,
    reason: Annotated[str, typer.Option(help="Why it is not to be sent; kept as evidence.")],
    stream: StreamOption = None,
    by: ByOption = None,
) -> None:
    """Never send a document: runs, retries and backfills leave it alone until somebody offers it again.

    One whose booking is missing in Multivers is left at that.

    Example: wefact-multivers inbox skip F2026-0007 -a bakkerij --reason "booked by hand in 2025"
    """
    if not reason.strip():
        raise typer.BadParameter("say why in --reason; it is kept as evidence")
    from wefact_multivers.hooks.services import open_services  # noqa: PLC0415 - imports Airflow
    from wefact_multivers.streams import inbox  # noqa: PLC0415 - loads with it

    with explained(), open_services(administration) as services:
        services.store.check_migrated()
        inbox.skip(services, _decision(number, stream, by), reason.strip())
    say(f"{number} is {Status.SKIPPED}. To take that back: wefact-multivers inbox retry {number} -a {administration}")


@inbox_app.command()
def adopt(
    number: NumberArgument,
    administration: AdministrationOption,
    invoice_id: Annotated[str, typer.Option("--invoice-id", help="The invoice number (factuurnummer) in Multivers.")],
    stream: StreamOption = None,
    by: ByOption = None,
) -> None:
    """Say that a booking in Multivers is this document: relation and gross must be equal, then they are linked.

    Example: wefact-multivers inbox adopt F2026-0007 -a bakkerij --invoice-id 20260007
    """
    from wefact_multivers.hooks.services import open_services  # noqa: PLC0415 - imports Airflow
    from wefact_multivers.streams import inbox  # noqa: PLC0415 - loads with it

    with explained(), open_services(administration) as services:
        services.store.check_migrated()
        differences = inbox.adopt(services, _decision(number, stream, by), invoice_id.strip())
    say(f"{number} is linked to {invoice_id}.")
    for difference in differences:
        say(f"Not the same: {difference}")


@inbox_app.command()
def acknowledge(
    number: NumberArgument,
    administration: AdministrationOption,
    reason: Annotated[str, typer.Option(help="Why it is right as it stands; kept as evidence.")],
    stream: StreamOption = None,
    by: ByOption = None,
) -> None:
    """Accept a document that was changed in WeFact after it was booked, with its booking as it stands in Multivers.

    Of a creditor: its bank account in Multivers was checked, by another channel than the invoice.

    Example: wefact-multivers inbox acknowledge F2026-0007 -a bakkerij --reason "corrected in Multivers by hand"
    """
    if not reason.strip():
        raise typer.BadParameter("say why in --reason; it is kept as evidence")
    from wefact_multivers.hooks.services import open_services  # noqa: PLC0415 - imports Airflow
    from wefact_multivers.streams.acknowledge import acknowledge as accept  # noqa: PLC0415 - loads with it

    with explained(), open_services(administration) as services:
        services.store.check_migrated()
        differences = accept(services, _decision(number, stream, by), reason.strip())
    say(f"{number} is accepted as it stands.")
    for difference in differences:
        say(f"Not the same: {difference}")


@inbox_app.command("explain-gap")
def explain_gap(
    numbers: Annotated[list[str], typer.Argument(help="The missing number, or the first and the last of several.")],
    administration: AdministrationOption,
    reason: Annotated[str, typer.Option(help="Why the number was never used; kept as evidence.")],
    stream: StreamOption = None,
    by: ByOption = None,
) -> None:
    """Say why numbers of a series are missing; they are no open gap any more. Of a journal: journal, year and number.

    Example: wefact-multivers inbox explain-gap F2026-0012 -a bakkerij --reason "concept removed before it was sent"

    Example: wefact-multivers inbox explain-gap "WFV 2026 7" "WFV 2026 9" -a bakkerij --reason "deleted by hand"
    """
    if not reason.strip():
        raise typer.BadParameter("say why in --reason; it is kept as evidence")
    if len(numbers) > 2:
        raise typer.BadParameter("name one missing number, or the first and the last of several")
    from wefact_multivers.hooks.services import open_services  # noqa: PLC0415 - imports Airflow
    from wefact_multivers.streams import gaps  # noqa: PLC0415 - loads with it

    with explained(), open_services(administration) as services:
        services.store.check_migrated()
        gaps.explain_gap(services, _decision(numbers[0], stream, by), numbers[-1], reason.strip())
    say(f"Recorded. The next reconciliation shows it as explained: wefact-multivers reconcile -a {administration}")


def _decision(number: str, stream: str | None, by: str | None) -> Decision:
    from wefact_multivers.streams.inbox import Decision  # noqa: PLC0415 - heavy

    return Decision(number, person(by), stream_of(stream) if stream else None)
