"""Forms: what was typed, what is wrong with it, and the record that it makes.

What was typed always comes back to the page, right or wrong, so that nobody types it twice.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from stdnum import isbn as isbn_rules

from catalogue.errors import Refusal
from catalogue.web.i18n import Speech
from pipeline.i18n import N_
from pipeline.metadata import BookPart, EditionRecord, ImprintPart, IsbnPart, Person, PersonRole

MAX_TITLE = 250
"""Characters of a title; longer ones are a pasted paragraph."""
MAX_LINE = 500
MAX_TEXT = 4000
MANUSCRIPT_SUFFIXES = (".docx", ".doc", ".rtf", ".odt", ".md", ".markdown", ".html", ".htm", ".xhtml", ".tex", ".zip")

LANGUAGES = (
    "vi", "en", "fr", "zh-Hans", "ru", "es", "ar", "lo", "km", "ja", "ko", "th", "de",
    "tyz", "nut", "cjm", "jra", "rad", "bdq", "hmv",
)  # fmt: skip
PEOPLE: Mapping[str, PersonRole] = {
    "authors": PersonRole.AUTHOR,
    "editors": PersonRole.EDITOR,
    "translators": PersonRole.TRANSLATOR,
    "illustrators": PersonRole.ILLUSTRATOR,
}
IMPRINT = (
    "director", "editor_in_chief", "editor", "designer", "technical_editor", "proofreader", "registration_number",
    "decision_number", "decision_date", "deposit", "partner", "partner_address", "publisher_address",
)  # fmt: skip
TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")
_DDC = re.compile(r"[0-9]{3}(\.[0-9]+)?\Z")
_HOSTILE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")

MISSING = N_("Please fill this in.")
TOO_LONG = N_("Please shorten this to {limit} characters; it has {length}.")
BAD_LANGUAGE = N_("Please choose a language from the list.")
BAD_DDC = N_("A Dewey number has three digits and may have more after a point, for example 323.4.")
BAD_DATE = N_("Please write the date as year-month-day, for example 2026-11-23.")
NO_NUMBER = N_("Please give a whole number from {least} to {most}.")
NO_SHARE = N_("Please give a share from 0 to 100, for example 15 or 17.5.")
BAD_ISBN = N_("“{isbn}” is not an ISBN: the check digit does not fit. Compare it with the registration.")
ISBN_LENGTH = N_("“{isbn}” is not an ISBN: it needs 13 digits (or 10 for old books).")


def clean(text: str, *, lines: bool = False) -> str:
    """Typed text in NFC, without control and direction characters; one line unless ``lines``."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    text = _HOSTILE.sub("", text.encode("utf-8", "ignore").decode())
    return text.strip() if lines else " ".join(text.split())


@dataclass(slots=True)
class Form:
    """What was typed and what is wrong with it, sentence by field."""

    speech: Speech
    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        return 422 if self.errors else 200

    def take(self, typed: Mapping[str, Any], *names: str, lines: bool = False) -> None:
        """Read fields; files and repeated fields under these names are ignored."""
        for name in names:
            value = typed.get(name, "")
            self.values[name] = clean(value, lines=lines) if isinstance(value, str) else ""

    def wrong(self, name: str, message: str, /, **params: Any) -> None:
        """Say what is wrong with a field; the first reason stays."""
        self.errors.setdefault(name, self.speech.say(message, **params))

    def refused(self, refusal: Refusal) -> None:
        """Say a refusal beside the field that it concerns, or above the form."""
        self.errors.setdefault(refusal.field or "refused", refusal.said(self.speech.say))

    def require(self, *names: str) -> None:
        for name in names:
            if not self.values.get(name):
                self.wrong(name, MISSING)

    def limit(self, characters: int, *names: str) -> None:
        for name in names:
            length = len(self.values.get(name, ""))
            if length > characters:
                self.wrong(name, TOO_LONG, limit=characters, length=length)

    def isbn(self, name: str) -> str:
        """The ISBN as 13 digits, or nothing."""
        typed = self.values.get(name, "")
        if not typed:
            return ""
        digits = isbn_rules.compact(typed)
        if len(digits) not in (10, 13):
            self.wrong(name, ISBN_LENGTH, isbn=typed)
            return ""
        if not isbn_rules.is_valid(typed):
            self.wrong(name, BAD_ISBN, isbn=typed)
            return ""
        return str(isbn_rules.to_isbn13(digits))

    def whole(self, name: str, *, least: int = 0, most: int = 1_000_000) -> int:
        """The whole number of a field; 0 when it is none, and the form says so."""
        text = self.values.get(name, "")
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
        if not least <= number <= most:
            self.wrong(name, NO_NUMBER, least=least, most=self.speech.number(most))
        return max(number, 0)

    def share(self, name: str) -> Fraction | None:
        """The share of a field that is typed in per cent; None when it is none, and the form says so."""
        text = self.values.get(name, "").replace(",", ".").rstrip("% ")
        try:
            number = Fraction(text) / 100 if len(text) < 12 and "/" not in text else Fraction(-1)
        except (ValueError, ZeroDivisionError):
            number = Fraction(-1)
        if not 0 <= number <= 1:
            self.wrong(name, NO_SHARE)
            return None
        return number

    def day(self, name: str) -> date | None:
        """The date of a field, or nothing."""
        typed = self.values.get(name, "")
        try:
            return date.fromisoformat(typed) if typed else None
        except ValueError:
            self.wrong(name, BAD_DATE)
            return None


