"""Forms that were sent: each page with a form that makes something carries a key, and a key works once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from catalogue.models.base import UtcTime, now


class SentForm(SQLModel, table=True):
    """One form of one person, and where it led to once that is known."""

    key: str = Field(primary_key=True, max_length=32)
    user_id: str = Field(foreign_key="account.id")
    address: str = Field(default="", max_length=200)
    sent_at: datetime = Field(default_factory=now, sa_column=Column(UtcTime, nullable=False, index=True))
