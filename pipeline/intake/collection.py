"""Several manuscripts that make one book: a folder, or a zip, of files in their order (kỷ yếu, tuyển tập).

Each file passes the gate and is read by itself, as a chapter with its own author or as several chapters; then the
trees are put one behind the other. Ids and pictures get the file's number, so that two files may use the same
names; each finding says which file it is about.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline.book.front import blocks, front
from pipeline.findings import Finding, ManuscriptRefused, Severity, rule
from pipeline.i18n import N_
from pipeline.intake import archive
from pipeline.intake.document import Document, Manuscript
from pipeline.intake.gate import is_part, receive
from pipeline.intake.inventory.model import Holdings, Inventory, Passage
from pipeline.intake.read import read
from pipeline.metadata import FilePart

NONE = rule(
    "in-030",
    Severity.ERROR,
    N_("“{name}” holds no manuscript."),
    N_("Put the files of the book in it: Word (.docx, .doc, .rtf), OpenDocument (.odt), Markdown, HTML or LaTeX."),
)
LEFT_OUT = rule(
    "in-031",
    Severity.WARNING,
    N_("{count} files in “{name}” are no manuscripts and were left out: {files}"),
    N_("If one of them belongs into the book, save it as a Word document (.docx) and send it again."),
)
UNKNOWN = rule(
    "in-032",
    Severity.ERROR,
    N_("The metadata list the file “{file}”, which is not there."),
    N_("Correct its name in [[files]], or add the file."),
)
UNLISTED = rule(
    "in-033",
    Severity.WARNING,
    N_("The file “{file}” is not listed in the metadata and was left out."),
    N_("Add it to [[files]] at its place, or take it out of the folder."),
)
NAMED = rule(
    "in-034",
    Severity.ADVICE,
    N_("The file “{file}” has no title of its own; its chapter is called “{title}”."),
    N_("Give the title in the file with the style Title or Heading 1, or in [[files]] of the metadata."),
)
_NUMBER = re.compile(r"(\d+)")
_LEADING = re.compile(r"\A[\s\d._()-]+(?=\D)")


@dataclass(frozen=True, slots=True)
class _Given:
    """A file of the book, and what the metadata say about it."""

    path: Path
    name: str
    told: FilePart


def take(
    path: Path,
    work: Path,
    name: str,
    files: Sequence[FilePart] = (),
    meanwhile: Callable[[Inventory], object] = lambda _: None,
) -> tuple[Manuscript, Callable[[Path], Document]]:
    """Let in one file, or those of a folder or zip in their order; and how to read it, given an empty folder.

    ``work`` is a folder of our own; ``meanwhile`` gets the inventory of a single file while pandoc reads.
    Raises ManuscriptRefused, FileNotFoundError when there is nothing at ``path``.
    """
    if not path.is_dir():
        received = receive(path, name=name)
        if received.kind != "files":
            return received, lambda folder: read(received, folder, meanwhile=meanwhile)
    whole, given, findings = _gather(path, work, name, files)

    def reading(folder: Path) -> Document:
        document = _read_all(whole, given, folder)
        document.findings[:0] = findings
        return document

    return whole, reading


def _gather(
    path: Path, work: Path, name: str, files: Sequence[FilePart]
) -> tuple[Manuscript, list[_Given], list[Finding]]:
    """The files of the book in their order, as one manuscript. Raises ManuscriptRefused.

    The order is that of ``files`` where the metadata give one, else that of the names, with numbers by their value.
    """
    found, others = _listed(path, work, name)
    if not found:
        raise ManuscriptRefused(Finding(NONE, {"name": name}))
    findings = []
    if others:
        told = ", ".join(others[:5]) + (" …" if len(others) > 5 else "")
        findings.append(Finding(LEFT_OUT, {"count": len(others), "name": name, "files": told}))
    given, unlisted = _ordered(found, files)
    findings += [Finding(UNLISTED, {"file": missing}) for missing in unlisted]
    digest = hashlib.sha256()
    for one in given:
        digest.update(one.name.encode() + b"\0" + hashlib.sha256(one.path.read_bytes()).digest())
    size = sum(one.path.stat().st_size for one in given)
    return Manuscript(path, name, "files", digest.hexdigest(), size), given, findings


def _listed(path: Path, work: Path, name: str) -> tuple[dict[str, Path], list[str]]:
    """Manuscripts by their names, and the names of what else is there."""
    if path.is_dir():
        inside = {str(p.relative_to(path)): p for p in path.rglob("*") if p.is_file() and not p.is_symlink()}
    else:
        inside = dict(_unpacked(path, work, name))
    names = [n for n in inside if is_part(n)]
    visible = [n for n in inside if n not in names and not any(p.startswith((".", "~$", "__")) for p in Path(n).parts)]
    return {n: inside[n] for n in names}, sorted(n for n in visible if not n.endswith(".toml"))


def _unpacked(path: Path, work: Path, name: str) -> Iterator[tuple[str, Path]]:
    """The archive's files under names of ours. Raises ManuscriptRefused for a hostile one."""
    entries = [entry for entry in archive.inspect(path, name) if not entry.is_dir()]
    with zipfile.ZipFile(path) as opened:
        for number, entry in enumerate(entries):
            target = work / f"file-{number:04d}{PurePosixPath(entry.filename).suffix.lower()[:10]}"
            if is_part(entry.filename):
                with opened.open(entry) as source, target.open("wb") as copy:
                    shutil.copyfileobj(source, copy)
            yield unicodedata.normalize("NFC", entry.filename), target


