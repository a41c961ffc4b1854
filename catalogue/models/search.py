"""What the search knows: one entry for each title that readers can have, and the texts of the books.

All of it is derived and can be made anew (``nghinsach db reindex``). The full-text tables themselves differ
between SQLite and PostgreSQL and are kept by ``catalogue.fulltext``.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Text
from sqlmodel import Field, SQLModel

from catalogue.models.base import UtcTime


class SearchEntry(SQLModel, table=True):
    """A title on the shelf, as search and browsing need it; ``number`` grows with each title that is added."""

    number: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    edition_id: str = Field(max_length=12, unique=True)
    title_exact: str = Field(max_length=200, index=True)
    """The words of the title with their marks; ``title_folded`` without."""
    title_folded: str = Field(max_length=200, index=True)
    language: str = Field(max_length=35)
    publisher_id: str = Field(max_length=12, index=True)
    audience: str = Field(default="", max_length=80)
    series: str = Field(default="", max_length=300)
    sort_key: bytes = Field(sa_column=Column(LargeBinary, nullable=False, index=True))
    """Among the titles of all languages; ``own_key`` among those of its own."""
    own_key: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    released_at: datetime = Field(sa_column=Column(UtcTime, nullable=False, index=True))
    sha256: str = Field(default="", max_length=64, index=True)
    """The EPUB whose text can be found; empty where there is none."""
    passages: int = 0
    """How many passages of it stand in the full-text index."""
    tokens: str = Field(default="", sa_column=Column(Text, nullable=False))
    """What stands in the full-text index for the record, so that it can be taken out again."""


class SearchTerm(SQLModel, table=True):
    """A word of titles, names and subjects without marks, under itself and under each form that lacks a letter."""

    key: str = Field(primary_key=True, max_length=24)
    term: str = Field(primary_key=True, max_length=24)


class BookText(SQLModel, table=True):
    """The text of an EPUB has been read; ``passages`` is 0 where it could not be."""

    sha256: str = Field(primary_key=True, max_length=64)
    passages: int = 0


class BookPassage(SQLModel, table=True):
    """A few paragraphs of a chapter; shown to nobody but through a released title."""

    sha256: str = Field(primary_key=True, max_length=64, foreign_key="booktext.sha256")
    number: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    section: str = Field(max_length=130)
    """The chapter's address in reading online."""
    heading: str = Field(default="", max_length=500)
    text: str = Field(sa_column=Column(Text, nullable=False))


class SearchState(SQLModel, table=True):
    """With which rules the index was made; other rules ask for a new one."""

    id: int = Field(default=1, primary_key=True)
    version: str = Field(default="", max_length=20)
