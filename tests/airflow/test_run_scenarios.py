"""Runs of the shipped DAG against the sandbox, in Airflow's own test loop: which squares and which colour.

The table is that of airflow-dag-shape.md 1. One letter per task: S success, F failed, u upstream failed,
k skipped; the groups are preflight, the five streams in their order, reconcile and report.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.airflow.office import Office

pytestmark = pytest.mark.airflow


@pytest.fixture
def office(new_office: Callable[[str], Office]) -> Office:
    """The demo's company, on the day after its first contact was signed."""
    made = new_office("demo")
    made.sign()
    return made


def test_documents_wait_for_a_person_then_the_posts_are_red_and_payments_go_on(office: Office) -> None:
    ended = office.run()
    assert (ended.grid, ended.colour) == ("S SSF SSF SSF SSF SSS S F", "failed")
    outcome = ended.xcom("sales_invoices.post", "outcome")
    assert (outcome["code"], outcome["recovery"], outcome["who"]) == ("DOC-100", "ask_person", "bookkeeper")
    assert ended.xcom("report", "note")


@pytest.mark.full
def test_second_morning_with_nothing_new_then_all_is_green_and_nothing_is_written(office: Office) -> None:
    office.run()
    written = office.servers.requests()["writes"]
    ended = office.run()
    assert (ended.grid, ended.colour) == ("S SSS SSS SSS SSS SSS S S", "success")
    assert office.servers.requests()["writes"] == written
    assert ended.xcom("report") == ended.xcom("report", "note")


@pytest.mark.full
def test_preview_then_writers_are_skipped_payments_are_matched_and_the_run_is_green(office: Office) -> None:
    before = office.servers.requests()["writes"]
    ended = office.run(mode="preview")
    assert (ended.grid, ended.colour) == ("S SSk SSk SSk SSk SSk S S", "success")
    assert office.servers.requests()["writes"] == before
    assert ended.xcom("preflight")["mode"] == "preview"


@pytest.mark.full
def test_streams_switched_off_then_they_are_skipped_and_the_run_is_green(office: Office) -> None:
    office.switch("sales_invoices", "off")
    office.switch("payments", "off")
    ended = office.run(mode="preview")
    assert (ended.grid, ended.colour) == ("S SSk kkk SSk SSk kkk S S", "success")


@pytest.mark.full
def test_payments_alone_chosen_then_the_others_are_skipped_and_the_run_is_green(office: Office) -> None:
    ended = office.run(streams=["payments"])
    assert (ended.grid, ended.colour) == ("S kkk kkk kkk kkk SSS S S", "success")


def test_preflight_fails_then_nothing_runs_and_the_report_still_does(office: Office) -> None:
    office.set("journals:\n  sales: [WFV]", "journals:\n  sales: [XYZ]")
    before = office.servers.requests()["writes"]
    ended = office.run()
    assert (ended.grid, ended.colour) == ("F uuk uuk uuk uuk kkk k F", "failed")
    assert office.servers.requests()["writes"] == before
    assert ended.xcom("preflight", "outcome")["code"] == "CFG-005"
    assert ended.xcom("report", "note")


@pytest.mark.full
def test_extract_of_debtors_fails_then_sales_invoices_and_payments_go_on(office: Office) -> None:
    office.servers.action("edit_debtor", DebtorCode="DB10003", changes={"City": "Utrecht"})
    office.servers.fault("debtor/show", when="before", kind="status:500", times=50)
    ended = office.run(streams=["debtors", "sales_invoices", "payments"])
    assert (ended.grid, ended.colour) == ("S Fuk SSF kkk kkk SSS S F", "failed")
    assert ended.xcom("debtors.extract", "outcome")["recovery"] == "retry"


@pytest.mark.full
def test_no_connection_then_preflight_says_which(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AIRFLOW_CONN_MULTIVERS_DEMO")
    ended = office.run()
    assert ended.grid == "F uuk uuk uuk uuk kkk k F"
    assert "multivers_demo" in ended.xcom("preflight", "outcome")["message"]
