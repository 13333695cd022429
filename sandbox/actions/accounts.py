"""Which WeFact account an action is about."""

from __future__ import annotations

from sandbox.core import Sandbox
from sandbox.model import Record
from sandbox.wefact.state import Account


def account_of(sandbox: Sandbox, arguments: Record) -> Account:
    """The account of the API key in `key`, which is taken out of the arguments; by default the first of the demo."""
    return sandbox.state.wefact.accounts[str(arguments.pop("key", "sandbox-wefact-key"))]
