"""The page for people, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from sandbox.testing import SandboxServers

BOOKING = {
    "customerId": "DB10001",
    "invoiceId": "20260001",
    "invoiceDate": "2026-03-02",
    "lines": [{"accountId": "8000", "amount": 100, "vatCodeId": 1}],
}


@pytest.fixture
def page(browser: Browser, servers: SandboxServers) -> Iterator[Page]:
    """The page of a running sandbox; nothing may go wrong in its script."""
    wrong: list[str] = []
    page = browser.new_page(viewport={"width": 1500, "height": 1000})
    page.on("pageerror", lambda problem: wrong.append(str(problem)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.goto(servers.page_url)
    yield page
    page.close()
    refusals = [text for text in wrong if "400" not in text]
    assert refusals == []


def _table(page: Page, side: str) -> Locator:
    return page.locator(f"#{side}-table tbody")


def test_given_the_demo_then_both_administrations_stand_side_by_side(page: Page) -> None:
    expect(_table(page, "wefact")).to_contain_text("F2026-0001")
    left, right = page.locator("#wefact").bounding_box(), page.locator("#multivers").bounding_box()
    assert left is not None
    assert right is not None
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] <= right["x"]


def test_given_a_booking_then_it_is_seen_open_and_its_ledger_balances(page: Page, servers: SandboxServers) -> None:
    servers.action("book_invoice", **BOOKING)
    page.get_by_role("button", name="Refresh").click()
    page.get_by_role("tab", name="Open sales items").click()
    expect(_table(page, "multivers")).to_contain_text("20260001")
    expect(_table(page, "multivers")).to_contain_text("121.00")
    page.get_by_role("tab", name="Ledger").click()
    expect(_table(page, "multivers")).to_contain_text("8000")
    cells = page.locator("#multivers-table tbody td:last-child").all_inner_texts()
    assert round(sum(float(cell) for cell in cells), 2) == 0


def test_given_a_search_then_only_rows_with_it_are_left(page: Page) -> None:
    page.get_by_label("Search WeFact").fill("F2026-0002")
    expect(page.locator("#wefact-count")).to_have_text("1 rows")
    expect(_table(page, "wefact")).to_contain_text("F2026-0002")


def test_given_a_fault_then_it_is_listed_hits_and_is_cleared(page: Page, servers: SandboxServers) -> None:
    page.get_by_label("Call").fill("debtor/list")
    page.get_by_label("kind").fill("status:500")
    page.get_by_role("button", name="Add fault").click()
    expect(page.locator("#faults")).to_contain_text("debtor/list: status:500, before, 1 times")
    page.get_by_role("button", name="Clear all").click()
    expect(page.locator("#faults")).to_have_text("none")


def test_given_a_mistyped_fault_then_the_page_says_so_and_goes_on(page: Page) -> None:
    page.get_by_label("Call").fill("debtor/list")
    page.get_by_label("kind").fill("explosion")
    page.get_by_role("button", name="Add fault").click()
    expect(page.get_by_role("status")).to_contain_text("explosion")
    expect(page.locator("#faults")).to_have_text("none")


def test_given_a_switch_turned_then_it_is_marked_until_the_reset(page: Page, servers: SandboxServers) -> None:
    page.get_by_label("error_shape").select_option("html")
    expect(page.locator("tr.changed th")).to_have_text(["error_shape"])
    assert servers.settings()["error_shape"] == "html"
    page.get_by_role("button", name="Reset").click()
    expect(page.locator("tr.changed")).to_have_count(0)
    assert servers.settings()["error_shape"] == "messages"


def test_given_another_dataset_then_the_reset_shows_it(page: Page) -> None:
    page.get_by_label("Dataset").fill("empty")
    page.get_by_role("button", name="Reset").click()
    expect(page.locator("#wefact-count")).to_have_text("0 rows")
    page.get_by_role("tab", name="Customers").click()
    expect(_table(page, "multivers")).to_contain_text("Timmerbedrijf Bos")


def test_given_an_action_then_what_it_did_is_shown(page: Page, servers: SandboxServers) -> None:
    page.get_by_label("Action").select_option("void_invoice")
    expect(page.locator("#action-help")).to_contain_text("status 9")
    page.get_by_label("with").fill('{"InvoiceCode": "F2026-0001"}')
    page.get_by_role("button", name="Do it").click()
    expect(page.locator("#action-answer")).to_contain_text("F2026-0001")
    assert servers.invoices()["F2026-0001"]["Status"] == "9"


def test_given_the_clock_then_it_can_be_moved(page: Page) -> None:
    before = page.locator("#clock input").input_value()
    page.get_by_role("button", name="+1 day").click()
    expect(page.locator("#clock input")).not_to_have_value(before)
    expect(page.locator("#clock input")).to_have_value(re.compile(r"^2026-03-17T06:00:00"))
