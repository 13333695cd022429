"""The walk: random valid calls, one after another, and what must hold after each of them.

Again from the same dice: `python -m tests.sandbox.walk.walk_run SEED STEPS`.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory

from sandbox import persistence
from sandbox.actions import ACTIONS as ACTIONS_OF_PEOPLE
from sandbox.clock import Clock
from sandbox.core import Sandbox
from sandbox.model import words
from sandbox.multivers.routes import ROUTES
from sandbox.wefact.routes import ACTIONS as WEFACT_ACTIONS
from sandbox.wefact.routes import WRITES
from tests.sandbox.walk import walk_wefact_truth as wefact_truth
from tests.sandbox.walk.walk_around import AROUND
from tests.sandbox.walk.walk_books import BOOKS
from tests.sandbox.walk.walk_families import FAMILIES, TABLES_OF_BOOKS
from tests.sandbox.walk.walk_ledger_truth import LedgerTruth
from tests.sandbox.walk.walk_money import MONEY
from tests.sandbox.walk.walk_people import PEOPLE
from tests.sandbox.walk.walk_refusals import REFUSALS
from tests.sandbox.walk.walk_state import fingerprint
from tests.sandbox.walk.walk_wefact_purchase import PURCHASES
from tests.sandbox.walk.walk_wefact_sales import SALES
from tests.sandbox.walk.walk_wefact_tables import TABLES
from tests.sandbox.walk.walk_world import NothingToDoError, World

EVERY, ROUND_TRIP = 500, 2500
WEFACT_STEPS = SALES | PURCHASES | TABLES
MULTIVERS_STEPS = BOOKS | MONEY | TABLES_OF_BOOKS | AROUND
LONGEST_PAUSE, TOKEN_LIFE = 900, 3000
OFTEN = words(
    "people_set_off invoice/add creditinvoice/add creditor/add transaction/add people_add_invoice people_match_payment"
    " people_open_period POST_CustomerInvoice POST_SupplierInvoice POST_FinTrans"
)
SELDOM = tuple(f"{method} {name}" for method in ("POST", "PUT", "DELETE") for name in FAMILIES)


def _wefact_step(name: str) -> Callable[[World], None]:
    def step(world: World) -> None:
        params = WEFACT_STEPS[name](world)
        answer = world.wefact(name, **params)
        assert answer["status"] == "success", answer["errors"]
        kind = name.partition("/")[0].removesuffix("line")
        if kind in wefact_truth.ENTITIES:
            identifiers = {str(params.get("Identifier", "")), str(answer.get(kind, {}).get("Identifier", ""))} - {""}
            for identifier in sorted(identifiers):
                wefact_truth.check_record(world, kind, identifier)

    return step


def _multivers_step(name: str) -> Callable[[World], None]:
    method, _, path = name.partition(" ")

    def step(world: World) -> None:
        call = MULTIVERS_STEPS[name](world)
        answer = world.multivers(method, path.format(**call.parts), call.body, call.query)
        assert answer.status in (200, 201, 204), f"{answer.status} {answer.body.decode()}"
        said = json.loads(answer.body) if answer.body else {}
        assert not (isinstance(said, dict) and said.get("error")), said

    return step


def _people_step(name: str) -> Callable[[World], None]:
    def step(world: World) -> None:
        answer = world.control("actions", {"action": name} | PEOPLE[name](world))
        assert answer.status == 200, answer.body.decode()

    return step


def _refused_step(name: str) -> Callable[[World], None]:
    def step(world: World) -> None:
        world.wefact("settings/list")  # drafts whose planned moment has come go out with the next call
        before = fingerprint(world.box)
        assert REFUSALS[name](world), "this should have been refused"
        assert fingerprint(world.box) == before, "a refused call has changed the state"

    return step


def served_writes() -> set[str]:
    """Every call that changes something: WeFact's, Multivers' and people's."""
    multivers = {route for route in ROUTES if not route.startswith("GET ")}
    return set(WRITES) | multivers | {f"people {name}" for name in ACTIONS_OF_PEOPLE}


