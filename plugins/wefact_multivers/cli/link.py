"""`wefact-multivers link`: first contact, seen and signed by a person."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from wefact_multivers.catalogue import CATALOGUE, Language
from wefact_multivers.cli.options import AdministrationOption, OutputOption
from wefact_multivers.cli.output import Exit, Output, explained, say, show_json, show_table

if TYPE_CHECKING:
    from wefact_multivers.streams.first_contact import Survey
    from wefact_multivers.streams.services import Services

SHOWN = 20
"""So many numbers that will not do are named; the others are counted."""


def link(
    administration: AdministrationOption,
    sign: Annotated[str | None, typer.Option(help="Your name: you have seen the list and release the export.")] = None,
    own_link_is_off: Annotated[
        bool, typer.Option("--own-link-is-off", help="WeFact's own link with Unit4 is switched off.")
    ] = False,
    confirm: Annotated[
        str | None, typer.Option(help="Your name: these are the same account and books under another address.")
    ] = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Show what Multivers already holds of WeFact's documents, and sign it.

    Until somebody has signed, an administration runs in preview. What is equal is linked, what may be equal is
    blocked with a question; nothing is written to WeFact or Multivers. A list that has changed since it was last
    shown is not signed: it is shown again.

    Example: wefact-multivers link -a bakkerij

    Example: wefact-multivers link -a bakkerij --sign "A. de Boer" --own-link-is-off

    Example: wefact-multivers link -a bakkerij --confirm "A. de Boer"
    """
    if sign and not own_link_is_off:
        say("Signing needs --own-link-is-off: two links would book every invoice twice.")
        raise typer.Exit(Exit.USAGE)
    from wefact_multivers.hooks.services import open_services  # noqa: PLC0415 - imports Airflow

    with explained(), open_services(administration) as services:
        if confirm:
            _confirm(services, confirm)
        else:
            _survey(services, sign, output)


def _survey(services: Services, sign: str | None, output: Output) -> None:
    from wefact_multivers.streams import first_contact  # noqa: PLC0415 - heavy

    seen = first_contact.last_shown(services)
    say("Reading WeFact and looking in Multivers ...")
    found = first_contact.survey(services)
    _show(found, output)
    if sign:
        first_contact.sign(services, sign, seen)
        say(f"Signed by {sign}: {services.name} may export.")


def _show(found: Survey, output: Output) -> None:
    from wefact_multivers.streams.first_contact import SHORT  # noqa: PLC0415 - heavy

    numbers = [
        (number, problem.code, CATALOGUE[problem.code].message(Language.EN, problem.values))
        for number, problem in sorted(found.series.items())
    ]
    if output is Output.JSON:
        series = [dict(zip(("number", "code", "message"), row, strict=True)) for row in numbers]
        lines = [asdict(line) for line in found.lines]
        show_json({"documents": found.documents, "list": lines, "numbers": series, "hash": found.hash})
        return
    columns = ["stream", "invoice", "in Multivers", "journal", "match", "difference"]
    show_table(columns, [list(asdict(line).values()) for line in found.lines])
    if numbers:
        show_table(["number", "code", "what"], [list(row) for row in numbers[:SHOWN]])
        say(f"{len(numbers)} numbers of WeFact will not do as invoice numbers in Multivers.")
    say(
        f"{found.documents} documents are not linked yet; {len(found.findings)} of them stand in Multivers. "
        f"List {found.hash[:SHORT]}."
    )


def _confirm(services: Services, by: str) -> None:
    from wefact_multivers.streams import binding  # noqa: PLC0415 - heavy

    done = binding.confirm(services, by)
    say(f"{services.name} was bound to {done.was}, and is now bound to {done.now}.")
    say(f"Of its {done.known} bookings {done.in_multivers} stand there, and {done.in_wefact} in this WeFact.")
    say(f'Next, sign again: wefact-multivers link -a {services.name} --sign "YOUR NAME" --own-link-is-off')
