"""Works and their editions: an edition in one language is what the programme calls a title (đầu sách)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from catalogue.models.base import Json, UtcTime, new_id, now, one_of


class EditionKind(StrEnum):
    """What an edition is to its work."""

    ORIGINAL = "original"
    TRANSLATION = "translation"
    BILINGUAL = "bilingual"
    REPRINT = "reprint"


class Form(StrEnum):
    """In what form a format reaches its reader."""

    EPUB = "epub"
    PDF = "pdf"
    PRINT = "print"
    AUDIO = "audio"
    BRAILLE = "braille"


class DossierKind(StrEnum):
    """The acts and papers that the law knows about a title."""

    REGISTRATION = "registration"
    DECISION = "decision"
    LICENCE = "licence"
    DEPOSIT = "deposit"
    RELEASE = "release"


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Work(SQLModel, table=True):
    """The intellectual work behind its editions."""

    id: str = Field(default_factory=new_id, primary_key=True)
    original_language: str = Field(default="vi", max_length=35)
    created_at: datetime = Field(default_factory=now, sa_column=Column(UtcTime, nullable=False))


class Edition(SQLModel, table=True):
    """One language edition of a work, counted once however many formats it has."""

    __table_args__ = (one_of("kind", EditionKind),)

    id: str = Field(default_factory=new_id, primary_key=True)
    work_id: str = Field(foreign_key="work.id", index=True)
    publisher_id: str = Field(foreign_key="organisation.id", index=True)
    reporting_body_id: str | None = Field(default=None, foreign_key="organisation.id", index=True)
    kind: str = Field(default=EditionKind.ORIGINAL)
    language: str = Field(default="vi", max_length=35)
    source_language: str = Field(default="", max_length=35)
    translated_from_id: str | None = Field(default=None, foreign_key="edition.id")
    statement: str = Field(default="", max_length=200)
    audience: str = Field(default="", max_length=80)
    description: str = Field(default="", max_length=4000)
    record: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    """The whole edition record as the pipeline reads it; titles, people, subjects and formats are kept beside it."""
    is_sample: bool = False
    batch_id: str = Field(default="", max_length=12, index=True)
    """The import or demonstration it came with; empty for a title entered by itself."""
    sort_key: bytes = Field(default=b"", sa_column=Column(LargeBinary, nullable=False, index=True))
    created_at: datetime = Field(default_factory=now, sa_column=Column(UtcTime, nullable=False))


class TitleText(SQLModel, table=True):
    """What an edition is called in one language; exactly one is canonical."""

    __table_args__ = (
        UniqueConstraint("edition_id", "language"),
        Index(
            "uq_titletext_canonical", "edition_id", unique=True,
            sqlite_where=text("canonical"), postgresql_where=text("canonical"),
        ),
    )  # fmt: skip

    id: str = Field(default_factory=new_id, primary_key=True)
    edition_id: str = Field(foreign_key="edition.id", index=True)
    language: str = Field(max_length=35)
    title: str = Field(max_length=500)
    subtitle: str = Field(default="", max_length=500)
    folded: str = Field(default="", max_length=1100)
    """Title and subtitle without marks and case, đ as d, for search."""
    canonical: bool = True


class Party(SQLModel, table=True):
    """A person or body behind contributions, however each book prints the name."""

    __table_args__ = (one_of("kind", ("person", "corporate")),)

    id: str = Field(default_factory=new_id, primary_key=True)
    name: str = Field(max_length=300, index=True)
    kind: str = Field(default="person")
    identifiers: dict[str, str] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    """By scheme: isni, viaf, orcid."""
    created_at: datetime = Field(default_factory=now, sa_column=Column(UtcTime, nullable=False))


class Contribution(SQLModel, table=True):
    """What a party did for an edition, as printed; ``role`` is a MARC relator code."""

    id: str = Field(default_factory=new_id, primary_key=True)
    edition_id: str = Field(foreign_key="edition.id", index=True)
    position: int = 0
    role: str = Field(default="aut", max_length=3)
    party_id: str | None = Field(default=None, foreign_key="party.id", index=True)
    name: str = Field(max_length=300)
    folded: str = Field(default="", max_length=300)


class Subject(SQLModel, table=True):
    """A heading of an edition in a scheme: ddc, heading, content (of the programme), convention."""

    __table_args__ = (UniqueConstraint("edition_id", "scheme", "code"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    edition_id: str = Field(foreign_key="edition.id", index=True)
    scheme: str = Field(max_length=40)
    code: str = Field(max_length=200)


class EditionFormat(SQLModel, table=True):
    """A format of an edition; its ISBN is 13 digits, and doubles are a finding, not an impossibility."""

    __table_args__ = (one_of("form", Form),)

    id: str = Field(default_factory=new_id, primary_key=True)
    edition_id: str = Field(foreign_key="edition.id", index=True)
    form: str
    isbn: str = Field(default="", max_length=13, index=True)


class DossierItem(SQLModel, table=True):
    """A dated legal act on a title, with its number and scan.

    ``electronic`` marks the registration, decision or deposit of an electronic publication: it alone
    makes the title an e-book, never a file that the pipeline made.
    """

    __table_args__ = (one_of("kind", DossierKind), one_of("precision", Precision))

    id: str = Field(default_factory=new_id, primary_key=True)
    edition_id: str = Field(foreign_key="edition.id", index=True)
    kind: str
    number: str = Field(default="", max_length=120)
    on: date = Field(index=True)
    precision: str = Field(default=Precision.DAY)
    electronic: bool = False
    scan_sha256: str = Field(default="", max_length=64)
    recorded_at: datetime = Field(default_factory=now, sa_column=Column(UtcTime, nullable=False))
    replaced_at: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))
    """When a correction took its place; what was known before that moment still has it."""


class Classification(SQLModel, table=True):
    """A person's decision on how a title counts, over the rule: axis, value, reason, name, time."""

    id: str = Field(default_factory=new_id, primary_key=True)
    edition_id: str = Field(foreign_key="edition.id", index=True)
    axis: str = Field(max_length=40)
    value: str = Field(max_length=80)
    reason: str = Field(max_length=1000)
    user_id: str = Field(foreign_key="account.id")
    recorded_at: datetime = Field(default_factory=now, sa_column=Column(UtcTime, nullable=False))


class Tombstone(SQLModel, table=True):
    """An id that was once given and is gone; ``moved_to`` when its title lives on under another."""

    id: str = Field(primary_key=True)
    kind: str = Field(max_length=40)
    moved_to: str = Field(default="", max_length=12)
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    recorded_at: datetime = Field(default_factory=now, sa_column=Column(UtcTime, nullable=False))


class BatchKind(StrEnum):
    """How many titles came in at once."""

    IMPORT = "import"
    DEMO = "demo"


class Batch(SQLModel, table=True):
    """Titles that came in together, so that one command takes them out again; ``sha256`` is the sheet's."""

    __table_args__ = (one_of("kind", BatchKind),)

    id: str = Field(default_factory=new_id, primary_key=True)
    kind: str
    name: str = Field(default="", max_length=300)
    sha256: str = Field(default="", max_length=64)
    user_id: str | None = Field(default=None, foreign_key="account.id")
    titles: int = 0
    report: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    created_at: datetime = Field(default_factory=now, sa_column=Column(UtcTime, nullable=False))
    undone_at: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))
