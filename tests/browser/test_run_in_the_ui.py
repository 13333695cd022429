"""What the data engineer sees of a morning in Airflow's own pages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from sandbox.testing import CLIENT_SECRET, KEY, REFRESH_TOKEN
from scripts.demo import DAG_ID
from tests.airflow.demo_morning import Morning
from tests.browser.conftest import Picture

pytestmark = pytest.mark.browser

STREAMS = ["debtors", "sales_invoices", "creditors", "purchase_invoices", "payments"]
ROWS = ["preflight", *STREAMS, "reconcile", "report"]


def address(morning: Morning, rest: str = "") -> str:
    return f"{morning.stack.airflow_url}/dags/{DAG_ID}/runs/{morning.run_id}{rest}"


def test_run_opened_then_the_grid_has_relations_above_their_invoices(
    page: Page, morning: Morning, picture: Picture
) -> None:
    page.goto(address(morning))
    links = page.locator(f"a[href^='/dags/{DAG_ID}/tasks/']")
    expect(links).to_have_count(len(ROWS))
    assert [(link.get_attribute("href") or "").rpartition("/")[2] for link in links.all()] == ROWS
    picture("run")


@pytest.mark.full
def test_run_opened_then_every_task_shows_its_state(page: Page, morning: Morning) -> None:
    page.goto(address(morning))
    for task_id, state in morning.api.task_states(DAG_ID, morning.run_id).items():
        row = page.get_by_role("row").filter(has=page.get_by_role("link", name=task_id, exact=True))
        expect(row).to_contain_text(str(state).capitalize())


def test_task_opened_then_its_log_shows_counts_and_no_secret(page: Page, morning: Morning) -> None:
    page.goto(address(morning, "/tasks/sales_invoices.extract"))
    expect(page.get_by_text("task=sales_invoices.extract result=")).to_be_visible()
    shown = page.locator("body").inner_text()
    assert "'listed':" in shown
    assert [secret for secret in (KEY, CLIENT_SECRET, REFRESH_TOKEN) if secret in shown] == []


@pytest.mark.full
def test_red_post_opened_then_its_outcome_stands_among_the_xcoms(page: Page, morning: Morning) -> None:
    page.goto(address(morning, "/tasks/debtors.post/xcom"))
    expect(page.get_by_role("cell", name="outcome", exact=True)).to_be_visible()


@pytest.mark.full
def test_form_opened_then_nothing_has_to_be_filled_in(page: Page, morning: Morning) -> None:
    page.goto(f"{morning.stack.airflow_url}/dags/{DAG_ID}")
    page.get_by_role("button", name="Trigger").first.click()
    dialog = page.get_by_role("dialog")
    for title in ("Van", "Tot en met", "Nummers", "Stromen", "Modus"):
        expect(dialog.get_by_text(title, exact=True).first).to_be_visible()
    expect(dialog.get_by_role("button", name="Trigger")).to_be_enabled()
