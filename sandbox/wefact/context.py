"""What every WeFact action works with, and the helpers that all of them need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.clock import Clock
from sandbox.model import Record
from sandbox.settings import Settings
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.state import Account, find


@dataclass(frozen=True)
class Context:
    """One call: the account behind its key, its parameters, the switches and the time."""

    account: Account
    params: Record
    settings: Settings
    clock: Clock

    def text(self, name: str) -> str:
        """A parameter as text, empty when it was not sent."""
        value = self.params.get(name)
        return "" if value is None else str(value)

    def select(self, table: dict[str, Record], code_name: str, noun: str) -> Record:
        """The record that `Identifier` or the code names (wefact-api.md 2.3).

        Raises:
            RefusalError: nothing was named or it does not exist.
        """
        identifier, code = self.text("Identifier"), self.text(code_name)
        record = table.get(identifier) if identifier else find(table, code_name, code) if code else None
        if record is None:
            raise RefusalError(f"Ongeldig kenmerk voor {noun}")
        return record

    def touch(self, record: Record) -> None:
        """Note that a record has changed now."""
        record["Modified"] = self.clock.stamp()


Actions = dict[str, Callable[[Context], Record]]


def add_record(account: Account, kind: str, record: Record, stamp: str) -> Record:
    """Put a new record into its table with the next Identifier, Created and Modified."""
    identifier = str(account.take_number(kind))
    stored = {"Identifier": identifier} | record | {"Created": stamp, "Modified": stamp}
    table: dict[str, Record] = getattr(account, kind)
    table[identifier] = stored
    return stored


def refuse_identifier(params: Record) -> None:
    """`add` takes no Identifier (wefact-api.md 2.3)."""
    if params.get("Identifier"):
        raise RefusalError("Een Identifier is niet toegestaan voor deze actie.")


def shown_groups(account: Account, record: Record) -> Record | list[Record]:
    """Groups as an object keyed by id, or `[]` when there are none (wefact-api.md 3.1)."""
    groups = {
        group["Identifier"]: {"id": group["Identifier"], "GroupName": group["GroupName"]}
        for group in account.groups.values()
        if group["Identifier"] in record["GroupIds"]
    }
    return groups or []
