"""Many books are made here, and all of them checked by one EPUBCheck that goes on running."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.checks import resident


@pytest.fixture(scope="session", autouse=True)
def one_epubcheck() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(resident.VARIABLE, str(resident.shared().address() or ""))
        yield
