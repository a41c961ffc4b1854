"""The ordered list of stages that turn a manuscript into books, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pipeline.book.model import Counts
from pipeline.findings import Finding
from pipeline.metadata import EditionRecord

Stage = Literal["intake", "read", "book", "pages", "pdf", "epub", "check", "finish"]
Format = Literal["epub", "pdf"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: ``done`` of ``total`` within one stage (0 of 0 when it cannot be counted)."""

    stage: Stage
    fraction: float
    """Share of the whole build, 0 to 1, never falling."""


@dataclass(frozen=True, slots=True)
class Output:
    """One finished file."""

    path: Path
    media_type: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What to make, and how thoroughly to check it."""

    formats: tuple[Format, ...] = ("epub", "pdf")
    check: bool = True
    size: str = ""
    design: str = ""
    language: str = ""


@dataclass(slots=True)
class BuildResult:
    """What came of a build; ``status`` is "refused" when there is no book, and then ``outputs`` is empty."""

    status: Literal["built", "refused"]
    title: str
    language: str
    manuscript: dict[str, str | int]
    counts: Counts
    outputs: list[Output] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    tools: dict[str, str] = field(default_factory=dict)
    timings: dict[str, float] = field(default_factory=dict)


def build(
    manuscript: Path,
    out: Path,
    record: EditionRecord | None = None,
    options: BuildOptions | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> BuildResult:
    """Make the books of one manuscript in the folder ``out``."""
    raise NotImplementedError


def check(path: Path) -> Sequence[Finding]:
    """Findings of a manuscript, an EPUB or a PDF, without building."""
    raise NotImplementedError
