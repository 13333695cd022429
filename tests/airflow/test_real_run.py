"""The demo's morning in a real Airflow: scheduler, workers, API, and the sandbox over HTTP."""

from __future__ import annotations

import stat

import pytest

from sandbox.testing import CLIENT_SECRET, KEY, REFRESH_TOKEN
from scripts.airflow_api import AirflowApi
from scripts.demo import DAG_ID
from tests.airflow.demo_morning import Morning, cleared, demo_morning

pytestmark = pytest.mark.airflow

WRITERS = ("debtors.post", "sales_invoices.post", "creditors.post", "purchase_invoices.post", "payments.settle")
SECRETS = (KEY, CLIENT_SECRET, REFRESH_TOKEN)


@pytest.fixture(scope="module")
def morning(request: pytest.FixtureRequest) -> Morning:
    return demo_morning(request.config)


def test_scheduled_run_then_only_writers_with_waiting_documents_and_the_report_are_red(morning: Morning) -> None:
    states = morning.api.task_states(DAG_ID, morning.run_id)
    red = {task_id for task_id, state in states.items() if state != "success"}
    assert red <= {*WRITERS, "report"}
    assert states["reconcile"] == "success"
    assert len(morning.api.runs(DAG_ID)) == 1


def test_scheduled_run_then_xcoms_are_counts_and_a_line(morning: Morning) -> None:
    facts = morning.api.xcom(DAG_ID, morning.run_id, "preflight")
    assert facts["mode"] == "export"
    assert facts["configuration_version"] >= 1
    counts = morning.api.xcom(DAG_ID, morning.run_id, "sales_invoices.extract")
    assert counts
    assert all(isinstance(count, int) for count in counts.values())
    assert "€" in morning.api.xcom(DAG_ID, morning.run_id, "report", "note")


@pytest.mark.parametrize("task_id", ["preflight", "sales_invoices.extract", *WRITERS])
def test_log_then_no_secret_and_no_name_stands_in_it(morning: Morning, task_id: str) -> None:
    log = morning.api.log(DAG_ID, morning.run_id, task_id, 1)
    names = [relation["CompanyName"] for relation in relations(morning) if relation["CompanyName"]]
    assert names
    assert [text for text in (*SECRETS, *names) if text in log] == []


def test_extract_then_its_log_has_the_counts(morning: Morning) -> None:
    log = morning.api.log(DAG_ID, morning.run_id, "sales_invoices.extract", 1)
    assert "task=sales_invoices.extract result={'listed': 18," in log


@pytest.mark.full
def test_everything_cleared_then_nothing_is_written_again(morning: Morning) -> None:
    sandbox = morning.stack.sandbox()
    before = sandbox.requests()
    cleared(morning, task_ids=["preflight"], only_failed=False)
    after = sandbox.requests()
    assert after["writes"] == before["writes"]
    assert after["total"] > before["total"]


@pytest.mark.parametrize(
    ("user", "may_see", "may_clear", "may_see_connections"),
    [("vera", True, False, False), ("ursula", True, True, False), ("oscar", True, True, True)],
)
def test_user_then_the_role_decides(
    morning: Morning, user: str, may_see: bool, may_clear: bool, may_see_connections: bool
) -> None:
    api = AirflowApi(morning.stack.airflow_url, user, morning.stack.passwords()[user])
    api.sign_in()
    clear = {"dag_run_id": morning.run_id, "dry_run": True, "only_failed": False}
    assert (api.status("GET", f"/dags/{DAG_ID}") == 200) is may_see
    assert (api.status("POST", f"/dags/{DAG_ID}/clearTaskInstances", clear) == 200) is may_clear
    assert (api.status("GET", "/connections") == 200) is may_see_connections
    api.close()


@pytest.mark.parametrize("name", ["passwords.json", "secrets.json"])
def test_files_with_secrets_then_the_owner_alone_can_read_them(morning: Morning, name: str) -> None:
    assert stat.S_IMODE((morning.stack.folder / name).stat().st_mode) == 0o600


def relations(morning: Morning) -> list[dict[str, str]]:
    """The debtors and creditors that the sandbox's WeFact holds."""
    accounts = morning.stack.sandbox().state()["wefact"]["accounts"].values()
    return [row for account in accounts for kind in ("debtors", "creditors") for row in account[kind].values()]
