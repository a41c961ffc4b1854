"""What the page of a build says: where it stands, what was found, what can be decided, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalogue.models.builds import Build, BuildState
from catalogue.services import decisions
from catalogue.stages import STAGES
from catalogue.web import places
from catalogue.web.i18n import Speech
from pipeline.findings import retold
from pipeline.i18n import N_

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
CHECKED = (N_("The file was checked"), N_("It is kept as it is; what we noticed is below."))
EXTRA = ("print", "archive")
"""PDFs that are made when asked for."""
LOOKS: Mapping[str, str] = {
    "general": N_("General: for books that are read through"),
    "reference": N_("Reference: for laws and handbooks"),
    "young": N_("Young readers: larger letters, wider lines"),
}
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
        N_("{missing} of {due} words are missing from the book."),
        missing=speech.number(words["missing"]),
        due=speech.number(due),
    )


def headline(speech: Speech, build: Build) -> tuple[str, str]:
    heading, explanation = HEADINGS[build.state]
    if build.state == BuildState.BUILT and build.report.get("finished"):
        heading, explanation = CHECKED
    explanation = REASONS.get(build.report.get("reason", ""), explanation)
    return speech.say(heading), speech.say(explanation).format(incident=build.incident)


def state(speech: Speech, build: Build) -> dict[str, Any]:
    """Where a build stands: the same for the page and for what follows it."""
    order = list(STAGES)
    at = order.index(build.stage) if build.stage in STAGES else -1
    return {
        "fraction": round(build.fraction, 3),
        "sentence": speech.say(STAGES[build.stage]) if at >= 0 else speech.say(HEADINGS[BuildState.QUEUED][0]),
        "stages": [
            (name, speech.say(text), "done" if place < at else "now" if place == at else "todo")
            for place, (name, text) in enumerate(STAGES.items())
        ],
    }


def findings(speech: Speech, build: Build) -> list[tuple[str, str, list[dict[str, Any]]]]:
    shown = []
    for number, kept in enumerate(build.report.get("findings", [])):
        finding = retold(kept, speech.say)
        place = places.said(finding["where"], speech)
        shown.append({**finding, "where": place, "number": number, "way": decisions.kind(kept)})
    return [
        (severity, speech.say(heading), [f for f in shown if f["severity"] == severity][:MOST_SHOWN])
        for severity, heading in GROUPS
    ]


COUNTS: Mapping[str, str] = {
    "words": N_("Words"), "chapters": N_("Chapters"), "notes": N_("Notes"), "images": N_("Pictures"),
    "tables": N_("Tables"), "formulas": N_("Formulas"),
}  # fmt: skip


def counts(speech: Speech, build: Build) -> list[tuple[str, str]]:
    """What we found in the manuscript."""
    counted = build.report.get("counts", {})
    return [(speech.say(text), speech.number(counted[name])) for name, text in COUNTS.items() if counted.get(name)]
