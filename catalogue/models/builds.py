"""Manuscripts, builds, files and releases: from an upload to what readers hold."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from catalogue.models.base import Json, UtcTime, new_id, now, one_of


class BuildState(StrEnum):
    """Where a build stands."""

    QUEUED = "queued"
    RUNNING = "running"
    BUILT = "built"
    REFUSED = "refused"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Purpose(StrEnum):
    """What a build is for: the book itself, or only what we understood of the manuscript."""

    BOOK = "book"
    VERDICT = "verdict"


class ReleaseState(StrEnum):
    """current: readers get it; superseded by a newer one; withdrawn (gỡ); recalled (thu hồi) by a sanction."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    RECALLED = "recalled"


class StoredFile(SQLModel, table=True):
    """A file in the store, by its content hash; ``size`` in bytes."""

    sha256: str = Field(primary_key=True, max_length=64)
    size: int
    media_type: str = Field(max_length=120)
    recorded_at: datetime = Field(default_factory=now, sa_column=Column(UtcTime, nullable=False))


class Manuscript(SQLModel, table=True):
    """An upload, never changed: a corrected one is the next round of the same edition."""

    __table_args__ = (UniqueConstraint("edition_id", "round"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    edition_id: str = Field(foreign_key="edition.id", index=True)
    round: int = 1
    sha256: str = Field(foreign_key="storedfile.sha256", max_length=64)
    name: str = Field(max_length=300)
    user_id: str | None = Field(default=None, foreign_key="account.id")
    received_at: datetime = Field(default_factory=now, sa_column=Column(UtcTime, nullable=False))


class Build(SQLModel, table=True):
    """One run of the pipeline; results are committed only by the attempt that is current."""

    __table_args__ = (one_of("state", BuildState),)

    id: str = Field(default_factory=new_id, primary_key=True)
    manuscript_id: str = Field(foreign_key="manuscript.id", index=True)
    state: str = Field(default=BuildState.QUEUED, index=True)
    purpose: str = Field(default=Purpose.BOOK, max_length=10)
    attempt: int = 0
    stage: str = Field(default="", max_length=20)
    fraction: float = 0.0
    record: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    options: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    """``pdf``: which PDFs besides the one for the screen."""
    report: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    created_at: datetime = Field(default_factory=now, sa_column=Column(UtcTime, nullable=False))
    incident: str = Field(default="", max_length=12)
    """For a failure of ours: what the log calls it."""
    ended_at: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))

    def found(self, severity: str) -> int:
        """How many findings of a severity its report has."""
        return sum(one.get("severity") == severity for one in self.report.get("findings", ()))


class Upload(SQLModel, table=True):
    """A file on its way to us in pieces (tus); what has come of it lies in the incoming folder under its id."""

    id: str = Field(default_factory=new_id, primary_key=True)
    user_id: str = Field(foreign_key="account.id", index=True)
    name: str = Field(max_length=300)
    size: int = Field(sa_type=BigInteger)
    """Bytes of the whole file, as its sender said before sending any."""
    created_at: datetime = Field(default_factory=now, sa_column=Column(UtcTime, nullable=False))
    expires_at: datetime = Field(sa_column=Column(UtcTime, nullable=False, index=True))


class BuildFile(SQLModel, table=True):
    """What a build made: ``role`` is epub, pdf, cover or thumbnail."""

    build_id: str = Field(foreign_key="build.id", primary_key=True)
    role: str = Field(primary_key=True, max_length=20)
    sha256: str = Field(foreign_key="storedfile.sha256", max_length=64)
    name: str = Field(max_length=200)


class Release(SQLModel, table=True):
    """An act of phát hành: these files of this edition are given to readers, for good.

    A correction is a new release with an erratum; at most one is current.
    """

    __table_args__ = (
        one_of("state", ReleaseState),
        UniqueConstraint("edition_id", "version"),
        Index(
            "uq_release_current", "edition_id", unique=True,
            sqlite_where=text("state = 'current'"), postgresql_where=text("state = 'current'"),
        ),
    )  # fmt: skip

    id: str = Field(default_factory=new_id, primary_key=True)
    edition_id: str = Field(foreign_key="edition.id", index=True)
    version: int = 1
    state: str = Field(default=ReleaseState.CURRENT)
    build_id: str | None = Field(default=None, foreign_key="build.id")
    erratum: str = Field(default="", max_length=2000)
    reason: str = Field(default="", max_length=1000)
    authority: str = Field(default="", max_length=300)
    """Who ordered a recall, by which decision."""
    words: int = 0
    """How many words its book has; 0 where that is not known."""
    user_id: str | None = Field(default=None, foreign_key="account.id")
    released_at: datetime = Field(default_factory=now, sa_column=Column(UtcTime, nullable=False))
    withdrawn_at: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))


class ReleaseFile(SQLModel, table=True):
    """A file of a release, under the name that readers get."""

    release_id: str = Field(foreign_key="release.id", primary_key=True)
    role: str = Field(primary_key=True, max_length=20)
    sha256: str = Field(foreign_key="storedfile.sha256", max_length=64)
    name: str = Field(max_length=200)


class Recognition(SQLModel, table=True):
    """An act of ghi nhận vào Đề án by the programme's officer; never the same act as a release."""

    id: str = Field(default_factory=new_id, primary_key=True)
    edition_id: str = Field(foreign_key="edition.id", unique=True)
    programme_id: str = Field(foreign_key="programme.id", index=True)
    user_id: str | None = Field(default=None, foreign_key="account.id")
    reason: str = Field(default="", max_length=1000)
    recognised_at: datetime = Field(default_factory=now, sa_column=Column(UtcTime, nullable=False))
