"""The one-time import of relations from Multivers into a WeFact that holds none (DESIGN 1).

Each relation is one effect: intent → `debtor/add` or `creditor/add` → receipt. A start that is killed half-way is
followed by another, which settles what was sent without an answer, and writes only what WeFact does not hold.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from wefact_multivers.domain.documents import Controller, SourceKey
from wefact_multivers.domain.problems import Problem, codes, problem
from wefact_multivers.domain.relation_import import PlannedImport
from wefact_multivers.store.intents import Effect
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.effects import Door, Refused
from wefact_multivers.streams.import_result import SHOWN, ImportResult, WeFactNotEmpty, require_complete
from wefact_multivers.streams.import_settling import settle_import, settle_imports, unsettled_imports
from wefact_multivers.streams.import_source import read_relations
from wefact_multivers.streams.kinds import RELATIONS_OF, RelationKind
from wefact_multivers.streams.orders import WeFactRelationOrder
from wefact_multivers.streams.post import writing
from wefact_multivers.streams.runs import RunState, load_run
from wefact_multivers.streams.services import Services
from wefact_multivers.streams.settle import SENDINGS, is_given_up
from wefact_multivers.wefact.lists import ListQuery

_log = logging.getLogger(__name__)

EFFECT = Effect.WRITE_WEFACT_RELATION
Progress = Callable[[int, int], None]
"""Is told how many relations of how many are done."""


def check_import(services: Services) -> dict[str, int]:
    """Settles what an earlier start left open, and makes sure that WeFact holds nothing but its work.

    Returns:
        How many relations of each kind WeFact holds: `debtors` and `creditors`, all of them imported.

    Raises:
        WeFactNotEmpty: somebody else made a relation there.
        LeaseHeld: another writer is at work.
    """
    services.store.check_migrated()
    with writing(services):
        settle_imports(services)
        held = _imported_codes(services)
    return {f"{controller.value}s": len(found) for controller, found in held.items()}


def import_relations(services: Services, run_key: str, controller: str, *, dry_run: bool) -> dict[str, int]:
    """Brings the relations of one side over, and says at the end what did not come over.

    Args:
        services: of the administration.
        run_key: a run whose preflight has succeeded; its mapping tables are read.
        controller: WeFact's name of the side, `debtor` or `creditor`.
        dry_run: only counts what would be done; nothing is written, and nothing is settled.

    Returns:
        `listed`, `written` (or would be), `there_already` and `blocked`.

    Raises:
        WeFactNotEmpty: WeFact holds relations that the import itself has not written; nothing is done.
        SettleLater: something was sent without a clear answer; come back.
        RelationsNotImported: all else is done; not raised by a dry run.
        LeaseHeld: another writer is at work.
        SyncError: the import cannot go on; what was written has its receipt.
    """
    result = bring_over(services, run_key, controller, dry_run=dry_run)
    for code, found in result.blocked.items():
        _log.warning("relation=%s blocked=%s", code, ",".join(codes(found)))
    if not dry_run:
        require_complete(services, controller, result)
    return result.counts


def _silent(_done: int, _all: int) -> None:
    """Tells nobody."""


def bring_over(
    services: Services, run_key: str, controller: str, *, dry_run: bool, progress: Progress = _silent
) -> ImportResult:
    """As `import_relations`, with everything that a person may want to know of the result.

    Raises:
        SyncError: as `import_relations`, except for what the result itself tells.
    """
    kind, state = RELATIONS_OF[Controller(controller)], load_run(services, run_key)
    listed, inactive = read_relations(services, state.configuration, kind)
    result = ImportResult(len(listed), inactive)
    if dry_run:
        held = _imported_codes(services, pending=True)[kind.controller]
        result.written = sum(_sort(planned, held, result) for planned in listed)
        return result
    with writing(services) as door:
        settle_imports(services)
        held = _imported_codes(services)[kind.controller]
        wanted = [planned for planned in listed if _sort(planned, held, result)]
        writer = _Writer(services, state, kind, door, result)
        for done, planned in enumerate(wanted, start=1):
            writer.write(planned)
            progress(done, len(wanted))
    result.uncertain = unsettled_imports(services, kind)
    return result


def _imported_codes(services: Services, *, pending: bool = False) -> dict[Controller, set[str]]:
    """The codes that WeFact holds of each kind, all of them ours.

    Args:
        services: of the administration.
        pending: what was sent and not settled counts as ours, too.

    Raises:
        WeFactNotEmpty: at least one is not.
    """
    held: dict[Controller, set[str]] = {}
    strangers: dict[Controller, list[str]] = {}
    for controller in RELATIONS_OF:
        listing = services.wefact.list_relations(controller, ListQuery())
        found = {row.code for row in listing.rows}
        with services.memory.read() as unit:
            held[controller] = {code for code in found if _is_ours(unit, controller, code, pending=pending)}
        unread = [f"#{row.identifier}" for row in listing.unreadable]
        strangers[controller] = [*sorted(found - held[controller]), *unread]
    named = [code for found in strangers.values() for code in found]
    if named:
        counts: dict[str, Any] = {f"{controller.value}s": len(found) for controller, found in strangers.items()}
        raise WeFactNotEmpty(administration=services.name, codes=", ".join(named[:SHOWN]), **counts)
    return held


def _is_ours(unit: Unit, controller: Controller, code: str, *, pending: bool) -> bool:
    key = SourceKey(controller, code)
    return unit.receipts.get(key, EFFECT) is not None or (pending and unit.intents.is_open(key, EFFECT))


def _sort(planned: PlannedImport, held: set[str], result: ImportResult) -> bool:
    """Whether a relation is to be written; what else it is, is counted."""
    if planned.code in held:
        result.there_already += 1
        return False
    if planned.problems:
        result.blocked[planned.code] = planned.problems
        return False
    if planned.warnings:
        result.warnings[planned.code] = planned.warnings
    return True


class _Writer:
    """Writes the relations of one side."""

    def __init__(
        self, services: Services, state: RunState, kind: RelationKind, door: Door, result: ImportResult
    ) -> None:
        self._services = services
        self._state = state
        self._kind = kind
        self._door = door
        self._result = result

    def write(self, planned: PlannedImport) -> None:
        """Makes a relation in WeFact: with everything, or where that is refused, with what it cannot do without."""
        key = SourceKey(self._kind.controller, planned.code)
        with self._services.memory.read() as unit:
            if unit.intents.is_open(key, EFFECT):
                return
        if is_given_up(self._services, self._state, key, EFFECT):
            self._block(planned, problem("IMP-007", code=planned.code, count=SENDINGS))
            return
        answer = self._send(planned, planned.fields)
        if answer and planned.essential != planned.fields:
            left_out = ", ".join(name for name in planned.fields if name not in planned.essential)
            again = self._send(planned, planned.essential)
            if again is None:
                self._warn(planned, problem("IMP-012", answer=answer, fields=left_out))
            answer = again
        if answer:
            self._block(planned, problem("IMP-006", code=planned.code, answer=answer))

    def _send(self, planned: PlannedImport, fields: dict[str, str]) -> str | None:
        """What WeFact said when it refused; None where it did not."""
        key = SourceKey(self._kind.controller, planned.code)
        sent = self._door.write_wefact_relation(WeFactRelationOrder(key, planned.code, fields))
        refused = sent.detail if isinstance(sent, Refused) else None
        receipt = sent if isinstance(sent, Receipt) else settle_import(self._services, sent.intent, refused=refused)
        if receipt is None:
            return refused
        if receipt.verified:
            self._result.written += 1
        else:
            self._block(planned, problem("IMP-008", code=planned.code))
        return None

    def _block(self, planned: PlannedImport, why: Problem) -> None:
        self._result.blocked[planned.code] = (why,)

    def _warn(self, planned: PlannedImport, why: Problem) -> None:
        self._result.warnings[planned.code] = (*planned.warnings, why)
