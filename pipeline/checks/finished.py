"""Finished PDFs made elsewhere: can they be opened, are their fonts inside, are they fit for reader or press?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf

from pipeline.checks.inks import inks
from pipeline.checks.printing import check_inks
from pipeline.findings import Finding, Severity, rule
from pipeline.i18n import N_

BROKEN = rule(
    "pd-010",
    Severity.ERROR,
    N_("The PDF cannot be opened: it is damaged or protected by a password."),
    N_("Export it again without a password."),
)
FONT_OUTSIDE = rule(
    "pd-011",
    Severity.WARNING,
    N_("The typeface {font} is not inside the PDF; other machines will show another one."),
    N_("Export the PDF again with all fonts embedded."),
)
NO_LANGUAGE = rule(
    "pd-012",
    Severity.ADVICE,
    N_("The PDF does not say in which language it is written."),
    N_("Set the document language before exporting, so that screen readers choose the right voice."),
)
OUTSIDE = rule(
    "pd-013",
    Severity.ADVICE,
    N_("One file of this book was corrected outside: its page numbers may no longer be those of the other."),
    N_("For pages that agree in EPUB and PDF, make the correction in the manuscript and build both again."),
)


def check_pdf(path: Path) -> list[Finding]:
    """Findings of a finished PDF."""
    try:
        with pikepdf.open(path) as document:
            findings = [Finding(FONT_OUTSIDE, {"font": name}) for name in _fonts_outside(document)]
            press = _for_press(document)
            if "/Lang" not in document.Root and not press:
                findings.append(Finding(NO_LANGUAGE))
    except (pikepdf.PdfError, pikepdf.PasswordError):
        return [Finding(BROKEN)]
    return [*findings, *check_inks(inks(path))] if press else findings


def _for_press(document: pikepdf.Pdf) -> bool:
    """Whether the pages have room beyond their trim, as only a file for a printing house has."""
    page = document.pages[0] if len(document.pages) else None
    if page is None or "/TrimBox" not in page:
        return False
    trim, media = ([float(value) for value in page[box]] for box in ("/TrimBox", "/MediaBox"))
    return trim[2] - trim[0] < media[2] - media[0] - 1


def _fonts_outside(document: pikepdf.Pdf) -> list[str]:
    outside: set[str] = set()
    for page in document.pages:
        for font in dict(page.resources.get("/Font", {})).values():
            descriptor = _descriptor(font)
            if descriptor is not None and not any(f"/FontFile{n}" in descriptor for n in ("", "2", "3")):
                outside.add(str(font.get("/BaseFont", "?")).lstrip("/"))
    return sorted(outside)


def _descriptor(font: Any) -> Any:
    if "/DescendantFonts" in font:
        font = font["/DescendantFonts"][0]
    return font.get("/FontDescriptor")