def _ordered(found: dict[str, Path], files: Sequence[FilePart]) -> tuple[list[_Given], list[str]]:
    if not files:
        names = sorted(found, key=_natural)
        return [_Given(found[name], name, FilePart(name=name)) for name in names], []
    by_last = {PurePosixPath(name).name: name for name in found}
    given = []
    for told in files:
        name = told.name if told.name in found else by_last.get(told.name, "")
        if not name:
            raise ManuscriptRefused(Finding(UNKNOWN, {"file": told.name}))
        given.append(_Given(found[name], name, told))
    used = {one.name for one in given}
    return given, sorted(name for name in found if name not in used)


def _natural(name: str) -> list[tuple[int, int, str]]:
    """“Bài 2” before “Bài 10”."""
    pieces = _NUMBER.split(unicodedata.normalize("NFC", name).casefold())
    return [(0, int(piece), "") if piece.isdigit() else (1, 0, piece) for piece in pieces]


def _read_all(manuscript: Manuscript, given: Sequence[_Given], work: Path) -> Document:
    """Read every file and put them together. Raises ManuscriptRefused saying which file cannot be read."""
    whole = Document(manuscript, {"blocks": [], "meta": {}}, inventory=Inventory())
    for number, one in enumerate(given, 1):
        folder = work / f"read-{number:04d}"
        folder.mkdir()
        try:
            document = read(receive(one.path, name=one.name), folder)
        except ManuscriptRefused as refused:
            raise ManuscriptRefused(*[_about(finding, one.name) for finding in refused.findings]) from None
        _add(whole, document, one, number)
    return whole


def _about(finding: Finding, name: str) -> Finding:
    return replace(finding, where=replace(finding.where, file=finding.where.file or name))


