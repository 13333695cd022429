"""Writes relations to Multivers: what is not there is created, what is ours is changed, what is theirs stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from wefact_multivers.domain.money_moves import System
from wefact_multivers.domain.numbering import same_code
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.relation_table import LENGTHS
from wefact_multivers.domain.relations import Merge, merge_relation, same_relation, update_question
from wefact_multivers.domain.status import IN_MULTIVERS, NEEDS_PERSON, Event
from wefact_multivers.multivers.families import FAMILIES
from wefact_multivers.multivers.values import text
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.store.records import Record
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.effects import Door, Refused, Result
from wefact_multivers.streams.kinds import RelationKind
from wefact_multivers.streams.orders import RelationOrder
from wefact_multivers.streams.prepare import RELATION_PLAN, RelationPlan, questions, standing_event, told_of_plan
from wefact_multivers.streams.runs import RunState
from wefact_multivers.streams.services import Services
from wefact_multivers.streams.settle import SENDINGS, conclude_relation, is_given_up, relation_warnings, settle_relation

_TAKEN = "REL-001"
"""The code belongs to a relation of another name."""

_REFUSED = "REL-007"
"""Multivers did not take what has changed."""

NO_CREDIT_SQUEEZE = "0"
"""Used where Multivers holds no customer yet whose value could be read (`multivers-api.md 3.1`, inferred)."""


class Relations:
    """Writes the relations of one kind in one run."""

    def __init__(self, services: Services, state: RunState, kind: RelationKind, door: Door) -> None:
        self._services = services
        self._state = state
        self._kind = kind
        self._door = door
        self._known: dict[str, str] | None = None
        self._credit_squeeze: str | None = None
        self._state_name = FAMILIES[kind.kind].state_name

    def write(self, only: Collection[str] | None = None) -> None:
        """Writes what is planned and not in Multivers yet, and what has changed since.

        Args:
            only: these codes; None for all.
        """
        with self._services.memory.read() as unit:
            fresh = unit.records.unsent(self._kind.controller, self._kind.effect)
            changed = unit.records.changed_since_receipt(self._kind.controller, self._kind.effect)
        for record in fresh:
            if (record.status not in NEEDS_PERSON or questions(record)) and (
                only is None or record.seen.number in only
            ):
                self._write_new(record)
        for record in changed:
            if record.status in IN_MULTIVERS and record.plan_hash and (only is None or record.seen.number in only):
                self._write_changed(record)

    def _write_new(self, record: Record) -> None:
        code = record.seen.number
        name = self._name_there(record)
        if name is not None:
            self._meet(record, name)
            return
        twin = next((known for known in self._codes() if same_code(known, code)), None)
        if twin is not None:
            self._block(record, problem("REL-006", code=code, other=twin))
            return
        if is_given_up(self._services, self._state, record.key, self._kind.effect):
            self._block(record, problem("REL-009", code=code, count=SENDINGS))
            return
        if record.plan_hash is None:
            # Its document was read, and its own stream is off or could not be: the document waits for it.
            return
        plan = self._plan(record)
        order = RelationOrder(
            key=record.key,
            kind=self._kind.kind,
            code=code,
            fields=plan.fields,
            content_hash=record.seen.content_hash,
            plan_hash=record.plan_hash,
            owned=plan.fields,
            credit_squeeze=self._no_credit_squeeze(),
            reminds=self._state.configuration.administration.reminds is System.MULTIVERS,
            account=plan.account,
        )
        self._conclude(self._door.write_multivers_relation(order))
        self._codes()[code] = plan.fields.get("name", "")

    def _name_there(self, record: Record) -> str | None:
        """The name under which Multivers holds a code; None where it does not.

        One that stood there before is asked for by itself, which the list of all would cost more.
        """
        code = record.seen.number
        if _TAKEN in {found.code for found in record.problems}:
            remote = self._services.multivers.relation(self._kind.kind, code)
            return None if remote is None else str(remote.get("name") or "")
        return self._codes().get(code)

    def _meet(self, record: Record, name: str) -> None:
        """The code is there already: the same relation is adopted as it is, another one is a question."""
        plan = self._plan(record)
        if not same_relation(name, plan.fields.get("name", "")):
            self._block(record, problem(_TAKEN, code=record.seen.number))
            return
        remote = self._services.multivers.relation(self._kind.kind, record.seen.number) or {}
        equal = {name: value for name, value in plan.fields.items() if str(remote.get(name) or "") == value}
        receipt = Receipt(
            key=record.key,
            effect=self._kind.effect,
            intent_id=None,
            adopted=True,
            content_hash=record.seen.content_hash,
            relation_code=record.seen.number,
            written=equal,
            verified=True,
        )
        now = self._services.clock.now()
        with self._services.memory.write() as unit:
            unit.receipts.add(receipt, now)
            unit.records.happen(record.key, Event.FOUND_EQUAL, now)

    def _write_changed(self, record: Record) -> None:
        with self._services.memory.read() as unit:
            receipt = unit.receipts.get(record.key, self._kind.effect)
            was_refused = record.plan_hash == unit.changes.get(record.key).offered
            # The answer to an earlier change may still come: what stands there then is not known yet.
            is_open = unit.intents.is_open(record.key, self._kind.effect)
        if receipt is None or is_open or (was_refused and not self._state.is_asked_for(record.seen.number)):
            return
        if is_given_up(self._services, self._state, record.key, self._kind.effect):
            return
        remote = self._services.multivers.relation(self._kind.kind, record.seen.number)
        if remote is None:
            # A relation that was deleted in Multivers is for reconcile to report; it is never made again by itself.
            return
        plan = self._plan(record)
        merge = merge_relation(remote, last_written(receipt), plan.fields)
        owned = owned_after(remote, merge, receipt, plan.fields)
        if not merge.changes:
            self._remember(record, receipt, owned)
            return
        question = update_question(record.seen.number, remote, merge.changes, text(remote, self._state_name))
        if question is not None and not self._is_answered(record, question):
            self._leave(record, question)
            return
        order = RelationOrder(
            key=record.key,
            kind=self._kind.kind,
            code=record.seen.number,
            fields=plan.fields,
            content_hash=record.seen.content_hash,
            plan_hash=record.plan_hash,
            owned=owned,
            credit_squeeze="",
            changes=merge.changes,
            remote=remote,
        )
        self._conclude_update(record, self._door.write_multivers_relation(order))

    def _remember(self, record: Record, receipt: Receipt, owned: dict[str, str]) -> None:
        """Nothing to write: what WeFact says now stands there already, or is theirs."""
        kept = Receipt(**{**receipt.__dict__, "content_hash": record.seen.content_hash, "written": owned})
        with self._services.memory.write() as unit:
            unit.receipts.rewrite(kept, self._services.clock.now())
            self._say_plan(unit, record)

    def _conclude(self, result: Result) -> None:
        if isinstance(result, Receipt):
            with self._services.memory.write() as unit:
                conclude_relation(unit, result, self._services.clock.now())
        else:
            refused = result.detail if isinstance(result, Refused) else None
            settle_relation(self._services, self._state, result.intent, refused=refused)

    def _conclude_update(self, record: Record, result: Result) -> None:
        """What was refused is said at the relation, which stays as it was; its documents do not wait for that."""
        if not isinstance(result, Receipt):
            self._conclude(result)
        with self._services.memory.write() as unit:
            receipt = unit.receipts.get(record.key, self._kind.effect)
            if isinstance(result, Refused) and (receipt is None or receipt.intent_id != result.intent.id):
                self._say(unit, record, problem(_REFUSED, answer=result.detail))
            elif isinstance(result, Receipt):
                self._say_plan(unit, record)

    def _leave(self, record: Record, why: Problem) -> None:
        with self._services.memory.write() as unit:
            self._say(unit, record, why)

    def _say(self, unit: Unit, record: Record, why: Problem) -> None:
        """Why a change is not in Multivers; the very same is not offered again by itself."""
        now = self._services.clock.now()
        unit.records.happen(record.key, Event.UPDATE_REFUSED, now, problems=told_of_plan(record, [why]))
        unit.changes.offer(record.key, record.plan_hash, now)

    def _is_answered(self, record: Record, question: Problem) -> bool:
        """Whether a person who has seen the question has offered the change again."""
        with self._services.memory.read() as unit:
            is_offered = unit.changes.get(record.key).offered is None
        return question in record.problems and is_offered

    def _say_plan(self, unit: Unit, record: Record) -> None:
        """What an earlier plan said is settled; what this one could not say whole is told."""
        told = told_of_plan(record, relation_warnings(unit, record))
        if told != record.problems:
            now = self._services.clock.now()
            unit.records.happen(record.key, standing_event(told), now, problems=told)
            unit.changes.offer(record.key, None, now)

    def _block(self, record: Record, why: Problem) -> None:
        with self._services.memory.write() as unit:
            unit.records.happen(record.key, Event.REFUSED_BY_CHECKS, self._services.clock.now(), problems=[why])

    def _plan(self, record: Record) -> RelationPlan:
        with self._services.memory.read() as unit:
            return RELATION_PLAN.validate_json(unit.plans.text(record.plan_hash or ""))

    def _codes(self) -> dict[str, str]:
        """The relations that Multivers holds, by code: read once a run, and only if there is something to write."""
        if self._known is None:
            self._known = self._services.multivers.relation_names(self._kind.kind)
        return self._known

    def _no_credit_squeeze(self) -> str:
        """The value that most relations have: what "none" is called differs by administration.

        Of all, because the one that would be asked may be the customer who does pay a surcharge.
        """
        if self._credit_squeeze is None:
            rows = self._services.multivers.relations(self._kind.kind)
            used = Counter(text(row, "creditSqueezeId") for row in rows if text(row, "creditSqueezeId"))
            self._credit_squeeze = min(used, key=lambda value: (-used[value], value), default=NO_CREDIT_SQUEEZE)
        return self._credit_squeeze


def last_written(receipt: Receipt) -> dict[str, str]:
    """The fields as we last wrote them: of a relation that we made, an empty one is ours as well."""
    return dict(receipt.written) if receipt.adopted else {**dict.fromkeys(LENGTHS, ""), **receipt.written}


def owned_after(
    remote: Mapping[str, object], merge: Merge, receipt: Receipt, wanted: Mapping[str, str]
) -> dict[str, str]:
    """The fields that are ours once this is written: those that we wrote or would write, where that stands there."""
    held = {**remote, **merge.changes}
    names = sorted(last_written(receipt).keys() | wanted.keys())
    return {name: wanted.get(name, "") for name in names if str(held.get(name) or "") == wanted.get(name, "")}
