"""Sheets that were sent in, before and after they became titles."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from catalogue.models.base import Json, UtcTime, new_id, now


class Delivery(SQLModel, table=True):
    """Files that came together, what a dry run found in them, and the batch that they became."""

    id: str = Field(default_factory=new_id, primary_key=True)
    files: list[dict[str, str]] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    """Name and hash of each."""
    columns: dict[str, str] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    """Fields of columns, by heading, that a person chose."""
    counts: dict[str, int] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    report_sha256: str = Field(foreign_key="storedfile.sha256", max_length=64)
    """The report of every row, as data."""
    batch_id: str | None = Field(default=None, foreign_key="batch.id")
    user_id: str | None = Field(default=None, foreign_key="account.id")
    created_at: datetime = Field(default_factory=now, sa_column=Column(UtcTime, nullable=False))
