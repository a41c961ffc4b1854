"""Plain text without fonts: in which old encoding it would read as Vietnamese. A proposal for a person, never done."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.findings import Finding, Severity, rule
from pipeline.i18n import N_
from pipeline.intake.legacy.tables import Encoding
from pipeline.intake.legacy.text import converted, is_unicode, likeness

LOOKS_LIKE = rule(
    "enc-020",
    Severity.WARNING,
    N_("Taken as the old encoding {encoding}, the text would read: “{preview}”."),
    N_("If that is right, convert the file to Unicode (UTF-8), for example with UniKey, and send it again."),
)
ENCODINGS: tuple[Encoding, ...] = ("TCVN3", "VNI", "VISCII", "VPS")
_SURE, _GAIN = 0.85, 0.3
_ENOUGH = 20
"""Words with signs beyond ASCII; fewer tell nothing."""
_READ = 200_000


def of_bytes(content: bytes) -> Iterator[Finding]:
    """The likeliest encoding of a file that is no UTF-8, with a preview."""
    yield from of_text(content[:_READ].decode("latin-1"))


def of_text(text: str) -> Iterator[Finding]:
    """The likeliest encoding of a text that holds no Vietnamese letter of Unicode."""
    text = text[:_READ]
    if is_unicode(text) or sum(not word.isascii() for word in text.split()) < _ENOUGH:
        return
    before = likeness(text)
    score, encoding = max((likeness(converted(text, encoding)), encoding) for encoding in ENCODINGS)
    if score >= _SURE and score - before >= _GAIN:
        lines = [line for line in converted(text, encoding).splitlines() if not line.isascii()]
        yield Finding(LOOKS_LIKE, {"encoding": encoding, "preview": " ".join(" ".join(lines[:3]).split())[:120]})
