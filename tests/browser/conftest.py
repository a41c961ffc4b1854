"""One browser and one filled site for all tests that only look at pages."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from filled import Filled
from playwright.sync_api import Browser, sync_playwright

from catalogue.web.assets import FOLIATE


@pytest.fixture(scope="module")
def a_browser(chromium: str) -> Iterator[Browser]:
    """Debian's Chromium; for one module, since its event loop would get in the way of other tests."""
    with sync_playwright() as driver:
        made = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture(scope="session")
def foliate() -> Path:
    """The paged reader of others, as npm brought it; missing in CI it is a failure."""
    if not (FOLIATE / "view.js").is_file():
        said = "foliate-js is absent; `make setup` installs it where npm can be had"
        pytest.fail(said) if os.environ.get("CI") else pytest.skip(said)
    return FOLIATE


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """A served site with titles in every state, made through its own forms."""
    made = Filled(tmp_path_factory.mktemp("filled"))
    yield made
    made.close()
