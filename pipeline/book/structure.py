"""Where chapters begin: the manuscript's real headings, and what they are in the book."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.book.lines import is_chapter
from pipeline.book.roles import is_part, part_rank, role_of, stands_alone
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

_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\U00020000-\U0002ffff]+")
_MOTTO = 40
"""Words: what a part's title page may hold below its title."""


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
    if levels.count(top) == 1 and levels[0] == top and len(levels) > 1:
        return _under_one(nodes, levels, words, title), []
    if not _fills(nodes, words, top):
        return Outline([Section(nodes, split=max(0, top - 1))]), []
    if _has_parts(headings, top):
        return Outline(_cut(nodes, top, top + 1, is_part)), []
    sections = _cut(nodes, top)
    _nest(sections)
    return Outline(sections), []


def _fills(nodes: list[Node], words: int, level: int) -> bool:
    """Whether so many chapters would each be worth a file of its own: by what they call themselves, or their length.

    Languages that write no spaces have few "words"; six letters then stand for one, or one and a half of those
    that are a syllable or a word by themselves.
    """
    titles = [" ".join(words_of(n["c"][2]).split()) for n in nodes if n["t"] == "Header" and n["c"][0] == level]
    chapters = len(titles)
    named = [is_chapter(title) or is_part(title) for title in titles if role_of(title) == "chapter"]
    if words / chapters >= _SHORT or sum(named) * 2 > len(named):
        return True
    text = words_of(nodes)
    return (len(text) + 3 * sum(map(len, _HAN.findall(text)))) / 6 / chapters >= _SHORT


def _under_one(nodes: list[Node], levels: list[int], words: int, title: str) -> Outline:
    """A manuscript that one heading opens, above all others: its title, or the name of all chapters."""
    top, below = levels[0], min(levels[1:])
    if not _fills(nodes, words, below):
        return Outline(_cut(nodes, top))
    found = _take_title(nodes, top, title)
    if found.title_node is None:
        found.sections = _cut(nodes, top, below, lambda _: True)
    else:
        found.sections = _cut([node for node in nodes if node is not found.title_node], below)
    return found


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
    """Whether most headings of the top level, front and back matter aside, are titled as parts and hold chapters."""
    tops = [
        at for at, (level, _, words) in enumerate(headings) if level == top and role_of(words_of(words)) == "chapter"
    ]
    parts = [
        at
        for at in tops
        if is_part(words_of(headings[at][2])) and at + 1 < len(headings) and headings[at + 1][0] == top + 1
    ]
    return 2 * len(parts) > len(tops)


def _cut(nodes: list[Node], top: int, below: int = 0, holds: Callable[[str], bool] = lambda _: False) -> list[Section]:
    """One section from each heading of level ``top``, and of level ``below`` under those that hold chapters."""
    sections = [Section([], split=top)]
    holding = False
    for node in nodes:
        level = node["c"][0] if node["t"] == "Header" else 0
        if level == top:
            heading = words_of(node["c"][2])
            holding = bool(below) and holds(heading)
            sections.append(Section([], heading, top, part=holding))
        elif level and level == below and holding:
            sections.append(Section([], words_of(node["c"][2]), below, level=2))
        sections[-1].nodes.append(node)
    return [section for section in sections if section.nodes]


def _nest(sections: list[Section]) -> None:
    """Parts whose headings have the level of chapters, as Word's authors often leave them: a bare title
    "Part I", at most with a year or a motto, holds what follows, up to the book's back matter."""
    ranks = [part_rank(s.heading) if _is_bare(s) else 0 for s in sections]
    depths = {rank: depth for depth, rank in enumerate(sorted(set(ranks) - {0}), 1)}
    held = 1
    for section, rank in zip(sections, ranks, strict=True):
        if rank:
            section.part, section.level = True, depths[rank]
            held = section.level + 1
        elif stands_alone(section.heading):
            held = 1
        section.level = section.level if rank else held


def _is_bare(section: Section) -> bool:
    """Whether hardly more than its heading stands in a section: a part's title page."""
    rest = section.nodes[1:]
    return len(rest) < 4 and len(words_of(rest).split()) <= _MOTTO
