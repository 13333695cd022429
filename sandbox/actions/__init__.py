"""What people do in the two programs: an action is a function of the sandbox and its arguments.

Adding one: write a function `(sandbox, arguments) -> Record` in a module here and name it in that `ACTIONS`.
"""

from __future__ import annotations

from sandbox.actions import multivers, purchases, sales, wefact
from sandbox.core import Sandbox
from sandbox.model import ControlError, Record
from sandbox.multivers.errors import NotFoundError, RefusedError
from sandbox.wefact.answers import RefusalError

ACTIONS = sales.ACTIONS | purchases.ACTIONS | wefact.ACTIONS | multivers.ACTIONS


def run_action(sandbox: Sandbox, body: Record) -> Record:
    """Do one action.

    Raises:
        ControlError: an unknown action, or what the program itself would refuse.
    """
    arguments = dict(body)
    name = str(arguments.pop("action", ""))
    action = ACTIONS.get(name)
    if action is None:
        raise ControlError(f"unknown action {name!r}; there are {', '.join(sorted(ACTIONS))}")
    try:
        return action(sandbox, arguments)
    except NotFoundError as problem:
        raise ControlError(f"{name}: no such record") from problem
    except (RefusedError, RefusalError) as problem:
        raise ControlError(f"{name}: {problem}") from problem
