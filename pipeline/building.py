"""The ordered list of stages that turn a manuscript into books, and nothing else.

What comes after reading is imported where it is used: it is loaded while pandoc reads on another core.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pipeline.book import assemble
from pipeline.book.model import Book, Counts
from pipeline.decisions import decide
from pipeline.findings import Finding, ManuscriptRefused, Severity, blocking, rule
from pipeline.i18n import N_
from pipeline.intake import collection
from pipeline.metadata import EditionRecord, Person
from pipeline.text import slug

if TYPE_CHECKING:
    from pipeline.checks.account import Account
    from pipeline.checks.wording import Wording
    from pipeline.comparing import Compared, Side
    from pipeline.decisions import Decided
    from pipeline.inspection import Inspection
    from pipeline.intake.document import Document, Manuscript
    from pipeline.intake.inventory import Inventory
    from pipeline.styles.sheets import Kind

Stage = Literal["intake", "read", "book", "pages", "pdf", "epub", "check", "finish"]
Format = Literal["epub", "pdf"]
SHARES: dict[Stage, float] = {
    "intake": 0.0, "read": 0.02, "book": 0.2, "pages": 0.25, "pdf": 0.3, "epub": 0.8, "check": 0.85, "finish": 1.0,
}  # fmt: skip
"""Share of a build that is done when a stage begins."""
WORDS_PER_PAGE = 230
_LATER = (
    "book.assembly",
    "book.formulas",
    "checks.account",
    "checks.editing",
    "checks.imprint",
    "checks.isbn",
    "inspection",
    "tools",
)

UNTOLD_LANGUAGE = rule(
    "md-010",
    Severity.WARNING,
    N_("The language of the book is not given; {language} is assumed."),
    N_("Give the language in the metadata, or with --lang."),
)
TITLE_FROM_FILE = rule(
    "md-011",
    Severity.WARNING,
    N_("The book has no title; the file's name “{title}” is used."),
    N_("Give the title in the metadata, or in the manuscript with the style Title."),
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is."""

    stage: Stage
    fraction: float
    """Share of the whole build, 0 to 1, never falling."""


