"""Books made of a few lines of Markdown or of a real file, through pandoc and our own walk."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pypandoc
import pytest

from pipeline.book import assemble
from pipeline.book.model import Block, Book, Media
from pipeline.findings import Finding
from pipeline.intake.document import Document, Manuscript
from pipeline.metadata import EditionRecord


class Made(NamedTuple):
    """A Book with what was found on the way."""

    book: Book
    findings: list[Finding]

    @property
    def codes(self) -> list[str]:
        return [finding.code for finding in self.findings]

    @property
    def blocks(self) -> list[Block]:
        """Blocks of the first chapter."""
        return self.book.chapters[0].blocks

    @property
    def titles(self) -> list[str]:
        """Title of every chapter."""
        from pipeline.book.cleaning import plain

        return [plain(chapter.title) for chapter in self.book.chapters]


Maker = Callable[..., Made]


def tree(text: str | bytes, source: str) -> dict[str, object]:
    """pandoc's tree of a text."""
    given = text.encode() if isinstance(text, str) else text
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), "-f", source, "-t", "json"], input=given, capture_output=True, check=True
    )
    made: dict[str, object] = json.loads(done.stdout)
    return made


@pytest.fixture(scope="session")
def book_of() -> Maker:
    """Makes the Book of a text; ``words`` is how long the manuscript is said to be."""

    def make(
        text: str | bytes,
        language: str = "vi",
        *,
        source: str = "markdown",
        words: int = 100_000,
        record: dict[str, object] | None = None,
        media: dict[str, Media] | None = None,
    ) -> Made:
        manuscript = Manuscript(Path("in.md"), "in.md", "markdown", "", 0)
        document = Document(manuscript, tree(text, source), media or {}, words=words)
        given = {"book": {"title": "Sách"}} if record is None else record
        return Made(*assemble(document, EditionRecord.model_validate(given), language))

    return make
