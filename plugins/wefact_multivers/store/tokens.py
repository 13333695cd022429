"""OAuth tokens, encrypted at rest, and refreshed by exactly one process at a time."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Connection, RowMapping
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_fixed

from wefact_multivers.domain.tokens import Tokens
from wefact_multivers.errors import ConnectionIncomplete, LeaseHeld, TokenKeyWrong
from wefact_multivers.store.connection import StoreConnection
from wefact_multivers.store.database import Store
from wefact_multivers.store.lease import Lease, Target
from wefact_multivers.store.statements import add, change, rows_where
from wefact_multivers.store.tables import token

LOCK_SECONDS = 60
"""How long one refresh may take, and how long another process waits for it."""

TURN_SECONDS = 0.05


class StoredTokens:
    """The token table as the Multivers client sees it."""

    def __init__(self, store: Store, connection: StoreConnection) -> None:
        """Get the keys ready.

        Raises:
            ConnectionIncomplete: one is no Fernet key.
        """
        self._store = store
        self._connection_id = connection.connection_id
        self._cipher = MultiFernet([fernet(key, connection) for key in connection.token_keys])

    def read(self, name: str) -> Tokens | None:
        """The tokens stored under that name.

        Raises:
            TokenKeyWrong: they were encrypted with a key that is not known any more.
        """
        with self._store.read() as connection:
            row = connection.execute(rows_where(token, "name"), {"name": name}).mappings().one_or_none()
        return None if row is None else self._decrypt(row)

    def refresh(
        self,
        name: str,
        *,
        renew: Callable[[Tokens | None], Tokens],
        stale: Callable[[Tokens], bool],
        besides: Callable[[Connection], None] | None = None,
    ) -> Tokens:
        """Tokens that are not stale: those that another process stored meanwhile, or renewed ones.

        A lease row, not a transaction, is held across the call to the token endpoint: two refreshes with one
        rotating token would log the link out for good, and an open transaction would stop every other writer.

        Args:
            name: of the login.
            renew: gets new tokens, given the stored ones.
            stale: whether the stored ones will not do.
            besides: what else is stored in the transaction of new tokens.

        Raises:
            LeaseHeld: another process has been refreshing for a minute.
        """
        turns = Retrying(
            retry=retry_if_exception_type(LeaseHeld),
            wait=wait_fixed(TURN_SECONDS),
            stop=stop_after_attempt(round(LOCK_SECONDS / TURN_SECONDS)),
            sleep=self._store.sleep,
            reraise=True,
        )
        return turns(self._refresh_in_turn, name, renew, stale, besides)

    def _refresh_in_turn(
        self,
        name: str,
        renew: Callable[[Tokens | None], Tokens],
        stale: Callable[[Tokens], bool],
        besides: Callable[[Connection], None] | None,
    ) -> Tokens:
        lock = Lease(self._store, Target("oauth", name), uuid4().hex, LOCK_SECONDS)
        lock.acquire()
        try:
            current = self.read(name)
            if current is not None and not stale(current):
                return current
            fresh = renew(current)
            self._save(name, current, fresh, besides)
            return fresh
        finally:
            lock.release()

    def _decrypt(self, row: RowMapping) -> Tokens:
        try:
            refresh_token, access_token = (
                self._cipher.decrypt(row[field].encode()).decode() for field in ("refresh_token", "access_token")
            )
        except InvalidToken as error:
            raise TokenKeyWrong(connection=self._connection_id) from error
        return Tokens(refresh_token, access_token, row["expires_at"], row["generation"])

    def _save(
        self, name: str, current: Tokens | None, fresh: Tokens, besides: Callable[[Connection], None] | None
    ) -> None:
        values = {
            "refresh_token": self._encrypt(fresh.refresh_token),
            "access_token": self._encrypt(fresh.access_token),
            "previous_refresh_token": None if current is None else self._encrypt(current.refresh_token),
            "expires_at": fresh.expires_at,
            "generation": fresh.generation,
        }
        with self._store.write() as connection:
            # A refresh that outlived its lock finds the row of another; its own token is the newer one all the same.
            if not change(connection, token, {"name": name}, values):
                add(connection, token, {"name": name, **values})
            if besides is not None:
                besides(connection)

    def _encrypt(self, secret: str) -> str:
        return self._cipher.encrypt(secret.encode()).decode()


def fernet(key: str, connection: StoreConnection) -> Fernet:
    """A key of the store's connection, ready for use.

    Raises:
        ConnectionIncomplete: it is no Fernet key.
    """
    try:
        return Fernet(key)
    except ValueError:
        pass
    # Outside the handler, so that nothing of the key travels along.
    raise ConnectionIncomplete(connection=connection.connection_id, field="extra.token_key (Fernet keys)")
