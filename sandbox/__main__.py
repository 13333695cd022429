"""`python -m sandbox`: serves both APIs on loopback until it is told to stop (DESIGN 5)."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
import time
from pathlib import Path

from sandbox import persistence
from sandbox.clock import Clock, parse_instant
from sandbox.control import reset
from sandbox.core import Sandbox
from sandbox.server import HOST, RunningSandbox

SAVE_EVERY = 0.5


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT; 0 when stopped cleanly, 2 for bad arguments."""
    options = _parse(arguments)
    sandbox = _prepare(options)
    running = RunningSandbox(sandbox, options.wefact_port, options.multivers_port, options.host)
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    print(f"sandbox ready wefact={running.wefact_url} multivers={running.multivers_url}")
    print(_served(sandbox, running), flush=True)
    _keep(running, stop, options.state)
    running.close()
    return 0


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--host", default=HOST, help="0.0.0.0 lets every machine in, without a login")
    parser.add_argument("--wefact-port", type=int, default=0, help="0 = any free port")
    parser.add_argument("--multivers-port", type=int, default=0, help="0 = any free port")
    parser.add_argument("--dataset", default="demo", help="demo, cases, empty, large:N or random:N")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--state", type=Path, help="go on from this file if it is there, and keep it up to date")
    parser.add_argument("--now", type=parse_instant, help="fix the clock at this ISO instant")
    return parser.parse_args(arguments)


def _prepare(options: argparse.Namespace) -> Sandbox:
    sandbox = Sandbox(clock=Clock.for_serving())
    if options.state and options.state.exists():
        sandbox.use(persistence.load(options.state, sandbox.clock))
    else:
        reset(sandbox, {"dataset": options.dataset, "seed": options.seed})
    if options.now:
        sandbox.clock.set(options.now)
    return sandbox


def _served(sandbox: Sandbox, running: RunningSandbox) -> str:
    """What a person needs to start: the page, the credentials, and what is in the books."""
    wefact, multivers = sandbox.state.wefact, sandbox.state.multivers
    accounts = [f"{key} ({len(account.invoices)} invoices)" for key, account in wefact.accounts.items()]
    databases = [f"{name} {database.description}" for name, database in multivers.databases.items()]
    return "\n".join(
        [
            f"  look and play   {running.page_url}",
            f"  WeFact          keys {', '.join(accounts)}",
            f"  Multivers       administrations {', '.join(databases)}",
            "                  client sandbox-client, secret sandbox-secret, refresh token sandbox-refresh-token",
            "                  login page: sandbox / sandbox / SYSTEEM / (empty)",
            f"  data            {sandbox.state.dataset}, clock {sandbox.clock.now():%Y-%m-%d %H:%M %Z}",
            "  Ctrl-C or SIGTERM stops it.",
        ]
    )


def _keep(running: RunningSandbox, stop: threading.Event, path: Path | None) -> None:
    """Wait for the end, saving what has changed meanwhile and once more at the end."""
    saved, pause = -1, SAVE_EVERY
    # Never for ever: a signal may reach another thread, and this one sees it only when it wakes.
    while not stop.wait(pause):
        started = time.monotonic()
        saved = _save(running, path, saved)
        # A large state takes long to write: nine tenths of the time belong to the callers.
        pause = max(SAVE_EVERY, 9 * (time.monotonic() - started))
    _save(running, path, saved)


def _save(running: RunningSandbox, path: Path | None, saved: int) -> int:
    if path is None or running.sandbox.revision == saved:
        return saved
    with running.lock:
        content = persistence.dump(running.sandbox.state, running.sandbox.clock)
        saved = running.sandbox.revision
    persistence.write(path, content)
    return saved


if __name__ == "__main__":
    sys.exit(main())
