"""Where somebody who is signed in is in a book: their own, the newest only, and gone when they wish."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from catalogue.models.base import Json, UtcTime, new_id, now


class ReadingPlace(SQLModel, table=True):
    """The place and the bookmarks of one person in one book; no history of reading is kept."""

    __table_args__ = (UniqueConstraint("user_id", "edition_id"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    user_id: str = Field(foreign_key="account.id", index=True)
    edition_id: str = Field(foreign_key="edition.id", index=True)
    place: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    """``page``, ``block``, ``done`` and ``at`` (milliseconds since 1970, by the device's clock)."""
    marks: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    """Bookmarks by place: ``text``, ``at`` and ``gone``."""
    changed_at: datetime = Field(default_factory=now, sa_column=Column(UtcTime, nullable=False))
