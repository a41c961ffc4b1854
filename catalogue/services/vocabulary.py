"""Terms as sheets write them: by code, by name in either language, several in a cell."""

from __future__ import annotations

import re
from collections.abc import Iterable

from catalogue.models.programme import Term
from catalogue.services.terms import Scheme
from pipeline.text import folded


class Vocabulary:
    """Finds the terms that a cell names, marks and case aside."""

    def __init__(self, terms: Iterable[Term]) -> None:
        """``terms`` at rest are not found."""
        self._codes: dict[tuple[str, str], str] = {}
        for one in terms:
            for name in (one.code, one.name_vi, one.name_en):
                for said in (name, re.sub(r"\([^()]*\)", "", name)):
                    if said.strip() and not one.retired:
                        self._codes.setdefault((one.scheme, _plain(said)), one.code)

    def read(self, scheme: Scheme, text: str) -> tuple[list[str], list[str]]:
        """The codes that a cell names, and the parts of it that name none."""
        codes, unknown = [], []
        for part in (piece.strip() for piece in re.split(r"[;\n]", text)):
            if not part:
                continue
            found = self._find(scheme, part)
            several = [self._find(scheme, piece) for piece in part.split(",") if piece.strip()]
            if found:
                codes.append(found)
            elif all(several):  # names hold commas, so that the whole is looked for first
                codes += [code for code in several if code]
            else:
                unknown.append(part)
        return list(dict.fromkeys(codes)), unknown

    def _find(self, scheme: Scheme, text: str) -> str:
        bracketed = re.search(r"\(([^()]+)\)\s*$", text)
        for said in (text, bracketed[1] if bracketed else "", re.sub(r"\([^()]*\)", "", text)):
            code = self._codes.get((scheme, _plain(said)))
            if code:
                return code
        return ""


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9 ]+", " ", folded(text)).split())
