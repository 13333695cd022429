"""The daily path under a position of the sandbox's switches: two mornings, watched by the oracle.

The sandbox runs in this process behind the link's own HTTP client, and time passes with every request where a case
asks for it, so that lives and limits end in the middle of a run and no test has to wait for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import httpx

from sandbox.clock import Clock
from sandbox.control import reset
from sandbox.core import Sandbox
from sandbox.testing import SandboxControl, SandboxServers
from sandbox.transport import InProcessTransport
from tests.oracle.expectations import Expectations, expect
from tests.oracle.findings import Finding, Kind
from tests.oracle.judge import judge
from tests.oracle.people import People
from tests.streams.world import IMPATIENT, Outcome, World
from wefact_multivers.errors import RetryableError, SyncError, WaitError
from wefact_multivers.store.database import Store
from wefact_multivers.store.unit import Memory
from wefact_multivers.streams.reconcile import reconcile
from wefact_multivers.streams.runs import Stream
from wefact_multivers.streams.services import Network, Services

WEFACT_URL, MULTIVERS_URL = "http://127.0.0.1:7001/v2/", "http://127.0.0.1:7002/V22"
DEMO_RED = {"debtors.post": "DOC-100", "sales_invoices.post": "DOC-100"}
"""The tasks that the demo's hard cases turn red on the first morning, and only then."""

PROOFS = ("F2026-0001", "F2026-0002", "F2026-0003")
"""The first document of each combination in the demo."""

ROUNDS = 30
"""How often a task may come back in one morning: more is an endless loop."""

Act = Callable[["Mornings"], object]


def nothing(_mornings: Mornings) -> None:
    """Nobody does anything."""


@dataclass(frozen=True)
class Case:
    """A position of some switches, what happens meanwhile, and how the first morning ends.

    Attributes:
        name: as it stands in the test report; the positions where it is left out.
        before, between: what people do before the first morning and before the second.
        race: what people do in Multivers just before the first call of that name arrives there.
        faults: rules of the sandbox, in force once first contact is signed.
        pace: seconds that pass with each request.
        configured: words of the administration file to replace.
        stops: the code with which preflight fails; empty where the run goes through.
        left: the documents that the switch keeps out of the books, with the code that a person reads.
        missing: relations that are left with their documents.
        processed: Multivers processes every booking by itself, and the proof bookings say so (DOC-018).
        swapped: Multivers wants turnover on the other side, so that its lines say debit where the ledger says credit.
        wrong: what is left stands in the books, wrongly, and a person has to correct it.
        red, red_later: tasks that fail in the first and in the second morning.
        writes_later: how many writes the second morning makes.
        booked_later: what is left is booked by the second morning.
    """

    positions: Mapping[str, object]
    name: str = ""
    before: Act = nothing
    between: Act = nothing
    race: tuple[str, Act] | None = None
    faults: tuple[Mapping[str, Any], ...] = ()
    pace: float = 0.0
    configured: Mapping[str, str] = field(default_factory=dict)
    stops: str = ""
    left: Mapping[str, str] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    processed: bool = False
    swapped: bool = False
    wrong: bool = False
    red: Mapping[str, str] = field(default_factory=lambda: DEMO_RED)
    red_later: Mapping[str, str] = field(default_factory=dict)
    writes_later: int = 0
    booked_later: bool = False

    @property
    def label(self) -> str:
        """The case in a word."""
        return self.name or "-".join(f"{name}={value}" for name, value in self.positions.items()) or "defaults"


class InProcess(SandboxControl):
    """The sandbox with the demo, without a socket."""

    def __init__(self) -> None:
        self.core = Sandbox(clock=Clock())
        reset(self.core, {"dataset": "demo"})
        self.wefact_url, self.multivers_url = WEFACT_URL, MULTIVERS_URL
        super().__init__(MULTIVERS_URL.removesuffix("/V22"), InProcessTransport(self.core))


