"""A browser, signed in to the Airflow of the demo's morning as someone who may start and clear runs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.airflow.demo_morning import Morning, demo_morning

SCREENSHOT = "WEFACT_MULTIVERS_SCREENSHOT"
"""Environment variable: if set, the pictures of README and docs are taken anew."""


@pytest.fixture(scope="session")
def morning(request: pytest.FixtureRequest) -> Morning:
    """The demo's scheduled run, at its end."""
    return demo_morning(request.config)


@pytest.fixture
def page(browser: Browser, morning: Morning) -> Iterator[Page]:
    """A page of `ursula`, who may start and clear runs and see no connections."""
    context = browser.new_context(timezone_id="Europe/Amsterdam", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto(morning.stack.airflow_url)
    page.locator("input[name=username]").fill("ursula")
    page.locator("input[name=password]").fill(morning.stack.passwords()["ursula"])
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Dags").first.wait_for()
    yield page
    context.close()


Picture = Callable[[str], None]


@pytest.fixture
def picture(page: Page) -> Picture:
    """Takes a picture of the docs anew, if pictures are asked for."""

    def take(name: str) -> None:
        if os.environ.get(SCREENSHOT):
            page.screenshot(path=Path(__file__).parents[2] / "docs" / "images" / f"{name}.png")

    return take
