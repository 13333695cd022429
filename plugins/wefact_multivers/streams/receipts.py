"""The receipts that come of writes: from an answer, or from what was found to stand there."""

from __future__ import annotations

from wefact_multivers.domain.bank_accounts import BankAccount
from wefact_multivers.domain.found import FoundBooking
from wefact_multivers.multivers.families import FAMILIES
from wefact_multivers.store.intents import Effect, Intent
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.streams.kinds import RELATIONS_OF
from wefact_multivers.transport import load


def booking_receipt(intent: Intent, found: FoundBooking, content_hash: str, period: int | None) -> Receipt:
    """The receipt of a booking that was answered, or found to be the one of this intent."""
    return Receipt(
        key=intent.frozen.key,
        effect=intent.frozen.effect,
        intent_id=intent.id,
        adopted=False,
        content_hash=content_hash,
        relation_code=found.relation_code,
        written={},
        verified=False,
        fiscal_year=found.fiscal_year,
        period=period,
        journal_id=found.journal_id or intent.frozen.journal_id,
        journal_transaction=found.journal_transaction or intent.frozen.journal_transaction,
        invoice_id=found.invoice_id,
        reference=found.reference,
        invoice_date=found.invoice_date,
        gross=found.gross,
    )


def relation_receipt(intent: Intent, remote: dict[str, object], content_hash: str) -> Receipt:
    """The receipt of a relation that was answered, or found to be as an intent wanted it.

    Only those fields are ours from now on that Multivers holds exactly as they were sent.
    """
    id_name = FAMILIES[RELATIONS_OF[intent.frozen.key.controller].kind].id_name
    owned = owned_fields(intent)
    kept = {name: value for name, value in owned.items() if str(remote.get(name) or "") == value}
    return Receipt(
        key=intent.frozen.key,
        effect=Effect.WRITE_MULTIVERS_RELATION,
        intent_id=intent.id,
        adopted=False,
        content_hash=content_hash,
        relation_code=str(remote.get(id_name) or ""),
        written=kept,
        verified=remote.get(id_name) == intent.frozen.relation_code and kept == owned,
    )


def account_receipt(intent: Intent, found: BankAccount) -> Receipt:
    """The receipt of a bank account that was answered, or found; only its fingerprint is kept."""
    sent = load(intent.frozen.request)
    return Receipt(
        key=intent.frozen.key,
        effect=Effect.WRITE_BANK_ACCOUNT,
        intent_id=intent.id,
        adopted=False,
        content_hash=sent["content_hash"],
        relation_code=intent.frozen.relation_code,
        written={"account": sent["fingerprint"]},
        verified=found.number == sent["body"]["iban"],
    )


def account_to_write(intent: Intent) -> dict[str, str]:
    """The bank account of a relation that an intent made, in Multivers' names; empty where there is none."""
    account: dict[str, str] = load(intent.frozen.request).get("account", {})
    return account


def owned_fields(intent: Intent) -> dict[str, str]:
    """The fields that an intent to write a relation to Multivers makes ours."""
    owned: dict[str, str] = load(intent.frozen.request)["owned"]
    return owned


def wefact_receipt(intent: Intent, *, verified: bool) -> Receipt:
    """The receipt of a write to WeFact: what was asked for, and whether it was seen to stand there."""
    asked: dict[str, object] = load(intent.frozen.request)
    return Receipt(
        key=intent.frozen.key,
        effect=intent.frozen.effect,
        intent_id=intent.id,
        adopted=False,
        content_hash="",
        relation_code=intent.frozen.relation_code,
        written={name: "" if value is None else str(value) for name, value in asked.items()},
        verified=verified,
    )
