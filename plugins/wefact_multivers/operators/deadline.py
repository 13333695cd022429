"""What is told of a run that is late, while it still runs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from airflow.sdk.definitions.callback import SyncCallback
from airflow.sdk.definitions.deadline import DeadlineAlert, DeadlineReference

from wefact_multivers.catalogue import Language
from wefact_multivers.catalogue.alerts import runbook_of
from wefact_multivers.domain.alerts import DEADLINE, Cause, Level, News
from wefact_multivers.domain.problems import problem
from wefact_multivers.mapping.administration import Administration

LATE = "RUN-003"
BACKFILL = "backfill"


def deadline_of(administration: Administration) -> DeadlineAlert | None:
    """When Airflow calls a run of an administration late; None for one that has no deadline, or nobody to tell."""
    minutes = administration.alerts.late_after_minutes
    if minutes is None or not administration.alerts.channels:
        return None
    told = {"administration": administration.name, "minutes": minutes, "language": administration.language}
    return DeadlineAlert(
        reference=DeadlineReference.DAGRUN_QUEUED_AT,
        interval=timedelta(minutes=minutes),
        callback=SyncCallback(f"{__name__}.{tell_late.__name__}", kwargs={**told, "language": str(told["language"])}),
    )


def tell_late(*, administration: str, minutes: int, language: str, context: dict[str, Any]) -> None:
    """Tells that a run has not come to its end; called by Airflow, in a process of its own.

    A backfill queues its runs long before they start: none of them is late.

    Args:
        administration: the name of its file.
        minutes: how long it may take.
        language: for channels that name none.
        context: what Airflow hands to a callback: the run, as its API shows it.
    """
    run = context["dag_run"]
    if run.get("run_type") == BACKFILL:
        return
    from wefact_multivers.hooks.services import open_services  # noqa: PLC0415 - heavy
    from wefact_multivers.operators.alerting import deliver, harmless  # noqa: PLC0415
    from wefact_multivers.operators.links import docs_address, run_address  # noqa: PLC0415
    from wefact_multivers.streams.alert_text import Scene  # noqa: PLC0415
    from wefact_multivers.streams.alerts import late  # noqa: PLC0415

    cause = Cause(Level.LATE, DEADLINE, problem(LATE, minutes=minutes))
    with harmless("late"), open_services(administration) as services:
        if not late(services, cause):
            return
        address = run_address(run["dag_id"], run["dag_run_id"])
        scene = Scene(administration, services.clock.now(), run=address, explained=docs_address(runbook_of(LATE)))
        deliver(services.administration.alerts.channels, Language(language), scene, News((cause,), (), ()))