def steps() -> dict[str, Callable[[World], None]]:
    """Every step by its name; steps about calls that are not served are left out."""
    known = {name: _wefact_step(name) for name in WEFACT_STEPS if name in WEFACT_ACTIONS}
    known |= {name: _multivers_step(name) for name in MULTIVERS_STEPS if name in ROUTES}
    known |= {f"people {name}": _people_step(name) for name in PEOPLE if name in ACTIONS_OF_PEOPLE}
    return known | {f"refused: {name}": _refused_step(name) for name in REFUSALS}


def weight(name: str) -> int:
    """How often a step is taken beside others; refusals seldom, because each needs the whole state twice."""
    if name.startswith("refused: "):
        return 1
    return 30 if name.replace(" ", "_") in OFTEN else 3 if name.startswith(SELDOM) else 10


@dataclass
class Walk:
    """One walk; `done` counts what it has done."""

    seed: int
    world: World
    truth: LedgerTruth = field(default_factory=LedgerTruth)
    done: Counter[str] = field(default_factory=Counter)
    signed_in_at: float = 0.0
    now: str = ""

    def go(self, count: int) -> None:
        """Take so many steps.

        Raises:
            AssertionError: something does not hold; names the seed and the last calls.
        """
        table = steps()
        names = sorted(table)
        weights = list(accumulate(map(weight, names)))
        try:
            for number in range(1, count + 1):
                self._step(table, names, weights)
                self.done[self.now] += 1
                if number % EVERY == 0 or number == count:
                    self.check_everything()
                if number % ROUND_TRIP == 0:
                    self.reload()
        except Exception as problem:
            raise AssertionError(self._message(problem)) from problem

    def _step(self, table: dict[str, Callable[[World], None]], names: list[str], weights: list[int]) -> None:
        self._pass_time()
        while True:
            self.now = self.world.rng.choices(names, cum_weights=weights)[0]
            try:
                table[self.now](self.world)
            except NothingToDoError:
                continue
            self.truth.check_changes(self.world)
            return

    def _pass_time(self) -> None:
        world = self.world
        answer = world.control("clock", {"advance": world.rng.randint(0, LONGEST_PAUSE)})
        assert answer.status == 200
        now = world.box.clock.now().timestamp()
        if now - self.signed_in_at > TOKEN_LIFE - LONGEST_PAUSE:
            world.sign_in()
            self.signed_in_at = now

    def check_everything(self) -> None:
        """Everything that must hold at any time."""
        wefact_truth.check_everything(self.world)
        self.truth.check_everything(self.world)

    def reload(self) -> None:
        """Go on with the state as a file keeps it; it must answer as before."""
        before = self._answers()
        with TemporaryDirectory() as folder:
            file = Path(folder) / "state.json"
            persistence.save(file, self.world.box.state, self.world.box.clock)
            clock = Clock()
            self.world.box = Sandbox(persistence.load(file, clock), clock)
        self.truth = LedgerTruth()
        assert self._answers() == before, "a state from a file answers differently"

    def _answers(self) -> list[object]:
        world = self.world
        year = world.today.year
        rows: list[object] = [world.wefact(f"{kind}/list") for kind in wefact_truth.ENTITIES if kind != "group"]
        paths = (
            f"JournalEntryLineInfoList/ByPeriod/{year}/0/13",
            f"CustomerInvoiceInfoList/ByFiscalYear/{year}/0",
            f"SupplierInvoiceInfoList/ByFiscalYear/{year}/0",
        )
        return rows + [world.get(path) for path in paths]

    def _message(self, problem: Exception) -> str:
        count = self.done.total() + 1
        last = "\n  ".join(self.world.sent)
        return (
            f"seed {self.seed}, step {count}, {self.now}: {type(problem).__name__}: {problem}\n  {last}\n"
            f"again: python -m tests.sandbox.walk.walk_run {self.seed} {count}"
        )


def walk(seed: int, count: int) -> Walk:
    """Walk from the demo company."""
    made = Walk(seed, World.demo(seed))
    made.go(count)
    return made


if __name__ == "__main__":
    print(json.dumps(walk(int(sys.argv[1]), int(sys.argv[2])).done, indent=1))
