"""EPUB 3.3: EbookLib keeps the container, every file in it is our own bytes.

EbookLib's own chapter class would parse and reprint our XHTML and damage SVG, so chapters enter as raw items
with the properties that they need. The zip carries a fixed time and mode, so that the same book gives
the same bytes.
"""

from __future__ import annotations

import uuid
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from ebooklib import epub

from pipeline.book.model import Book
from pipeline.markup import attr
from pipeline.metadata import EditionRecord, PersonRole
from pipeline.outputs import nav, xhtml
from pipeline.outputs.blocks import page_id, page_mark
from pipeline.outputs.flatten import foreign
from pipeline.outputs.pagelist import PageMap
from pipeline.outputs.resolution import for_screen, screen_name
from pipeline.outputs.things import in_pages
from pipeline.outputs.xhtml import Document, Written
from pipeline.pages import front
from pipeline.pages.accessibility import Claims, claims
from pipeline.pages.edition import Edition
from pipeline.styles.scripts import script_of
from pipeline.styles.sheets import epub_sheet

ZIP_TIME = (1980, 1, 1, 0, 0, 0)
UNDATED = date(2000, 1, 1)
"""dcterms:modified of a book without a date; the clock would make every build differ."""
_NAMESPACE = uuid.UUID("6f0a3c1e-8a0b-5d5b-9a55-0f6f2f1d9f10")


def write(
    book: Book, record: EditionRecord, path: Path, *, source: str, cover: bytes, pages: PageMap | None
) -> dict[str, int]:
    """Write the EPUB to ``path`` and return what its chapters hold, by the kinds of the account.

    ``source`` is the manuscript's SHA-256 and names a book without ISBN.
    """
    written = xhtml.write(book, "epub", pages.breaks if pages else None)
    mathml = any(document.mathml for document in written.documents)
    said = claims(book, mathml=mathml, pictured_formulas=bool(written.assets), pages=pages is not None)
    package = epub.EpubBook()
    package.direction = book.direction if book.direction == "rtl" else None
    _describe(package, book, record, said, source, pages is not None)
    marks = _front_pages(written, pages)
    _contents(package, written, book, record, said, cover, marks)
    when = record.book.published or UNDATED
    writer = _Writer(
        str(path),
        package,
        {
            "mtime": datetime(when.year, when.month, when.day, tzinfo=UTC),
            "epub2_guide": False,
            "epub3_landmark": False,
            "epub3_pages": False,
            "raise_exceptions": True,
        },
    )
    writer.process()
    writer.write()
    return in_pages(document.body for document in written.documents)


def identifier(book: Book, record: EditionRecord, source: str) -> str:
    """The ISBN as a URN, the record's own identifier, or a UUID that the same manuscript always gets."""
    digits = "".join(c for c in record.isbn.epub if c.isalnum())
    if digits:
        return f"urn:isbn:{digits}"
    return record.book.identifier or uuid.uuid5(_NAMESPACE, f"{source}/{book.language}").urn


def _describe(
    package: epub.EpubBook, book: Book, record: EditionRecord, claims: Claims, source: str, paged: bool
) -> None:
    """Metadata: the same values as the title page, the imprint and the catalogue show."""
    package.set_identifier(identifier(book, record, source))
    package.set_title(book.title)
    package.set_language(book.language)
    if book.second:
        package.add_metadata("DC", "language", book.second)
    dc = [
        ("publisher", record.book.publisher),
        ("description", record.book.description),
        ("rights", record.book.rights),
    ]
    dc += [("subject", subject) for subject in record.book.subjects]
    dc.append(("date", record.book.published.isoformat() if record.book.published else ""))
    for name, value in dc:
        if value:
            package.add_metadata("DC", name, value)
    for number, person in enumerate(record.people, 1):
        creator = person.role in (
            PersonRole.AUTHOR,
            PersonRole.CORPORATE,
            PersonRole.EDITOR,
            PersonRole.COMPILER,
        )
        ref = f"person-{number}"
        package.add_metadata("DC", "creator" if creator else "contributor", person.name, {"id": ref})
        _meta(package, "role", person.role.value, {"refines": f"#{ref}", "scheme": "marc:relators"})
        if person.sort_name:
            _meta(package, "file-as", person.sort_name, {"refines": f"#{ref}"})
    for name, values in (
        ("schema:accessMode", claims.modes),
        ("schema:accessModeSufficient", claims.sufficient),
        ("schema:accessibilityFeature", claims.features),
        ("schema:accessibilityHazard", claims.hazards),
        ("schema:accessibilitySummary", [" ".join(claims.sentences)]),
    ):
        for value in values:
            _meta(package, name, value)
    if paged:
        isbn = "".join(c for c in record.isbn.pdf if c.isalnum())
        _meta(package, "pageBreakSource", f"urn:isbn:{isbn}" if isbn else f"{book.title} (PDF)")


def _meta(package: epub.EpubBook, name: str, value: str, others: dict[str, str] | None = None) -> None:
    package.add_metadata("OPF", "meta", value, {"property": name, **(others or {})})


def _front_pages(written: Written, pages: PageMap | None) -> dict[str, str]:
    """Put the pages before the text at the head of the list of pages; returns the marks for each of our own pages."""
    if pages is None:
        return {}
    files = {"cover": "cover", "title-page": "title", "imprint": "imprint", "contents": "nav"}
    before = {
        label: f"{files[name]}.xhtml#{page_id(label)}" for name, labels in pages.front.items() for label in labels
    }
    found = {**before, **written.pages}
    written.pages = {label: found[label] for label in pages.labels if label in found}
    return {name: "".join(page_mark(label) for label in labels) for name, labels in pages.front.items()}


