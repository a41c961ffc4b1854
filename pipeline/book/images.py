"""Images: by our own names, with what the manuscript says about them for those who cannot see them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from pipeline.book.cleaning import clean, plain
from pipeline.book.model import Image, Inline, Media, Text
from pipeline.book.scope import Scope
from pipeline.findings import Finding, Severity, rule
from pipeline.i18n import N_
from pipeline.metadata import EditionRecord

UNDESCRIBED = rule(
    "im-001",
    Severity.WARNING,
    N_("The picture {number} has no alternative text, so readers who cannot see it get nothing."),
    N_("In Word: right-click the picture, View Alt Text, and say in a sentence what it shows."),
)

_LENGTH = re.compile(r"^\d+(\.\d+)?(in|cm|mm|pt|px|em|%)$")
_FILE_NAME = re.compile(r"^\S+\.(png|jpe?g|gif|svg|webp|bmp|tiff?|emf|wmf)$", re.IGNORECASE)
_FILLER = re.compile(r"^(image|picture|hình|ảnh|hình ảnh|photo|figure|untitled)?[\s_\-]*\d*$", re.IGNORECASE)


def image(pairs: list[tuple[str, str]], description: list[Inline], url: str, title: str, scope: Scope) -> list[Inline]:
    """The image, or its description in words when its file did not come in, of which the intake has told."""
    alt = _alternative(plain(description))
    if scope.media and url not in scope.media:
        return [Text(alt)] if alt else []
    scope.images += 1
    size = dict(pairs)
    said, decorative = scope.described.get(url, ("", False))
    alt = "" if decorative else said or alt
    made = Image(url, alt, clean(title), _length(size.get("width", "")), _length(size.get("height", "")))
    made.decorative = decorative
    if not alt and not decorative:
        scope.findings.append(Finding(UNDESCRIBED, {"number": scope.images}, scope.where()))
    return [made]


def described(media: Mapping[str, Media], record: EditionRecord) -> dict[str, tuple[str, bool]]:
    """What the record says of the pictures that are here, by our names for them."""
    if not record.pictures:
        return {}
    known = {part.sha256: (part.alt, part.decorative) for part in record.pictures}
    digests = {name: hashlib.sha256(one.data).hexdigest() for name, one in media.items()}
    return {name: known[digest] for name, digest in digests.items() if digest in known}


def _alternative(text: str) -> str:
    """The description, unless it is a file's name or a word processor's filler: no description at all."""
    text = " ".join(clean(text).split())
    return "" if _FILE_NAME.match(text) or _FILLER.match(text) else text


def _length(value: str) -> str:
    value = value.strip()
    return value if _LENGTH.match(value) else ""
