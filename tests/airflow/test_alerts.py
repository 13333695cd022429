"""Alerts leave through Airflow's own notifiers, to a real mail server and a real webhook, and never fail a run."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import yaml
from airflow.sdk.definitions.callback import Callback
from airflow.serialization.serialized_objects import DagSerialization

from tests.airflow.office import Office
from tests.airflow.squares import Square, context
from tests.airflow.stubs import Sent, mail_server, web_server
from wefact_multivers.catalogue import Language
from wefact_multivers.hooks.settings import include_folder
from wefact_multivers.mapping.administration import load_administration
from wefact_multivers.operators.alerting import ends_of_run, tell_of_run
from wefact_multivers.operators.builder import DAILY
from wefact_multivers.operators.deadline import tell_late

pytestmark = pytest.mark.airflow

PERSON = "piet@example.com"
HOOK_SECRET = "T000-B000-hook-secret"
HOW_TO = Path(__file__).parents[2] / "docs" / "how-to" / "alerts.md"


@pytest.fixture
def mail() -> Iterator[Sent]:
    with mail_server() as sent:
        yield sent


@pytest.fixture
def hook() -> Iterator[Sent]:
    with web_server() as sent:
        yield sent


@pytest.fixture
def office(new_office: Callable[[str], Office], mail: Sent, hook: Sent, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The demo's company, which tells people as the how-to shows it."""
    mail_connection = {
        "conn_type": "smtp",
        "host": "127.0.0.1",
        "port": mail.port,
        "extra": {"disable_ssl": True, "disable_tls": True, "retry_limit": 0, "from_email": "link@example.com"},
    }
    hook_connection = {"conn_type": "http", "host": f"http://127.0.0.1:{hook.port}", "password": HOOK_SECRET}
    monkeypatch.setenv("AIRFLOW_CONN_SMTP_BOEKHOUDING", json.dumps(mail_connection))
    monkeypatch.setenv("AIRFLOW_CONN_SLACK_BEHEER", json.dumps(hook_connection))
    made = new_office("demo")
    made.set("  channels: []", indented(shown_channels()))
    return made


def shown_channels() -> list[dict[str, Any]]:
    """The channels of the example in the how-to."""
    (example,) = [block for block in HOW_TO.read_text().split("```yaml")[1:] if "alerts:" in block]
    channels: list[dict[str, Any]] = yaml.safe_load(example.partition("```")[0])["alerts"]["channels"]
    assert PERSON not in str(channels)
    channels[0]["arguments"]["to"] = PERSON
    return channels


def indented(channels: list[dict[str, Any]]) -> str:
    return f"  channels: {json.dumps(channels)}"


def failed(task_id: str, outcome: dict[str, Any] | None) -> Square:
    """The report's view of a run in which one task failed."""
    square = Square({"preflight": "success", task_id: "failed", "report": None})
    square.left = {task_id: outcome} if outcome else {}
    return square


UNREACHABLE = {"code": "NET-001", "params": {"system": "Multivers", "call": "GET Balance"}}


@pytest.mark.full
def test_given_a_morning_with_waiting_documents_then_mail_and_webhook_tell_of_them(
    office: Office, mail: Sent, hook: Sent, caplog: pytest.LogCaptureFixture
) -> None:
    office.sign()
    ended = office.run()
    assert (ended.grid, ended.colour) == ("S SSF SSF SSF SSF SSS S F", "failed")
    (told,) = [one for one in mail.mails if "[AANDACHT]" in one["subject"]]
    assert told["to"] == PERSON
    text = text_of(told)
    assert "MAP-002" in text
    assert f"/runs/{ended.run.run_id[:6]}" in text
    (posted,) = [json.loads(body) for _, body in hook.bodies]
    assert posted["text"].startswith("[Boekhoudkoppeling][INFO] demo")
    assert [word for word in (PERSON, HOOK_SECRET) if word in caplog.text] == []


def test_given_a_fault_then_both_are_told_once_a_day_and_when_it_is_over(
    office: Office, mail: Sent, hook: Sent
) -> None:
    tell(failed("payments.fetch", UNREACHABLE))
    tell(failed("payments.fetch", UNREACHABLE))
    tell(Square({"payments.fetch": "success"}))
    assert levels(mail) == ["STOP", "INFO", "HERSTELD"]
    assert [json.loads(body)["text"].split("]")[1][1:] for _, body in hook.bodies] == ["STOP", "INFO", "RECOVERED"]