def _contents(
    package: epub.EpubBook,
    written: Written,
    book: Book,
    record: EditionRecord,
    claims: Claims,
    cover: bytes,
    marks: dict[str, str],
) -> None:
    """Every file, in reading order."""
    edition = Edition.of(book, record)
    _add(package, "cover-image", "images/cover.jpg", "image/jpeg", cover, ["cover-image"])
    alt = attr(", ".join(part for part in (book.title, edition.leading_line) if part))
    before = [
        _page("cover", "cover", "", f'<img src="images/cover.jpg" alt="{alt}"/>', edition, marks, "cover"),
        _page("title", "title-page", "frontmatter", front.title_page(edition), edition, marks, "titlepage"),
        _page("imprint", "imprint", "frontmatter", front.imprint_page(edition), edition, marks, "imprint"),
    ]
    statement = front.accessibility_page(edition, claims.sentences)
    after = _page("accessibility", "accessibility", "backmatter", statement, edition, marks)
    spine = []
    documents = [*before, *written.documents, after]
    _dress(package, book, record.design.name, documents)
    for document in documents:
        properties = [name for name, has in (("mathml", document.mathml), ("svg", document.svg)) if has]
        content = xhtml.page(document, book.language, book.direction)
        spine.append(
            _add(package, document.name, f"{document.name}.xhtml", "application/xhtml+xml", content, properties)
        )
    first = f"{written.documents[0].name}.xhtml" if written.documents else "title.xhtml"
    body = next((f"{d.name}.xhtml" for d in written.documents if d.division == "bodymatter"), first)
    navigation = nav.navigation(written, book.language, book.direction, body, marks.get("contents", ""))
    spine.insert(3, _add(package, "nav", "nav.xhtml", "application/xhtml+xml", navigation, ["nav"]))
    for name, data in sorted(written.assets.items()):
        _add(package, name.replace(".", "-"), f"images/{name}", "image/svg+xml", data)
    for media in book.media.values():
        data, name = for_screen(media), screen_name(media)
        _add(package, name.replace(".", "-"), f"images/{name}", media.small_type, data)
    package.toc = [epub.Link(e.href, e.label, f"toc-{n}") for n, e in enumerate(written.contents, 1) if e.level == 1]
    package.add_item(epub.EpubNcx())
    package.spine = spine


def _dress(package: epub.EpubBook, book: Book, design: str, documents: Sequence[Document]) -> None:
    """The style sheet, and typefaces where the book's scripts need them."""
    sheet = epub_sheet(design, book.language)
    others = foreign(book)
    if any(script_of(tag) != "Latn" for tag in [book.language, *others]):
        from pipeline.outputs.typefaces import typefaces  # fontTools' cutter takes a tenth of a second to load

        letters = set().union(*(document.body for document in documents), *(document.title for document in documents))
        files, rules = typefaces(book.language, others, letters, design)
        sheet = rules + sheet
        for file in files:
            _add(package, file.name.replace(".", "-"), f"fonts/{file.name}", "font/ttf", file.data)
    _add(package, "style", "style.css", "text/css", sheet.encode())


def _page(
    name: str, key: str, division: str, body: str, edition: Edition, marks: dict[str, str], kind: str = ""
) -> Document:
    """One of our own pages; ``key`` names its word, its class and its place, ``kind`` its epub:type."""
    types = f' epub:type="{kind}"' if kind else ""
    section = f'<section class="{key}" id="{key}"{types}>\n{marks.get(key, "")}{body}</section>\n'
    return Document(name, edition.word(key), section, division, edition.language)


def _add(
    package: epub.EpubBook,
    uid: str,
    name: str,
    media_type: str,
    content: bytes,
    properties: list[str] | None = None,
) -> epub.EpubItem:
    item = epub.EpubItem(uid=uid, file_name=name, media_type=media_type, content=content)
    item.properties = properties or []
    package.add_item(item)
    return item


class _FixedZip(zipfile.ZipFile):
    """A zip whose entries carry no clock and one mode."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, compress_type: int | None = None, compresslevel: int | None = None) -> None:  # fmt: skip  # noqa: E501
        name = zinfo_or_arcname.filename if isinstance(zinfo_or_arcname, zipfile.ZipInfo) else zinfo_or_arcname
        info = zipfile.ZipInfo(name, ZIP_TIME)
        info.external_attr = 0o644 << 16
        info.create_system = 3
        stored = name == "mimetype" or name.endswith((".jpg", ".png", ".gif"))
        method = zipfile.ZIP_STORED if stored or compress_type == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED
        super().writestr(info, data, method, compresslevel)


class _Writer(epub.EpubWriter):  # type: ignore[misc]
    """EbookLib's writer with a fixed zip and the language of the package's own words."""

    def _write_opf_file(self, root: Any) -> None:
        root.set("{http://www.w3.org/XML/1998/namespace}lang", self.book.language)
        super()._write_opf_file(root)

    def write(self) -> None:
        """Write the whole file at once."""
        self.out = _FixedZip(self.file_name, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        with self.out:
            self.out.writestr("mimetype", "application/epub+zip", compress_type=zipfile.ZIP_STORED)
            self._write_container()
            self._write_opf()
            self._write_items()
