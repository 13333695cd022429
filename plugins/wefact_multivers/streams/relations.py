"""Writes relations to Multivers: what is not there is created, what is ours is changed, what is theirs stays."""

from __future__ import annotations

from collections.abc import Collection

from wefact_multivers.domain.numbering import same_code
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.relations import merge_relation, same_relation
from wefact_multivers.domain.status import IN_MULTIVERS, NEEDS_PERSON, Event
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.store.records import Record
from wefact_multivers.streams.effects import Door, Refused, Unknown
from wefact_multivers.streams.kinds import RelationKind
from wefact_multivers.streams.orders import RelationOrder
from wefact_multivers.streams.prepare import RELATION_PLAN, RelationPlan, questions
from wefact_multivers.streams.runs import RunState
from wefact_multivers.streams.services import Services
from wefact_multivers.streams.settle import SENDINGS, conclude_relation, is_given_up, settle_relation

_TAKEN = "REL-001"
"""The code belongs to a relation of another name."""

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
        remote = self._services.multivers.relation(self._kind.kind, record.seen.number)
        with self._services.memory.read() as unit:
            receipt = unit.receipts.get(record.key, self._kind.effect)
        if remote is None or receipt is None:
            # A relation that was deleted in Multivers is for reconcile to report; it is never made again by itself.
            return
        if is_given_up(self._services, self._state, record.key, self._kind.effect):
            return
        plan = self._plan(record)
        merge = merge_relation(remote, receipt.written, plan.fields)
        owned = {name: value for name, value in plan.fields.items() if name not in merge.kept_theirs}
        if not merge.changes:
            self._remember(record, receipt, owned)
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
        self._conclude(self._door.write_multivers_relation(order), update=True)

    def _remember(self, record: Record, receipt: Receipt, owned: dict[str, str]) -> None:
        """Nothing to write: what WeFact says now stands there already, or is theirs."""
        kept = Receipt(**{**receipt.__dict__, "content_hash": record.seen.content_hash, "written": owned})
        with self._services.memory.write() as unit:
            unit.receipts.rewrite(kept, self._services.clock.now())

    def _conclude(self, result: Receipt | Refused | Unknown, *, update: bool = False) -> None:
        if isinstance(result, Refused):
            settle_relation(self._services, self._state, result.intent, refused=result.detail)
            return
        if isinstance(result, Unknown):
            settle_relation(self._services, self._state, result.intent)
            return
        if not update:
            with self._services.memory.write() as unit:
                conclude_relation(unit, result, self._services.clock.now())

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
        """The value that other customers have: what "none" is called differs by administration."""
        if self._credit_squeeze is None:
            example = next(iter(self._codes()), None)
            customer = self._services.multivers.relation(self._kind.kind, example) if example else None
            self._credit_squeeze = str((customer or {}).get("creditSqueezeId") or NO_CREDIT_SQUEEZE)
        return self._credit_squeeze
