"""Programmes, their targets and rule sets, and the append-only record of every change."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from catalogue.models.base import Json, UtcTime, new_id, now, one_of


class Programme(SQLModel, table=True):
    """A publishing programme (Đề án) with its period; a province's own may stand within the national one."""

    id: str = Field(default_factory=new_id, primary_key=True)
    code: str = Field(max_length=40, unique=True)
    name: str = Field(max_length=300)
    start: date
    deadline: date
    parent_id: str | None = Field(default=None, foreign_key="programme.id")
    body_id: str = Field(default="", max_length=12)
    """The reporting body whose titles alone count in it; empty for all titles."""
    waiting_days: int = 10
    """Between legal deposit and release (Law on Publishing, Article 28); that of the national programme holds."""


class Target(SQLModel, table=True):
    """How many titles, and the band of the share, as parts of one; a new version leaves the old one standing."""

    __table_args__ = (
        CheckConstraint("low <= high", name="band"),
        CheckConstraint("titles > 0", name="titles"),
        Index("ix_target_version", "programme_id", "version", unique=True),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    programme_id: str = Field(foreign_key="programme.id", index=True)
    version: int = 1
    valid_from: date | None = None
    """The first day it is in force; None from the programme's beginning."""
    titles: int
    low: float
    high: float
    milestones: dict[str, int] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    """Titles due by the end of each year; empty for a straight line."""


class AllotmentAxis(StrEnum):
    """By what a programme shares its titles out."""

    PUBLISHER = "publisher"
    BODY = "body"
    LANGUAGE = "language"
    CONTENT = "content"


class Allotment(SQLModel, table=True):
    """How many titles of a programme fall to a publisher, a reporting body, a language or a content.

    A new number takes the place of the old one, which stays with the time at which it was replaced.
    """

    __table_args__ = (one_of("axis", AllotmentAxis), CheckConstraint("titles >= 0", name="titles"))

    id: str = Field(default_factory=new_id, primary_key=True)
    programme_id: str = Field(foreign_key="programme.id", index=True)
    axis: str = Field(max_length=20)
    value: str = Field(max_length=80)
    """The organisation's id, the language's tag or the content's code."""
    titles: int
    recorded_at: datetime = Field(default_factory=now, sa_column=Column(UtcTime, nullable=False))
    replaced_at: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))


class ClosingDay(SQLModel, table=True):
    """The reporting calendar: how many days after the end of a kind of period the reports on it have to be in."""

    __table_args__ = (
        one_of("kind", ("month", "quarter", "year")),
        CheckConstraint("days >= 0", name="days"),
        UniqueConstraint("programme_id", "kind"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    programme_id: str = Field(foreign_key="programme.id", index=True)
    kind: str = Field(max_length=10)
    days: int


class BodyReport(SQLModel, table=True):
    """That a reporting body's own report on a period came in: on which day, under which number."""

    id: str = Field(default_factory=new_id, primary_key=True)
    programme_id: str = Field(foreign_key="programme.id", index=True)
    body_id: str = Field(foreign_key="organisation.id", index=True)
    period: str = Field(max_length=10)
    received_on: date
    number: str = Field(default="", max_length=120)
    user_id: str | None = Field(default=None, foreign_key="account.id")
    recorded_at: datetime = Field(default_factory=now, sa_column=Column(UtcTime, nullable=False))
    replaced_at: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))


class Term(SQLModel, table=True):
    """A term that titles are classed by, as data: a content of communication, a convention, an audience."""

    __table_args__ = (one_of("scheme", ("content", "convention", "audience")), UniqueConstraint("scheme", "code"))

    id: str = Field(default_factory=new_id, primary_key=True)
    scheme: str = Field(max_length=20)
    code: str = Field(max_length=40)
    name_vi: str = Field(max_length=300)
    name_en: str = Field(default="", max_length=300)
    position: int = 0
    retired: bool = False
    """Whether no further title is to be classed by it; titles that are keep it."""

    def name(self, language: str) -> str:
        """Its name in a language; the Vietnamese one where there is none."""
        return self.name_vi if language == "vi" else self.name_en or self.name_vi


class RuleSet(SQLModel, table=True):
    """What counts, as versioned data; a new version never rewrites what an old one said."""

    __table_args__ = (UniqueConstraint("programme_id", "version"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    programme_id: str = Field(foreign_key="programme.id", index=True)
    version: int = 1
    valid_from: date
    rules: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))


class ChangeEvent(SQLModel, table=True):
    """One change, for ever: rows are only added (triggers), each holds the hash of the one before."""

    id: str = Field(default_factory=new_id, primary_key=True)
    number: int = Field(unique=True)
    occurred_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    recorded_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    actor: str = Field(default="", max_length=12)
    kind: str = Field(max_length=60, index=True)
    subject: str = Field(max_length=80, index=True)
    payload: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    prev_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64)
