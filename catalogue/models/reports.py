"""Reports that were frozen: what was counted, by which rules, as known when, and the files that say it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from catalogue.models.base import UtcTime, new_id, now, one_of

PERIODS = ("month", "quarter", "year", "three_years", "five_years")


class FrozenReport(SQLModel, table=True):
    """A report of a period as it stood at a moment; a later correction makes another and leaves this one."""

    __table_args__ = (one_of("kind", PERIODS),)

    id: str = Field(default_factory=new_id, primary_key=True)
    programme_id: str = Field(foreign_key="programme.id", index=True)
    period: str = Field(max_length=10)
    kind: str = Field(max_length=20)
    first: date
    last: date
    rules: int
    """Version of the rule set that was in force on the last day."""
    figures_sha256: str = Field(max_length=64)
    evidence_sha256: str = Field(foreign_key="storedfile.sha256", max_length=64)
    """Every title with what counting knew of it, the rules and the targets: the figures follow from it alone."""
    user_id: str | None = Field(default=None, foreign_key="account.id")
    known_at: datetime = Field(default_factory=now, sa_column=Column(UtcTime, nullable=False))


class FrozenFile(SQLModel, table=True):
    """A file of a frozen report: one of its forms, or a scan of the signed paper."""

    id: str = Field(default_factory=new_id, primary_key=True)
    report_id: str = Field(foreign_key="frozenreport.id", index=True)
    form: str = Field(max_length=10)
    """json, xlsx, docx, pdf or scan."""
    language: str = Field(default="", max_length=10)
    sha256: str = Field(foreign_key="storedfile.sha256", max_length=64)
    name: str = Field(max_length=200)
    recorded_at: datetime = Field(default_factory=now, sa_column=Column(UtcTime, nullable=False))
