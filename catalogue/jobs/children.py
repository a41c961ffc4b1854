"""Starting the process that does one order: what it breaks or eats dies with it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from catalogue.jobs import child
from catalogue.settings import ROOT
from pipeline import sandbox
from pipeline.checks import resident
from pipeline.intake.legacy.office import SOCKETS


def run(
    folder: Path, order: Mapping[str, Any], mode: str, limits: sandbox.Limits, *,
    on_line: Callable[[bytes], None] | None = None,
) -> sandbox.Completed:  # fmt: skip
    """Do an order in the folder that holds its manuscript, and wait for the end; ``mode`` is the sandbox's."""
    (folder / child.ORDER).write_text(json.dumps(order, ensure_ascii=False), encoding="utf-8")
    return sandbox.run(
        [sys.executable, "-m", "catalogue.jobs.child", str(folder)],
        folder=folder,
        limits=limits,
        env={
            "NGHINSACH_SANDBOX": mode,
            "PYTHONDONTWRITEBYTECODE": "1",
            resident.VARIABLE: str(resident.shared().address() or ""),
        },
        on_line=on_line,
        reads=[ROOT / "catalogue", ROOT / "pipeline", ROOT / "locales"],
        lists=[ROOT],
        sockets=[SOCKETS],
    )


def result(folder: Path) -> dict[str, Any] | None:
    """What the process left; None when it came to no result."""
    left = folder / child.RESULT
    found: dict[str, Any] | None = json.loads(left.read_text(encoding="utf-8")) if left.exists() else None
    return found
