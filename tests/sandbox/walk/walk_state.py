"""A fingerprint of everything that the two services keep: a refused call leaves it as it was."""

from __future__ import annotations

import io
import pickle

from sandbox.core import Sandbox


def fingerprint(box: Sandbox) -> bytes:
    """All records and number series of both services, in their order.

    Left out is what a refused call may well change: rate counters, tokens, the counts of calls, and the indexes that
    tables make of themselves. Written without a memo, so that equal states give equal bytes whichever objects they
    share.
    """
    file = io.BytesIO()
    pickler = pickle.Pickler(file, 5)
    pickler.fast = True
    pickler.dump([_plain(part) for part in box.state.wefact.accounts.values()])
    pickler.dump([_plain(part) for part in box.state.multivers.databases.values()])
    pickler.dump(vars(box.state.settings))
    return file.getvalue()


def _plain(part: object) -> dict[str, object]:
    """The properties of a record, its tables as plain dictionaries."""
    return {name: dict(value) if isinstance(value, dict) else value for name, value in vars(part).items()}
