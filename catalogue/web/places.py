"""Where a finding is, as a person would say it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalogue.web.i18n import Speech
from pipeline.i18n import N_

PARTS: Mapping[str, str] = {
    "chapter": N_("chapter “{value}”"),
    "paragraph": N_("at “{value}”"),
    "page": N_("page {value}"),
    "line": N_("line {value}"),
    "file": N_("file {value}"),
}


def said(where: Mapping[str, Any], speech: Speech) -> str:
    """The known parts of a place, from the large to the small, as one phrase."""
    parts = [speech.say(text, value=where[name]) for name, text in PARTS.items() if where.get(name)]
    phrase = ", ".join(parts)
    return phrase[:1].upper() + phrase[1:]
