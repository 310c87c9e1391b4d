"""A real browser, and the report as it opens it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from strata.report.html import as_html
from tests.unit.report.sample import everything

Scheme = Literal["light", "dark"]

# Nothing but the page: no updates, no first run, no questions to anybody.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A page, and what the browser had to say about it.

    Attributes:
        page: The page.
        complaints: Messages on the console, and errors that nothing caught.
        asked: Addresses that were asked for.
    """

    page: Page
    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


Open = Callable[[int, Scheme], Opened]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, from PATH."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        pytest.fail("no browser is on PATH; `apt-get install chromium` brings one", pytrace=False)
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS])
        yield found
        found.close()


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report that says a little of everything."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(as_html(everything()), encoding="utf-8")
    return path


@pytest.fixture
def opened(browser: Browser, report: Path) -> Iterator[Open]:
    """Open the report at a width, in pixels, and in a colour scheme."""
    contexts = []

    def at(width: int, scheme: Scheme) -> Opened:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        found = Opened(context.new_page())
        found.page.on("console", lambda message: found.complaints.append(message.text))
        found.page.on("pageerror", lambda error: found.complaints.append(str(error)))
        found.page.on("request", lambda request: found.asked.append(request.url))
        found.page.goto(report.as_uri())
        return found

    yield at
    for context in contexts:
        context.close()
