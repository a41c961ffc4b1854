"""From manuscript to book: a library that knows no database, no web, no clock and no network."""

from pipeline.build import BuildOptions, BuildResult, Progress, build, check, inspect
from pipeline.comparing import Side, compare
from pipeline.findings import Finding
from pipeline.inspection import Inspection
from pipeline.metadata import EditionRecord

__all__ = [
    "BuildOptions", "BuildResult", "EditionRecord", "Finding", "Inspection", "Progress", "Side",
    "build", "check", "compare", "inspect",
]  # fmt: skip
