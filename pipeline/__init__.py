"""From manuscript to book: a library that knows no database, no web, no clock and no network.

What it offers is loaded when it is first asked for, so that a program that wants a sentence or a record of it need
not wait for the tools that make books.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.building import BuildOptions, BuildResult, Progress, build, check, inspect
    from pipeline.comparing import Side, compare
    from pipeline.findings import Finding
    from pipeline.inspection import Inspection
    from pipeline.metadata import EditionRecord

__all__ = [
    "BuildOptions", "BuildResult", "EditionRecord", "Finding", "Inspection", "Progress", "Side",
    "build", "check", "compare", "inspect",
]  # fmt: skip
_HOMES = {
    "Side": "comparing", "compare": "comparing", "Finding": "findings", "Inspection": "inspection",
    "EditionRecord": "metadata",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES.get(name, 'building')}"), name)
    globals()[name] = value
    return value
