"""`wefact-multivers link`: first contact, seen and signed by a person."""

from __future__ import annotations

from typing import Annotated

import typer

from wefact_multivers.cli.options import AdministrationOption
from wefact_multivers.cli.output import Exit, explained, say, show_table


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
