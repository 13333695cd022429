"""Watches a world: what people do between mornings, and what the link must do in the morning."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.oracle.expectations import Expectations, expect
from tests.oracle.judge import judge
from tests.oracle.people import People
from tests.oracle.sides import ALL_STREAMS
from tests.streams.world import Outcome, World
from wefact_multivers.mapping.administration import load_administration


@dataclass
class Witness:
    """The oracle beside a world that runs mornings."""

    world: World
    people: People = field(init=False)
    expected: Expectations | None = None
    outcome: Outcome = field(default_factory=Outcome)
    mornings: int = 0

    def __post_init__(self) -> None:
        self.people = People.before_the_link(self.world.sandbox.state())

    @contextmanager
    def watching_people(self) -> Iterator[None]:
        """Whatever changes in Multivers meanwhile is people's work."""
        before = self.world.sandbox.state()
        yield
        self.people = self.people.after(before, self.world.sandbox.state())

    def morning(self, *, approved: bool = True) -> list[str]:
        """A run; gives what the judge finds afterwards, in words.

        Args:
            approved: whether its payments need no release, or have it.
        """
        self._look_ahead(approved=approved)
        self.mornings += 1
        self.outcome = self.world.run(self._key)
        return self._findings()

    def release(self) -> list[str]:
        """Somebody releases the payments of this morning, and its payments run again; gives what the judge finds."""
        self._look_ahead(approved=True)
        self.world.approve()
        self.outcome = self.world.run_payments(self._key)
        return self._findings()

    def next_day(self) -> None:
        """It is six in the morning of the next day."""
        self.world.wait(days=1)

    @property
    def now(self) -> Expectations:
        """What is expected of the last run."""
        assert self.expected is not None
        return self.expected

    @property
    def _key(self) -> str:
        return f"morning-{self.mornings}"

    def _look_ahead(self, *, approved: bool) -> None:
        streams = load_administration(self.world.include, "demo").streams
        on = frozenset(name for name in ALL_STREAMS if getattr(streams, name))
        self.expected = expect(self.world.sandbox.state(), self.people, self.expected, on, approved=approved)

    def _findings(self) -> list[str]:
        return [str(finding) for finding in judge(self.world.sandbox.state(), self.now)]
