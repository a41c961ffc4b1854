"""The pictures of a title and what they say to who cannot see them: a worklist over all rounds.

A description belongs to the picture by the hash of its content, so a corrected manuscript keeps it; the next build
uses it. Silence is never taken for "decorative": that is a decision of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from catalogue.models.builds import BuildState, Purpose
from catalogue.models.titles import Edition
from catalogue.services import submissions, titles
from pipeline.metadata import EditionRecord, PicturePart

LONGEST = 2000
"""Characters of a description."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture of the newest round that was read; ``own`` is what the manuscript itself says."""

    sha256: str
    chapter: str
    caption: str
    alt: str
    own: str
    decorative: bool

    @property
    def done(self) -> bool:
        return bool(self.alt or self.decorative)


def worklist(session: Session, edition: Edition) -> tuple[str, list[Shown]]:
    """The verdict whose pictures these are (its id, or nothing), and the pictures, in the book's order."""
    for build, _ in submissions.builds_of(session, edition.id):
        if build.purpose == Purpose.VERDICT and build.state == BuildState.BUILT:
            return build.id, _shown(build.report["pictures"], titles.record_of(edition))
    return "", []


def _shown(pictures: list[Mapping[str, Any]], record: EditionRecord) -> list[Shown]:
    said = {part.sha256: part for part in record.pictures}
    found = []
    for picture in pictures:
        ours = said.get(picture["sha256"])
        alt = ours.alt if ours else picture["alt"]
        decorative = ours.decorative if ours else picture["decorative"]
        found.append(Shown(picture["sha256"], picture["chapter"], picture["caption"], alt, picture["alt"], decorative))
    return found


def describe(record: EditionRecord, shown: list[Shown], typed: Mapping[str, tuple[str, bool]]) -> EditionRecord:
    """The record with what was typed about these pictures: (description, decorative) by hash; the rest is kept."""
    fresh = {part.sha256: part for part in record.pictures}
    for picture in shown:
        if picture.sha256 not in typed:
            continue
        alt, decorative = typed[picture.sha256]
        alt = "" if decorative else " ".join(alt.split())[:LONGEST]
        if (alt, decorative) == (picture.alt, picture.decorative):
            continue
        fresh.pop(picture.sha256, None)
        if alt or decorative:
            fresh[picture.sha256] = PicturePart(sha256=picture.sha256, alt=alt, decorative=decorative)
    return record.model_copy(update={"pictures": tuple(fresh.values())})
