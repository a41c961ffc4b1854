# ruff: noqa: E501 - pieces of books are best read on one line
"""EPUBs and released titles for tests that read: small, made by hand, and as hostile as wanted."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Engine

from catalogue import db
from catalogue.models.builds import ReleaseFile, StoredFile
from catalogue.models.people import Organisation
from catalogue.services import releases, titles
from catalogue.storage import Store
from pipeline.metadata import BookPart, EditionRecord, Person

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cfc0f01f0005050102cf9e1ff70000000049454e44ae426082"
)


def epub(
    chapters: Mapping[str, str], *, language: str = "vi", title: str = "Sách thử", rtl: bool = False,
    pictures: Mapping[str, tuple[bytes, str]] | None = None,
) -> bytes:  # fmt: skip
    """An EPUB whose chapters have these bodies, by name."""
    pictures = {"pixel.png": (PIXEL, "image/png")} if pictures is None else pictures
    items = "".join(f'<item id="{n}" href="{n}.xhtml" media-type="application/xhtml+xml"/>' for n in chapters)
    items += "".join(
        f'<item id="p{i}" href="{n}" media-type="{kind}"/>' for i, (n, (_, kind)) in enumerate(pictures.items())
    )
    spine = "".join(f'<itemref idref="{name}"/>' for name in chapters)
    direction = ' page-progression-direction="rtl"' if rtl else ""
    lines = "".join(f'<li><a href="{name}.xhtml">Chương {name}</a></li>' for name in chapters)
    head = '<?xml version="1.0" encoding="utf-8"?>'
    page = f'{head}<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="{language}"><head><title>{{0}}</title></head><body>{{1}}</body></html>'
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr(
            "META-INF/container.xml",
            f'{head}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="E/p.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
        )
        archive.writestr(
            "E/p.opf",
            f'{head}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i">'
            f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">urn:x</dc:identifier>'
            f"<dc:title>{title}</dc:title><dc:language>{language}</dc:language></metadata><manifest>"
            f'<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>{items}</manifest>'
            f"<spine{direction}>{spine}</spine></package>",
        )
        nav = f'<nav epub:type="toc"><ol>{lines}</ol></nav>'
        archive.writestr("E/nav.xhtml", page.replace("{0}", "Mục lục").replace("{1}", nav))
        for name, body in chapters.items():
            archive.writestr(f"E/{name}.xhtml", page.replace("{0}", name).replace("{1}", body))
        for name, (data, _) in pictures.items():
            archive.writestr(f"E/{name}", data)
    return target.getvalue()


def shelve(
    engine: Engine, store: Store, house: str, data: bytes, folder: Path, *, title: str = "Sách thử",
    language: str = "vi", people: tuple[str, ...] = ("Nguyễn Văn A",), subjects: tuple[str, ...] = (),
) -> str:  # fmt: skip
    """Release these bytes as the EPUB of a new title; the title's address."""
    path = folder / hashlib.sha256(data).hexdigest()
    path.write_bytes(data)
    stored = store.put(path)
    record = EditionRecord(
        book=BookPart(title=title, language=language, subjects=subjects), people=tuple(Person(name=n) for n in people)
    )
    with db.session_scope(engine) as session:
        owner = session.get(Organisation, house)
        assert owner
        edition = titles.create(session, record, owner)
        made = releases.open_release(session, edition)
        if session.get(StoredFile, stored.sha256) is None:
            session.add(StoredFile(sha256=stored.sha256, size=stored.size, media_type="application/epub+zip"))
            session.flush()
        session.add(ReleaseFile(release_id=made.id, role="epub", sha256=stored.sha256, name="sach.epub"))
        session.flush()
        [card] = titles.cards(session, [edition.id])
        return card.path
