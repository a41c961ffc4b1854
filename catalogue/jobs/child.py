"""One build in a process of its own: what it breaks or eats dies with it, and the worker lives on.

Called with a folder that holds ``order.json`` and the manuscript; it prints progress as JSON lines and
leaves ``result.json`` and the books beside it. It knows no database, no store and no secrets.
"""

from __future__ import annotations

import gc
import io
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from PIL import Image

from pipeline import BuildOptions, BuildResult, EditionRecord, Progress, Side, build, check, inspect
from pipeline.book.model import Media
from pipeline.checks.finished import OUTSIDE
from pipeline.findings import Finding, ManuscriptRefused, blocking
from pipeline.text import slug

ORDER, MANUSCRIPT, ORIGINAL, RESULT, MADE = "order.json", "manuscript", "original", "result.json", "made"
FINISHED = {".epub": "application/epub+zip", ".pdf": "application/pdf"}
THUMBNAIL = (480, 800)
SHOWN = (640, 640)
"""Pixels of a picture in the worklist of alternative texts."""
ROLES = ((".print.pdf", "pdf-print"), (".archive.pdf", "pdf-archive"), (".cover.pdf", "pdf-cover"), (".epub", "epub"),
         (".pdf", "pdf"), (".cover.jpg", "cover"))  # fmt: skip


def main(folder: Path) -> None:
    """Build what the order asks for."""
    order = json.loads((folder / ORDER).read_text(encoding="utf-8"))
    record = EditionRecord.model_validate(order["record"])
    kind = Path(order["name"]).suffix.lower()
    if kind in FINISHED:
        _leave(folder / RESULT, finished(folder / MANUSCRIPT, folder / MADE, record, kind, order.get("replaces", "")))
        return
    if order.get("purpose") == "verdict":
        found = understood(folder / MANUSCRIPT, folder / MADE, record, order["name"], _original(folder, order))
        _leave(folder / RESULT, found)
        return
    if order.get("purpose") == "specimen":
        _leave(folder / RESULT, shown(folder / MANUSCRIPT, folder / MADE, record, order["name"]))
        return
    options = BuildOptions(pdf=("screen", *order.get("pdf", ())), original=_original(folder, order))
    result = build(folder / MANUSCRIPT, folder / MADE, record, options, _tell, name=order["name"])
    _leave(folder / RESULT, described(result, folder / MADE))


def _original(folder: Path, order: dict[str, Any]) -> Side | None:
    """What the manuscript is a translation of, where that is here."""
    told = order.get("original")
    if not told:
        return None
    return Side(folder / ORIGINAL, EditionRecord.model_validate(told["record"]), told["language"], told["name"])


def finished(path: Path, made: Path, record: EditionRecord, suffix: str, replaces: str = "") -> dict[str, Any]:
    """A book that was made elsewhere: checked and kept as it is; ``replaces`` is the role of a built file it is for."""
    made.mkdir()
    book = made / f"{slug(record.book.title or '')}{suffix}"
    path.rename(book)
    _tell(Progress("check", 0.2))
    findings = list(check(book))
    if replaces in ("epub", "pdf"):
        findings.append(Finding(OUTSIDE))
    refused = bool(blocking(findings))
    file = {"role": role_of(book.name), "name": book.name, "media_type": FINISHED[suffix]}
    return {
        "status": "refused" if refused else "built",
        "finished": True,
        "title": record.book.title or "",
        "language": record.book.language or "",
        "findings": [finding.kept() for finding in findings],
        "files": [] if refused else [file],
    }


def described(result: BuildResult, made: Path) -> dict[str, Any]:
    """The result as the catalogue keeps it: findings as data, files by role."""
    files = [{"role": role_of(o.path.name), "name": o.path.name, "media_type": o.media_type} for o in result.outputs]
    covers = [output.path for output in result.outputs if role_of(output.path.name) == "cover"]
    files += [_thumbnail(path, made) for path in covers]
    if result.text:
        made.mkdir(exist_ok=True)
        files.append(_text(made, result.text))
    return {
        "status": result.status,
        "title": result.title,
        "subtitle": result.subtitle,
        "authors": result.authors,
        "language": result.language,
        "manuscript": result.manuscript,
        "counts": asdict(result.counts),
        "findings": [finding.kept() for finding in result.findings],
        "account": result.account.said() if result.account else {},
        "completeness": result.compared.kept() if result.compared else {},
        "decided": [{**one.finding.kept(), "decision": one.said()} for one in result.decided],
        "tools": result.tools,
        "timings": result.timings,
        "files": files,
    }


