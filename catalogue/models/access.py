"""How far readers may have a format of a title: each decision with its name, time and reason; the newest rules."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from catalogue.models.base import UtcTime, new_id, now, one_of
from catalogue.models.titles import Form


class AccessKind(StrEnum):
    """open: read and downloaded; online: read here only; embargoed: closed until a day; record: the record only."""

    OPEN = "open"
    ONLINE = "online"
    EMBARGOED = "embargoed"
    RECORD = "record"


FORMS = (Form.EPUB, Form.PDF)
"""The formats that readers get from us; others are told of only."""


class FormatAccess(SQLModel, table=True):
    """A decision on a format of an edition; never changed, a later one takes its place."""

    __table_args__ = (
        one_of("form", FORMS), one_of("kind", AccessKind), Index("ix_formataccess_edition", "edition_id", "form"),
    )  # fmt: skip

    id: str = Field(default_factory=new_id, primary_key=True)
    edition_id: str = Field(foreign_key="edition.id")
    form: str = Field(max_length=10)
    kind: str = Field(max_length=10)
    until: date | None = None
    """The first day in Vietnam on which an embargoed format is open."""
    reason: str = Field(max_length=1000)
    user_id: str | None = Field(default=None, foreign_key="account.id")
    recorded_at: datetime = Field(default_factory=now, sa_column=Column(UtcTime, nullable=False))
