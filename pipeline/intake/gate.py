"""The door: what a file is, by its content and its name, and whether it may come in at all."""

from __future__ import annotations

import hashlib
import mmap
import zipfile
from pathlib import Path, PurePosixPath

from pipeline.findings import Finding, ManuscriptRefused, Severity, rule
from pipeline.i18n import N_
from pipeline.intake import archive
from pipeline.intake.document import Kind, Manuscript
from pipeline.intake.legacy import guess, office

MAX_BYTES = 300 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_KINDS: dict[str, Kind] = {
    ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".tex": "latex", ".txt": "text",
}  # fmt: skip
_ZIP_KINDS: dict[str, Kind] = {
    ".docx": "docx",
    ".docm": "docx",
    ".dotx": "docx",
    ".odt": "odt",
    ".epub": "epub",
    ".zip": "files",
}
PARTS = (".docx", ".doc", ".rtf", ".odt", ".md", ".markdown", ".html", ".htm", ".tex", ".txt")
"""What the files of a book that comes in several may be."""

EMPTY = rule(
    "in-001",
    Severity.ERROR,
    N_("The file “{name}” is empty."),
    N_("Check that it was saved and copied whole, then upload it again."),
)
TOO_LARGE = rule(
    "in-002",
    Severity.ERROR,
    N_("The file “{name}” is larger than {limit} MB."),
    N_("Reduce the pictures in Word (Picture Format, Compress Pictures) or send the book in parts."),
)
UNKNOWN = rule(
    "in-003",
    Severity.ERROR,
    N_("The file “{name}” is of a kind that cannot become a book here."),
    N_("Send a Word document (.docx, .doc or .rtf), OpenDocument text (.odt), Markdown, HTML or LaTeX file."),
)
WRONG_NAME = rule(
    "in-004",
    Severity.ERROR,
    N_("The name “{name}” says one kind of file, its content is another."),
    N_("Open the file in the program that made it and save it as a Word document (.docx)."),
)
NOT_TEXT = rule(
    "in-006",
    Severity.ERROR,
    N_("The file “{name}” is not text in UTF-8."),
    N_("Save it again as plain text with the encoding UTF-8."),
)
NOT_DOCUMENT = rule(
    "in-007",
    Severity.ERROR,
    N_("The file “{name}” is an archive, but no document: it lacks what a Word or OpenDocument file holds."),
    N_("Send the document itself; a zip may hold the files of one book, in the order of their names."),
)


def receive(path: Path, *, name: str | None = None) -> Manuscript:
    """Let a file in. Raises ManuscriptRefused with the reason, FileNotFoundError when there is no file."""
    name = name or path.name
    size = path.stat().st_size
    if size == 0:
        raise ManuscriptRefused(Finding(EMPTY, {"name": name}))
    if size > MAX_BYTES:
        raise ManuscriptRefused(Finding(TOO_LARGE, {"name": name, "limit": MAX_BYTES >> 20}))
    kind = _kind(path, name)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Manuscript(path, name, kind, digest, size)


def _kind(path: Path, name: str) -> Kind:
    suffix = Path(name).suffix.lower()
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(_OLE):
        return _agree(_ole_kind(path, name), suffix == ".doc", name)
    if head.startswith(b"{\\rtf"):
        return _agree(_opened_by_office("rtf", name), suffix in (".rtf", ".doc"), name)
    if head.startswith(b"%PDF-"):
        return _agree("pdf", suffix == ".pdf", name)
    if head.startswith(b"PK"):
        kind = _zip_kind(path, name)
        return _agree(kind, _ZIP_KINDS.get(suffix) == kind, name)
    if suffix in _ZIP_KINDS or suffix == ".pdf":
        raise ManuscriptRefused(Finding(archive.BROKEN, {"name": name}))
    if suffix not in _TEXT_KINDS:
        raise ManuscriptRefused(Finding(UNKNOWN, {"name": name}))
    _must_be_text(path, name)
    return _TEXT_KINDS[suffix]


def _agree(kind: Kind, same: bool, name: str) -> Kind:
    if not same:
        raise ManuscriptRefused(Finding(WRONG_NAME, {"name": name}))
    return kind


def _ole_kind(path: Path, name: str) -> Kind:
    """An encrypted .docx is an OLE container as an old Word file is; its stream names are UTF-16."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find("EncryptedPackage".encode("utf-16-le")) >= 0:
            raise ManuscriptRefused(Finding(archive.LOCKED, {"name": name}))
        if content.find("WordDocument".encode("utf-16-le")) < 0:
            raise ManuscriptRefused(Finding(UNKNOWN, {"name": name}))
    return _opened_by_office("doc", name)


def _opened_by_office(kind: Kind, name: str) -> Kind:
    if office.program() is None:
        raise ManuscriptRefused(Finding(office.MISSING, {"name": name}))
    return kind


def _zip_kind(path: Path, name: str) -> Kind:
    names = {entry.filename for entry in archive.inspect(path, name)}
    if "[Content_Types].xml" in names and any(n.endswith("document.xml") or n.startswith("word/") for n in names):
        return "docx"
    if "mimetype" in names:
        with zipfile.ZipFile(path) as opened, opened.open("mimetype") as entry:
            declared = entry.read(200).strip()
        if declared == b"application/epub+zip":
            return "epub"
        if declared.startswith(b"application/vnd.oasis.opendocument.text"):
            return "odt"
    if any(is_part(inside) for inside in names):
        return "files"
    raise ManuscriptRefused(Finding(NOT_DOCUMENT, {"name": name}))


def is_part(name: str) -> bool:
    """Whether an entry of a folder or zip is one of the files of its book, and no leaving of an office program."""
    path = PurePosixPath(name)
    hidden = any(part.startswith((".", "~$", "__MACOSX")) for part in path.parts)
    return not hidden and path.suffix.lower() in PARTS


def _must_be_text(path: Path, name: str) -> None:
    try:
        content = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        found = guess.of_bytes(path.read_bytes())
        raise ManuscriptRefused(Finding(NOT_TEXT, {"name": name}), *found) from None
    if "\x00" in content:
        raise ManuscriptRefused(Finding(NOT_TEXT, {"name": name}))
