"""Where chapters begin: the manuscript's real headings, and what they are in the book."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.book.roles import is_part
from pipeline.book.tree import Node, words_of
from pipeline.findings import Finding, Severity, rule
from pipeline.i18n import N_

NO_HEADINGS = rule(
    "st-001",
    Severity.WARNING,
    N_("The manuscript has no headings, so the whole book is one chapter without a table of contents."),
    N_("In Word, give each chapter's title the style Heading 1, then send the manuscript again."),
)

_SHORT = 150
"""Words: chapters shorter than this on average are sections of a longer one."""


@dataclass(slots=True)
class Section:
    """A stretch of pandoc's blocks that becomes one chapter; ``heading`` is its words, if it has any."""

    nodes: list[Node]
    heading: str = ""
    split: int = 1
    """The level of its own heading in the manuscript."""
    level: int = 1
    """Its depth in the contents."""
    part: bool = False


@dataclass(slots=True)
class Outline:
    """The manuscript cut into sections; ``title`` is a lone first heading that named the book."""

    sections: list[Section]
    title: str = ""
    title_node: Node = None


def outline(nodes: list[Node], words: int, title: str) -> tuple[Outline, list[Finding]]:
    """Cut the manuscript's blocks into sections.

    ``words`` is the length of the manuscript, ``title`` the book's title as far as it is known.
    """
    nodes = flattened(nodes)
    headings = [node["c"] for node in nodes if node["t"] == "Header"]
    levels = [level for level, _, _ in headings]
    if not levels:
        return Outline([Section(nodes)]), [Finding(NO_HEADINGS)]
    top = min(levels)
    found = Outline([])
    split = {top}
    if levels.count(top) == 1 and levels[0] == top and len(levels) > 1:
        below = min(level for level in levels[1:])
        if words / max(1, levels.count(below)) < _SHORT:
            found.sections = _cut(nodes, {top})
            return found, []
        split, found = {below}, _take_title(nodes, top, title)
        nodes = nodes if found.title_node is None else [n for n in nodes if n is not found.title_node]
        if found.title_node is None:
            split = {top, below}
    elif words / levels.count(top) < _SHORT:
        found.sections = [Section(nodes, split=max(0, top - 1))]
        return found, []
    elif _has_parts(headings, top):
        split = {top, top + 1}
    found.sections = _cut(nodes, split)
    return found, []


def _take_title(nodes: list[Node], top: int, title: str) -> Outline:
    """The lone first heading as the book's title, unless the book is known by another."""
    node = next(n for n in nodes if n["t"] == "Header" and n["c"][0] == top)
    words = " ".join(words_of(node["c"][2]).split())
    if title and words.casefold() != " ".join(title.split()).casefold():
        return Outline([])
    return Outline([], words, node)


def flattened(nodes: list[Node]) -> list[Node]:
    """Blocks without the sections that only wrap them, so that every heading is seen."""
    if not any(node["t"] == "Div" for node in nodes):
        return nodes
    out: list[Node] = []
    for node in nodes:
        if node["t"] == "Div" and _only_wraps(node["c"]):
            out.extend(flattened(node["c"][1]))
        else:
            out.append(node)
    return out


def _only_wraps(content: Node) -> bool:
    (_, classes, pairs), nodes = content
    return "section" in classes or (not pairs and any(node["t"] in ("Header", "Div") for node in nodes))


def _has_parts(headings: list[Node], top: int) -> bool:
    """Whether most headings of the top level are titled as parts and hold chapters of the next level."""
    tops = [at for at, heading in enumerate(headings) if heading[0] == top]
    parts = [
        at
        for at in tops
        if is_part(words_of(headings[at][2])) and at + 1 < len(headings) and headings[at + 1][0] == top + 1
    ]
    return 2 * len(parts) > len(tops)


def _cut(nodes: list[Node], split: set[int]) -> list[Section]:
    """One section from each heading of a ``split`` level; below a top heading that is no part, none."""
    sections = [Section([], split=min(split))]
    top = min(split)
    inside_part = len(split) == 1
    for node in nodes:
        level = node["c"][0] if node["t"] == "Header" else 0
        if level in split and (level == top or inside_part):
            words = words_of(node["c"][2])
            if len(split) == 2 and level == top:
                inside_part = is_part(words) or not sections[-1].nodes
            depth = 1 if level == top else 2
            sections.append(Section([], words, level, depth, part=len(split) == 2 and level == top and inside_part))
        sections[-1].nodes.append(node)
    return [section for section in sections if section.nodes]
