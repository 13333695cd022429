"""Whether the link logged itself out of a Multivers whose refresh tokens are good for one use (`multivers-api.md 8.6`).

It may lose its login by no fault of its own: an answer of the token endpoint is lost, or a process stops while it
holds the lock of the refresh. In every other case a token that was refused was used twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.settings import Settings
from tests.simulation.installation import Installation

TOKEN = "POST OAuth/Token"
REFUSED = 400
_LOCK = "SELECT COUNT(*) FROM lease WHERE host = 'oauth' AND owner <> '' AND expires_at > ?"


@dataclass
class Logins:
    """Watches the refreshes of an installation.

    Attributes:
        lost: what was found, in words.
    """

    settings: Settings
    installation: Callable[[], Installation]
    lost: list[str] = field(default_factory=list)
    _is_excused: bool = False
    _is_spoiled: bool = False

    def excuse(self) -> None:
        """A token may be lost; until the next one is given a refusal says nothing."""
        self._is_excused = True

    def faulted(self, call: str) -> None:
        """The network has spoiled a call: if a token was given, nobody has it."""
        if call == TOKEN:
            self._is_excused = self._is_spoiled = True

    def struck(self) -> None:
        """A process stops where it is; that excuses a refusal only if it was refreshing."""
        self._is_excused |= self._is_locked()

    def answered(self, call: str, status: int) -> None:
        """An answer has come."""
        if call != TOKEN:
            return
        if self._is_spoiled:
            self._is_spoiled = False
            return
        is_strict = self.settings.token_rotation == "strict" and not self.settings.refresh_token_seconds
        if status == REFUSED and is_strict and not self._is_excused and self._is_locked():
            self.lost.append("logged out: a refresh token was sent that had been used before")
        self._is_excused = status == REFUSED

    def _is_locked(self) -> bool:
        installation = self.installation()
        now = int(installation.clock.now().timestamp() * 1000)
        return installation.rows(_LOCK, now) != [(0,)]
