"""Letters that wait to be sent: entered with what they tell of, sent by a worker."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from catalogue.models.base import UtcTime, new_id, now


class Letter(SQLModel, table=True):
    """One letter to one account about one thing; there is never a second of the same kind about the same."""

    __table_args__ = (UniqueConstraint("kind", "about", "user_id"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    kind: str = Field(max_length=20)
    about: str = Field(max_length=12)
    user_id: str = Field(foreign_key="account.id", index=True)
    created_at: datetime = Field(default_factory=now, sa_column=Column(UtcTime, nullable=False))
    next_at: datetime = Field(default_factory=now, sa_column=Column(UtcTime, nullable=False, index=True))
    """Not to be tried before; whoever tries puts it off first, so that no other worker tries at once."""
    tries: int = 0
