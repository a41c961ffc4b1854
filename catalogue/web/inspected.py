"""What the verdict page says of a manuscript before anything is built, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from catalogue.models.builds import Build
from catalogue.web.i18n import Speech
from pipeline.i18n import N_
from pipeline.metadata import EditionRecord

ROLES: Mapping[str, str] = {
    "part": N_("part"), "foreword": N_("foreword"), "preface": N_("preface"), "introduction": N_("introduction"),
    "dedication": N_("dedication"), "acknowledgments": N_("acknowledgments"), "abbreviations": N_("abbreviations"),
    "prologue": N_("prologue"), "epilogue": N_("epilogue"), "conclusion": N_("conclusion"),
    "afterword": N_("afterword"), "appendix": N_("appendix"), "bibliography": N_("bibliography"),
    "glossary": N_("glossary"), "index": N_("index"),
}  # fmt: skip
CLEAR = N_("We have read the manuscript")
CLEAR_ADVICE = N_("Nothing is built yet. Look whether we understood it rightly, then build the book.")
BLOCKED = N_("We have read the manuscript; it cannot become a book yet")
BLOCKED_ADVICE = N_("What is marked as an error has to be corrected, or answered for, first. Nothing was lost.")
READING = N_("The manuscript is being read")
WAITING = N_("The manuscript is waiting to be read")
GAPS = (
    ("title", N_("The title; until you give one, the book is called after its file.")),
    ("people", N_("The author or whoever else answers for the text.")),
    ("description", N_("A few sentences on what the book is about; readers decide by them.")),
)


@dataclass(slots=True)
class Line:
    """A line of the outline with those below it."""

    title: str
    words: int
    role: str
    level: int
    below: list[Line] = field(default_factory=list)


def tree(speech: Speech, outline: Sequence[Mapping[str, Any]]) -> list[Line]:
    """The outline as lines within lines; a level that is left out does no harm."""
    roots: list[Line] = []
    path: list[Line] = []
    for given in outline:
        role = speech.say(ROLES[given["role"]]) if given["role"] in ROLES else ""
        line = Line(given["title"], given["words"], role, given["level"])
        while path and path[-1].level >= line.level:
            path.pop()
        (path[-1].below if path else roots).append(line)
        path.append(line)
    return roots


def changes(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """What came into the outline and what left it, in its order: (``+`` or ``-``, line)."""
    old, new = ([(line["level"], line["title"]) for line in lines] for lines in (before, after))
    found: list[tuple[str, str]] = []
    for kind, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind != "equal":
            found += [("-", title) for _, title in old[a:b]]
            found += [("+", title) for _, title in new[c:d]]
    return found


def gaps(speech: Speech, record: EditionRecord) -> list[str]:
    """What the record lacks and no finding tells; imprint and ISBN are the findings' own."""
    book = record.book
    has = {"title": bool(book.title), "people": bool(record.people), "description": bool(book.description)}
    return [speech.say(sentence) for name, sentence in GAPS if not has[name]]


def languages(speech: Speech, report: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The languages of the text with their words, the most first."""
    return [(speech.language_name(tag), speech.number(words)) for tag, words in report["languages"].items()]


def undescribed(report: Mapping[str, Any]) -> int:
    """Pictures that say nothing to who cannot see them."""
    return sum(1 for picture in report["pictures"] if not picture["alt"] and not picture["decorative"])


def page(speech: Speech, build: Build, before: Build | None, record: EditionRecord) -> dict[str, Any]:
    """Everything the page shows besides what it shares with that of a build."""
    report = build.report
    changed = changes(before.report["outline"], report["outline"]) if before else []
    return {
        "outline": tree(speech, report["outline"]),
        "changed": changed,
        "compared": before is not None,
        "same_round": before is not None and before.manuscript_id == build.manuscript_id,
        "understood": {
            "title": report["title"], "subtitle": report["subtitle"], "authors": report["authors"],
            "language": report["language"],
        },
        "manuscript": report["manuscript"],
        "languages": languages(speech, report),
        "undescribed": undescribed(report),
        "pictures": len(report["pictures"]),
        "gaps": gaps(speech, record),
        "blocked": report["verdict"] == "blocked",
    }  # fmt: skip
