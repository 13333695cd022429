"""`wefact-multivers relations`: bring the relations of Multivers over to a WeFact that holds none, once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wefact_multivers.catalogue import CATALOGUE, Language
from wefact_multivers.cli.options import AdministrationOption, OutputOption
from wefact_multivers.cli.output import Exit, Output, exit_code, explained, say, show_json, show_table, worst
from wefact_multivers.cli.requests import Wish
from wefact_multivers.domain.documents import Controller
from wefact_multivers.domain.problems import Problem
from wefact_multivers.errors import SyncError

if TYPE_CHECKING:
    from wefact_multivers.streams.import_result import ImportResult
    from wefact_multivers.streams.services import Services

SIDES = (Controller.DEBTOR, Controller.CREDITOR)
TOLD_EVERY = 25
"""After so many relations the command says how far it is."""

relations_app = typer.Typer(no_args_is_help=True, help="Relations: debtors and creditors.")


@relations_app.command("import")
def import_all(
    administration: AdministrationOption,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be done; write nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before relations are made in WeFact.")] = False,
    output: OutputOption = Output.TABLE,
) -> None:
    """Make every customer and supplier of Multivers in WeFact, once; refused when WeFact holds relations already.

    A start that was broken off is gone on with by the same command; nothing is made twice. Exit code 5 if relations
    did not come over, 6 if WeFact is not empty, 7 if it is too early to tell what became of something that was sent.

    Example: wefact-multivers relations import -a bakkerij --dry-run

    Example: wefact-multivers relations import -a bakkerij --yes
    """
    from wefact_multivers.hooks.services import open_services  # noqa: PLC0415 - imports Airflow
    from wefact_multivers.streams.relation_import import bring_over  # noqa: PLC0415 - loads with it

    with explained(), open_services(administration) as services:
        key = _preflight(services)

        def bring(side: Controller, *, only_look: bool) -> ImportResult:
            return bring_over(services, key, side, dry_run=only_look, progress=_teller(side))

        say("Reading Multivers and WeFact ...")
        if not dry_run and not yes and sys.stdin.isatty():
            _ask(sum(bring(side, only_look=True).written for side in SIDES))
        results = {side: bring(side, only_look=dry_run) for side in SIDES}
        _show(results, output)
        raise typer.Exit(_looked(results) if dry_run else _exit(services, results))


def _preflight(services: Services) -> str:
    """Checks everything, as the first task of a run does; gives the name of the run."""
    from wefact_multivers.streams.preflight import preflight  # noqa: PLC0415 - heavy

    request = Wish().request(services, "preview")
    preflight(services, request)
    return request.run_key


def _teller(side: Controller) -> Callable[[int, int], None]:
    def tell(done: int, everything: int) -> None:
        if done % TOLD_EVERY == 0 or done == everything:
            say(f"{side}s: {done} of {everything}")

    return tell


def _ask(count: int) -> None:
    """Asks a person at a terminal before anything is written."""
    if count and not typer.confirm(f"{count} relations of Multivers will be made in WeFact. Go on?", err=True):
        say("Nothing was written.")
        raise typer.Exit(Exit.USAGE)


def _looked(results: Mapping[Controller, ImportResult]) -> Exit:
    say("This was a look: nothing was written.")
    return Exit.BLOCKED if any(result.blocked for result in results.values()) else Exit.OK


def _exit(services: Services, results: Mapping[Controller, ImportResult]) -> Exit:
    """Says what is not over yet, of each side; gives the exit code of the worst."""
    from wefact_multivers.streams.import_result import require_complete  # noqa: PLC0415 - heavy

    found = []
    for side, result in results.items():
        try:
            require_complete(services, side, result)
        except SyncError as error:
            say(error.explain(Language.EN))
            found.append(exit_code(error))
    return worst(found)


def _show(results: Mapping[Controller, ImportResult], output: Output) -> None:
    if output is Output.JSON:
        show_json({f"{side}s": _plain(result) for side, result in results.items()})
        return
    names = ["listed", "written", "there already", "blocked", "inactive"]
    rows = [[f"{side}s", *map(str, (*result.counts.values(), result.inactive))] for side, result in results.items()]
    show_table(["", *names], rows, right=names)
    told = [
        [f"{side} {code}", state, entry.code, _message(entry), _remedy(entry)]
        for side, result in results.items()
        for state, found in (("blocked", result.blocked), ("warning", result.warnings))
        for code, entries in found.items()
        for entry in entries
    ]
    if told:
        show_table(["relation", "", "code", "what", "what to do"], told)


def _plain(result: ImportResult) -> dict[str, Any]:
    return {
        **result.counts,
        "inactive": result.inactive,
        "uncertain": len(result.uncertain),
        "blocked_relations": _reasons(result.blocked),
        "warnings": _reasons(result.warnings),
    }


def _reasons(found: Mapping[str, tuple[Problem, ...]]) -> list[dict[str, str]]:
    return [
        {"relation": code, "code": entry.code, "message": _message(entry)}
        for code, entries in found.items()
        for entry in entries
    ]


def _message(found: Problem) -> str:
    return CATALOGUE[found.code].message(Language.EN, found.values)


def _remedy(found: Problem) -> str:
    return CATALOGUE[found.code].remedy(Language.EN, found.values)
