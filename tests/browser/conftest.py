"""A real browser: Debian's chromium, driven by playwright. NNGRADE_BROWSER=required makes its absence an error."""

import os
import shutil

import pytest


@pytest.fixture(scope="session")
def chromium():
    """One browser for all pages."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        message = "there is no chromium here: apt-get install chromium"
        if os.environ.get("NNGRADE_BROWSER") == "required":
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, tmp_path):
    """Open a page from a file; gives the page, and what it asked the network for."""
    opened = []

    def _visit(html, *, width=1200, dark=False):
        file = tmp_path / "page.html"
        file.write_text(html, encoding="utf-8")
        page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light")
        opened.append(page)
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda dialog: asked.append(f"dialog: {dialog.message}") or dialog.dismiss())
        page.on("pageerror", lambda error: asked.append(f"error: {error}"))
        page.goto(file.as_uri())
        return page, asked

    yield _visit
    for page in opened:
        page.close()
