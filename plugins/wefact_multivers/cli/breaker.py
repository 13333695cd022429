"""`wefact-multivers breaker`: which remote system is left alone, since when, until when; and ask it again at once."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from wefact_multivers.cli.options import AdministrationOption, ByOption, OutputOption, person
from wefact_multivers.cli.output import Output, explained, say, show_json, show_table

if TYPE_CHECKING:
    from wefact_multivers.streams.breaker import BreakerRow

breaker_app = typer.Typer(no_args_is_help=True, help="The circuit breakers: remote systems that are left alone.")


class System(StrEnum):
    """The remote systems."""

    WEFACT = "wefact"
    MULTIVERS = "multivers"


@breaker_app.command()
def show(administration: AdministrationOption, output: OutputOption = Output.TABLE) -> None:
    """Show the breakers that stand before the calls of an administration; makes no call.

    An account * is everybody behind this IP address: WeFact has put it into its firewall, and only a person gets it
    out. Everything else is tried again by itself.

    Example: wefact-multivers breaker show -a bakkerij
    """
    from wefact_multivers.hooks.services import open_services  # noqa: PLC0415 - imports Airflow
    from wefact_multivers.streams.breaker import breakers  # noqa: PLC0415 - loads with it

    with explained(), open_services(administration) as services:
        rows = breakers(services)
    if output is Output.JSON:
        show_json(rows)
        return
    columns = ["system", "host", "account", "state", "failures", "since (UTC)", "until (UTC)", "reason"]
    show_table(columns, [_cells(row) for row in rows], right=("failures",))


def _cells(row: BreakerRow) -> list[str]:
    since, until = _instant(row.opened_at), _instant(row.until)
    return [row.system, row.host, row.account, row.standing, str(row.failures), since, until, row.detail]


def _instant(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else ""


@breaker_app.command()
def reset(
    administration: AdministrationOption,
    system: Annotated[System | None, typer.Option(help="Of this system alone.")] = None,
    by: ByOption = None,
) -> None:
    """Let a remote system be asked again at once; who said so is kept as evidence.

    After WeFact's firewall: only once WeFact has released the IP address, for every call before extends the block. It
    then holds for every administration on this machine.

    Example: wefact-multivers breaker reset -a bakkerij --system wefact --by "A. de Boer"
    """
    from wefact_multivers.hooks.services import open_services  # noqa: PLC0415 - imports Airflow
    from wefact_multivers.streams.breaker import reset_breakers  # noqa: PLC0415 - loads with it

    who = person(by)
    with explained(), open_services(administration) as services:
        rows = reset_breakers(services, who, system or "")
    for row in rows:
        say(f"{row.system} {row.account} was {row.standing}; it is asked again.")
    if not rows:
        say("Nothing was stopped.")
