"""How the relation import went, and the errors by which it says that a person is needed."""

from __future__ import annotations

from dataclasses import dataclass, field

from wefact_multivers.domain.problems import Problem, codes
from wefact_multivers.errors import DocumentsNeedPerson, PersonNeeded
from wefact_multivers.store.intents import Intent
from wefact_multivers.streams.services import Services
from wefact_multivers.streams.settle import come_back_if_any

SHOWN = 10
"""How many codes an error names."""


class WeFactNotEmpty(PersonNeeded):
    """WeFact holds relations that the import itself has not written."""

    code = "IMP-001"


class RelationsNotImported(DocumentsNeedPerson):
    """All is done that could be, and some relations did not come over."""

    code = "IMP-002"


@dataclass
class ImportResult:
    """How the import of one side went, or what it would do.

    Attributes:
        listed: the active relations that Multivers has.
        inactive: those that are passive in Multivers and stay behind.
        written: relations that were made in WeFact, or would be.
        there_already: relations that an earlier start has written.
        blocked: what keeps a relation from coming over, by code.
        warnings: what a relation leaves behind, by code.
        uncertain: sent without a clear answer, and to be looked up again.
    """

    listed: int
    inactive: int
    written: int = 0
    there_already: int = 0
    blocked: dict[str, tuple[Problem, ...]] = field(default_factory=dict)
    warnings: dict[str, tuple[Problem, ...]] = field(default_factory=dict)
    uncertain: list[Intent] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """What a task leaves behind."""
        return {
            "listed": self.listed,
            "written": self.written,
            "there_already": self.there_already,
            "blocked": len(self.blocked),
        }


def require_complete(services: Services, controller: str, result: ImportResult) -> None:
    """Says what is not over yet.

    Raises:
        SettleLater: something was sent without a clear answer.
        RelationsNotImported: relations are blocked.
    """
    come_back_if_any(services, result.uncertain, services.administration.settle_minutes)
    if result.blocked:
        named = [f"{code} ({', '.join(codes(found))})" for code, found in result.blocked.items()]
        more = [f"+{len(named) - SHOWN}"] if len(named) > SHOWN else []
        raise RelationsNotImported(
            administration=services.name,
            stream=f"{controller}s",
            count=len(named),
            relations=", ".join([*named[:SHOWN], *more]),
        )
