"""The PDFs: the book's chapters and added pages as one document, laid out by WeasyPrint in a sandbox.

WeasyPrint is never imported here. The child gets a folder with the document, the style sheet and a
list of the files it may ask for, and gives back the PDF and the place of every block.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import Any

from pipeline import sandbox
from pipeline.book.model import Book
from pipeline.findings import Finding, ManuscriptRefused, Severity, rule
from pipeline.i18n import N_
from pipeline.markup import attrs, text
from pipeline.metadata import EditionRecord
from pipeline.outputs import xhtml
from pipeline.outputs.epub import UNDATED
from pipeline.outputs.flatten import characters, foreign, has_code
from pipeline.outputs.greyscale import greyscale
from pipeline.outputs.pagelist import PageMap, page_map
from pipeline.outputs.resolution import for_press, for_screen, screen_name
from pipeline.outputs.wide import Measure
from pipeline.outputs.xhtml import Entry, Written
from pipeline.pages import front
from pipeline.pages.edition import Edition
from pipeline.pages.words import word
from pipeline.styles import tokens
from pipeline.styles.fonts import OWN_FILES, Face, Fonts, choose
from pipeline.styles.sheets import Kind, print_sheet
from pipeline.styles.tokens import PAPERS

LIMITS = sandbox.Limits(wall_s=1200, cpu_s=1200, memory_mb=4096, file_mb=1024, files=256)
BLEED = 3.0
"""Millimetres of colour beyond the trim, for a knife that does not cut to a hair."""
LONG = 200_000
"""Characters of markup from which on two processes lay out a book: some sixty pages."""
PLAIN: dict[str, Any] = {
    "assets": {}, "variant": "", "tags": False, "labels": [], "attached": [], "press": None, "profile": False,
    "split": 0,
}  # fmt: skip
KINDS: dict[Kind, dict[str, Any]] = {
    "screen": {"variant": "pdf/ua-1", "tags": True},
    "print": {},
    "archive": {"variant": "pdf/a-3u", "tags": True, "profile": True},
}
"""Settings of each kind. No validator on our side certifies PDF/UA or PDF/A: these are what it is made to."""

TOO_LONG = rule(
    "pd-001",
    Severity.ERROR,
    N_("Setting the pages of the PDF took too long and was stopped ({reason})."),
    N_("Look for a very large table or picture in the manuscript, make it smaller, and build again."),
)
FAILED = rule(
    "pd-002",
    Severity.ERROR,
    N_("The pages of the PDF could not be set: {why}"),
    N_("This is a fault of this software rather than of the manuscript: please report it with the manuscript."),
)
NOT_DRAWN = rule(
    "pd-003",
    Severity.ERROR,
    N_("The picture {picture} cannot be drawn in the PDF."),
    N_("Its file is damaged or of an unusual kind. Save the picture again as PNG or JPEG and put it back in."),
)


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished PDF, and where its pages begin in the text."""

    path: Path
    places: PageMap
    fonts: Fonts
    findings: list[Finding]
    things: dict[str, int]
    """What has tags in it, by the kinds of the account; nothing where there are no tags."""

    @property
    def pages(self) -> int:
        """How many pages it has, cover included where it holds one."""
        return len(self.places.labels)


def write(
    book: Book,
    record: EditionRecord,
    path: Path,
    work: Path,
    *,
    kind: Kind = "screen",
    size: str = "",
    cover: bytes,
    attached: Path | None = None,
    on_page: Callable[[int], None] | None = None,
    contents: Sequence[Entry] | None = None,
) -> Pdf:
    """Lay out the book in the empty folder ``work`` and leave the PDF at ``path``.

    ``size`` is a trim of ``pipeline.styles.tokens.TRIMS``; the record's own by default. ``attached`` is
    the EPUB that goes into an archive PDF; ``contents`` are the whole book's where only a part of it is set. Raises
    ManuscriptRefused when the pages cannot be set.
    """
    block_ids, fonts = prepare(
        book, record, work, kind=kind, size=size, cover=cover, attached=attached, contents=contents
    )
    told = run_child(work, on_page)
    (work / "book.pdf").rename(path)
    findings = [Finding(NOT_DRAWN, {"picture": url.rpartition("/")[2]}) for url in told["lost"]]
    label = "" if kind == "print" or record.design.name in PAPERS else word("cover", book.language)
    return Pdf(path, page_map(told["pages"], block_ids, label), fonts, findings, told["things"])


