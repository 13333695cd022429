"""The people of a simulated company: what each of them may do on a day, drawn by how often it happens."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from sandbox.actions import run_action
from sandbox.core import Sandbox
from sandbox.model import ControlError, Record
from tests.simulation import bookkeepers, sellers
from tests.simulation.desk import Desk

Deed = Callable[[Desk], Record | None]
DEEDS: Mapping[Deed, int] = {**sellers.DEEDS, **bookkeepers.DEEDS}
"""What people do, with its weight."""


class People:
    """Everybody who works in the two programs."""

    def __init__(
        self, sandbox: Sandbox, chance: random.Random, *, growth: float, deeds: Mapping[Deed, int] = DEEDS
    ) -> None:
        """Let them in.

        Args:
            sandbox: both programs.
            chance: what decides.
            growth: how many new documents there are for each other event, against the usual.
            deeds: what they do, with its weight.
        """
        self._sandbox, self._chance = sandbox, chance
        self._desk = Desk(sandbox, chance)
        self._deeds = list(deeds)
        self._weights = [weight * (growth if deed in sellers.NEW else 1.0) for deed, weight in deeds.items()]

    def act(self, events: int) -> list[str]:
        """So many events; gives what was done, in words. What a program refuses was no event."""
        done: list[str] = []
        for _ in range(events * 3):
            if len(done) == events:
                break
            (deed,) = self._chance.choices(self._deeds, self._weights)
            action = deed(self._desk)
            if action is not None and self._do(dict(action)):
                done.append(f"{deed.__name__}: {action}")
        return done

    def _do(self, action: Record) -> bool:
        try:
            run_action(self._sandbox, action)
        except ControlError:
            return False
        return True
