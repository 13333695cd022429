"""Bank accounts of relations (`accounting-rules.md 13`): that of a new creditor is written once, another is a question.

What became of the account that WeFact names stands in a receipt of its own, as a fingerprint: written, the same as in
Multivers, or checked by a person. A relation without one, or changed since, is looked at; what is asked is looked at
again before a document of that relation is booked, and once a week.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from wefact_multivers.domain.bank_accounts import (
    CHANGED_ACCOUNT,
    NEW_ACCOUNT,
    REFUSED_ACCOUNT,
    BankAccount,
    account_of,
    account_question,
)
from wefact_multivers.domain.documents import Relation
from wefact_multivers.domain.problems import Problem, codes, problem
from wefact_multivers.domain.status import IN_MULTIVERS, Status
from wefact_multivers.multivers.bank_accounts import ORGANIZATION
from wefact_multivers.multivers.values import text
from wefact_multivers.store.intents import Effect, Intent, OutcomeKind
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.store.records import Record
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.effects import Door, Refused, keep_receipt
from wefact_multivers.streams.kinds import RELATIONS_OF, RelationKind
from wefact_multivers.streams.news import REMINDER
from wefact_multivers.streams.orders import BankAccountOrder
from wefact_multivers.streams.prepare import standing_event
from wefact_multivers.streams.receipts import account_receipt, account_to_write
from wefact_multivers.streams.runs import RunState
from wefact_multivers.streams.services import Services
from wefact_multivers.streams.settle import is_given_up, settles_at, unsettled
from wefact_multivers.transport import load

EFFECT = Effect.WRITE_BANK_ACCOUNT

SAID = frozenset({CHANGED_ACCOUNT, NEW_ACCOUNT, REFUSED_ACCOUNT})
"""What is said of an account at its relation, and a person can answer."""

_STANDS = IN_MULTIVERS - {Status.CHANGED}


def unsettled_accounts(services: Services, kind: RelationKind) -> list[Intent]:
    """The accounts that were sent, or may have been, without a clear answer, oldest first."""
    return unsettled(services, replace(kind, effect=EFFECT))


class BankAccounts:
    """Follows the bank accounts of the relations of one kind in one run."""

    def __init__(self, services: Services, state: RunState, kind: RelationKind, door: Door) -> None:
        self._services = services
        self._state = state
        self._kind = kind
        self._door = door
        self._told = False

    def follow(self, only: Collection[str] | None = None) -> bool:
        """Settles, writes and compares what is open.

        Args:
            only: of these codes; None for all.

        Returns:
            Whether anything is said of an account that was not said before, or is said no more.
        """
        for intent in unsettled_accounts(self._services, self._kind):
            self._settle(intent)
        records = self._candidates(only)
        self._pass_over(record for record in records if not self._has_news(record))
        for record in filter(self._has_news, records):
            self._look_at(record)
        return self._told

    def _candidates(self, only: Collection[str] | None) -> list[Record]:
        """The relations in Multivers that no receipt settles as they are now, and those whose question is due."""
        controller = self._kind.controller
        with self._services.memory.read() as unit:
            fresh = unit.records.without_receipt(controller, EFFECT)
            changed = unit.records.changed_since_receipt(controller, EFFECT)
            warned = unit.records.with_status(controller, {Status.BOOKED_WARNING})
        due = [record for record in warned if _is_asked(record) and (only is not None or self._is_due(record))]
        found = {record.key: record for record in (*fresh, *changed, *due) if record.status in _STANDS}
        return [record for record in found.values() if only is None or record.seen.number in only]

    def _is_due(self, record: Record) -> bool:
        """Whether a question is looked at again although nothing is booked: a day without changes costs no call."""
        last = record.red_at
        is_old = last is None or last <= self._services.clock.now() - REMINDER
        return is_old or self._state.is_asked_for(record.seen.number)

    def _has_news(self, record: Record) -> bool:
        """Whether WeFact names an account that was not settled before, or that is asked about."""
        account = account_of(self._kind.read(record))
        with self._services.memory.read() as unit:
            known = unit.receipts.get(record.key, EFFECT)
        is_settled = known is not None and known.written.get("account") == account.fingerprint
        return bool(account.number) and (_is_asked(record) or not is_settled)

    def _pass_over(self, records: Iterable[Record]) -> None:
        """Nothing to compare: no account in WeFact, or another change than of the account."""
        for record in records:
            with self._services.memory.write() as unit:
                keep_receipt(unit, settled_receipt(unit, record), self._services)
                if not account_of(self._kind.read(record)).number:
                    self._say(unit, record, None)

    def _look_at(self, record: Record) -> None:
        relation = self._kind.read(record)
        held = self._services.multivers.accounts_of(self._kind.kind, record.seen.number)
        to_write = {} if held else self._new_account(record, relation)
        if to_write:
            self._write(record, relation, to_write)
            return
        question = account_question(relation, held)
        with self._services.memory.write() as unit:
            settled = settled_receipt(unit, record)
            keep_receipt(unit, settled if question is None else _asked_receipt(unit, settled), self._services)
            self._say(unit, record, question)

    def _new_account(self, record: Record, relation: Relation) -> dict[str, str]:
        """The account of a creditor which this link has made; empty once it was tried, or has changed."""
        with self._services.memory.read() as unit:
            receipt = unit.receipts.get(record.key, self._kind.effect)
            is_tried = unit.receipts.get(record.key, EFFECT) is not None
            intent = None if receipt is None or receipt.intent_id is None else unit.intents.get(receipt.intent_id)
        account = {} if intent is None or is_tried else account_to_write(intent)
        return account if account.get("iban") == account_of(relation).number else {}

    def _write(self, record: Record, relation: Relation, fields: dict[str, str]) -> None:
        if is_given_up(self._services, self._state, record.key, EFFECT):
            return
        code = record.seen.number
        remote = self._services.multivers.relation(self._kind.kind, code)
        if remote is None:
            return
        order = BankAccountOrder(
            key=record.key,
            code=code,
            organization=text(remote, ORGANIZATION),
            fields=fields,
            fingerprint=account_of(relation).fingerprint,
            content_hash=record.seen.content_hash,
        )
        result = self._door.write_bank_account(order)
        if isinstance(result, Receipt):
            self._conclude(result)
        else:
            self._settle(result.intent, refused=result.detail if isinstance(result, Refused) else None)

    def _settle(self, intent: Intent, *, refused: str | None = None) -> None:
        """Looks whether an account stands there; one that was refused is left to a person."""
        frozen, services, now = intent.frozen, self._services, self._services.clock.now()
        number = load(frozen.request)["body"]["iban"]
        held = services.multivers.accounts_of(self._kind.kind, frozen.relation_code)
        found = next((account for account in held if account.number == number), None)
        with services.memory.write() as unit:
            if found is not None:
                unit.intents.note(intent, OutcomeKind.FOUND, now)
                receipt = account_receipt(intent, found)
                keep_receipt(unit, receipt, services)
            elif refused is not None:
                unit.intents.note(intent, OutcomeKind.SETTLED_ABSENT, now, refused)
                receipt = account_receipt(intent, BankAccount(""))
                keep_receipt(unit, receipt, services)
            else:
                minutes = self._state.configuration.administration.settle_minutes
                is_late = intent.absent_looks >= 1 and now >= settles_at(intent, minutes)
                unit.intents.note(intent, OutcomeKind.SETTLED_ABSENT if is_late else OutcomeKind.ABSENT, now)
                return
        self._conclude(receipt, refused)

    def _conclude(self, receipt: Receipt, refused: str | None = None) -> None:
        """Says at the creditor that its new account waits for a check, or was refused."""
        with self._services.memory.write() as unit:
            record = unit.records.get(receipt.key)
            if record is None or record.status not in _STANDS:
                return
            shown = account_of(self._kind.read(record)).last_four
            facts = {"code": record.seen.number, "wefact": shown}
            why = problem(REFUSED_ACCOUNT, **facts, answer=refused) if refused is not None else None
            self._say(unit, record, why or problem(NEW_ACCOUNT, **facts))

    def _say(self, unit: Unit, record: Record, why: Problem | None) -> None:
        self._told |= say_of_account(unit, self._services, record, why)


def _is_asked(record: Record) -> bool:
    return CHANGED_ACCOUNT in codes(record.problems)


def settled_receipt(unit: Unit, record: Record) -> Receipt:
    """The receipt that says that nothing is open about the account that WeFact names of a relation."""
    known = unit.receipts.get(record.key, EFFECT)
    account = account_of(RELATIONS_OF[record.key.controller].read(record))
    return Receipt(
        key=record.key,
        effect=EFFECT,
        intent_id=None if known is None else known.intent_id,
        adopted=known is None or known.adopted,
        content_hash=record.seen.content_hash,
        relation_code=record.seen.number,
        written={"account": account.fingerprint},
        verified=True,
    )


def _asked_receipt(unit: Unit, settled: Receipt) -> Receipt:
    """The receipt of an account that is asked about: what was settled before stays so, and no more."""
    known = unit.receipts.get(settled.key, EFFECT)
    return replace(settled, written={} if known is None else known.written)


def say_of_account(unit: Unit, services: Services, record: Record, why: Problem | None) -> bool:
    """Puts what is to be said of an account in the place of what was said; tells whether that is another thing."""
    said = [found for found in record.problems if found.code in SAID]
    if said == [why] or (why is None and not said):
        return False
    others = [found for found in record.problems if found.code not in SAID]
    told = (*others, *([why] if why else []))
    unit.records.happen(record.key, standing_event(told), services.clock.now(), problems=told)
    return True
