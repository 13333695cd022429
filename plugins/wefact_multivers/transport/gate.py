"""What stands before every call: it lets it pass or not, and hears what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Gate(Protocol):
    """A circuit breaker as the clients see it."""

    def enter(self) -> None:
        """Let a call pass.

        Raises:
            SyncError: none may be made now.
        """
        ...

    def answered(self) -> None:
        """An answer came, whatever it says."""
        ...

    def failed(self, detail: str) -> None:
        """No answer came, or one that says that the system is in trouble; `detail` is safe to show."""
        ...

    def asked_to_wait(self, until: datetime) -> None:
        """The answer names the instant (UTC) to come back at."""
        ...

    def blocked(self) -> None:
        """The answer is that this address is shut out."""
        ...


class NoGate:
    """Lets everything pass: for a single call, such as the Test button of a connection."""

    def enter(self) -> None:
        """Pass."""

    def answered(self) -> None:
        """Nothing is remembered."""

    def failed(self, detail: str) -> None:
        """Nothing is remembered."""

    def asked_to_wait(self, until: datetime) -> None:
        """Nothing is remembered."""

    def blocked(self) -> None:
        """Nothing is remembered."""
