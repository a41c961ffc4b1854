"""The finished files of one book, in the order in which they need each other.

The screen PDF gives the EPUB its page list, the EPUB goes into the archive PDF, and the count of printed
pages gives the wrap cover its spine. What does not wait for another runs beside it on a second core.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from PIL import Image

from pipeline.book.model import Book
from pipeline.checks.epubcheck import epubcheck
from pipeline.findings import Finding, Severity, rule
from pipeline.i18n import N_
from pipeline.metadata import EditionRecord
from pipeline.outputs import epub, pdf
from pipeline.outputs.pagelist import PageMap
from pipeline.pages import cover, uploaded
from pipeline.styles import fonts, scripts
from pipeline.styles.sheets import Kind

EPUB, PDF, JPEG = "application/epub+zip", "application/pdf", "image/jpeg"

NO_PAGE_LIST = rule(
    "ep-001",
    Severity.ADVICE,
    N_("The EPUB has no list of pages, since no PDF was made with it."),
    N_("Build both formats together to give readers the page numbers of the PDF."),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a caller asked for."""

    epub: bool
    pdf: tuple[Kind, ...]
    check: bool

    @property
    def needs_epub(self) -> bool:
        """The archive PDF carries the EPUB, asked for by itself or not."""
        return self.epub or "archive" in self.pdf


def warm(language: str, design: str) -> None:
    """Load what the pages of a book in ``language`` will ask for, while nothing else is to be done."""
    Image.preinit()
    scripts.digits("", language)
    fonts.covered(*fonts.body(language, design), *fonts.headings(language, design))


class Making:
    """Makes files in the folder ``work``/done, one step after another; each step may be left out."""

    def __init__(self, book: Book, record: EditionRecord, wanted: Wanted, source: str, work: Path, stem: str) -> None:
        self.book, self.record, self.wanted, self.source, self.work, self.stem = (
            book,
            record,
            wanted,
            source,
            work,
            stem,
        )
        self.done = self._folder("done")
        self.findings: list[Finding] = []
        self.front = b""
        self.places: PageMap | None = None
        self.things: dict[str, dict[str, int]] = {}
        """What the chapters of each finished file hold, by format and kind."""
        self._beside: dict[str, Future[pdf.Pdf]] = {}
        self._pool = ThreadPoolExecutor(max_workers=1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def cover(self) -> None:
        """Cover 1 as a picture: the publisher's own, or one that we draw."""
        own = self.record.design.cover
        if own:
            upload = uploaded.read(Path(own))
            self.front = upload.screen
            self.findings += uploaded.check(self.record, upload, press="print" in self.wanted.pdf)
        else:
            self.front = cover.draw(self.book, self.record)
        self._file(".cover.jpg").write_bytes(self.front)

    def pdfs(self, on_page: Callable[[int], None]) -> None:
        """The screen PDF (also where the archive alone is wanted: the EPUB's pages come from it) and the print PDF."""
        wanted = self.wanted.pdf
        screen, press = "screen" in wanted or "archive" in wanted, "print" in wanted
        if press:
            self._start("print", on_page=None if screen else on_page)
        if screen:
            path = (self.done if "screen" in wanted else self.work) / f"{self.stem}.pdf"
            made = pdf.write(self.book, self.record, path, self._folder("pdf"), cover=self.front, on_page=on_page)
            self._laid_out(made)
            self.things["pdf"] = made.things
        if press:
            self._printed(self._beside["print"].result())

    def _laid_out(self, made: pdf.Pdf) -> None:
        self.findings += made.findings
        self.places = made.places

    def _printed(self, made: pdf.Pdf) -> None:
        """What follows from the printed pages: the cover around them, and what the printing house will ask."""
        from pipeline.checks.printing import check_printing  # pikepdf takes a tenth of a second to load,
        from pipeline.outputs import wrap  # which an e-book need not wait for

        if self.places is None:
            self._laid_out(made)
        sheet = wrap.write(self.book, self.record, self._file(".cover.pdf"), self._folder("wrap"), made.pages)
        self.findings += check_printing(self.record, made.path, spine=sheet.spine, cut=sheet.cut)

    def epub(self) -> None:
        """The EPUB, and the archive PDF that carries it, begun beside what follows."""
        path = (self.done if self.wanted.epub else self.work) / f"{self.stem}.epub"
        self.things["epub"] = epub.write(
            self.book, self.record, path, source=self.source, cover=self.front, pages=self.places
        )
        if "archive" in self.wanted.pdf:
            self._start("archive", attached=path)
        if self.places is None:
            self.findings.append(Finding(NO_PAGE_LIST))

    def check(self) -> None:
        """What EPUBCheck says."""
        self.findings += epubcheck(self._file(".epub"), self._folder("check"), ours=True)

    def files(self) -> list[tuple[Path, str]]:
        """Every finished file with its media type, when all are done."""
        for begun in self._beside.values():
            begun.result()
        kinds = {
            ".epub": EPUB, ".pdf": PDF, ".cover.jpg": JPEG, ".print.pdf": PDF, ".cover.pdf": PDF, ".archive.pdf": PDF,
        }  # fmt: skip
        return [(self._file(end), kind) for end, kind in kinds.items() if self._file(end).exists()]

    def _start(self, kind: Kind, *, attached: Path | None = None, on_page: Callable[[int], None] | None = None) -> None:
        """Lay out a PDF on the other core."""
        self._beside[kind] = self._pool.submit(
            pdf.write,
            self.book,
            self.record,
            self._file(f".{kind}.pdf"),
            self._folder(kind),
            kind=kind,
            cover=self.front,
            attached=attached,
            on_page=on_page,
        )

    def _file(self, end: str) -> Path:
        return self.done / f"{self.stem}{end}"

    def _folder(self, name: str) -> Path:
        folder = self.work / name
        folder.mkdir()
        return folder