@dataclass(frozen=True, slots=True)
class Output:
    """One finished file; ``size`` in bytes."""

    path: Path
    media_type: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What to make, and how thoroughly to check it.

    ``pdf`` says which PDFs; ``size`` is a trim and ``design`` a design of ``pipeline.styles.tokens``, the
    record's own by default.
    """

    formats: tuple[Format, ...] = ("epub", "pdf")
    pdf: tuple[Kind, ...] = ("screen",)
    check: bool = True
    size: str = ""
    design: str = ""
    language: str = ""
    beside: Side | None = None
    """The translation that stands beside the text in a bilingual edition."""
    original: Side | None = None
    """What the book is a translation of: the build says what it lacks."""


@dataclass(slots=True)
class BuildResult:
    """What came of a build; ``status`` is "refused" when there is no book, and then ``outputs`` is empty."""

    status: Literal["built", "refused"] = "refused"
    title: str = ""
    subtitle: str = ""
    authors: list[str] = field(default_factory=list)
    """As the manuscript names them."""
    language: str = ""
    manuscript: dict[str, str | int] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counts)
    outputs: list[Output] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    decided: list[Decided] = field(default_factory=list)
    """Findings that a person accepted or suppressed; none of them is in ``findings``."""
    text: list[tuple[str, list[str]]] = field(default_factory=list)
    """Title and paragraphs of each chapter, by which rounds of a manuscript are compared."""
    account: Account | None = None
    compared: Compared | None = None
    """With the original, where the options named one."""
    tools: dict[str, str] = field(default_factory=dict)
    timings: dict[str, float] = field(default_factory=dict)


def build(
    manuscript: Path,
    out: Path,
    record: EditionRecord | None = None,
    options: BuildOptions | None = None,
    progress: Callable[[Progress], None] | None = None,
    *,
    name: str | None = None,
) -> BuildResult:
    """Make the books of one manuscript in the folder ``out``.

    ``name`` is the manuscript's name for people, its file name by default. Everything is made in a
    hidden folder inside ``out`` and moved into place when whole; a refused manuscript leaves nothing.
    Raises FileNotFoundError when there is no manuscript and OSError when ``out`` cannot be written.
    """
    from pipeline import tools
    from pipeline.inspection import text_of

    out = out.resolve()  # the tools run in folders of their own
    run = _Run(out, record or EditionRecord(), options or BuildOptions(), progress)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".build-", dir=out) as folder:
        try:
            run.everything(manuscript, Path(folder), name)
        except ManuscriptRefused as refused:
            run.result.findings += refused.findings
    result = run.result
    result.findings, result.decided = decide(result.findings, run.record)
    result.text = text_of(run.book) if run.book else []
    result.tools = tools.versions()
    if result.status == "refused":
        result.outputs = []
    return result


def check(path: Path, record: EditionRecord | None = None) -> Sequence[Finding]:
    """Findings of a manuscript, an EPUB or a PDF, without building."""
    from pipeline.checks import account
    from pipeline.checks.editing import check_editing
    from pipeline.checks.epubcheck import epubcheck
    from pipeline.checks.finished import check_pdf
    from pipeline.checks.imprint import check_imprint
    from pipeline.checks.isbn import check_isbns
    from pipeline.checks.letters import check_letters

    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        try:
            found = record or EditionRecord()
            received, reading = collection.take(path, work, path.name, found.files)
            if received.kind == "epub":
                return epubcheck(path, work)
            if received.kind == "pdf":
                return check_pdf(path)
            document = reading(_folder(work, "read"))
            book, findings = assemble(document, found, found.book.language or document.language or "vi")
        except ManuscriptRefused as refused:
            return refused.findings
        known = [*document.findings, *findings, *check_letters(book, found), *check_editing(book, found)]
        known += [*check_isbns(found), *check_imprint(found)]
        if document.inventory is not None:
            known += account.settle(document.inventory, book, known)[1]
        return decide(known, found)[0]


def inspect(
    manuscript: Path,
    record: EditionRecord | None = None,
    progress: Callable[[Progress], None] | None = None,
    *,
    name: str | None = None,
    original: Side | None = None,
) -> Inspection:
    """What a build would make of a manuscript, without making it: outline, counts, pictures, findings, text.

    Takes the first three stages of a build; with an ``original``, tells what the manuscript lacks of it. Raises
    FileNotFoundError when there is no manuscript.
    """
    from pipeline.inspection import Inspection, describe

    options = BuildOptions(formats=("epub",), original=original)
    run = _Run(manuscript.parent, record or EditionRecord(), options, progress)
    found = Inspection()
    with tempfile.TemporaryDirectory() as folder:
        try:
            run.understood(manuscript, Path(folder), name)
        except ManuscriptRefused as refused:
            run.result.findings += refused.findings
    if run.book is not None:
        describe(found, run.book)
    found.manuscript, found.counts, found.compared = run.result.manuscript, run.result.counts, run.result.compared
    found.findings, found.decided = decide(run.result.findings, run.record)
    found.status = "blocked" if run.book is None or blocking(found.findings) else "clear"
    return found


class _Run:
    """One build: the stages in order, with their times and progress."""

    def __init__(
        self,
        out: Path,
        record: EditionRecord,
        options: BuildOptions,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self.out, self.record, self.options = out, _sized(record, options), options
        self.progress = progress or (lambda _: None)
        self.result = BuildResult()
        self.book: Book | None = None
        """As understood, once it is."""
        self.words: Wording | None = None
        """Of the manuscript, for the account."""
        self.making = False
        """Whether books will be made of it."""

    @contextmanager
    def stage(self, name: Stage) -> Iterator[None]:
        """Tell that a stage begins, and keep how long it took (seconds)."""
        self.progress(Progress(name, SHARES[name]))
        begin = time.perf_counter()
        yield
        self.result.timings[name] = round(time.perf_counter() - begin, 4)

    def everything(self, path: Path, work: Path, name: str | None) -> None:
        """From the file to the finished books. Raises ManuscriptRefused."""
        self.making = True
        book, received = self.understood(path, work, name)
        made = self._books(book, received, work)
        if blocking(decide(self.result.findings, self.record)[0]):
            return
        with self.stage("finish"):
            for file, media_type in made:
                target = self.out / file.name
                shutil.move(file, target)
                self.result.outputs.append(_output(target, media_type))
            self.result.status = "built"

    def understood(self, path: Path, work: Path, name: str | None) -> tuple[Book, Manuscript]:
        """From the file to the Book. Raises ManuscriptRefused."""
        with self.stage("intake"):
            given = _folder(work, "given")
            received, reading = collection.take(path, given, name or path.name, self.record.files, self._meanwhile)
            self.result.manuscript = {
                "name": received.name, "sha256": received.sha256, "kind": received.kind, "words": 0, "language": "",
            }  # fmt: skip
        with self.stage("read"):
            document = reading(_folder(work, "read"))
            self.result.findings += document.findings
            self.result.manuscript |= {"words": document.words, "language": document.language}
        with self.stage("book"):
            return self._book(document, received, work), received

    def _meanwhile(self, held: Inventory) -> None:
        """While pandoc reads: load the stages that follow and their fonts, and take in the manuscript's words."""
        for name in _LATER:
            import_module(f"pipeline.{name}")
        self.words = import_module("pipeline.checks.wording").Wording()
        for passage in held.passages:
            self.words.of(passage.text)
        if self.making:
            language = self.options.language or self.record.book.language or held.language or "vi"
            import_module("pipeline.making").warm(language, self.record.design.name)

    def _book(self, document: Document, received: Manuscript, work: Path) -> Book:
        from pipeline.book import formulas, notes
        from pipeline.book.counts import count
        from pipeline.checks import account
        from pipeline.checks.editing import check_editing
        from pipeline.checks.imprint import check_imprint
        from pipeline.checks.isbn import check_isbns

        language = self.options.language or self.record.book.language or document.language
        if not language:
            language = "vi"
            self.result.findings.append(Finding(UNTOLD_LANGUAGE, {"language": language}))
        book, findings = assemble(document, self.record, language)
        if not book.title:
            stem = Path(received.name).stem
            self.record = self.record.model_copy(update={"book": self.record.book.model_copy(update={"title": stem})})
            self.result.findings.append(Finding(TITLE_FROM_FILE, {"title": stem}))
            book, findings = assemble(document, self.record, language)
        if not self.record.people:
            named = tuple(Person(name=author) for author in book.authors)
            self.record = self.record.model_copy(update={"people": named})
        self.book = book
        findings += formulas.render(book, _folder(work, "formulas"), pictures="pdf" in self.options.formats)
        if "pdf" in self.options.formats:
            from pipeline.checks.letters import check_letters

            findings += check_letters(book, self.record)
        findings += check_editing(book, self.record)
        self.result.findings += [*findings, *check_isbns(self.record)]
        press = "pdf" in self.options.formats and "print" in self.options.pdf
        self.result.findings += check_imprint(self.record, press=press)
        self.result.title, self.result.language = book.title, book.language
        self.result.subtitle, self.result.authors = book.subtitle, list(book.authors)
        self.result.counts = count(book, document.words)
        if document.inventory is not None:
            known = self.result.findings
            self.result.account, found = account.settle(document.inventory, book, known, self.words)
            self.result.findings += found
        if self.options.original is not None:
            self._compare(book, self.options.original, received)
        if self.options.beside is not None:
            self._put_beside(book, self.options.beside, work)
        if self.record.design.notes == "book":
            notes.run_on(book)
        if blocking(decide(self.result.findings, self.record)[0]):
            raise ManuscriptRefused
        return book

    def _compare(self, book: Book, original: Side, received: Manuscript) -> None:
        """Say what the book lacks of its original; an original that cannot be read stops nothing."""
        from pipeline.comparing import UNREAD, held_against

        try:
            self.result.compared = held_against(original, book, received)
        except ManuscriptRefused as refused:
            about = {"name": original.name or original.path.name, "why": ", ".join(f.code for f in refused.findings)}
            self.result.findings.append(Finding(UNREAD, about))

    def _put_beside(self, book: Book, side: Side, work: Path) -> None:
        """Make ``book`` bilingual, and tell what its other half lacks."""
        from pipeline.bilingual import together
        from pipeline.book import formulas
        from pipeline.book.counts import count
        from pipeline.checks.completeness import compare
        from pipeline.comparing import book_of

        other = book_of(side).book
        self.result.findings += compare(book, other).findings
        self.result.findings += formulas.render(
            other, _folder(work, "formulas-beside"), pictures="pdf" in self.options.formats
        )
        together(book, other)
        self.result.counts = count(book, self.result.counts.words)

    def _books(self, book: Book, received: Manuscript, work: Path) -> list[tuple[Path, str]]:
        """Cover, PDFs and EPUB, in a folder of their own under their final names."""
        from pipeline.checks import account
        from pipeline.making import Making, Wanted

        wanted = Wanted(
            epub="epub" in self.options.formats,
            pdf=self.options.pdf if "pdf" in self.options.formats else (),
            check=self.options.check,
        )
        with Making(book, self.record, wanted, received.sha256, work, slug(book.title)) as making:
            with self.stage("pages"):
                making.cover()
            if wanted.pdf:
                with self.stage("pdf"):
                    making.pdfs(self._page_told())
            if wanted.needs_epub:
                with self.stage("epub"):
                    making.epub()
            if wanted.epub and wanted.check:
                with self.stage("check"):
                    making.check()
            files = making.files()
            self.result.findings += making.findings
            if self.result.account:
                self.result.findings += account.close(self.result.account, book, making.things)
            return files

    def _page_told(self) -> Callable[[int], None]:
        """Tells progress by page; how many there will be is guessed from the words."""
        expected = max(20, self.result.counts.words // WORDS_PER_PAGE)
        furthest = 0

        def told(page: int) -> None:
            nonlocal furthest
            if page > furthest:  # the layout may go back to set a page again
                furthest = page
                share = min(1.0, page / expected)
                self.progress(Progress("pdf", SHARES["pdf"] + share * (SHARES["epub"] - SHARES["pdf"])))

        return told


def _sized(record: EditionRecord, options: BuildOptions) -> EditionRecord:
    """The record with the trim and the design that the caller asked for."""
    asked = {"size": options.size, "name": options.design}
    wanted = {name: value for name, value in asked.items() if value}
    return record.model_copy(update={"design": record.design.model_copy(update=wanted)})


def _folder(work: Path, name: str) -> Path:
    folder = work / name
    folder.mkdir()
    return folder


def _output(path: Path, media_type: str) -> Output:
    data = path.read_bytes()
    return Output(path, media_type, hashlib.sha256(data).hexdigest(), len(data))
