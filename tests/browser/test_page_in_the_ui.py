"""What the bookkeeper sees: the page inside Airflow, in a real browser."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import FrameLocator, Page, expect

from scripts.demo import DAG_ID
from tests.airflow.demo_morning import Morning
from tests.browser.conftest import Picture

pytestmark = pytest.mark.browser

PLACES = (
    "",
    "/overview",
    "/documents",
    "/inbox",
    "/payments",
    "/reconciliation",
    "/runs",
    "/documents/purchase_invoices/CF2026-0022",
)


def address(morning: Morning, place: str = "") -> str:
    dag = f"{DAG_ID}{place}" if place else ""
    return f"{morning.stack.airflow_url}/wefact-multivers/{dag}"


def framed(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


def test_dag_opened_then_the_tab_shows_how_it_stands(page: Page, morning: Morning, picture: Picture) -> None:
    page.goto(f"{morning.stack.airflow_url}/dags/{DAG_ID}")
    page.locator("a[href*=boekhoudkoppeling-dag]").click()
    expect(framed(page).get_by_role("heading", name="Overzicht")).to_be_visible()
    expect(framed(page).get_by_role("link", name=re.compile("wachten op u"))).to_be_visible()
    picture("page-overview")
    framed(page).get_by_role("link", name="Uitvoeringen").click()
    framed(page).get_by_role("link", name="Open de uitvoering").first.click()
    expect(page).to_have_url(re.compile(rf"/dags/{DAG_ID}/runs/"))


def test_inbox_opened_then_a_cause_leads_to_its_document_and_what_helps(
    page: Page, morning: Morning, picture: Picture
) -> None:
    page.goto(address(morning, "/inbox"))
    cause = page.locator("section.cause").filter(has_text="Kostencategorie Huur")
    expect(cause).to_contain_text("cost_accounts.csv")
    picture("page-inbox")
    cause.get_by_role("link", name="CF2026-0022").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Inkoopfactuur CF2026-0022")
    expect(page.get_by_text("Geboekt in", exact=True)).to_have_count(0)


def test_skipped_and_offered_again_by_keyboard_then_the_evidence_names_the_user(page: Page, morning: Morning) -> None:
    page.goto(address(morning, "/documents/purchase_invoices/CF2026-0027"))
    page.locator("summary", has_text="Niet versturen").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("hoort bij een andere vennootschap")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("CF2026-0027 is nu: – Niet versturen")
    page.locator("summary", has_text="Opnieuw aanbieden").click()
    page.get_by_role("button", name="Ja, opnieuw aanbieden").click()
    expect(page.get_by_role("status")).to_contain_text("Te boeken")
    expect(page.get_by_role("row").filter(has_text="decision")).to_have_count(2)
    expect(page.get_by_role("row").filter(has_text="by ursula")).to_have_count(2)


def test_decided_elsewhere_meanwhile_then_the_old_page_decides_nothing(page: Page, morning: Morning) -> None:
    old = page.context.new_page()
    for one in (page, old):
        one.goto(address(morning, "/documents/purchase_invoices/CF2026-0013"))
        one.locator("summary", has_text="Niet versturen").click()
        one.get_by_label("Reden").fill("dubbel")
    page.get_by_role("button", name="Ja, niet versturen").click()
    expect(page.get_by_role("status")).to_contain_text("Niet versturen")
    old.get_by_role("button", name="Ja, niet versturen").click()
    expect(old.get_by_role("alert")).to_contain_text("intussen verouderd")
    page.locator("summary", has_text="Opnieuw aanbieden").click()
    page.get_by_role("button", name="Ja, opnieuw aanbieden").click()
    expect(page.get_by_role("status")).to_contain_text("Te boeken")


def test_booked_document_opened_then_its_booking_stands_beside_it(
    page: Page, morning: Morning, picture: Picture
) -> None:
    page.goto(address(morning, "/documents/sales_invoices/F2026-0008"))
    booking = page.get_by_role("region", name="In Multivers")
    expect(booking.get_by_role("row").nth(1)).to_contain_text("8000")
    expect(booking.get_by_role("row").nth(1)).to_contain_text("revenue_accounts.csv")
    expect(page.get_by_text("WFV 3", exact=True)).to_be_visible()
    picture("page-booking")


def test_english_chosen_then_it_stays(page: Page, morning: Morning) -> None:
    page.goto(address(morning, "/overview"))
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Overview", exact=True)).to_be_visible()
    page.get_by_role("link", name="Documents").click()
    expect(page.get_by_text(re.compile(r"\d+ found, page 1 of 1"))).to_be_visible()


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.full)])
def test_every_page_then_axe_finds_nothing(page: Page, morning: Morning, place: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(address(morning, place))
    found = Axe().run(page)
    assert found.response["violations"] == [], found.generate_report()


def test_narrow_screen_then_no_page_is_wider_than_it(page: Page, morning: Morning) -> None:
    page.set_viewport_size({"width": 380, "height": 800})
    for place in PLACES:
        page.goto(address(morning, place))
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), place
