"""The options that several commands share."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from wefact_multivers.cli.output import Output

if TYPE_CHECKING:
    from wefact_multivers.streams.runs import Stream

AdministrationOption = Annotated[
    str, typer.Option("--administration", "-a", help="Name of the file in include/administrations, without .yaml.")
]
OutputOption = Annotated[Output, typer.Option("--output", "-o", help="table for people, json for programs.")]
NumberArgument = Annotated[str, typer.Argument(help="The printed number of a document, or the code of a relation.")]
StreamOption = Annotated[
    str | None, typer.Option("--stream", help="Which stream, where more than one has the number: sales_invoices, ...")
]
ByOption = Annotated[
    str | None, typer.Option("--by", help="Your name, kept as evidence; else the name you log in with.")
]


def stream_of(name: str) -> Stream:
    """The stream of that name.

    Raises:
        typer.BadParameter: there is none.
    """
    from wefact_multivers.streams.runs import Stream  # noqa: PLC0415 - heavy

    try:
        return Stream(name)
    except ValueError as error:
        raise typer.BadParameter(f"{name!r} is no stream; these are: {', '.join(Stream)}") from error


def streams_of(names: Sequence[str] | None) -> list[Stream]:
    """The streams of those names; all of them where none is named.

    Raises:
        typer.BadParameter: one of them is none.
    """
    from wefact_multivers.streams.runs import Stream  # noqa: PLC0415 - heavy

    return [stream_of(name) for name in names] if names else list(Stream)


def person(by: str | None) -> str:
    """Who acts: the given name, or that of the operating system's user.

    Raises:
        typer.BadParameter: neither is there.
    """
    if by and by.strip():
        return by.strip()
    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:
        raise typer.BadParameter("say who you are with --by NAME") from error
