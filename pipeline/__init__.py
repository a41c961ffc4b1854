"""From manuscript to book: a library that knows no database, no web, no clock and no network."""

from pipeline.build import BuildOptions, BuildResult, Progress, build, check
from pipeline.comparing import Side, compare
from pipeline.findings import Finding
from pipeline.metadata import EditionRecord

__all__ = [
    "BuildOptions", "BuildResult", "EditionRecord", "Finding", "Progress", "Side", "build", "check", "compare",
]  # fmt: skip
