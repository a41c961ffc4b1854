"""One sandboxed pandoc call turns a manuscript into a tree; its pictures come in under our names.

pandoc is started as soon as may be: what only some kinds of manuscript need, or what follows it, is imported where it
is used or while pandoc reads.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from pipeline import pandoc, sandbox
from pipeline.findings import Finding, ManuscriptRefused, Severity, rule
from pipeline.i18n import N_
from pipeline.intake import legacy, markdown, ooxml
from pipeline.intake.document import Document, Manuscript
from pipeline.intake.inventory.model import Inventory
from pipeline.intake.legacy import guess, office
from pipeline.intake.rescue import rescue
from pipeline.intake.tree import Walk, parsed

_READERS = {
    "docx": "docx",
    "odt": "odt",
    # YAML metadata is off: a few hundred bytes of it can keep the reader busy for ever.
    "markdown": "markdown-yaml_metadata_block-raw_html-raw_tex-raw_attribute",
    "html": "html",
    "latex": "latex",
    "text": "commonmark-raw_html",
}
_SUFFIX = {"docx": "docx", "odt": "odt", "markdown": "md", "html": "html", "latex": "tex", "text": "txt"}
_MEMORY = ("+RTS", "-M1500M", "-A4m", "-O256m", "-RTS")
"""At most 1.5 GB; new data in pieces that a core's cache holds, and old data copied only when it is much: a tree only
grows, and copying it was a quarter of the time. (With a large first space, -A128m, every page of it is new memory.)"""
LIMITS = sandbox.Limits(wall_s=120, cpu_s=120, memory_mb=0, file_mb=512)

NO_READER = rule(
    "in-021",
    Severity.ERROR,
    N_("“{name}” is a finished {kind} file, not a manuscript."),
    N_("Check it with “nghinsach check”, or register it in the catalogue as a finished book."),
)
TIMEOUT = rule(
    "in-022",
    Severity.ERROR,
    N_("Reading the manuscript took longer than {seconds} seconds and was stopped."),
    N_("Something in it is built in an unusual way. Save it again in Word, or split it, and try once more."),
)
TOO_BIG = rule(
    "in-023",
    Severity.ERROR,
    N_("Reading the manuscript needed more memory than is allowed."),
    N_("Split the manuscript into parts, or reduce its pictures, and try again."),
)
UNREADABLE = rule(
    "in-024",
    Severity.ERROR,
    N_("The manuscript cannot be read: {why}"),
    N_("Open it in the program that made it, save it again as a Word document (.docx), and upload that."),
)
NO_TEXT = rule(
    "in-025",
    Severity.ERROR,
    N_("The manuscript has no text."),
    N_("Check that you chose the right file; text inside pictures or shapes cannot be read."),
)


def read(
    manuscript: Manuscript,
    work: Path,
    language: str = "",
    meanwhile: Callable[[Inventory], object] = lambda _: None,
) -> Document:
    """Read a manuscript; ``work`` is an empty folder of our own. Raises ManuscriptRefused with the reason.

    ``meanwhile`` gets the inventory while pandoc reads, on another core.
    """
    manuscript, changed = _modern(manuscript, work)
    if manuscript.kind not in _READERS:
        raise ManuscriptRefused(Finding(NO_READER, {"name": manuscript.name, "kind": manuscript.kind.upper()}))
    source = work / f"in.{_SUFFIX[manuscript.kind]}"
    head = _place(manuscript, source)
    encoded = legacy.convert(source) if manuscript.kind == "docx" else []
    kept = _kept(source)
    rescued = rescue(source, manuscript.kind)
    held = Inventory()

    def beside() -> None:
        from pipeline.intake import inventory

        nonlocal held, encoded
        held = inventory.take(manuscript, kept)
        meanwhile(held)
        if manuscript.kind == "docx" and not encoded:
            encoded = legacy.unnamed(passage.text for passage in held.passages)
        import_module("pipeline.intake.pictures")

    ast = _pandoc(manuscript, source, work, beside)
    from pipeline.intake.pictures import ELSEWHERE, Pictures

    ast["meta"] |= head.meta()
    textual = manuscript.kind in ("markdown", "html", "latex")
    pictures = Pictures(work, manuscript.path.parent if textual else None)
    walk = Walk(pictures)
    walk.visit(ast["blocks"])
    if manuscript.kind in ("markdown", "html", "latex", "text"):
        encoded = list(guess.of_text(source.read_text(encoding="utf-8-sig")))
    elsewhere = [Finding(ELSEWHERE, {"source": target[:120]}) for target in held.linked]
    findings = [*changed, *encoded, *rescued, *pictures.findings, *elsewhere]
    if not walk.words and not pictures.media and not _has_words(ast["meta"]):
        raise ManuscriptRefused(Finding(NO_TEXT, {}))
    # An old Vietnamese font says more about the language than an office program's default.
    vietnamese = "vi" if any(finding.code == legacy.CONVERTED for finding in encoded) else ""
    spoken = language or head.language or vietnamese or held.language
    return Document(manuscript, ast, pictures.media, findings, held.words, spoken, held)


def _kept(source: Path) -> Path:
    """The source under a name of its own, since the rescue puts another file in its place."""
    kept = source.with_stem("held")
    try:
        kept.hardlink_to(source)
    except OSError:  # a file system without links
        shutil.copyfile(source, kept)
    return kept


def _modern(manuscript: Manuscript, work: Path) -> tuple[Manuscript, list[Finding]]:
    """The manuscript as pandoc can read it: what only an office program opens becomes .docx first."""
    old = manuscript.kind in ("doc", "rtf")
    if not old and not (manuscript.kind == "odt" and office.program() and office.has_old_fonts(manuscript.path)):
        return manuscript, []
    made, finding = office.as_docx(manuscript.path, manuscript.kind, work, manuscript.name)
    return replace(manuscript, path=made, kind="docx"), [finding]


def _place(manuscript: Manuscript, source: Path) -> markdown.Source:
    """Put the manuscript where it is read; the head of a Markdown file comes back apart."""
    if manuscript.kind == "markdown":
        head = markdown.separate(manuscript.path.read_text(encoding="utf-8-sig"))
        source.write_text(head.text, encoding="utf-8")
        return head
    if manuscript.kind == "html":
        from pipeline.intake import html

        text = manuscript.path.read_text(encoding="utf-8-sig")
        source.write_text(html.clean(text), encoding="utf-8")
    elif manuscript.kind == "text":
        from pipeline.intake import plain

        source.write_text(plain.as_markdown(manuscript.path.read_text(encoding="utf-8-sig")), encoding="utf-8")
    else:
        shutil.copyfile(manuscript.path, source)
    if manuscript.kind == "docx":
        ooxml.normalise(source)
    return markdown.Source("")


def _pandoc(manuscript: Manuscript, source: Path, work: Path, meanwhile: Callable[[], object]) -> dict[str, Any]:
    argv = [
        pandoc.program(), "--sandbox", "-f", _READERS[manuscript.kind], "-t", "json",
        "--track-changes=accept", "--extract-media=media", "-o", "out.json", source.name,
        *_MEMORY,
    ]  # fmt: skip
    done = sandbox.run(argv, folder=work, limits=LIMITS, meanwhile=meanwhile)
    if done.reason in ("timeout", "cpu"):
        raise ManuscriptRefused(Finding(TIMEOUT, {"seconds": int(LIMITS.wall_s)}))
    if done.reason == "memory":
        raise ManuscriptRefused(Finding(TOO_BIG))
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ManuscriptRefused(Finding(UNREADABLE, {"why": " ".join(said)[:300]}))
    return parsed((work / "out.json").read_bytes())


def _has_words(meta: dict[str, Any]) -> bool:
    return '"Str"' in json.dumps(meta)