class Passing(httpx.BaseTransport):
    """The way to the sandbox: time passes on it, and somebody may be faster."""

    def __init__(self, core: Sandbox) -> None:
        self._core, self._inner = core, InProcessTransport(core)
        self.on_request: Callable[[], None] = lambda: None
        self.race: tuple[str, Callable[[], object]] | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Let time pass, let the faster one act, send on."""
        self.on_request()
        if self.race and f"{request.method} {request.url.path.rsplit('/', 1)[-1]}" == self.race[0]:
            (_, act), self.race = self.race, None
            act()
        return self._inner.handle_request(request)


class Quick(World):
    """A world whose tasks share the compiled statements of one store: a third of the time of a run."""

    @cached_property
    def store(self) -> Store:
        """The store, open as long as the world is."""
        return Store(self.connections.store)

    @contextmanager
    def services(self) -> Iterator[Services]:
        """The services, as a task opens them, on the store that is open."""
        with super().services() as services:
            memory = Memory(self.store, services.administration.id)
            yield replace(services, store=self.store, memory=memory)


class Mornings:
    """The daily path in one world, and what the oracle thinks of the books."""

    def __init__(self, folder: Path, case: Case) -> None:
        self.case = case
        self.sandbox = InProcess()
        self._way = Passing(self.sandbox.core)
        self.world = _world(self.sandbox, folder, self._way)
        self.people = People.before_the_link(self.sandbox.state())
        self.expected: Expectations | None = None

    def act(self, action: str, **arguments: Any) -> dict[str, Any]:
        """Somebody does something in one of the two programs; in Multivers it is people's work from then on."""
        before = self.sandbox.state()
        done = self.sandbox.action(action, **arguments)
        self.people = self.people.after(before, self.sandbox.state())
        return done

    def first_contact(self) -> None:
        """Looked and signed under the switches; a case that stops was linked before they were turned."""
        if self.case.stops:
            self.world.sign()
        self._turn()
        if not self.case.stops:
            self._patiently(self.world.sign)
        for rule in self.case.faults:
            self.sandbox.fault(**rule)
        self._hurry()

    def _turn(self) -> None:
        self.sandbox.settings(**self.case.positions)
        self.case.before(self)
        for old, new in self.case.configured.items():
            self.configure(old, new)

    def _hurry(self) -> None:
        """From here on time passes, and somebody may be faster."""
        pace, race = self.case.pace, self.case.race
        if pace:
            self._way.on_request = lambda: self.world.wait(seconds=pace)
        if race:
            self._way.race = (race[0], lambda: race[1](self))

    def run(self, key: str) -> dict[str, str]:
        """A morning, with the repeats that Airflow would make; gives the codes of the tasks that failed for good."""
        self.expected = expect(self.sandbox.state(), self.people, self.expected)
        self.sandbox.forget_requests()
        outcome = self.world.run(key)
        for _ in range(ROUNDS):
            waiting = {task: error for task, error in outcome.errors.items() if _comes_back(error)}
            if not waiting:
                return outcome.codes
            self._wait(list(waiting.values()))
            outcome = self._again(key, outcome, list(waiting))
        raise AssertionError(f"still comes back after {ROUNDS} times: {outcome.codes}, {self.reasons()}")

    def findings(self) -> list[Finding]:
        """What is wrong in the books."""
        assert self.expected is not None
        return judge(self.sandbox.state(), replace(self.expected, people=self.people))

    def writes(self) -> int:
        """How many writes Multivers has seen this morning."""
        return int(self.sandbox.requests()["writes"]["multivers"])

    def reasons(self) -> dict[str, list[str]]:
        """The codes at each document, by number."""
        return {record.seen.number: [found.code for found in record.problems] for record in self.world.records()}

    def _again(self, key: str, outcome: Outcome, waiting: list[str]) -> Outcome:
        """The tasks that wait, once more; what comes before all others takes them along."""
        if any(task == "preflight" or task.endswith((".extract", ".prepare")) for task in waiting):
            return self.world.run(key)
        for stream in self.world.exporting() if f"{Stream.DEBTORS}.post" in waiting else [Stream.SALES_INVOICES]:
            outcome.errors.pop(f"{stream}.post", None)
            outcome.errors |= self.world.post(key, stream).errors
        outcome.errors.pop("reconcile", None)
        self.world._task(outcome, "reconcile", lambda services: reconcile(services, key))
        return outcome

    def _wait(self, errors: list[SyncError]) -> None:
        until = [error.until for error in errors if isinstance(error, WaitError)]
        later = max([*until, self.world.clock.now() + timedelta(minutes=1)])
        self.world.wait(seconds=(later - self.world.clock.now()).total_seconds())

    def _patiently(self, work: Callable[[], object]) -> None:
        for _ in range(ROUNDS):
            try:
                work()
            except (WaitError, RetryableError) as error:
                self._wait([error])
            else:
                return
        work()

    def configure(self, old: str, new: str) -> None:
        """Replaces words of the administration file."""
        path = self.world.include / "administrations/demo.yaml"
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))


