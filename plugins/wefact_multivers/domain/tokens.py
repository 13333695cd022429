"""The OAuth tokens of one login, as values that never show what they hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Tokens:
    """A refresh token with the access token it gave.

    Attributes:
        expires_at: when the access token ends, in UTC.
        generation: how often it was refreshed; the newest wins.
    """

    refresh_token: str = field(repr=False)
    access_token: str = field(repr=False)
    expires_at: datetime
    generation: int
