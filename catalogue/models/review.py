"""What editors say of a title before they decide: remarks at a place in its text, and returns with reasons."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from catalogue.models.base import UtcTime, new_id, now


class Remark(SQLModel, table=True):
    """A remark at a block of a chapter of a built book; ``quote`` finds the place again in the next round."""

    id: str = Field(default_factory=new_id, primary_key=True)
    edition_id: str = Field(foreign_key="edition.id", index=True)
    build_id: str = Field(foreign_key="build.id")
    section: str = Field(max_length=130)
    block: int
    """The block of the chapter, counted from 1."""
    quote: str = Field(max_length=200)
    text: str = Field(max_length=2000)
    user_id: str = Field(foreign_key="account.id")
    created_at: datetime = Field(default_factory=now, sa_column=Column(UtcTime, nullable=False))
    settled_at: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))
    settled_by: str | None = Field(default=None, foreign_key="account.id")
    answer: str = Field(default="", max_length=1000)


class Handback(SQLModel, table=True):
    """A title given back to its house with reasons (trả lại); it waits there until the house answers."""

    id: str = Field(default_factory=new_id, primary_key=True)
    edition_id: str = Field(foreign_key="edition.id", index=True)
    reason: str = Field(max_length=2000)
    user_id: str = Field(foreign_key="account.id")
    created_at: datetime = Field(default_factory=now, sa_column=Column(UtcTime, nullable=False))
    answered_at: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))
    answered_by: str | None = Field(default=None, foreign_key="account.id")
    answer: str = Field(default="", max_length=1000)


class Pick(SQLModel, table=True):
    """A title that an editor of the programme recommends to readers, and why."""

    id: str = Field(default_factory=new_id, primary_key=True)
    edition_id: str = Field(foreign_key="edition.id", index=True)
    reason: str = Field(max_length=400)
    language: str = Field(max_length=35)
    """In which the reason is written."""
    user_id: str = Field(foreign_key="account.id")
    created_at: datetime = Field(default_factory=now, sa_column=Column(UtcTime, nullable=False))
    ended_at: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))