def prepare(
    book: Book,
    record: EditionRecord,
    work: Path,
    *,
    kind: Kind = "screen",
    size: str = "",
    cover: bytes,
    attached: Path | None = None,
    contents: Sequence[Entry] | None = None,
) -> tuple[dict[str, int], Fonts]:
    """Fill ``work`` with the child's job; returns the numbers of the blocks by id, and the faces chosen."""
    edition = Edition.of(book, record)
    design = record.design.name
    measure = Measure.of(tokens.trim(size or record.design.size), tokens.design(design))
    written = xhtml.write(book, "print", measure=measure)
    if contents is not None:
        written.contents = list(contents)
    fonts = choose(book.language, _characters(book, edition), code=has_code(book), style=design)
    grey = kind == "print" and record.print.pictures == "grey"
    others = {tag: choose(tag, characters(book), code=has_code(book), style=design) for tag in foreign(book)}
    faces = list(dict.fromkeys(face for chosen in (fonts, *others.values()) for face in chosen.faces))
    assets = _place_assets(book, written, cover, faces, work, press=kind == "print", grey=grey)
    trim, colours = size or record.design.size, record.design.colours
    sheet = print_sheet(design, book.language, trim, fonts, kind, book.title, others, colours)
    source = document(edition, written, kind)
    job = KINDS[kind] | {
        "assets": assets,
        "labels": [] if kind == "print" or design in PAPERS else [[0, edition.word("cover")], [1, ""]],
    }
    if kind == "screen" and design not in PAPERS:
        job["split"] = middle([len(chapter.body) for chapter in written.documents], _divisions(book))
    if kind == "print":
        job |= {"press": {"bleed": BLEED, "folds": [], "grey": grey}, "profile": not grey}
    if attached:
        when = (record.book.published or UNDATED).isoformat()
        job["attached"] = [
            {"path": str(attached.resolve()), "name": attached.name, "description": f"{book.title} (EPUB)",
             "date": when, "relationship": "Alternative"}
        ]  # fmt: skip
    give(work, source, sheet, job)
    return written.block_ids, fonts


def _divisions(book: Book) -> set[int]:
    """Numbers of the chapters that begin a part: a blank page may stand before them."""
    return {number for number, chapter in enumerate(book.chapters) if chapter.role == "part"}


def middle(lengths: Sequence[int], never: Collection[int]) -> int:
    """The chapter with which the second half of a long book begins, none of ``never``; 0 for a book left whole."""
    whole = sum(lengths)
    if whole < LONG:
        return 0
    begins = list(accumulate(lengths, initial=0))
    fit = [number for number in range(1, len(lengths)) if number not in never]
    best = min(fit, key=lambda number: abs(begins[number] - whole / 2), default=0)
    return best if whole / 4 <= begins[best] <= whole * 3 / 4 else 0


def give(work: Path, source: str, sheet: str, job: dict[str, Any]) -> None:
    """Leave the child's document, style sheet and job in ``work``; what the job does not say has no effect."""
    (work / "print.css").write_text(sheet, encoding="utf-8")
    (work / "book.xml").write_text(source, encoding="utf-8")
    identifier = sha256((sheet + source).encode()).hexdigest()[:32]
    (work / "job.json").write_text(json.dumps(PLAIN | {"identifier": identifier} | job), encoding="utf-8")