def _comes_back(error: SyncError) -> bool:
    return isinstance(error, WaitError | RetryableError)


def _world(sandbox: InProcess, folder: Path, way: httpx.BaseTransport) -> Quick:
    read = IMPATIENT.timeouts.read
    network = Network(
        wefact=httpx.Client(base_url=WEFACT_URL, transport=way, timeout=read),
        multivers=httpx.Client(base_url=MULTIVERS_URL, transport=way, timeout=read),
    )
    world = Quick(cast(SandboxServers, sandbox), folder, f"sqlite:///{folder / 'store.db'}", network)
    world.switch(creditors=False, purchase_invoices=False, payments=False)
    world.migrate()
    return world


def both_mornings(folder: Path, case: Case) -> None:
    """Lives through a case, and asserts what the oracle, the statuses and the counts say after each morning."""
    mornings = Mornings(folder, case)
    try:
        _live(mornings)
    finally:
        mornings.world.store.close()


def _live(mornings: Mornings) -> None:
    case = mornings.case
    mornings.first_contact()
    assert mornings.run("run-1") == ({"preflight": case.stops} if case.stops else case.red)
    _check_books(mornings, case.left)
    if case.stops:
        assert mornings.writes() == 0
    mornings.world.wait(days=1)
    case.between(mornings)
    assert mornings.run("run-2") == ({"preflight": case.stops} if case.stops else case.red_later)
    assert mornings.writes() == case.writes_later
    _check_books(mornings, {} if case.booked_later else case.left)


def _check_books(mornings: Mornings, left: Mapping[str, str]) -> None:
    """The books hold what the oracle says, each once, but for what the switch keeps out with its reason."""
    if mornings.case.stops:
        assert mornings.world.bookings() == []
        return
    assert [str(found) for found in mornings.findings() if not _is_allowed(found, mornings.case, left)] == []
    reasons = mornings.reasons()
    assert {number: reasons[number] for number in left} == {number: [code] for number, code in left.items()}
    warned = {number for number, codes in reasons.items() if "DOC-018" in codes}
    assert warned == (set(PROOFS) if mornings.case.processed else set())
    assert "uncertain" not in mornings.world.statuses().values()


def _is_allowed(found: Finding, case: Case, left: Mapping[str, str]) -> bool:
    """Whether a finding is what the switch does: nothing else may be found."""
    if found.kind is Kind.PROCESSED:
        return case.processed
    if found.kind is Kind.RELATION:
        return found.about in case.missing and bool(left)
    if case.swapped and found.kind is Kind.DIFFERENT:
        return found.text.startswith("lines is ")
    return found.about in left and (found.kind is Kind.MISSING or (case.wrong and found.kind is Kind.DIFFERENT))
