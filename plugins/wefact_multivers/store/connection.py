"""Where the store is and which keys open its tokens."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class StoreConnection:
    """The address of the store.

    Attributes:
        url: an SQLAlchemy URL: `sqlite:////path/to/store.db` or `postgresql+psycopg://…`.
        token_keys: Fernet keys, the newest first; older ones still decrypt.
        connection_id: what people call it, for messages.
    """

    url: str = field(repr=False)
    token_keys: tuple[str, ...] = field(repr=False)
    connection_id: str = "wefact_multivers_store"