def run_child(work: Path, on_page: Callable[[int], None] | None = None) -> dict[str, Any]:
    """Run WeasyPrint on the job in ``work`` and return what it tells of the pages.

    Raises ManuscriptRefused with the reason when it fails.
    """
    child, *parts = (
        Path(__file__).with_name(f"pdf_{name}.py") for name in ("child", "halves", "join", "mends", "tags")
    )
    job = json.loads((work / "job.json").read_text(encoding="utf-8"))
    attached = [Path(file["path"]) for file in job["attached"]]

    def said(line: bytes) -> None:
        if on_page and line.startswith(b"page "):
            on_page(int(line[5:]))

    # Instances of variable fonts carry the time they were made at, unless it is given.
    env = {"SOURCE_DATE_EPOCH": "946684800"}
    argv = [sys.executable, "-I", str(child)]
    done = sandbox.run(
        argv,
        folder=work,
        limits=LIMITS,
        env=env,
        on_line=said,
        reads=[OWN_FILES, *parts, *attached],
        lists=[child.parent],
    )
    if done.reason:
        raise ManuscriptRefused(Finding(TOO_LONG, {"reason": done.reason}))
    if done.returncode or not (work / "book.pdf").exists():
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ManuscriptRefused(Finding(FAILED, {"why": (lines or ["?"])[-1][:300]}))
    told: dict[str, Any] = json.loads((work / "pages.json").read_text(encoding="utf-8"))
    return told


def document(edition: Edition, written: Written, kind: Kind = "screen") -> str:
    """The whole book as one XML document without namespaces, in the order of its pages; a paper is its text alone.

    The cover of a printed book is a sheet of its own and its imprint says what only paper has.
    """
    language = edition.language
    rtl = "rtl" if edition.direction == "rtl" else ""
    people = edition.names(list(edition.record.people))
    parts = [
        (
            f"<html{attrs(lang=language, dir=rtl)}><head><title>{text(edition.title)}</title>"
            f"<meta{attrs(name='author', content=people)}/>"
            f"<meta{attrs(name='description', content=edition.record.book.description)}/>"
            f"<meta{attrs(name='keywords', content=', '.join(edition.record.book.subjects))}/>"
            '<meta name="generator" content="Nghìn Sách"/></head><body>\n'
        ),
        *([] if edition.record.design.name in PAPERS else _front(edition, written, kind)),
        '<div class="chapters">\n',
        *(chapter.body for chapter in written.documents),
        "</div>\n</body></html>\n",
    ]
    return "".join(parts)


def _front(edition: Edition, written: Written, kind: Kind) -> list[str]:
    """The pages before the text."""
    return [
        "" if kind == "print" else _page("cover", f'<img src="asset:cover" {attrs(alt=edition.title)}/>'),
        _page("half-title", front.half_title(edition)),
        _page("blank", ""),
        _page("title-page", front.title_page(edition, heading="p")),
        _page("imprint", front.imprint_page(edition, electronic=kind != "print")),
        _page("contents", front.contents_page(edition, written.contents)),
    ]


def _page(name: str, body: str) -> str:
    return f'<section class="page {name}" id="{name}">\n{body}</section>\n'


def _characters(book: Book, edition: Edition) -> set[str]:
    added = front.title_page(edition) + front.imprint_page(edition, electronic=False) + edition.word("contents")
    return characters(book) | set(added)


def _place_assets(
    book: Book, written: Written, cover: bytes, faces: Sequence[Face], work: Path, *, press: bool, grey: bool
) -> dict[str, list[str]]:
    """Write the pictures under names of ours; the fonts stay where their packages keep them."""
    assets = {face.url: ["font/ttf", str(face.path.resolve())] for face in faces}
    files = []
    for media in book.media.values():
        data = for_press(media) if press else for_screen(media)
        kind = media.media_type if press else media.small_type
        files.append((f"asset:images/{screen_name(media)}", kind, greyscale(data, kind) if grey else data))
    files += [(f"asset:images/{name}", "image/svg+xml", data) for name, data in written.assets.items()]
    files.append(("asset:cover", "image/jpeg", cover))
    for number, (url, media_type, data) in enumerate(files):
        path = work / f"asset-{number:04d}"
        path.write_bytes(data)
        assets[url] = [media_type, str(path.resolve())]  # the child stands in a folder of its own
    return assets