def percent(share: Fraction | float) -> str:
    """A share as the field of a form has it: 17.5."""
    return f"{float(share * 100):g}"


def edition_record(
    form: Form, typed: Mapping[str, Any], publisher: str, *, required: tuple[str, ...] = ("title", "language")
) -> EditionRecord | None:
    """The edition's record from a form; None when something is wrong, and the form says what.

    What is not ``required`` and not given may be read from the manuscript later.
    """
    form.take(
        typed,
        "title",
        "subtitle",
        "language",
        "original_title",
        "original_language",
        "subjects",
        "series",
        "volume",
        "ddc",
    )
    form.take(typed, "isbn_epub", "isbn_pdf", "isbn_print", *IMPRINT)
    form.take(typed, "description", *PEOPLE, lines=True)
    form.require(*required)
    form.limit(MAX_TITLE, "title", "subtitle", "original_title", "series")
    form.limit(MAX_LINE, "subjects", *IMPRINT)
    form.limit(MAX_TEXT, "description", *PEOPLE)
    for name in ("language", "original_language"):
        if form.values[name] and not TAG.match(form.values[name]):
            form.wrong(name, BAD_LANGUAGE)
    if form.values["ddc"] and not _DDC.match(form.values["ddc"]):
        form.wrong("ddc", BAD_DDC)
    numbers = IsbnPart(epub=form.isbn("isbn_epub"), pdf=form.isbn("isbn_pdf"), print=form.isbn("isbn_print"))
    decided = form.day("decision_date")
    people = tuple(
        Person(name=name[:MAX_LINE], role=role) for group, role in PEOPLE.items() for name in _lines(form.values[group])
    )
    if form.errors:
        return None
    value = form.values
    return EditionRecord(
        book=BookPart(
            title=value["title"] or None,
            subtitle=value["subtitle"],
            language=value["language"] or None,
            publisher=publisher,
            description=value["description"],
            subjects=tuple(part for part in map(clean, value["subjects"].split(";")) if part),
            ddc=value["ddc"],
            series=value["series"],
            volume=value["volume"],
            original_title=value["original_title"],
            original_language=value["original_language"] or None,
        ),
        people=people,
        isbn=numbers,
        imprint=ImprintPart(**{**{name: value[name] for name in IMPRINT}, "decision_date": decided}),
    )


def merged(old: EditionRecord, new: EditionRecord) -> EditionRecord:
    """A record from a form, with what the form does not ask for kept from the old one."""
    part, imprint = new.book, {name: getattr(new.imprint, name) for name in IMPRINT}
    kept = {name: getattr(old.book, name) for name in ("identifier", "published", "rights")}
    unasked = tuple(person for person in old.people if person.role not in PEOPLE.values())
    return old.model_copy(
        update={
            "book": part.model_copy(update=kept),
            "people": (*new.people, *unasked),
            "isbn": new.isbn,
            "imprint": old.imprint.model_copy(update=imprint),
        }
    )


def _lines(text: str) -> list[str]:
    return [line for line in map(clean, text.split("\n")) if line]
