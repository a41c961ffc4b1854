"""The edition record: everything about a book that is not in its text.

It comes from a TOML file (``[book] [[people]] [isbn] [imprint] [design] [print] [[files]] [[pictures]]
[[accept]] [[suppress]]``) or from the catalogue, and is checked here once; the same values go into the EPUB's
package file, the PDF's information and the imprint page, so that they cannot differ.
"""

from __future__ import annotations

import tomllib
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Tag = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]


class Part(BaseModel):
    """A table of the metadata file; an unknown key is an error, since it is usually a slip."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PersonRole(StrEnum):
    """What somebody did, by MARC relator code."""

    AUTHOR = "aut"
    EDITOR = "edt"
    TRANSLATOR = "trl"
    ILLUSTRATOR = "ill"
    COMPILER = "com"
    CORPORATE = "isb"
    REVISER = "red"
    TRANSCRIBER = "trc"


class Person(Part):
    """A contributor as printed on the title page."""

    name: Title
    role: PersonRole = PersonRole.AUTHOR
    sort_name: Text = ""


class BookPart(Part):
    """What the book is called and about."""

    title: Title | None = None
    subtitle: Text = ""
    language: Tag | None = None
    identifier: Text = ""
    publisher: Text = ""
    published: date | None = None
    description: Text = ""
    subjects: tuple[Text, ...] = ()
    ddc: Annotated[str, StringConstraints(pattern=r"^([0-9]{3}(\.[0-9]+)?)?$")] = ""
    """Dewey number, such as 323.4."""
    rights: Text = ""
    series: Text = ""
    volume: Text = ""
    original_title: Text = ""
    original_language: Tag | None = None
    translated_from: Tag | None = None
    """The language of the version that was translated, where it is not the original's (Article 27.1.b)."""


class IsbnPart(Part):
    """ISBN-13 of each format, digits or hyphenated; checked by ``pipeline.checks``."""

    epub: Text = ""
    pdf: Text = ""
    print: Text = ""


class ImprintPart(Part):
    """What Article 27 of the Law on Publishing and Circular 01/2020 ask on the imprint page."""

    director: Text = ""
    editor_in_chief: Text = ""
    editor: Text = ""
    designer: Text = ""
    technical_editor: Text = ""
    proofreader: Text = ""
    registration_number: Text = ""
    decision_number: Text = ""
    decision_date: date | None = None
    deposit: Text = ""
    """The deposit line as a whole, where quarter and year do not say it."""
    deposit_quarter: int | None = Field(default=None, ge=1, le=4)
    deposit_year: int | None = Field(default=None, ge=1945, le=2200)
    deposit_received: date | None = None
    """Day of the actual receipt; kept for the record, never printed."""
    cip: Text = ""
    """Cataloguing in publication, as the National Library sent it, line by line."""
    partner: Text = ""
    partner_address: Text = ""
    print_run: int | None = Field(default=None, ge=1)
    printer: Text = ""
    printer_address: Text = ""
    trim: Text = ""
    price: Text = ""
    sale: Literal["", "for-sale", "state-ordered", "not-for-sale"] = ""
    publisher_address: Text = ""


class DesignPart(Part):
    """How the book looks."""

    name: Literal["general", "reference", "young"] = "general"
    colours: int = Field(default=0, ge=0, le=9)
    """Which of the design's palettes cover and pages take, from 1; by default the title decides."""
    size: Literal["a5", "13x19", "14.5x20.5", "16x24", "19x27"] = "14.5x20.5"
    notes: Literal["chapter", "book"] = "chapter"
    """Where the numbers of notes begin anew: in each chapter, or once for the whole book."""
    cover: Text = ""
    """Path of the publisher's own cover picture; in a metadata file, as seen from that file."""


class PrintPart(Part):
    """What the printing house needs to know; the defaults are those of a usual one-colour paperback."""

    paper_gsm: int = Field(default=70, ge=30, le=350)
    paper_bulk: float = Field(default=1.3, ge=0.6, le=2.6)
    """Thickness of the paper for its weight, cm³/g; a sheet of 70 g/m² and bulk 1.3 is 0.091 mm thick."""
    cover_thickness: float = Field(default=0.3, ge=0, le=5)
    """Of the cover's board, in millimetres."""
    spine: float | None = Field(default=None, ge=0, le=120)
    """Width of the spine in millimetres where the binder measured it; else worked out from the paper."""
    signature: Literal[4, 8, 16, 32] = 16
    """Pages of one folded sheet (tay sách)."""
    pictures: Literal["grey", "colour"] = "grey"
    blurb: Text = ""
    """Words on the back cover; the book's description by default."""


class FilePart(Part):
    """A file of a book that is made of several, at its place in the order; ``by`` is its author as printed."""

    name: Title
    title: Text = ""
    by: Text = ""


class PicturePart(Part):
    """What a picture says to who cannot see it, by the hash of its content, so that it holds in every round.

    ``decorative`` pictures say nothing, on purpose; a description wins over the manuscript's own.
    """

    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    alt: Text = ""
    decorative: bool = False


class Accept(Part):
    """A proposal of the pipeline that a person accepted or overruled, or an error that a person answers for.

    ``where`` is words of the place (chapter or paragraph) when one place alone is meant. An error
    needs ``reason``, ``by`` and ``on``.
    """

    code: Text
    where: Text = ""
    value: Text = ""
    reason: Text = ""
    by: Text = ""
    on: date | None = None


class Suppress(Part):
    """A finding that a person set aside, with a reason and a name, on a day."""

    code: Text
    where: Text = ""
    reason: Title
    by: Title
    on: date


class EditionRecord(Part):
    """One language edition as the pipeline needs it."""

    book: BookPart = BookPart()
    people: tuple[Person, ...] = ()
    isbn: IsbnPart = IsbnPart()
    imprint: ImprintPart = ImprintPart()
    design: DesignPart = DesignPart()
    print: PrintPart = PrintPart()
    files: tuple[FilePart, ...] = ()
    pictures: tuple[PicturePart, ...] = ()
    accept: tuple[Accept, ...] = ()
    suppress: tuple[Suppress, ...] = ()

    @classmethod
    def from_toml(cls, path: Path) -> EditionRecord:
        """Read a metadata file.

        Raises tomllib.TOMLDecodeError for broken TOML and pydantic.ValidationError naming each
        wrong field; the command line turns both into findings.
        """
        record = cls.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        if not record.design.cover:
            return record
        beside = {"cover": str(path.parent / record.design.cover)}
        return record.model_copy(update={"design": record.design.model_copy(update=beside)})


def json_schema() -> dict[str, Any]:
    """The published JSON Schema of the metadata file."""
    return EditionRecord.model_json_schema()
