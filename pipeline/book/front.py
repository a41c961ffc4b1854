"""What pandoc lifted out of the text into metadata (titles, authors, date, abstract): none is lost."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.book.cleaning import clean
from pipeline.book.tree import Node, words_of
from pipeline.findings import Finding, Severity, rule
from pipeline.i18n import N_
from pipeline.metadata import EditionRecord

OVERRULED = rule(
    "st-004",
    Severity.ADVICE,
    N_("“{text}” at the head of the manuscript is not printed there: the book's metadata decides what is."),
    N_("If the manuscript is right, correct the metadata."),
)


@dataclass(slots=True)
class Front:
    """The manuscript's own metadata; ``rest`` are pandoc blocks to put back before the text."""

    title: str = ""
    subtitle: str = ""
    authors: list[str] = field(default_factory=list)
    date: str = ""
    rest: list[Node] = field(default_factory=list)


def front(meta: dict[str, Node]) -> Front:
    """Read pandoc's metadata."""
    authors = meta.get("author")
    listed = authors["c"] if authors and authors["t"] == "MetaList" else [authors] if authors else []
    kept = [value for key in ("title", "subtitle", "date") if (value := meta.get(key))]
    return Front(
        title=_line(meta.get("title")),
        subtitle=_line(meta.get("subtitle")),
        authors=[line for line in map(_line, listed) if line],
        date=_line(meta.get("date")),
        rest=[*_remarked([*kept, *listed]), *blocks(meta.get("abstract"))],
    )


def _line(node: Node) -> str:
    return " ".join(clean(words_of(node)).split()) if node else ""


_MORE = frozenset(("Note", "Image", "Math"))


def _remarked(values: list[Node]) -> list[Node]:
    """Title lines with a note, a picture or a formula, which a plain line of metadata cannot hold, as paragraphs."""
    lines = [block for value in values for block in blocks(value)]
    return [line for line in lines if line["t"] in ("Para", "Plain") and any(_holds_more(node) for node in line["c"])]


def _holds_more(node: Node) -> bool:
    if isinstance(node, list):
        return any(map(_holds_more, node))
    return isinstance(node, dict) and (node["t"] in _MORE or _holds_more(node.get("c")))


def blocks(node: Node) -> list[Node]:
    """A piece of metadata as pandoc blocks; an abstract in several paragraphs stays so."""
    if not node:
        return []
    match node["t"]:
        case "MetaBlocks":
            return list(node["c"])
        case "MetaInlines":
            return [{"t": "Para", "c": node["c"]}]
        case "MetaList":
            return [block for item in node["c"] for block in blocks(item)]
        case "MetaString":
            return [{"t": "Para", "c": [{"t": "Str", "c": node["c"]}]}]
        case _:
            return []


def overruled(meta: Front, record: EditionRecord) -> list[Finding]:
    """A finding for each line of the manuscript's head that the book does not show, so that none goes silently.

    Title, subtitle and authors are used where the record has none; a date never is, since the
    imprint says the year of publication.
    """
    lines = [meta.date]
    if record.book.title:
        lines.append(meta.title)
    if record.book.subtitle:
        lines.append(meta.subtitle)
    if record.people:
        lines += meta.authors
    known = " ".join([record.book.title or "", record.book.subtitle, *(person.name for person in record.people)])
    return [Finding(OVERRULED, {"text": line}) for line in lines if line and line.casefold() not in known.casefold()]
