"""What somebody looks at again and again: an address of the programme's pages under a name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from catalogue.models.base import UtcTime, new_id, now


class SavedView(SQLModel, table=True):
    """A named address: a day, a list, a scenario; everybody on the programme's side sees it."""

    id: str = Field(default_factory=new_id, primary_key=True)
    name: str = Field(max_length=120)
    path: str = Field(max_length=1000)
    user_id: str = Field(foreign_key="account.id", index=True)
    created_at: datetime = Field(default_factory=now, sa_column=Column(UtcTime, nullable=False))
