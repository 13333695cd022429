"""What an administration is bound to, how far it may go, and the versions of what runs read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from wefact_multivers.domain.canonical import text_digest
from wefact_multivers.store.evidence import Fact, record_evidence
from wefact_multivers.store.lease import Target
from wefact_multivers.store.statements import add, change, rows_where
from wefact_multivers.store.tables import configuration_version, evidence, link, reference_version

_SHOWN = "first_contact_list"


@dataclass(frozen=True)
class Link:
    """The binding of an administration.

    Attributes:
        wefact_fingerprint: of the WeFact account's first final invoice; empty while it has none.
        mode: `preview` or `export`; the store's word in the most careful of three.
        signed_by, signed_at: who signed the first contact, and when.
    """

    wefact_fingerprint: str
    target: Target
    mode: str
    signed_by: str | None
    signed_at: datetime | None


class Links:
    """The link, configuration versions and reference data of one administration, in one transaction."""

    def __init__(self, connection: Connection, administration_id: str) -> None:
        self._connection = connection
        self._administration_id = administration_id

    def get(self) -> Link | None:
        """The binding; None before the first contact."""
        mine = {"administration_id": self._administration_id}
        row = self._connection.execute(rows_where(link, *mine), mine).mappings().one_or_none()
        if row is None:
            return None
        target = Target(row["host"], row["database"])
        return Link(row["wefact_fingerprint"], target, row["mode"], row["signed_by"], row["signed_at"])

    def bind(self, fingerprint: str, target: Target, at: datetime) -> None:
        """Binds the administration for good, in mode preview."""
        self._connection.execute(
            insert(link).values(
                administration_id=self._administration_id,
                wefact_fingerprint=fingerprint,
                host=target.host,
                database=target.database,
                mode="preview",
                bound_at=at,
            )
        )
        self._evidence(at, "bound", fingerprint=fingerprint, host=target.host, database=target.database)

    def fingerprint(self, fingerprint: str) -> None:
        """Completes the binding once WeFact holds its first final invoice."""
        self._change(wefact_fingerprint=fingerprint)

    def show_list(self, list_hash: str, content: dict[str, object], at: datetime) -> None:
        """Keeps the list of first contact as it was shown, as evidence; once for each time that it has changed."""
        shown = self.shown_list()
        if shown is None or shown["hash"] != list_hash:
            self._evidence(at, _SHOWN, hash=list_hash, **content)

    def shown_list(self) -> dict[str, Any] | None:
        """The list of first contact that was shown last, with its `hash`; None before the first."""
        statement = (
            select(evidence.c.content)
            .where(evidence.c.administration_id == self._administration_id, evidence.c.kind == _SHOWN)
            .order_by(evidence.c.sequence.desc())
            .limit(1)
        )
        content = self._connection.execute(statement).scalar_one_or_none()
        return None if content is None else dict(json.loads(content))

    def sign(self, by: str, at: datetime, list_hash: str) -> None:
        """Records who signed which list; from now on the store allows export."""
        self._change(mode="export", signed_by=by, signed_at=at)
        self._evidence(at, "first_contact", signed_by=by, list=list_hash, own_link_is_off=True, mode="export")

    def rebind(self, fingerprint: str, target: Target, by: str, at: datetime) -> None:
        """Binds the administration to what a person says is the same under another name; it must be signed anew."""
        place = {"host": target.host, "database": target.database}
        self._change(wefact_fingerprint=fingerprint, mode="preview", signed_by=None, signed_at=None, **place)
        self._evidence(at, "rebound", confirmed_by=by, fingerprint=fingerprint, **place)

    def configuration(self, content: str, content_hash: str, at: datetime) -> int:
        """The number of this configuration, stored as a new version if it differs from all before."""
        this = {"administration_id": self._administration_id, "hash": content_hash}
        row = self._connection.execute(rows_where(configuration_version, *this), this).mappings().one_or_none()
        if row is not None:
            return int(row["number"])
        known = configuration_version.c.administration_id == self._administration_id
        last = select(func.coalesce(func.max(configuration_version.c.number), 0)).where(known)
        following = int(self._connection.execute(last).scalar_one()) + 1
        self._connection.execute(
            insert(configuration_version).values(
                administration_id=self._administration_id,
                number=following,
                hash=content_hash,
                content=content,
                created_at=at,
            )
        )
        self._evidence(at, "configuration", number=following, hash=content_hash)
        return following

    def configuration_text(self, number: int) -> str:
        """A stored configuration, as canonical JSON."""
        this = {"administration_id": self._administration_id, "number": number}
        return str(self._connection.execute(rows_where(configuration_version, *this), this).mappings().one()["content"])

    def configuration_with(self, content_hash: str) -> str | None:
        """The content of the version with that hash; None where no run has used it."""
        mine = {"administration_id": self._administration_id, "hash": content_hash}
        row = self._connection.execute(rows_where(configuration_version, *mine), mine).mappings().one_or_none()
        return None if row is None else row["content"]

    def reference(self, kind: str, content: str, at: datetime) -> str:
        """Stores reference data as it was read, once for each version, with when it was last seen to be so.

        Args:
            kind: of reference data.
            content: canonical JSON.
            at: when it was read (UTC).

        Returns:
            The hash of the version.
        """
        content_hash = text_digest(content)
        same = self._reference(kind, content_hash)
        if not change(self._connection, reference_version, same, {"read_at": at}):
            add(self._connection, reference_version, {**same, "content": content, "read_at": at})
        return content_hash

    def reference_text(self, kind: str, content_hash: str) -> str:
        """Stored reference data, as canonical JSON."""
        this = self._reference(kind, content_hash)
        return str(self._connection.execute(rows_where(reference_version, *this), this).mappings().one()["content"])

    def latest_reference(self, kind: str, *, since: datetime) -> str | None:
        """The version that was last seen, as canonical JSON; None where that was before `since` (UTC)."""
        statement = (
            select(reference_version.c.content)
            .where(
                reference_version.c.administration_id == self._administration_id,
                reference_version.c.kind == kind,
                reference_version.c.read_at >= since,
            )
            .order_by(reference_version.c.read_at.desc())
        )
        return self._connection.execute(statement).scalars().first()

    def _reference(self, kind: str, content_hash: str) -> dict[str, str]:
        return {"administration_id": self._administration_id, "kind": kind, "hash": content_hash}

    def _change(self, **values: object) -> None:
        change(self._connection, link, {"administration_id": self._administration_id}, values)

    def _evidence(self, at: datetime, kind: str, **content: object) -> None:
        record_evidence(self._connection, self._administration_id, at, Fact(kind, content))
