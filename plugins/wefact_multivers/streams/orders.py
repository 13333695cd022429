"""What may be ordered at the door: one order for each kind of remote write, complete before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from wefact_multivers.domain.bookings import Kind, Plan
from wefact_multivers.domain.documents import SourceKey


@dataclass(frozen=True)
class BookingOrder:
    """A booking to create, or to replace: the stored plan, and its number in the journal.

    Attributes:
        kept: of a booking that is replaced, what else stands in it and stays, in Multivers' own names.
    """

    key: SourceKey
    plan: Plan
    plan_hash: str
    content_hash: str
    journal_transaction: int
    kept: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class RelationOrder:
    """A relation to write to Multivers.

    Attributes:
        fields: what the relation in WeFact gives, in Multivers' field names.
        owned: the fields that are ours after this write.
        account: of a new relation, its bank account, which is written after it, in Multivers' field names.
        changes: of an existing relation, the fields to change; None creates it.
        remote: the existing relation as it was read, whole: Multivers replaces what it is sent.
        reminds: whether Multivers reminds a new debtor; of an existing one that stays as it is.
    """

    key: SourceKey
    kind: Kind
    code: str
    fields: dict[str, str]
    content_hash: str
    plan_hash: str | None
    owned: dict[str, str]
    credit_squeeze: str
    account: dict[str, str] = field(default_factory=dict)
    changes: dict[str, str] | None = None
    remote: dict[str, object] | None = None
    reminds: bool = False


@dataclass(frozen=True)
class BankAccountOrder:
    """The bank account of a new creditor.

    Attributes:
        organization: of the creditor, which the account hangs on.
        fields: in Multivers' names (`multivers-api.md 3.3`).
        fingerprint: of the account as WeFact has it.
        content_hash: of the creditor as WeFact shows it.
    """

    key: SourceKey
    code: str
    organization: str
    fields: Mapping[str, str]
    fingerprint: str
    content_hash: str


@dataclass(frozen=True)
class WeFactRelationOrder:
    """A relation to make in WeFact.

    Attributes:
        key: WeFact gives its identifier only in its answer, so the code of Multivers stands in its place.
        fields: in WeFact's own names, the code among them (`wefact-api.md 3.1, 3.2`).
    """

    key: SourceKey
    code: str
    fields: Mapping[str, str]


@dataclass(frozen=True)
class PaymentOrder:
    """A payment to write to WeFact.

    Attributes:
        relation_code: of the document.
        pay_date: the ledger's own date.
        amount: of a part payment, what is added, in euros; None where the document is marked as paid.
        before, after: of a part payment, what WeFact counts as paid, in euros.
    """

    key: SourceKey
    relation_code: str
    pay_date: date
    amount: Decimal | None = None
    before: Decimal | None = None
    after: Decimal | None = None
