"""What authors type because a page needs it, and a book makes by itself: tables of contents, page numbers."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.book.lines import is_title_like, page_number, page_of
from pipeline.book.looks import line_of
from pipeline.book.roles import is_contents
from pipeline.book.tree import Node, words_of
from pipeline.findings import Finding, Severity, Where, rule
from pipeline.i18n import N_

TYPED = rule(
    "st-003",
    Severity.ADVICE,
    N_("The table of contents typed by hand (“{title}”) is left out: one is made from the headings."),
    N_("Nothing to do. Check the new table of contents."),
)
PAGE_NUMBERS = rule(
    "st-005",
    Severity.ADVICE,
    N_("{count} page numbers typed by hand are left out, from “{first}” on: the book has its own."),
    N_("Nothing to do. If they are no page numbers, write them as part of a sentence."),
)
_FEWEST = 3
"""Page numbers: fewer lines like "- 5 -" may mean something else."""


@dataclass(slots=True)
class Kept:
    """The blocks that stay; ``left_out`` are code and words of each line that does not."""

    nodes: list[Node]
    left_out: list[tuple[str, str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def without_page_furniture(nodes: list[Node]) -> Kept:
    """Blocks without typed contents and typed page numbers."""
    return _without_numbers(_without_contents(nodes))


def _without_contents(nodes: list[Node]) -> Kept:
    kept = Kept([])
    at = 0
    while at < len(nodes):
        title = _title(nodes[at])
        end = at + 1
        if is_contents(title):
            end = _end(nodes, at)
        if end > at + 1 or (is_contents(title) and _is_lonely(nodes, at)):
            kept.findings.append(Finding(TYPED, {"title": title}, Where(paragraph=title)))
            kept.left_out += [(TYPED, line) for node in nodes[at:end] for line in _lines(node)]
        else:
            kept.nodes.append(nodes[at])
            end = at + 1
        at = end
    return kept


def _title(node: Node) -> str:
    if node["t"] in ("Para", "Plain"):
        return line_of(words_of(node["c"]))
    return line_of(words_of(node["c"][2])) if node["t"] == "Header" else ""


def _end(nodes: list[Node], at: int) -> int:
    """Where the contents that begin at ``at`` are over: at a block that is no entry, or a page before the last one.

    Under a heading "Mục lục" every short line is an entry; under a plain line only those with a page number.
    """
    headed = nodes[at]["t"] == "Header"
    page, end = 0, at + 1
    while end < len(nodes):
        lines = _lines(nodes[end])
        pages = [page_of(line) for line in lines]
        known = [number for number in pages if number is not None]
        if nodes[end]["t"] == "Header" or not lines:
            break
        if known and len(known) == len(lines) and known[0] >= page:
            page = max(known)
        elif not (headed and all(map(is_title_like, lines)) and not known):
            break
        end += 1
    return end


def _is_lonely(nodes: list[Node], at: int) -> bool:
    """Whether nothing but its title is left of the contents: the entries were a field of the word processor."""
    return at + 1 == len(nodes) or nodes[at]["t"] == "Header" or nodes[at + 1]["t"] == "Header"


def _lines(node: Node) -> list[str]:
    """The words of each paragraph in a block."""
    if isinstance(node, list):
        return [line for inner in node for line in _lines(inner)]
    if not isinstance(node, dict):
        return []
    if node["t"] in ("Para", "Plain", "Header"):
        line = line_of(words_of(node["c"] if node["t"] != "Header" else node["c"][2]))
        return [line] if line else []
    return _lines(node.get("c"))


def _without_numbers(kept: Kept) -> Kept:
    """Lines such as "- 5 -" between paragraphs, where there are enough of them and they count upwards."""
    found = [(at, page_number(_title(node))) for at, node in enumerate(kept.nodes) if node["t"] in ("Para", "Plain")]
    numbered = [(at, number) for at, number in found if number]
    numbers = [number for _, number in numbered]
    if len(numbers) < _FEWEST or numbers != sorted(set(numbers)):
        return kept
    gone = {at for at, _ in numbered}
    lines = [_title(kept.nodes[at]) for at in sorted(gone)]
    kept.findings.append(Finding(PAGE_NUMBERS, {"count": len(lines), "first": lines[0]}, Where(paragraph=lines[0])))
    kept.left_out += [(PAGE_NUMBERS, line) for line in lines]
    kept.nodes = [node for at, node in enumerate(kept.nodes) if at not in gone]
    return kept
