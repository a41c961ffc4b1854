"""One browser and one filled site for all tests that only look at pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from filled import Filled
from playwright.sync_api import Browser, sync_playwright


@pytest.fixture(scope="module")
def a_browser(chromium: str) -> Iterator[Browser]:
    """Debian's Chromium; for one module, since its event loop would get in the way of other tests."""
    with sync_playwright() as driver:
        made = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """A served site with titles in every state, made through its own forms."""
    made = Filled(tmp_path_factory.mktemp("filled"))
    yield made
    made.close()
