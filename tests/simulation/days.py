"""The days of a simulated world: the morning's run, what people do to it, and what they do in the two programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from sandbox.faults import Fault
from tests.oracle.findings import Finding
from tests.simulation.dag import Run, Scheduler, codes
from tests.simulation.engineer import Engineer
from tests.simulation.inbox import PERSON, Inbox
from tests.simulation.people import DEEDS, People
from tests.simulation.processes import Place, Process, Strike
from tests.simulation.scenario import QUIET_DAYS
from tests.simulation.switches import draw_for_a_day
from tests.simulation.trouble import LATEST, draw_faults, draw_lost_booking, draw_partial_answers
from tests.simulation.world import World
from wefact_multivers.errors import SyncError
from wefact_multivers.streams import first_contact
from wefact_multivers.streams.payments import approve
from wefact_multivers.streams.runs import RunRequest, Trigger

PLACES = {
    Place.BEFORE_WRITE: (30, 3), Place.AFTER_WRITE: (30, 3), Place.BEFORE_READ: (6, 12), Place.AFTER_READ: (4, 12),
    Place.BEGIN: (18, 40), Place.COMMIT: (12, 12),
}  # fmt: skip
"""Where processes are struck: with which weight, and at the how manieth time at most."""

PAUSES = (125.0, 400.0)
"""Seconds that a process is paused: longer than the lease, and shorter than a late request may take."""


ATTEMPTS, LATER = 8, 1800.0
"""How often, and after how many seconds, a person tries again what could not be reached."""


@dataclass
class Days:
    """Lives through a world, day by day.

    Attributes:
        runs: the mornings' runs so far.
        is_quiet: whether neither people nor the network are at it any more.
        events: what people did in the two programs.
    """

    world: World
    runs: list[Run] = field(default_factory=list)
    is_quiet: bool = False
    events: int = 0

    def __post_init__(self) -> None:
        """Give everybody a chance of their own."""
        world = self.world
        self._strikes, self._office = world.chance("strikes"), world.chance("office")
        self._trouble, self._number = world.chance("trouble"), 0
        family = world.scenario.family
        self._rare, self._places = world.chance("rare"), family.places or PLACES
        deeds = {**DEEDS, **family.deeds}
        self._people = People(world.sandbox, world.chance("people"), growth=world.scenario.growth, deeds=deeds)
        self._scheduler = Scheduler(world.main, self._strike, world.tell)
        self._inbox = Inbox(world, world.chance("inbox"))
        self._engineer = Engineer(world, self._inbox)

    def begin(self) -> None:
        """The link is set up: first contact is looked at and signed, under the switches of this world."""
        world = self.world
        world.sandbox.state.settings.change(world.scenario.switches)
        for _ in range(ATTEMPTS):
            if self._make_contact():
                return
            world.clock.advance(LATER)

    def _make_contact(self) -> bool:
        """A person tries it; whoever cannot be reached now is tried again later."""
        try:
            with self.world.main.process(Process("sign")) as services:
                first_contact.survey(services)
                first_contact.sign(services, PERSON)
        except SyncError as error:
            self.world.tell(f"first contact: {type(error).__name__} {error}")
            return False
        return True

    def live(self, day: int) -> list[Finding]:
        """One day; gives what the oracle finds at its end."""
        world, scenario = self.world, self.world.scenario
        world.next_morning(day)
        self.is_quiet = day >= scenario.days - QUIET_DAYS
        is_last = day == scenario.days - 1
        if not self.is_quiet:
            world.sandbox.state.faults += [*self._draw_rare(), *draw_faults(self._trouble, scenario.faults)]
        self._morning(day)
        self._rest_of_day()
        found = self._end(is_last=is_last)
        if not self.is_quiet and not found:
            with world.people_at_work():
                done = self._people.act(scenario.events)
            self.events += len(done)
            for text in done:
                world.tell(text)
        return found

    def _draw_rare(self) -> Iterator[Fault]:
        """The faults that the family of this world has besides."""
        family = self.world.scenario.family
        if family.outages:
            yield draw_lost_booking(self._rare)
        if family.partial:
            yield from draw_partial_answers(self._rare)

    def _morning(self, day: int) -> None:
        world = self.world
        bad = draw_for_a_day(self._trouble) if not self.is_quiet and self._trouble.random() < 0.05 else {}
        settings = world.sandbox.state.settings
        usual = {name: getattr(settings, name) for name in bad}
        settings.change(bad)
        world.coverage.switches(settings.to_record())
        if not self.is_quiet and self._office.random() < 0.02:
            self._engineer.others_break_the_limit()
        run = self._run(RunRequest(f"morning-{day}", Trigger.SCHEDULED))
        self.runs.append(run)
        settings.change(usual)

    def _rest_of_day(self) -> None:
        """What people do to runs, and what else runs."""
        for name, share in {**_AFTERWARDS, **self.world.scenario.family.rates}.items():
            if self._office.random() < (share if not self.is_quiet else _QUIETLY.get(name, 0.0)):
                getattr(self, name)()

    def _end(self, *, is_last: bool) -> list[Finding]:
        world = self.world
        world.sandbox.state.faults.clear()
        world.come_back()
        world.clock.advance(LATEST)
        world.coverage.moves(world.main)
        return world.judge(is_settled=is_last)

    def approve(self) -> None:
        """Somebody releases the payments and clears them."""
        with self.world.main.process(Process("approve")) as services:
            approve(services, PERSON)
        self._clear("payments.fetch")

    def clear_post(self) -> None:
        """Somebody clears the writers of the morning."""
        self._clear("debtors.post", "sales_invoices.post", "creditors.post", "purchase_invoices.post")

    def prepare_again(self) -> None:
        """Somebody clears the plans of the morning with all that follows."""
        self._clear("sales_invoices.prepare", "purchase_invoices.prepare")

    def backfill(self) -> None:
        """A day of the past weeks is filled in."""
        back = timedelta(days=self._office.randint(0, 20))
        start = self.world.clock.now() - back
        self._run(RunRequest(self._key("backfill"), Trigger.BACKFILL, interval_start=start))

    def run_by_hand(self) -> None:
        """Somebody starts a run by hand, for some dates or for what has changed."""
        today = self.world.clock.now().date()
        dates: dict[str, object] = {"from": str(today - timedelta(days=10)), "to": str(today)}
        mode: dict[str, object] = {"mode": "preview"} if self._office.random() < 0.3 else {}
        self._run(RunRequest(self._key("manual"), Trigger.MANUAL, params=dates | mode))

    def look_at_inbox(self) -> None:
        """Somebody decides about what waits, once every late request has arrived."""
        self.world.clock.advance(LATEST)
        self._inbox.work(self.world.main)

    def get_help(self) -> None:
        """Somebody takes away what stopped the morning's run, and clears what failed."""
        failed = self._engineer.help(self.world.main, self.runs[-1])
        if failed:
            self._clear(*failed)

    def reset_breakers(self) -> None:
        """Somebody lets both systems be asked again, needed or not."""
        self._engineer.reset(self.world.main)

    def back_up(self) -> None:
        """The store is copied away."""
        self.world.tell("backup")
        self.world.main.back_up()

    def restore(self) -> None:
        """The store is replaced by an older copy."""
        if self.world.main.restore():
            self.world.tell("restored")
            self.world.chronicle.store_set_back()
            self.world.coverage.store_set_back()
            self.world.logins.excuse()

    def rename_file(self) -> None:
        """The file of the administration gets another name."""
        name = self._key("administration")
        self.world.tell(f"the administration file becomes {name}.yaml")
        self.world.main.rename_file(name)

    def _clear(self, *names: str) -> None:
        run = self.runs[-1]
        self.world.tell(f"clear {', '.join(names)}")
        run.clear(names)
        self._drive(run)

    def _run(self, request: RunRequest) -> Run:
        run = Run(request)
        self._drive(run)
        return run

    def _drive(self, run: Run) -> None:
        self._scheduler.work(run)
        self.world.tell(f"{run.request.run_key}: {codes(run.errors)}")

    def _key(self, word: str) -> str:
        self._number += 1
        return f"{word}-{self._number}"

    def _strike(self, _task: str) -> Strike | None:
        chance = self._strikes
        if self.is_quiet or self.world.machine.running or chance.random() >= self.world.scenario.strikes:
            return None
        (place,) = chance.choices(list(self._places), [weight for weight, _ in self._places.values()])
        countdown = chance.randint(1, self._places[place][1])
        is_pause = place is not Place.COMMIT and chance.random() < self.world.scenario.family.pauses
        return Strike(place, countdown, self._meanwhile if is_pause else None)

    def _meanwhile(self) -> None:
        """While a process is paused, its lease runs out, and another run goes through all tasks."""
        world = self.world
        world.clock.advance(self._strikes.uniform(*PAUSES))
        trigger = Trigger.MANUAL if self._strikes.random() < 0.5 else Trigger.SCHEDULED
        mode: dict[str, object] = {"mode": "preview"} if self._strikes.random() < 0.3 else {}
        self._scheduler.work(Run(RunRequest(self._key("beside"), trigger, params=mode)), once=True)


_AFTERWARDS = {
    "back_up": 0.15, "restore": 0.03, "approve": 0.7, "clear_post": 0.1, "prepare_again": 0.08, "backfill": 0.06,
    "run_by_hand": 0.08, "reset_breakers": 0.03, "get_help": 0.8, "look_at_inbox": 0.4,
}  # fmt: skip
"""What happens after the morning's run, in this order, on which share of the days."""

_QUIETLY = {"get_help": 1.0, "approve": 1.0}
"""The same on the quiet days at the end."""
