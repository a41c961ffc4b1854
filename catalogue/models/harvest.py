"""What other systems are told of each title that was ever released here, and since when it has been so."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from catalogue.models.base import UtcTime


class HarvestRecord(SQLModel, table=True):
    """A title's place in harvests; it outlives the title, so that whoever took it hears that it is gone.

    The properties that sets are made of are kept here, since a deleted record stays in its sets (OAI-PMH 2.0, 2.5).
    """

    __table_args__ = (Index("ix_harvestrecord_order", "datestamp", "edition_id"),)

    edition_id: str = Field(primary_key=True, max_length=12)
    datestamp: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    """When what is told last changed, in whole seconds."""
    deleted: bool = False
    """Whether readers cannot have the title any more."""
    sha256: str = Field(default="", max_length=64)
    """Of what is told: a change that changes nothing of it is none."""
    publisher_id: str = Field(default="", max_length=12, index=True)
    language: str = Field(default="", max_length=35, index=True)
    programme_id: str = Field(default="", max_length=12, index=True)
    """The programme that recognised it; empty while none has."""
    is_sample: bool = False
