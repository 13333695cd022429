"""What others do between two transactions of a task is respected by it, and nothing breaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.actions import run_action
from tests.simulation.dag import TASKS, Run
from tests.simulation.inbox import PERSON
from tests.simulation.processes import Place, Process, Strike
from tests.simulation.scenario import draw
from tests.simulation.world import World
from wefact_multivers.streams import first_contact, inbox
from wefact_multivers.streams.inbox import Decision
from wefact_multivers.streams.prepare import prepare
from wefact_multivers.streams.runs import RunRequest, Trigger

SEED = 24
SALES = "sales_invoices"


def until_prepare(world: World) -> tuple[Run, str]:
    """A run before its sales invoices are planned, and the number of one of them that waits."""
    day = world.clock.now().date().isoformat()
    for code in ("DB10001", "DB10002", "DB10001"):
        lines = [{"ProductCode": "P-HOST-S"}]
        sent = {"DebtorCode": code, "InvoiceLines": lines, "Date": day, "Sent": "1", "SentDate": day}
        run_action(world.sandbox, {"action": "add_invoice", **sent})
    with world.main.process(Process("sign")) as services:
        first_contact.survey(services)
        first_contact.sign(services, PERSON)
    run = Run(RunRequest("run", Trigger.SCHEDULED))
    for task in TASKS:
        if task.name == f"{SALES}.prepare":
            break
        with world.main.process(Process(task.name)) as services:
            task.work(services, run.request, False)
    ((number,),) = world.main.rows("SELECT MAX(number) FROM record WHERE controller = 'invoice'")
    return run, str(number)


@pytest.mark.parametrize("countdown", range(1, 9))
def test_given_a_document_that_is_skipped_while_others_are_planned_then_it_stays_skipped(
    tmp_path: Path, countdown: int
) -> None:
    world = World(draw(SEED), tmp_path)
    run, number = until_prepare(world)

    def person_skips() -> None:
        with world.main.process(Process("inbox")) as services:
            inbox.skip(services, Decision(number, PERSON), "hoort niet in de boeken")

    with world.main.process(Process("prepare", Strike(Place.BEGIN, countdown, person_skips))) as services:
        prepare(services, run.request.run_key, SALES)
    found = world.main.rows("SELECT status FROM record WHERE controller = 'invoice' AND number = ?", number)
    struck = [text for text in world.trace if "pause" in text]
    world.close()
    assert found == [("skipped" if struck else "new",)]
