"""Headings of a manuscript that has no heading styles, recognised by what its author did instead.

Each is a proposal: findings list them, and ``[[accept]]`` in the metadata confirms or overrules them
(``value`` a level from 1 to 6, "yes" for all of a kind, "none" for plain text). Words never change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.book.lines import ORDER, Kind, is_bare, kind_of, set_apart
from pipeline.book.looks import Look, Looks, line_of
from pipeline.book.tree import Node, words_of
from pipeline.decisions import UNUSED
from pipeline.findings import Finding, Severity, Where, rule
from pipeline.i18n import N_
from pipeline.metadata import Accept

NAMED = rule(
    "str-001",
    Severity.WARNING,
    N_("The manuscript has no heading styles. {count} lines were taken as headings by their wording: {examples}."),
    N_("Check the contents. Give the lines heading styles in Word, or answer in the metadata ([[accept]], value)."),
)
MATTER = rule(
    "str-002",
    Severity.WARNING,
    N_("{count} lines were taken as titles of front or back matter: {examples}."),
    N_("Check the contents. Give the lines heading styles in Word, or answer in the metadata ([[accept]], value)."),
)
APART = rule(
    "str-003",
    Severity.WARNING,
    N_("{count} lines that stand out (bold, centred, capitals, numbered) were taken as headings: {examples}."),
    N_("Check the contents. Give the lines heading styles in Word, or answer in the metadata ([[accept]], value)."),
)
OUTLINED = rule(
    "str-004",
    Severity.ADVICE,
    N_("{count} lines have an outline level but no heading style, and are headings in the book: {examples}."),
    N_("Check the contents. Give the lines heading styles in Word, or answer in the metadata ([[accept]], value)."),
)
MAYBE = rule(
    "str-005",
    Severity.WARNING,
    N_("{count} lines look like headings but have no heading style, and stay text: {examples}."),
    N_("Give them heading styles in Word, or say their level in the metadata ([[accept]], value 1 to 6)."),
)
_CODES: dict[Kind, str] = {
    "part": NAMED, "chapter": NAMED, "section": NAMED, "article": NAMED, "matter": MATTER, "numbered": APART,
    "apart": APART,
}  # fmt: skip
_EXAMPLES = 5
_BODY = 20
"""Words: a longer paragraph is text for sure."""
_NONE = frozenset(("none", "no", "không", "0"))
_YES = frozenset(("yes", "có"))


@dataclass(slots=True)
class _Line:
    """A paragraph of the manuscript at its place among the blocks."""

    at: int
    inlines: Node
    text: str
    look: Look
    kind: Kind = ""
    level: int = 0
    code: str = ""
    confirmed: bool = False
    follows: bool = False
    """Whether it is the title of the bare division in the line above."""


def recognise(nodes: list[Node], looks: Looks, accepted: Iterable[Accept]) -> tuple[list[Node], list[Finding]]:
    """The blocks with recognised lines as headings, and the findings that propose them."""
    answers = [answer for answer in accepted if answer.value and answer.code.startswith("str-")]
    lines = [_Line(at, inlines, text, looks.of(inlines)) for at, inlines, text in _paragraphs(nodes)]
    styled = any(node["t"] == "Header" for node in nodes)
    _classify(nodes, lines)
    if not styled:
        _rank(lines)
    for line in lines:
        if line.look.outline:
            line.level, line.code = min(line.look.outline, 6), OUTLINED
        elif line.kind in ("part", "chapter") and styled and not line.follows:
            line.code = MAYBE
        elif line.level:
            line.code = _CODES[line.kind]
    unused = _answer(lines, answers)
    return _headed(nodes, lines), [*_findings(lines), *unused]


def _paragraphs(nodes: list[Node]) -> Iterable[tuple[int, Node, str]]:
    """Paragraphs that stand alone; an indented one comes from pandoc as a quotation of one paragraph."""
    for at, node in enumerate(nodes):
        inside = node["c"] if node["t"] == "BlockQuote" and len(node["c"]) == 1 else [node]
        if inside[0]["t"] in ("Para", "Plain"):
            text = line_of(words_of(inside[0]["c"]))
            if text:
                yield at, inside[0]["c"], text


def _classify(nodes: list[Node], lines: list[_Line]) -> None:
    by_place = {line.at: line for line in lines}
    for line in lines:
        line.kind = kind_of(line.text, line.look)
    for line, following in pairwise(lines):
        if line.kind and is_bare(line.text) and following.at == line.at + 1 and _is_title(following):
            following.kind, following.follows = line.kind, True
    for line in lines:
        if line.kind in ("apart", "numbered") and not _between_text(nodes, by_place, line):
            line.kind = ""


def _is_title(line: _Line) -> bool:
    """Whether a line below a bare "Chương I" is its title."""
    if line.kind not in ("", "apart") or len(line.text.split()) > _BODY:
        return False
    return set_apart(line.text, line.look) or (line.text[0].isupper() and line.text[-1].isalnum())


def _between_text(nodes: list[Node], lines: dict[int, _Line], line: _Line) -> bool:
    """Whether text follows a line, and text or another division is before it: lines of a title page are no headings."""

    def is_text(at: int) -> bool:
        other = lines.get(at)
        if other is None:
            return 0 <= at < len(nodes) and nodes[at]["t"] not in ("Header", "HorizontalRule")
        return len(other.text.split()) > _BODY or not set_apart(other.text, other.look)

    before = lines.get(line.at - 1)
    headed = before is not None and before.kind not in ("", "apart", "numbered")
    return is_text(line.at + 1) and (is_text(line.at - 1) or headed)


def _rank(lines: list[_Line]) -> None:
    """Levels from the kinds that occur: parts hold chapters, chapters sections, and so on."""
    seen = Counter(line.kind for line in lines if not line.follows)
    titles = Counter(line.text.casefold() for line in lines if line.kind == "matter")
    # A bold line that occurs once is no habit of the author's.
    used = [kind for kind in ORDER if seen[kind] >= (2 if kind in ("article", "numbered", "apart") else 1)]
    levels = {kind: depth for depth, kind in enumerate([kind for kind in used if kind != "matter"], 1)}
    for line in lines:
        if line.kind == "matter":
            # Titles such as "Tài liệu tham khảo" come again in each paper of a collection.
            line.level = 2 if titles[line.text.casefold()] > 1 and levels else 1
        elif line.kind in levels:
            line.level = levels[line.kind]


def _answer(lines: list[_Line], answers: Sequence[Accept]) -> list[Finding]:
    """Apply what a person said about lines; answers that are about no line are told."""
    unused = []
    for answer in answers:
        about = [line for line in lines if _is_about(answer, line)]
        value = answer.value.strip().casefold()
        for line in about:
            line.confirmed = True
            if value in _NONE:
                line.level = 0
            elif value.isdigit() and value not in _NONE:
                line.level, line.code = min(int(value), 6), line.code or answer.code
        if not about or not (value in _NONE or value in _YES or value.isdigit()):
            unused.append(Finding(UNUSED, {"code": answer.code, "where": answer.where or answer.value}))
    return unused


def _is_about(answer: Accept, line: _Line) -> bool:
    if not answer.where:
        return line.code == answer.code
    return line.text.casefold().startswith(line_of(answer.where).casefold())


def _headed(nodes: list[Node], lines: Sequence[_Line]) -> list[Node]:
    out = list(nodes)
    gone: set[int] = set()
    previous: _Line | None = None
    for line in lines:
        if line.level and line.follows and previous is not None and previous.level and line.at == previous.at + 1:
            out[previous.at]["c"][2] += [{"t": "LineBreak"}, *line.inlines]
            gone.add(line.at)
        elif line.level:
            out[line.at] = {"t": "Header", "c": [line.level, ["", [], []], _plain(line.inlines)]}
        previous = line
    return [node for at, node in enumerate(out) if at not in gone]


def _plain(inlines: Node) -> Node:
    """A heading's words without the bold that only marked it as one."""
    return [inner for node in inlines for inner in (_plain(node["c"]) if node["t"] == "Strong" else [node])]


def _findings(lines: Sequence[_Line]) -> list[Finding]:
    found = []
    for code in (NAMED, MATTER, APART, OUTLINED, MAYBE):
        about = [
            line
            for line in lines
            if line.code == code and not line.confirmed and (line.level or code == MAYBE) and not line.follows
        ]
        if about:
            examples = "; ".join(f"“{line.text[:60]}”" for line in about[:_EXAMPLES])
            more = " …" if len(about) > _EXAMPLES else ""
            found.append(
                Finding(code, {"count": len(about), "examples": examples + more}, Where(paragraph=about[0].text[:80]))
            )
    return found
