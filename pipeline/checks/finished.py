"""Finished PDFs made elsewhere: can they be opened, are their fonts inside, do they name a language?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf

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


def check_pdf(path: Path) -> list[Finding]:
    """Findings of a finished PDF."""
    try:
        with pikepdf.open(path) as document:
            findings = [Finding(FONT_OUTSIDE, {"font": name}) for name in _fonts_outside(document)]
            if "/Lang" not in document.Root:
                findings.append(Finding(NO_LANGUAGE))
    except (pikepdf.PdfError, pikepdf.PasswordError):
        return [Finding(BROKEN)]
    return findings


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
