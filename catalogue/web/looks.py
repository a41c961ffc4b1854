"""How a built book would look in another design: the choice in a preview's address, and the record that it makes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Query
from sqlmodel import Session

from catalogue.errors import NotFoundError
from catalogue.models.builds import Build
from catalogue.services import submissions
from catalogue.web.i18n import Speech
from catalogue.web.verdict import LOOKS, trim
from pipeline.i18n import N_
from pipeline.metadata import BookPart, EditionRecord, Person
from pipeline.styles import palettes
from pipeline.styles.tokens import DESIGNS, TRIMS

COLOURS = N_("Cover in colours {number} of {count}")
OWN = N_("Cover in colours {number} of {count}, which the title gave it")


@dataclass(frozen=True, slots=True)
class Look:
    """A design, its colours (0 where the title decides) and a page size."""

    design: str
    colours: int
    size: str

    @classmethod
    def of(cls, record: EditionRecord) -> Look:
        return cls(record.design.name, record.design.colours, record.design.size)

    @property
    def query(self) -> str:
        return urlencode({"design": self.design, "colours": self.colours, "size": self.size})

    def on(self, record: EditionRecord) -> EditionRecord:
        """The record with this look."""
        changed = {"name": self.design, "colours": self.colours, "size": self.size}
        return record.model_copy(update={"design": record.design.model_copy(update=changed)})


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for; what it leaves out is as built."""

    design: str = ""
    colours: int = -1
    size: str = ""

    def on(self, built: Look) -> Look:
        """Raises NotFoundError for what is not offered."""
        if (self.design and self.design not in DESIGNS) or (self.size and self.size not in TRIMS):
            raise NotFoundError
        colours = built.colours if self.colours < 0 else self.colours
        return Look(self.design or built.design, colours, self.size or built.size)


def asked(
    design: Annotated[str, Query(max_length=20)] = "", colours: Annotated[int, Query(ge=-1, le=9)] = -1,
    size: Annotated[str, Query(max_length=20)] = "",
) -> Asked:  # fmt: skip
    return Asked(design, colours, size)


Wanted = Annotated[Asked, Depends(asked)]


def record_of(session: Session, build: Build) -> EditionRecord:
    """The record that a build was made with, with what it took from the manuscript."""
    record, report = EditionRecord.model_validate(build.record), build.report
    part: dict[str, Any] = {
        "title": record.book.title or report.get("title") or Path(submissions.build_of(session, build.id)[1].name).stem,
        "subtitle": record.book.subtitle or report.get("subtitle", ""),
        "language": record.book.language or report.get("language") or "vi",
    }
    people = record.people or tuple(Person(name=name[:500]) for name in report.get("authors", ()) if name.strip())
    book = BookPart.model_validate({**record.book.model_dump(), **part})
    return record.model_copy(update={"book": book, "people": people})


def covers(speech: Speech, look: Look, title: str) -> list[dict[str, Any]]:
    """The colours that a design has, each as a cover to choose."""
    count, own = len(palettes.PALETTES[look.design]), palettes.number(look.design, title)
    chosen = palettes.number(look.design, title, look.colours)
    return [
        {
            "query": Look(look.design, 0 if number == own else number, look.size).query,
            "chosen": number == chosen,
            "said": speech.say(OWN if number == own else COLOURS, number=number, count=count),
        }
        for number in range(1, count + 1)
    ]  # fmt: skip


def choices(speech: Speech) -> dict[str, list[tuple[str, str]]]:
    """Designs and page sizes by name."""
    return {
        "looks": [(name, speech.say(text)) for name, text in LOOKS.items()],
        "trims": [(name, trim(name)) for name in TRIMS],
    }