def understood(
    path: Path, made: Path, record: EditionRecord, name: str, original: Side | None = None
) -> dict[str, Any]:
    """What would become of a manuscript, with its text for comparing rounds and its pictures for describing them."""
    made.mkdir()
    found = inspect(path, record, _tell, name=name, original=original)
    _tell(Progress("finish", 1.0))
    files = [_text(made, found.text)]
    for digest, media in found.media.items():
        shown = _shown(made, digest, media)
        if shown:
            files.append(shown)
    report = found.kept()
    completeness = found.compared.kept() if found.compared else {}
    return {
        **report, "status": "built", "verdict": report["status"], "completeness": completeness, "files": files,
    }  # fmt: skip


def shown(path: Path, made: Path, record: EditionRecord, name: str) -> dict[str, Any]:
    """A few pages of a manuscript in the record's design, or why there are none."""
    from pipeline.specimen import specimen  # the page engine's side, which reading a manuscript need not load

    try:
        pages = specimen(path, made, record, name=name)
    except ManuscriptRefused as refused:
        return {"status": "refused", "findings": [finding.kept() for finding in refused.findings], "files": []}
    return {"status": "built", "findings": [], "files": [{"role": "specimen", "name": pages.name}]}


def _text(made: Path, text: list[tuple[str, list[str]]]) -> dict[str, str]:
    (made / "text.json").write_text(json.dumps(text, ensure_ascii=False), encoding="utf-8")
    return {"role": "text", "name": "text.json", "media_type": "application/json"}


def picture_role(digest: str) -> str:
    """The role of a picture's small copy among a build's files."""
    return f"pic-{digest[:16]}"


def _shown(made: Path, digest: str, media: Media) -> dict[str, str] | None:
    """A small copy of a picture for the worklist; none for what no library here can draw."""
    if media.media_type == "image/svg+xml":
        (made / f"{digest}.svg").write_bytes(media.data)
        return {"role": picture_role(digest), "name": f"{digest}.svg", "media_type": media.media_type}
    try:
        with Image.open(io.BytesIO(media.data)) as picture:
            picture.thumbnail(SHOWN, Image.Resampling.LANCZOS)
            picture.convert("RGBA").save(made / f"{digest}.png", "PNG", optimize=True)
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    return {"role": picture_role(digest), "name": f"{digest}.png", "media_type": "image/png"}


def role_of(name: str) -> str:
    """What a file of a build is, by its name. Raises ValueError for a name that the pipeline does not give."""
    for suffix, role in ROLES:
        if name.endswith(suffix):
            return role
    raise ValueError(name)


def _thumbnail(cover: Path, made: Path) -> dict[str, str]:
    name = cover.name.removesuffix(".cover.jpg") + ".small.jpg"
    with Image.open(cover) as picture:
        picture.thumbnail(THUMBNAIL, Image.Resampling.LANCZOS)
        picture.save(made / name, "JPEG", quality=82, optimize=True)
    return {"role": "thumbnail", "name": name, "media_type": "image/jpeg"}


def _tell(progress: Progress) -> None:
    sys.stdout.write(json.dumps({"stage": progress.stage, "fraction": round(progress.fraction, 3)}) + "\n")
    sys.stdout.flush()


def _leave(path: Path, content: dict[str, Any]) -> None:
    """Under its name only when whole."""
    part = path.with_suffix(".part")
    part.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    part.replace(path)


if __name__ == "__main__":
    gc.disable()  # what one book needs lives to the end: looking for garbage would only take time
    main(Path(sys.argv[1]))
