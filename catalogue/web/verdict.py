"""What the page of a build says: where it stands, what was found, what can be decided, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from catalogue.models.builds import Build, BuildState, Purpose
from catalogue.services.decisions import BARE_TABLES, LINES, TABLES, TITLE_PAGE, kind, of_code
from catalogue.stages import STAGES
from catalogue.web import inspected, places
from catalogue.web.i18n import Speech
from pipeline.findings import retold
from pipeline.i18n import N_, NN_
from pipeline.metadata import Accept, EditionRecord, Suppress

MOST_SHOWN = 200
"""Findings of one severity on a page."""

HEADINGS: Mapping[str, tuple[str, str]] = {
    BuildState.QUEUED: (N_("The book is waiting to be built"), N_("It begins as soon as a worker is free.")),
    BuildState.RUNNING: (N_("The book is being built"), N_("This page follows along by itself.")),
    BuildState.BUILT: (N_("The book is finished"), N_("Look at it before it is released; what we noticed is below.")),
    BuildState.REFUSED: (
        N_("This manuscript cannot become a book yet"),
        N_("Correct what is marked as an error below and upload the manuscript again. Nothing was lost."),
    ),
    BuildState.FAILED: (
        N_("The build broke off"),
        N_("That is our fault, not yours. Try again; if it stays, tell the administrator this number: {incident}."),
    ),
    BuildState.CANCELLED: (N_("The build was cancelled"), N_("The manuscript is kept; it can be built again.")),
}
REASONS: Mapping[str, str] = {
    "timeout": N_(
        "The build took longer than 30 minutes and was stopped. Send the book in parts, or with smaller pictures."
    ),
    "memory": N_("The build needed more memory than there is. Send the book in parts, or with smaller pictures."),
}
VERDICT_STAGES = ("intake", "read", "book", "finish")
CHOICES: Mapping[str, Mapping[str, str]] = {
    LINES: {"yes": N_("Yes, headings"), "none": N_("No, plain text")},
    TABLES: {"yes": N_("Yes, headers"), "none": N_("No, ordinary cells")},
    BARE_TABLES: {
        "row": N_("The first row is the header"), "column": N_("The first column is"), "none": N_("There is none"),
    },
    TITLE_PAGE: {"yes": N_("Yes, leave it out"), "none": N_("No, keep these lines")},
}  # fmt: skip
"""What may be answered to a proposal, as its buttons say it."""
ANSWERED: Mapping[str, Mapping[str, str]] = {
    LINES: {"yes": N_("Taken as headings:"), "none": N_("Left as plain text:")},
    TABLES: {"yes": N_("Taken as headers:"), "none": N_("Taken as ordinary cells:")},
    BARE_TABLES: {
        "row": N_("The first row taken as the header:"), "column": N_("The first column taken as the header:"),
        "none": N_("Left without a header:"),
    },
    TITLE_PAGE: {"yes": N_("Left out, since the book has its own:"), "none": N_("Kept in the text:")},
}  # fmt: skip
DECIDED: Mapping[str, str] = {"accept": N_("Answered for:"), "suppress": N_("Set aside:")}
TOPICS: Mapping[str, str] = {
    "str-001": N_("lines worded like headings"), "str-002": N_("titles of front and back matter"),
    "str-003": N_("lines that stand out"), "str-004": N_("lines with an outline level"),
    "str-005": N_("lines that look like headings"), "tb-001": N_("tables with an unmarked header"),
    "tb-002": N_("tables without a header"), "st-008": N_("a title page typed by hand"),
}  # fmt: skip
CHECKED = (N_("The file was checked"), N_("It is kept as it is; what we noticed is below."))
EXTRA = ("print", "archive")
"""PDFs that are made when asked for."""
LOOKS: Mapping[str, str] = {
    "general": N_("General: for books that are read through"),
    "reference": N_("Reference: for laws and handbooks"),
    "young": N_("Young readers: larger letters, wider lines"),
}
NOTES: Mapping[str, str] = {
    "chapter": N_("from 1 in each chapter"), "book": N_("through the whole book"),
}  # fmt: skip
GROUPS = (("error", N_("Errors")), ("warning", N_("Warnings")), ("advice", N_("Advice")))


def trim(name: str) -> str:
    """A trim as the trade writes it."""
    return "A5" if name == "a5" else name.replace("x", " × ").replace(".", ",") + " cm"


def account(speech: Speech, build: Build) -> str:
    """How much of the manuscript is in the book, in one sentence."""
    account = build.report.get("account") or {}
    if not account:
        return ""
    words = account["words"]
    due = words["out"] + words["missing"]
    if not words["missing"]:
        return speech.say(
            N_("Every word is in the book: {due} of {due}."),
            due=speech.number(due),
        )
    return speech.say(
        NN_(
            "{missing} of {due} words is missing from the book.",
            "{missing} of {due} words are missing from the book.",
            "missing",
        ),
        missing=words["missing"],
        due=speech.number(due),
    )


def headline(speech: Speech, build: Build) -> tuple[str, str]:
    heading, explanation = HEADINGS[build.state]
    if build.purpose == Purpose.VERDICT:
        heading, explanation = _of_verdict(build, heading, explanation)
    if build.state == BuildState.BUILT and build.report.get("finished"):
        heading, explanation = CHECKED
    explanation = REASONS.get(build.report.get("reason", ""), explanation)
    return speech.say(heading), speech.say(explanation, incident=build.incident)


def _of_verdict(build: Build, heading: str, explanation: str) -> tuple[str, str]:
    match build.state:
        case BuildState.QUEUED:
            return inspected.WAITING, explanation
        case BuildState.RUNNING:
            return inspected.READING, explanation
        case BuildState.BUILT if build.report["verdict"] == "clear":
            return inspected.CLEAR, inspected.CLEAR_ADVICE
        case BuildState.BUILT:
            return inspected.BLOCKED, inspected.BLOCKED_ADVICE
        case _:
            return heading, explanation


def decisions(speech: Speech, record: EditionRecord) -> list[dict[str, Any]]:
    """What people have decided about findings of this title, each to be taken back by its kind and number."""
    found = []
    groups: tuple[tuple[str, Sequence[Accept | Suppress]], ...] = (
        ("accept", record.accept), ("suppress", record.suppress),
    )  # fmt: skip
    for way, made in groups:
        for number, one in enumerate(made):
            value = getattr(one, "value", "")
            said = speech.say(of_code(ANSWERED, one.code, {}).get(value) or DECIDED[way])
            about = one.where or (speech.say(TOPICS[one.code]) if one.code in TOPICS else "")
            found.append({
                "kind": way, "number": number, "code": one.code, "by": one.by, "on": one.on, "reason": one.reason,
                "said": f"{said} {about}".strip(),
            })  # fmt: skip
    return found


def state(speech: Speech, build: Build) -> dict[str, Any]:
    """Where a build stands: the same for the page and for what follows it."""
    stages = {
        name: text for name, text in STAGES.items() if build.purpose == Purpose.BOOK or name in VERDICT_STAGES
    }  # fmt: skip
    order = list(stages)
    at = order.index(build.stage) if build.stage in stages else -1
    return {
        "fraction": round(build.fraction, 3),
        "sentence": speech.say(STAGES[build.stage]) if at >= 0 else headline(speech, build)[0],
        "stages": [
            (name, speech.say(text), "done" if place < at else "now" if place == at else "todo")
            for place, (name, text) in enumerate(stages.items())
        ],
    }


def findings(speech: Speech, build: Build) -> list[tuple[str, str, list[dict[str, Any]]]]:
    shown = []
    for number, kept in enumerate(build.report.get("findings", [])):
        finding = retold(kept, speech.say)
        place = places.said(finding["where"], speech)
        choices = [(value, speech.say(text)) for value, text in of_code(CHOICES, kept["code"], {}).items()]
        shown.append({**finding, "where": place, "number": number, "way": kind(kept), "choices": choices})
    return [
        (severity, speech.say(heading), [f for f in shown if f["severity"] == severity][:MOST_SHOWN])
        for severity, heading in GROUPS
    ]


THINGS: Mapping[str, str] = {
    "headings": N_("Headings"), "articles": N_("Articles"), "paragraphs": N_("Paragraphs"), "notes": N_("Notes"),
    "images": N_("Pictures"), "tables": N_("Tables"), "rows": N_("Rows of tables"), "formulas": N_("Formulas"),
    "links": N_("Links"), "numbers": N_("Numbers"),
}  # fmt: skip
"""What a translation is counted by beside its original."""


def completeness(speech: Speech, build: Build) -> dict[str, Any]:
    """What the manuscript lacks of its original; nothing where there is none."""
    found = build.report.get("completeness")
    if not found:
        return {}
    said = [retold(kept, speech.say) for kept in found["findings"]]
    return {
        "name": found["name"],
        "complete": found["complete"],
        "counts": [
            (speech.say(text), speech.number(found["original"][name]), speech.number(found["translation"][name]))
            for name, text in THINGS.items()
            if found["original"].get(name) or found["translation"].get(name)
        ],
        "findings": [{**one, "where": places.said(one["where"], speech)} for one in said[:MOST_SHOWN]],
        "more": max(0, len(said) - MOST_SHOWN),
    }


COUNTS: Mapping[str, str] = {
    "words": N_("Words"), "chapters": N_("Chapters"), "notes": N_("Notes"), "images": N_("Pictures"),
    "tables": N_("Tables"), "formulas": N_("Formulas"),
}  # fmt: skip


def counts(speech: Speech, build: Build) -> list[tuple[str, str]]:
    """What we found in the manuscript."""
    counted = build.report.get("counts", {})
    return [(speech.say(text), speech.number(counted[name])) for name, text in COUNTS.items() if counted.get(name)]
