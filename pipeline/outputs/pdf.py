"""The PDF: the book's chapters and added pages as one document, laid out by WeasyPrint in a sandbox.

WeasyPrint is never imported here. The child gets a folder with the document, the style sheet and a
list of the files it may ask for, and gives back the PDF and the place of every block.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pipeline import sandbox
from pipeline.book.model import Book
from pipeline.findings import Finding, ManuscriptRefused, Severity, rule
from pipeline.i18n import N_
from pipeline.markup import attrs, text
from pipeline.metadata import EditionRecord
from pipeline.outputs import xhtml
from pipeline.outputs.flatten import characters, has_code
from pipeline.outputs.pagelist import PageMap, page_map
from pipeline.outputs.xhtml import Written
from pipeline.pages import front
from pipeline.pages.edition import Edition
from pipeline.pages.words import word
from pipeline.styles.fonts import Fonts, choose
from pipeline.styles.sheets import print_sheet

LIMITS = sandbox.Limits(wall_s=1200, cpu_s=1200, memory_mb=4096, file_mb=1024, files=256)
VARIANT = "pdf/ua-1"

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


def write(
    book: Book,
    record: EditionRecord,
    path: Path,
    work: Path,
    *,
    size: str = "",
    cover: bytes,
    on_page: Callable[[int], None] | None = None,
) -> Pdf:
    """Lay out the book in the empty folder ``work`` and leave the PDF at ``path``.

    ``size`` is a trim of ``pipeline.styles.tokens.TRIMS``; the record's own by default. Raises
    ManuscriptRefused when the pages cannot be set.
    """
    block_ids, fonts = prepare(book, record, work, size=size, cover=cover)
    run_child(work, on_page)
    told = json.loads((work / "pages.json").read_text(encoding="utf-8"))
    (work / "book.pdf").rename(path)
    findings = [Finding(NOT_DRAWN, {"picture": url.rpartition("/")[2]}) for url in told["lost"]]
    return Pdf(path, page_map(told["pages"], block_ids, word("cover", book.language)), fonts, findings)


def prepare(
    book: Book, record: EditionRecord, work: Path, *, size: str = "", cover: bytes
) -> tuple[dict[str, int], Fonts]:
    """Fill ``work`` with the child's job; returns the numbers of the blocks by id, and the faces chosen."""
    edition = Edition.of(book, record)
    written = xhtml.write(book, "print")
    fonts = choose(book.language, _characters(book, edition), code=has_code(book))
    assets = _place_assets(book, written, cover, fonts, work)
    sheet = print_sheet(record.design.name, book.language, size or record.design.size, fonts)
    (work / "print.css").write_text(sheet, encoding="utf-8")
    source = document(edition, written)
    (work / "book.xml").write_text(source, encoding="utf-8")
    job = {
        "assets": assets,
        "variant": VARIANT,
        "labels": [[0, edition.word("cover")], [1, ""]],
        "identifier": sha256((sheet + source).encode()).hexdigest()[:32],
    }
    (work / "job.json").write_text(json.dumps(job), encoding="utf-8")
    return written.block_ids, fonts


def run_child(work: Path, on_page: Callable[[int], None] | None = None) -> None:
    """Run WeasyPrint on the job in ``work``; raises ManuscriptRefused with the reason when it fails."""
    child = Path(__file__).with_name("pdf_child.py")

    def said(line: bytes) -> None:
        if on_page and line.startswith(b"page "):
            on_page(int(line[5:]))

    # Instances of variable fonts carry the time they were made at, unless it is given.
    env = {"SOURCE_DATE_EPOCH": "946684800"}
    done = sandbox.run([sys.executable, "-I", str(child)], folder=work, limits=LIMITS, env=env, on_line=said)
    if done.reason:
        raise ManuscriptRefused(Finding(TOO_LONG, {"reason": done.reason}))
    if done.returncode or not (work / "book.pdf").exists():
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ManuscriptRefused(Finding(FAILED, {"why": (lines or ["?"])[-1][:300]}))


def document(edition: Edition, written: Written) -> str:
    """The whole book as one XML document without namespaces, in the order of its pages."""
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
        f'<section class="page cover" id="cover"><img src="asset:cover" {attrs(alt=edition.title)}/></section>\n',
        _page("half-title", front.half_title(edition)),
        _page("blank", ""),
        _page("title-page", front.title_page(edition, heading="p")),
        _page("imprint", front.imprint_page(edition)),
        _page("contents", front.contents_page(edition, written.contents)),
        '<div class="chapters">\n',
        *(chapter.body for chapter in written.documents),
        "</div>\n</body></html>\n",
    ]
    return "".join(parts)


def _page(name: str, body: str) -> str:
    return f'<section class="page {name}" id="{name}">\n{body}</section>\n'


def _characters(book: Book, edition: Edition) -> set[str]:
    added = front.title_page(edition) + front.imprint_page(edition) + edition.word("contents")
    return characters(book) | set(added)


def _place_assets(book: Book, written: Written, cover: bytes, fonts: Fonts, work: Path) -> dict[str, list[str]]:
    """Write the pictures under names of ours; the fonts stay where their packages keep them."""
    assets = {face.url: ["font/ttf", str(face.path.resolve())] for face in fonts.faces}
    files = [(f"asset:images/{m.name}", m.media_type, m.data) for m in book.media.values()]
    files += [(f"asset:images/{name}", "image/svg+xml", data) for name, data in written.assets.items()]
    files.append(("asset:cover", "image/jpeg", cover))
    for number, (url, media_type, data) in enumerate(files):
        path = work / f"asset-{number:04d}"
        path.write_bytes(data)
        assets[url] = [media_type, str(path.resolve())]  # the child stands in a folder of its own
    return assets
