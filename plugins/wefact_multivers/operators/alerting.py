"""How an alert leaves the house: through any notifier of Airflow, and never so that it fails a run."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from airflow.sdk.module_loading import import_string

from wefact_multivers.catalogue import Language
from wefact_multivers.catalogue.alerts import runbook_of
from wefact_multivers.domain.alerts import Level, News, shown
from wefact_multivers.domain.problems import Problem
from wefact_multivers.errors import DocumentsNeedPerson, SyncError
from wefact_multivers.hooks.metrics import Metric, count, gauge
from wefact_multivers.hooks.services import open_services
from wefact_multivers.hooks.settings import include_folder, link_clock
from wefact_multivers.mapping.administration import load_administration
from wefact_multivers.mapping.administration_sections import Channel
from wefact_multivers.operators.guard import SUCCESS, states_of_run
from wefact_multivers.operators.links import docs_address, run_address
from wefact_multivers.operators.outcome import OUTCOME
from wefact_multivers.streams.alert_text import Alert, Scene, Writer
from wefact_multivers.streams.alerts import Bulletin, Fault, bulletin, remember, stops
from wefact_multivers.streams.measures import measures

FAILED = "failed"
UNKNOWN = "RUN-002"
"""The code of a task that failed and left no outcome: it was killed, or the program has a defect."""

_log = logging.getLogger(__name__)


def tell_of_run(context: Any, name: str, language: Language) -> None:
    """Tells the people of an administration what a run has to tell; whatever goes wrong here, the run goes on.

    Args:
        context: of the report.
        name: of the administration's file.
        language: for channels that name none.
    """
    with harmless("alerts"):
        channels = load_administration(include_folder(), name).alerts.channels
        if not channels:
            return
        faults, ended = ends_of_run(context)
        found = _bulletin(name, faults, ended)
        scene = Scene(
            name,
            link_clock().now(),
            found.standing,
            run_address(context["dag"].dag_id, context["run_id"]),
            docs_address(_heading(found.news)),
        )
        delivered = deliver(channels, language, scene, found.news)
        with open_services(name) as services:
            remember(services, found.news, delivered)


def tell_measures(name: str) -> None:
    """Tells Airflow's metrics how an administration stands; whatever goes wrong here, the run goes on."""
    with harmless("metrics"), open_services(name) as services:
        found = measures(services)
        for (stream, status), number in found.records.items():
            gauge(Metric.RECORDS, number, administration=name, stream=stream, status=status)
        for paid, number in found.payments.items():
            gauge(Metric.PAYMENTS, number, administration=name, status=paid)
        for stream, number in found.waiting.items():
            gauge(Metric.WAITING, number, administration=name, stream=stream)
        gauge(Metric.DIFFERENCE, float(found.difference), administration=name)
        gauge(Metric.DIFFERENCES, found.differences, administration=name)


def ends_of_run(context: Any) -> tuple[list[Fault], set[str]]:
    """The tasks of the run that failed for another reason than documents, and those that came to their end."""
    faults, ended = list[Fault](), set[str]()
    for task_id, state in states_of_run(context).items():
        outcome = context["ti"].xcom_pull(task_ids=task_id, key=OUTCOME) or {} if state == FAILED else {}
        if state == SUCCESS or outcome.get("code") == DocumentsNeedPerson.code:
            ended.add(task_id)
        elif state == FAILED:
            params = tuple(dict(outcome.get("params") or {}).items())
            faults.append(Fault(task_id, Problem(str(outcome.get("code", UNKNOWN)), params)))
    return faults, ended


def deliver(channels: Sequence[Channel], language: Language, scene: Scene, news: News) -> set[Level]:
    """Sends the news through every channel that wants it.

    Returns:
        The levels that reached somebody, or that nobody wants.
    """
    reached = set[Level]()
    for level in Level:
        wanting = [channel for channel in channels if level in channel.levels]
        sent = [_send(channel, Writer(channel.language or language, scene).alert(level, news)) for channel in wanting]
        if any(sent) or not wanting:
            reached.add(level)
    return reached


@contextmanager
def harmless(what: str) -> Iterator[None]:
    """Goes on whatever happens inside, and logs its kind alone: words of a mail server may hold an address (P9)."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - a notifier is anyone's code, and an alert must never fail a run
        _log.warning("%s: not told, %s", what, error.code if isinstance(error, SyncError) else type(error).__name__)


def _bulletin(name: str, faults: Sequence[Fault], ended: set[str]) -> Bulletin:
    """What there is to tell; where the store cannot be read, that the run stopped, each time."""
    try:
        with open_services(name) as services:
            return bulletin(services, faults, ended)
    except SyncError as error:
        unreadable = Fault("report", shown(Problem(error.code, tuple(error.params.items()))))
        return Bulletin(News(tuple(stops([*faults, unreadable])), (), ()), {})


def _send(channel: Channel, alert: Alert | None) -> bool:
    """Whether an alert has left; what there is not to tell has."""
    if alert is None:
        return True
    sent = False
    with harmless(f"alert {alert.level} by {channel.notifier}"):
        notifier = import_string(channel.notifier)(**channel.arguments)
        # Not by calling it: that logs what the server said, with addresses.
        notifier.render_template_fields({"alert": alert})
        notifier.notify({"alert": alert})
        sent = True
    count(Metric.ALERTS, level=alert.level, delivered="yes" if sent else "no")
    return sent


def _heading(news: News) -> str:
    """The heading of the runbooks that helps with what weighs most."""
    causes = [cause for level in Level for cause in news.of(level)]
    return runbook_of(causes[0].problem.code if causes else "")
