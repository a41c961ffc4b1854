"""A title page that its author typed: lines in the middle of the first page, down to place and year.

The book makes one of its own from the metadata, so the typed one is left out and told; ``[[accept]]`` with the value
"none" keeps it. Where the metadata have no title, its largest line is the book's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.book.lines import is_title_like, kind_of, set_apart
from pipeline.book.looks import Look, Looks, line_of
from pipeline.book.tree import Node, words_of
from pipeline.decisions import UNUSED
from pipeline.findings import Finding, Severity, Where, rule
from pipeline.i18n import N_
from pipeline.metadata import Accept

TYPED = rule(
    "st-008",
    Severity.WARNING,
    N_("The title page typed by hand is left out, since the book has its own: {text}."),
    N_("Check the book's title page, and put into the metadata what it lacks; or answer that these lines stay."),
)
_PLACE_AND_YEAR = re.compile(
    r"(?!\d)[^.;:!?]{2,40}[\s,–-]+(?:tháng\s+\d{1,2}\s*[-/.]\s*|năm\s+)?(?:19|20)\d\d\W*\Z", re.IGNORECASE
)
_FEWEST, _MOST = 3, 20
_NONE = frozenset(("none", "no", "không"))


@dataclass(slots=True)
class TitlePage:
    """The blocks that stay; ``lines`` are those that do not, ``title`` the title among them."""

    nodes: list[Node]
    lines: list[str] = field(default_factory=list)
    title: str = ""
    findings: list[Finding] = field(default_factory=list)


def without_title_page(nodes: list[Node], looks: Looks, title: str, accepted: Iterable[Accept]) -> TitlePage:
    """Blocks without a typed title page; ``title`` is the book's, as far as it is known."""
    given = _opening(nodes, looks)
    lines = [text for text, _ in given]
    named = title or _largest(given)
    answers = [answer for answer in accepted if answer.code == TYPED and answer.value]
    if not (_FEWEST <= len(given) <= _MOST and _is_title_page(given, named)):
        unused = [Finding(UNUSED, {"code": TYPED, "where": answer.where or answer.value}) for answer in answers]
        return TitlePage(nodes, findings=unused)
    if any(answer.value.strip().casefold() in _NONE for answer in answers):
        return TitlePage(nodes)
    told = "; ".join(f"“{line}”" for line in lines)
    found = [] if answers else [Finding(TYPED, {"text": told}, Where(paragraph=lines[0][:80]))]
    return TitlePage(nodes[len(given) :], lines, named, found)


def _opening(nodes: list[Node], looks: Looks) -> list[tuple[str, Look]]:
    """The short lines before the text begins, each with its look."""
    found = []
    for node in nodes[: _MOST + 1]:
        if node["t"] not in ("Para", "Plain"):
            break
        text, look = line_of(words_of(node["c"])), looks.of(node["c"])
        if not text or not is_title_like(text) or kind_of(text, look) not in ("", "apart"):
            break  # the text itself, or a division of it
        found.append((text, look))
    return found


def _is_title_page(given: list[tuple[str, Look]], title: str) -> bool:
    """Whether lines that open a manuscript are its title page: set apart, with the title, closed by place and year."""
    apart = sum(set_apart(text, look) for text, look in given)
    closed = bool(_PLACE_AND_YEAR.match(given[-1][0])) and given[-1][1].centred
    return closed and 4 * apart >= 3 * len(given) and bool(title) and _folded(title) in _folded(*(t for t, _ in given))


def _largest(given: list[tuple[str, Look]]) -> str:
    """The lines in large type, one after the other; "" where they stand apart."""
    at = [number for number, (_, look) in enumerate(given) if look.large]
    return " ".join(given[number][0] for number in at) if at and at[-1] - at[0] == len(at) - 1 else ""


def _folded(*texts: str) -> str:
    return "".join(sign for text in texts for sign in text.casefold() if sign.isalnum())