def _add(whole: Document, document: Document, one: _Given, number: int) -> None:
    """Put one file behind those that are there, its title as a heading above it and its head below that."""
    _rename(document, number)
    texts: list[Any] = document.ast["blocks"]
    meta = document.ast["meta"]
    head = front(meta)
    title = one.told.title or head.title
    if not title and not any(block["t"] == "Header" and block["c"][0] == 1 for block in texts):
        title = _LEADING.sub("", PurePosixPath(one.name).stem).replace("_", " ").strip() or one.name
        document.findings.append(Finding(NAMED, {"file": one.name, "title": title}))
    if title:
        _below(texts)
        said = blocks(meta.get("title")) if title == head.title else [_line(title)]
        heading = {"t": "Header", "c": [1, ["", [], []], [node for line in said for node in line["c"]]]}
        whole.ast["blocks"] += [heading, *_head(meta, one.told.by)]
    else:
        whole.ast["blocks"] += _head(meta, one.told.by)
    whole.ast["blocks"] += texts
    whole.media |= document.media
    whole.findings += [_about(finding, one.name) for finding in document.findings]
    whole.words += document.words
    whole.language = whole.language or document.language
    overruled = [head.title] if one.told.title and head.title != one.told.title else []
    overruled += head.authors if one.told.by else []
    _count(whole.inventory, document.inventory, title if title != head.title else "", overruled, headed=bool(title))


def _head(meta: dict[str, Any], by: str) -> list[dict[str, Any]]:
    """What stands between the title of a file and its text: subtitle, authors, date and abstract, none of it lost."""
    authors = [_line(by)] if by else blocks(meta.get("author"))
    signed = [{"t": "Div", "c": [["", ["author"], []], authors]}] if authors else []
    return [*blocks(meta.get("subtitle")), *signed, *blocks(meta.get("date")), *blocks(meta.get("abstract"))]


def _line(text: str) -> dict[str, Any]:
    return {"t": "Para", "c": [{"t": "Str", "c": text}]}


def _count(
    whole: Inventory | None, part: Inventory | None, added: str, overruled: Sequence[str], *, headed: bool
) -> None:
    """What the file holds, with the title that we put above it; lines that the metadata overrule are set aside."""
    if whole is None or part is None:
        return
    for line in overruled:
        for passage in part.passages:
            if not passage.aside and " ".join(passage.text.split()) == " ".join(line.split()):
                passage.aside = "overruled"
                break
    if added:
        whole.passages.append(Passage(added, "heading"))
    whole.passages += part.passages
    whole.holds = Holdings(*map(sum, zip(astuple(whole.holds), astuple(part.holds), strict=True)))
    whole.holds.headings += headed
    whole.fields += part.fields
    whole.language = whole.language or part.language
    whole.exact = whole.exact and part.exact


def _below(blocks: list[Any]) -> None:
    """Make room for the title above: headings go one level down where the highest is a chapter's."""
    headers = [block for block in blocks if block["t"] == "Header"]
    if any(block["c"][0] == 1 for block in headers):
        for block in headers:
            block["c"][0] += 1


def _rename(document: Document, number: int) -> None:
    """Ids and pictures with the number of the file, so that no two files share one."""
    document.media = {f"f{number:03d}-{name}": media for name, media in document.media.items()}
    for name, media in document.media.items():
        media.name = name
    _prefix([document.ast["blocks"], *document.ast["meta"].values()], f"f{number:03d}-")


def _prefix(node: Any, prefix: str) -> None:
    if isinstance(node, list):
        for item in node:
            _prefix(item, prefix)
    elif isinstance(node, dict):
        content: Any = node.get("c")
        if node.get("t") in ("Image", "Link"):
            target = content[2]
            if node["t"] == "Image":
                target[0] = prefix + target[0]
            elif target[0].startswith("#"):
                target[0] = f"#{prefix}{target[0][1:]}"
        attributes = _attributes(node)
        if attributes and attributes[0]:
            attributes[0] = prefix + attributes[0]
        if isinstance(content, (list, dict)):
            _prefix(content, prefix)


_ATTRIBUTES_AT = {
    "Header": 1,
    "Div": 0,
    "Span": 0,
    "Code": 0,
    "CodeBlock": 0,
    "Link": 0,
    "Image": 0,
    "Table": 0,
    "Figure": 0,
}


def _attributes(node: dict[str, Any]) -> list[Any] | None:
    at = _ATTRIBUTES_AT.get(node.get("t", ""))
    found = node["c"][at] if at is not None else None
    return found if isinstance(found, list) else None
