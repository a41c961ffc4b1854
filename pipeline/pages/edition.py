"""The facts about an edition that the added pages, the package file and the PDF share.

They are worked out once, from the record and the Book, so that cover, title page, imprint and metadata
cannot contradict each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from unicodedata import bidirectional

from babel.dates import format_date

from pipeline.book.model import Book
from pipeline.metadata import EditionRecord, Person, PersonRole
from pipeline.pages.words import known, spoken, word
from pipeline.styles.palettes import Palette, palette
from pipeline.styles.scripts import digits

LEADING_ROLES = (PersonRole.AUTHOR, PersonRole.CORPORATE, PersonRole.COMPILER, PersonRole.EDITOR)


@dataclass(frozen=True, slots=True)
class Edition:
    """A record and its Book, as the added pages see them."""

    record: EditionRecord
    title: str
    subtitle: str
    language: str
    direction: str
    second: str = ""
    """The other language of a bilingual edition, and the title in it."""
    second_title: str = ""

    @classmethod
    def of(cls, book: Book, record: EditionRecord) -> Edition:
        return cls(record, book.title, book.subtitle, book.language, book.direction, book.second, book.second_title)

    @property
    def colours(self) -> Palette:
        """Of its cover and, in the design's way, of its pages."""
        return palette(self.record.design.name, self.title, self.record.design.colours)

    def word(self, key: str) -> str:
        """One of our own words in the book's language."""
        return word(key, self.language)

    @property
    def leading(self) -> list[Person]:
        """Who is named above the title: authors, else compilers or editors (Article 27.1.a)."""
        for role in LEADING_ROLES:
            people = [person for person in self.record.people if person.role is role]
            if people:
                return people
        return []

    @property
    def leading_line(self) -> str:
        """The names above the title, with what they did when they are no authors."""
        people = self.leading
        if not people:
            return ""
        names = self.names(people)
        if people[0].role in (PersonRole.AUTHOR, PersonRole.CORPORATE):
            return names
        return f"{names} ({self.word(people[0].role.value).lower()})"

    def others(self) -> list[tuple[str, str]]:
        """Everybody else who is named on the title page: what they did, and their names."""
        leading = self.leading
        rest = [person for person in self.record.people if person not in leading]
        roles = dict.fromkeys(person.role for person in rest)
        return [(self.word(role.value), self.names([p for p in rest if p.role is role])) for role in roles]

    def names(self, people: list[Person]) -> str:
        separator = {"ar": "، ", "fa": "، ", "my": "၊ ", "zh": "、", "ja": "、"}.get(self.language.split("-")[0], ", ")
        return separator.join(person.name for person in people)

    @property
    def volume(self) -> str:
        volume = self.record.book.volume
        if not volume:
            return ""
        return f"{self.word('volume')} {volume}" if volume.isalnum() and len(volume) <= 6 else volume

    def apart(self, value: str) -> str:
        """Latin words or a number like 12/QĐ in a book that runs from right to left, kept in their own order."""
        ltr = any(bidirectional(char) == "L" for char in value)
        mixed = any(bidirectional(char) in ("R", "AL") for char in value)
        return f"\u2068{value}\u2069" if self.direction == "rtl" and ltr and not mixed else value

    def number(self, value: object) -> str:
        """A number of ours, as a year, in the language's digits."""
        return digits(str(value), self.language)

    def day(self, value: date) -> str:
        """A date as the book's language writes it."""
        if spoken(self.language) == "vi":
            return f"{value.day} tháng {value.month} năm {value.year}"
        return digits(format_date(value, "long", locale=locale_of(self.language)), self.language)


def locale_of(language: str) -> str:
    """Babel's name for a BCP 47 tag; that of ``spoken`` for a language that Babel or we do not have."""
    from babel import Locale, UnknownLocaleError

    language = language if known(language) else spoken(language)
    try:
        return str(Locale.parse(language, sep="-"))
    except (UnknownLocaleError, ValueError):
        return "en"
