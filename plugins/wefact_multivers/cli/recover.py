"""`wefact-multivers recover`: find the link's bookings again after the store was lost, or is an old one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wefact_multivers.cli.options import AdministrationOption, ByOption, OutputOption, person
from wefact_multivers.cli.output import Exit, Output, explained, say, show_cells, show_json

if TYPE_CHECKING:
    from wefact_multivers.streams.recover import Perhaps, Recovery


def recover(
    administration: AdministrationOption,
    confirm: Annotated[
        bool, typer.Option("--confirm", help="Bind what is matched; you have read the three lists.")
    ] = False,
    by: ByOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Say which bookings in Multivers are which documents of WeFact, and bind them to a store that forgot them.

    Three lists: matched, which --confirm binds; in the link's journals without a document; in WeFact without a
    booking, which a later run books. Nothing is ever written to WeFact or Multivers. Exit code 4 if the store knows
    less than Multivers and nothing was confirmed, 8 if a run is at work.

    Example: wefact-multivers recover -a bakkerij

    Example: wefact-multivers recover -a bakkerij --confirm --by "A. de Boer"
    """
    who = person(by) if confirm else ""
    from wefact_multivers.hooks.services import open_services  # noqa: PLC0415 - imports Airflow
    from wefact_multivers.streams import rebinding  # noqa: PLC0415 - loads with it
    from wefact_multivers.streams import recover as recovering  # noqa: PLC0415 - loads with it

    with explained(), open_services(administration) as services:
        services.store.check_migrated()
        found = recovering.recover(services, say)
        _show(found, output)
        if not confirm:
            raise typer.Exit(_looked(found, administration))
        bound = rebinding.bind(services, found, who, say)
        with services.memory.read() as unit:
            link = unit.links.get()
    say(f"{bound} documents are bound, {len(found.strays)} bookings are acknowledged by {who}.")
    if link is None or link.signed_by is None:
        say(f'Next, sign again: wefact-multivers link -a {administration} --sign "YOUR NAME" --own-link-is-off')


def _looked(found: Recovery, administration: str) -> Exit:
    if not found.matched and not found.strays:
        say("The store knows every booking of the link: there is nothing to bind.")
        return Exit.OK
    say("This was a look: nothing was bound.")
    say(f"Read the lists. To bind what is matched: wefact-multivers recover -a {administration} --confirm")
    return Exit.DIFFERENCES


def _show(found: Recovery, output: Output) -> None:
    if output is Output.JSON:
        lists = {name: [dict(zip(columns, row, strict=True)) for row in rows] for name, columns, rows in _lists(found)}
        show_json({**lists, "bound_before": found.known, "being_settled": found.unsettled})
        return
    for name, columns, rows in _lists(found):
        print(f"{_TITLES[name]}: {len(rows)}")
        if rows:
            show_cells(columns, rows, right=("gross",))
        print()
    say(f"{found.known} documents were bound before; {found.unsettled} are being looked up by the runs.")


_TITLES = {
    "matched": "Matched: the booking is the document",
    "strays": "In our journals, and no document of WeFact",
    "unbooked": "In WeFact, and not booked",
}

_MATCHED = ("kind", "number", "date", "relation", "gross", "in Multivers", "journal")
_STRAYS = ("kind", "in Multivers", "journal", "date", "relation", "gross", "reference", "perhaps", "difference")
_UNBOOKED = ("kind", "number", "date", "relation", "gross", "status", "perhaps", "difference")

Table = tuple[str, Sequence[str], list[list[Any]]]


def _lists(found: Recovery) -> list[Table]:
    """The three lists, each with its columns."""
    return [
        ("matched", _MATCHED, _matched(found)),
        ("strays", _STRAYS, _strays(found)),
        ("unbooked", _UNBOOKED, _unbooked(found)),
    ]


def _matched(found: Recovery) -> list[list[Any]]:
    return [
        [
            pair.kind.stream.value,
            pair.record.seen.number,
            pair.record.seen.date,
            pair.record.seen.relation_code,
            pair.record.seen.gross,
            pair.booking.invoice_id,
            pair.booking.journal_id,
        ]
        for pair in found.matched
    ]


def _strays(found: Recovery) -> list[list[Any]]:
    return [
        [
            stray.kind.stream.value,
            stray.booking.invoice_id,
            stray.booking.journal_id,
            stray.booking.invoice_date,
            stray.booking.relation_code,
            stray.booking.gross,
            stray.booking.reference,
            stray.perhaps.record.seen.number if stray.perhaps else " or ".join(stray.same_relation),
            _difference(stray.perhaps),
        ]
        for stray in found.strays
    ]


def _unbooked(found: Recovery) -> list[list[Any]]:
    return [
        [
            document.kind.stream.value,
            document.record.seen.number,
            document.record.seen.date,
            document.record.seen.relation_code,
            document.record.seen.gross,
            document.record.status.value,
            document.perhaps.booking.invoice_id if document.perhaps else "",
            _difference(document.perhaps),
        ]
        for document in found.unbooked
    ]


def _difference(perhaps: Perhaps | None) -> str:
    return "; ".join(perhaps.match.differences) if perhaps else ""