def test_given_nobody_answers_then_the_run_goes_on_and_people_are_told_the_next_time(
    office: Office, mail: Sent, hook: Sent, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as broken:
        for name in ("SMTP_BOEKHOUDING", "SLACK_BEHEER"):
            there = {"conn_type": "http", "host": "127.0.0.1", "port": 1, "extra": {"retry_limit": 0}}
            broken.setenv(f"AIRFLOW_CONN_{name}", json.dumps(there))
        tell(failed("payments.fetch", UNREACHABLE))
    assert (mail.bodies, hook.bodies) == ([], [])
    assert "not told" in caplog.text
    assert [word for word in (PERSON, HOOK_SECRET) if word in caplog.text] == []
    tell(failed("payments.fetch", UNREACHABLE))
    assert "[STOP]" in mail.mails[0]["subject"]


@pytest.mark.parametrize("notifier", ["no.such.Notifier", "airflow.providers.smtp.notifications.smtp.SmtpNotifier"])
def test_given_a_channel_that_cannot_be_made_then_the_others_are_told(
    office: Office, mail: Sent, notifier: str
) -> None:
    office.set(indented(shown_channels()), indented([{"notifier": notifier}, *shown_channels()]))
    tell(failed("payments.fetch", UNREACHABLE))
    assert "[STOP]" in mail.mails[0]["subject"]


def test_given_a_store_that_cannot_be_read_then_people_are_told_so(
    office: Office, mail: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AIRFLOW_CONN_WEFACT_MULTIVERS_STORE")
    tell(failed("preflight", None))
    (told,) = mail.mails
    text = text_of(told)
    assert "CFG-003" in text
    assert "RUN-002" in text


def test_given_nobody_to_tell_or_a_broken_file_then_nothing_is_told(office: Office, mail: Sent) -> None:
    office.set(indented(shown_channels()), "  channels: []")
    tell(failed("payments.fetch", UNREACHABLE))
    office.file.write_text("id: [")
    tell(failed("payments.fetch", UNREACHABLE))
    assert mail.bodies == []


def test_given_a_late_run_then_it_is_told_once_and_that_of_a_backfill_never(office: Office, mail: Sent) -> None:
    run = {"dag_id": "wefact_to_multivers__demo", "dag_run_id": "scheduled__x", "run_type": "scheduled"}
    for run_type in ("backfill", "scheduled", "scheduled"):
        late(run | {"run_type": run_type})
    assert levels(mail) == ["VERTRAAGD"]
    tell(Square({"preflight": "success"}))
    assert levels(mail) == ["VERTRAAGD", "HERSTELD", "INFO"]


def late(run: dict[str, Any]) -> None:
    """As Airflow calls it: by its path, with what the DAG was stored with."""
    dag = DAILY.build(load_administration(include_folder(), "demo"))
    stored = DagSerialization.to_dict(dag)["dag"]["deadline"]
    assert "tell_late" in str(stored)
    (deadline,) = dag.deadline
    assert Callback.get_callback_path(deadline.callback.path) == f"{tell_late.__module__}.tell_late"
    tell_late(**deadline.callback.kwargs, context={"dag_run": run})


def text_of(mail: EmailMessage) -> str:
    """What a person reads."""
    body = mail.get_body(("html", "plain"))
    assert body is not None
    return str(body.get_content())


def levels(mail: Sent) -> list[str]:
    """The level that each subject names."""
    return [one["subject"].split("]")[1][1:] for one in mail.mails]


def tell(square: Square) -> None:
    tell_of_run(context(square), "demo", Language.NL)


def test_given_tasks_at_every_end_then_only_faults_are_told_and_documents_are_an_end() -> None:
    square = Square(
        {"a": "success", "b": "failed", "c": "failed", "d": "upstream_failed", "e": "skipped", "f": "failed"}
    )
    square.left = {"b": {"code": "DOC-100"}, "c": UNREACHABLE, "a": {"code": "LCK-001"}}
    faults, ended = ends_of_run(context(square))
    assert ended == {"a", "b"}
    assert [(fault.place, fault.problem.code, fault.problem.values) for fault in faults] == [
        ("c", "NET-001", {"system": "Multivers", "call": "GET Balance"}),
        ("f", "RUN-002", {}),
    ]
