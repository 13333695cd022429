"""`wefact-multivers doctor` and `auth`: does everything work that a run needs, and logging in."""

from __future__ import annotations

import platform
import sys
from contextlib import ExitStack
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated

import typer

from wefact_multivers import __version__
from wefact_multivers.cli.listener import Listener
from wefact_multivers.cli.options import AdministrationOption, ByOption, OutputOption, person
from wefact_multivers.cli.output import Output, exit_code, explained, say, show_json, show_table, worst

if TYPE_CHECKING:
    from wefact_multivers.streams.doctor import Check, LoginState
    from wefact_multivers.streams.services import Services

auth_app = typer.Typer(no_args_is_help=True, help="The logins; no token or key is ever shown.")


def doctor(administration: AdministrationOption, output: OutputOption = Output.TABLE) -> None:
    """Examine everything that a run needs; each check is ok, or says what is wrong and how to fix it.

    It stops at nothing, and writes to neither system. The exit code is that of the worst problem.

    Example: wefact-multivers doctor -a bakkerij

    Example: wefact-multivers doctor -a bakkerij --output json
    """
    checks = _examine(administration)
    if output is Output.JSON:
        show_json([_plain(check) for check in checks])
    else:
        rows = [[check.name, check.state, check.detail, check.remedy] for check in checks]
        show_table(["check", "state", "reason", "how to fix"], rows)
    raise typer.Exit(worst(exit_code(check.error) for check in checks if check.error))


def _examine(administration: str) -> list[Check]:
    from wefact_multivers.hooks.services import open_services  # noqa: PLC0415 - imports Airflow
    from wefact_multivers.streams.doctor import Check, State, examine, examined  # noqa: PLC0415 - loads with it

    opened: list[Services] = []
    with ExitStack() as stack:

        def connections() -> str:
            opened.append(stack.enter_context(open_services(administration)))
            found = opened[0].administration.connections
            return f"{found.wefact}, {found.multivers}, {found.store}"

        checks = [Check("versions", State.OK, _versions()), examined("connections", connections)]
        for services in opened:
            for check in examine(services):
                say(f"{check.name}: {check.state}")
                checks.append(check)
    return checks


def _versions() -> str:
    parts = {"wefact-multivers": __version__, "Python": platform.python_version()}
    parts |= {"Airflow": version("apache-airflow"), "SQLAlchemy": version("sqlalchemy"), "httpx": version("httpx")}
    return ", ".join(f"{name} {number}" for name, number in parts.items())


def _plain(check: Check) -> dict[str, str]:
    code = check.error.code if check.error else ""
    return {"check": check.name, "state": check.state, "detail": check.detail, "remedy": check.remedy, "code": code}


@auth_app.command()
def status(administration: AdministrationOption, output: OutputOption = Output.TABLE) -> None:
    """Say which login of Multivers is stored, and until when its access token lasts; makes no call.

    An access token that has ended is renewed by itself; `doctor` proves that both logins work.

    Example: wefact-multivers auth status -a bakkerij
    """
    from wefact_multivers.hooks.services import open_services  # noqa: PLC0415 - imports Airflow
    from wefact_multivers.streams.doctor import login_of  # noqa: PLC0415 - loads with it

    with explained(), open_services(administration) as services:
        found = login_of(services)
    _show(found, output)


@auth_app.command()
def login(
    administration: AdministrationOption,
    redirect_uri: Annotated[
        str, typer.Option("--redirect-uri", help="Where the browser comes back to: exactly as registered with the app.")
    ],
    listen: Annotated[
        bool, typer.Option("--listen", help="Wait for the browser there; for http://127.0.0.1:PORT/... alone.")
    ] = False,
    by: ByOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Log in to Multivers with a browser; the next task works with it, without a restart.

    It shows the address to open. Without --listen, the address at which the browser ends is asked for, and not shown:
    it holds a code that works once, for minutes. Tokens are stored encrypted; who logged in is kept as evidence.

    Example: wefact-multivers auth login -a bakkerij --redirect-uri https://localhost/klaar

    Example: wefact-multivers auth login -a bakkerij --redirect-uri http://127.0.0.1:8400/klaar --listen
    """
    from wefact_multivers.hooks.services import open_services  # noqa: PLC0415 - imports Airflow
    from wefact_multivers.streams.login import complete_login, start_login  # noqa: PLC0415 - loads with it

    who = person(by)
    with explained(), open_services(administration) as services:
        attempt = start_login(services, redirect_uri)
        listener = Listener(redirect_uri) if listen else None
        say("Open this address in a browser, and log in as the user whose rights the link is to have:")
        say(attempt.address)
        found = complete_login(services, attempt, listener.wait() if listener else _pasted(), who)
        services.multivers.check()
    say(f"Logged in; {services.administration.database} is within reach. The link renews this login by itself.")
    _show(found, output)


def _pasted() -> str:
    """The address at which the browser ended; not shown while it is typed."""
    if not sys.stdin.isatty():
        return sys.stdin.readline()
    return str(typer.prompt("Address at which the browser ended (not shown)", hide_input=True, err=True))


def _show(found: LoginState, output: Output) -> None:
    if output is Output.JSON:
        show_json(found)
        return
    until = found.expires_at.isoformat(timespec="seconds") if found.expires_at else ""
    columns = ["connection", "state", "access token until (UTC)", "renewed"]
    show_table(columns, [[found.connection, found.state, until, str(found.renewed)]], right=("renewed",))
