"""What a printing house would send a file back for, or ask about: pictures, black, sheets, spine, bar code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.checks.inks import Inks, Picture, inks
from pipeline.findings import Finding, Severity, rule
from pipeline.i18n import N_
from pipeline.metadata import EditionRecord

GOOD, POOR = 300, 150
"""Dots per inch at printed size: what is asked, and below which everybody sees the squares."""

COARSE = rule(
    "pr-001",
    Severity.WARNING,
    N_("Pictures printed with under {limit} dots per inch: {count} (the least has {dpi}), on pages {pages}."),
    N_("Put in larger originals, or show the pictures smaller: in print they will look blurred."),
)
SOFT = rule(
    "pr-002",
    Severity.ADVICE,
    N_("Pictures printed with under {limit} dots per inch: {count} (the least has {dpi}), on pages {pages}."),
    N_("Printing houses ask for {limit} dots per inch; for charts and drawings it matters most."),
)
COLOURED = rule(
    "pr-003",
    Severity.WARNING,
    N_("Pictures in RGB colours, which the printing house must convert to its inks: {count}, on pages {pages}."),
    N_("Ask the printing house how it wants colours, or leave pictures in [print] at grey."),
)
NOT_BLACK = rule(
    "pr-004",
    Severity.WARNING,
    N_("Letters in something else than one pure black: on pages {pages} ({count} in all)."),
    N_("Coloured or mixed small type is blurred when the plates do not meet exactly; set it in 100% black."),
)
SHEETS = rule(
    "pr-005",
    Severity.ADVICE,
    N_("The book has {pages} printed pages; in sheets of {signature} ({sheets} of them) {empty} pages stay empty."),
    N_("Gain or lose a few pages, leave the empty ones for notes, or ask the printing house for a part sheet."),
)
SPINE = rule(
    "pr-006",
    Severity.ADVICE,
    N_("The spine is drawn {spine} mm wide, for {pages} pages on paper of {gsm} g/m² with a bulk of {bulk} cm³/g."),
    N_("Ask the printing house for the paper's bulk, or for the spine's width: [print] spine."),
)
NO_CODE = rule(
    "pr-007",
    Severity.ADVICE,
    N_("The back cover has no bar code, since the printed book has no ISBN in the record."),
    N_("Give the ISBN of the printed book: [isbn] print."),
)


BLURB_CUT = rule(
    "pr-008",
    Severity.WARNING,
    N_("The words for the back cover are too long for it; the last {count} letters are left out."),
    N_("Write a shorter text for the back: [print] blurb."),
)


def check_printing(record: EditionRecord, path: Path, *, spine: float, cut: int) -> list[Finding]:
    """Findings of our own print PDF at ``path`` and of its cover.

    ``spine`` is in millimetres; ``cut`` counts the letters that the back had no room for.
    """
    found = inks(path)
    findings = [*check_inks(found), *check_sheets(found.pages, record.print.signature)]
    if record.print.spine is None:
        paper = record.print
        params = {"spine": spine, "pages": found.pages, "gsm": paper.paper_gsm, "bulk": paper.paper_bulk}
        findings.append(Finding(SPINE, params))
    if cut:
        findings.append(Finding(BLURB_CUT, {"count": cut}))
    if not record.isbn.print:
        findings.append(Finding(NO_CODE))
    return findings


def check_inks(found: Inks) -> Iterator[Finding]:
    """Findings of the pictures and letters of any PDF that goes to press."""
    coarse = [picture for picture in found.pictures if picture.dpi < POOR]
    soft = [picture for picture in found.pictures if POOR <= picture.dpi < GOOD]
    for code, pictures, limit in ((COARSE, coarse, POOR), (SOFT, soft, GOOD)):
        if pictures:
            yield Finding(code, _of(pictures) | {"limit": limit, "dpi": min(picture.dpi for picture in pictures)})
    coloured = [picture for picture in found.pictures if picture.colour]
    if coloured:
        yield Finding(COLOURED, _of(coloured))
    if found.coloured:
        yield Finding(NOT_BLACK, {"count": len(found.coloured), "pages": _listed(found.coloured)})


def check_sheets(pages: int, signature: int) -> Iterator[Finding]:
    """Whether the pages fill their folded sheets (tay sách) of ``signature`` pages."""
    empty = -pages % signature
    if empty:
        sheets = (pages + empty) // signature
        yield Finding(SHEETS, {"pages": pages, "signature": signature, "sheets": sheets, "empty": empty})


def _of(pictures: list[Picture]) -> dict[str, object]:
    return {"count": len(pictures), "pages": _listed(picture.page for picture in pictures)}


def _listed(pages: Iterable[int], most: int = 12) -> str:
    """Page numbers for a sentence, the first of many."""
    found = sorted(set(pages))
    return ", ".join(map(str, found[:most])) + (" …" if len(found) > most else "")
