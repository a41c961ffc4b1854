"""Programmes, their targets and rule sets, and the append-only record of every change."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from catalogue.models.base import Json, UtcTime, new_id


class Programme(SQLModel, table=True):
    """A publishing programme (Đề án) with its period; a province's own may stand within the national one."""

    id: str = Field(default_factory=new_id, primary_key=True)
    code: str = Field(max_length=40, unique=True)
    name: str = Field(max_length=300)
    start: date
    deadline: date
    parent_id: str | None = Field(default=None, foreign_key="programme.id")


class Target(SQLModel, table=True):
    """How many titles, and the band of the share, as parts of one."""

    __table_args__ = (CheckConstraint("low <= high", name="band"), CheckConstraint("titles > 0", name="titles"))

    id: str = Field(default_factory=new_id, primary_key=True)
    programme_id: str = Field(foreign_key="programme.id", index=True)
    titles: int
    low: float
    high: float
    milestones: dict[str, int] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    """Titles due by the end of each year; empty for a straight line."""


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
