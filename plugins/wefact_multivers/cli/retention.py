"""`wefact-multivers purge`, `person` and `keys`: what is kept of whom, how long, and under which key."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from wefact_multivers.cli.options import AdministrationOption, ByOption, OutputOption, StreamOption, person, stream_of
from wefact_multivers.cli.output import Output, explained, say, show_cells, show_json
from wefact_multivers.cli.store import DEFAULT_STORE, ConnectionOption

person_app = typer.Typer(no_args_is_help=True, help="What is kept of one debtor or creditor: tell it, or erase it.")
keys_app = typer.Typer(no_args_is_help=True, help="The keys that stored logins are encrypted with.")

CodeArgument = Annotated[str, typer.Argument(help="The code of the debtor or creditor.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Do it. What is erased cannot be brought back.")]


def purge(
    administration: AdministrationOption,
    by: ByOption = None,
    yes: YesOption = False,
    output: OutputOption = Output.TABLE,
) -> None:
    """Erase what the law no longer wants to be kept. Without --yes it is only shown.

    Kept are, for `retention.years` after the end of the fiscal year and never less than seven, all copies and
    answers of a document; and as long as it is open, uncertain or changed. A tombstone stays: key, number, amounts,
    hashes and the day.

    Example: wefact-multivers purge -a bakkerij

    Example: wefact-multivers purge -a bakkerij --yes --by "A. de Boer"
    """
    from wefact_multivers.hooks.services import open_services  # noqa: PLC0415 - imports Airflow
    from wefact_multivers.streams import retention  # noqa: PLC0415 - loads with it

    with explained(), open_services(administration) as services:
        found = retention.expired(services)
        rows = retention.purge(services, found, person(by)) if yes else 0
    if output is Output.JSON:
        show_json([asdict(one.record.seen) | {"kept_until": one.kept_until} for one in found])
    else:
        cells = [[one.record.seen.number, one.record.seen.date, one.record.seen.gross, one.kept_until] for one in found]
        show_cells(["number", "date", "gross", "kept until"], cells, right=("gross",))
    if yes:
        say(f"{len(found)} documents are purged, {rows} rows of the evidence emptied.")
    elif found:
        say(f"{len(found)} may be purged; nothing was. Next: wefact-multivers purge -a {administration} --yes")
    else:
        say("Nothing is old enough to be purged.")


@person_app.command("export")
def export_person(code: CodeArgument, administration: AdministrationOption, stream: StreamOption = None) -> None:
    """Print everything that is kept of a debtor or creditor, as JSON: names and addresses are in it.

    Example: wefact-multivers person export DB10001 -a bakkerij > for-the-person.json
    """
    from wefact_multivers.hooks.services import open_services  # noqa: PLC0415 - imports Airflow
    from wefact_multivers.streams.person import told  # noqa: PLC0415 - loads with it

    with explained(), open_services(administration) as services:
        kept = told(services, code, stream_of(stream) if stream else None)
    show_json(kept)


@person_app.command("erase")
def erase_person(
    code: CodeArgument,
    administration: AdministrationOption,
    stream: StreamOption = None,
    by: ByOption = None,
    yes: YesOption = False,
) -> None:
    """Erase what is kept of a debtor or creditor that WeFact no longer has.

    His documents stay, by number and amount, as long as the law asks: `purge` is for those. In Multivers nothing
    changes.

    Example: wefact-multivers person erase DB10001 -a bakkerij --yes --by "A. de Boer"
    """
    from wefact_multivers.hooks.services import open_services  # noqa: PLC0415 - imports Airflow
    from wefact_multivers.streams.person import erase  # noqa: PLC0415 - loads with it

    if not yes:
        raise typer.BadParameter("what is erased cannot be brought back: say --yes")
    with explained(), open_services(administration) as services:
        rows = erase(services, code, person(by), stream_of(stream) if stream else None)
    say(f"{code} is erased, {rows} rows of the evidence emptied. Documents stay as long as the law asks.")


@keys_app.command("rotate")
def rotate(connection: ConnectionOption = DEFAULT_STORE) -> None:
    """Encrypt the stored logins with the first key of the connection; afterwards the older keys can go.

    Put the new key before the old one first: `"token_key": "NEW,OLD"` in the connection's extras.

    Example: wefact-multivers keys rotate
    """
    from wefact_multivers.hooks.connections import load, store_connection  # noqa: PLC0415 - imports Airflow
    from wefact_multivers.store.database import Store  # noqa: PLC0415 - loads with it
    from wefact_multivers.store.token_keys import rotate_keys  # noqa: PLC0415 - loads with it

    with explained():
        found = load(connection, store_connection)
        store = Store(found)
        try:
            store.check_migrated()
            logins = rotate_keys(store, found)
        finally:
            store.close()
    say(f"{logins} logins are encrypted with the first of {len(found.token_keys)} keys; the others can be removed.")
