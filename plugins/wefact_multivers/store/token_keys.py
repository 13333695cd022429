"""Encrypts the stored tokens with a new key, so that an old one can be thrown away."""

from __future__ import annotations

from cryptography.fernet import InvalidToken, MultiFernet
from sqlalchemy import select, update

from wefact_multivers.errors import TokenKeyWrong
from wefact_multivers.store.connection import StoreConnection
from wefact_multivers.store.database import Store
from wefact_multivers.store.tables import token
from wefact_multivers.store.tokens import fernet

_SECRETS = ("refresh_token", "access_token", "previous_refresh_token")


def rotate_keys(store: Store, connection: StoreConnection) -> int:
    """Encrypts every token with the first key of the connection; all or none.

    Returns:
        How many logins that were.

    Raises:
        ConnectionIncomplete: a key is no Fernet key.
        TokenKeyWrong: a token was encrypted with a key that is not among them.
    """
    cipher = MultiFernet([fernet(key, connection) for key in connection.token_keys])
    with store.write() as transaction:
        rows = transaction.execute(select(token)).mappings().all()
        for row in rows:
            try:
                fresh = {name: cipher.rotate(row[name].encode()).decode() for name in _SECRETS if row[name]}
            except InvalidToken as error:
                raise TokenKeyWrong(connection=connection.connection_id) from error
            transaction.execute(update(token).where(token.c.name == row["name"]).values(fresh))
    return len(rows)
