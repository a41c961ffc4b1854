"""Organisations and the people who act for them: publishers, reporting bodies, users, sessions."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from catalogue.models.base import Json, UtcTime, new_id, now, one_of


class OrganisationKind(StrEnum):
    """What an organisation is to the programme."""

    PUBLISHER = "publisher"
    MINISTRY = "ministry"
    PROVINCE = "province"
    AGENCY = "agency"


class Role(StrEnum):
    """What a user may do for an organisation; the administrator is marked on the user."""

    MEMBER = "member"
    DIRECTOR = "director"
    OFFICER = "officer"


class Organisation(SQLModel, table=True):
    """A publishing house or a reporting body, with the time it exists: provinces merge, ministries change."""

    __table_args__ = (one_of("kind", OrganisationKind),)

    id: str = Field(default_factory=new_id, primary_key=True)
    name: str = Field(max_length=300)
    kind: str = Field(default=OrganisationKind.PUBLISHER)
    abbreviation: str = Field(default="", max_length=40)
    valid_from: date | None = None
    valid_to: date | None = None
    successor_id: str | None = Field(default=None, foreign_key="organisation.id")


class User(SQLModel, table=True):
    """Somebody who signs in; ``password`` is an Argon2 hash."""

    __tablename__ = "account"

    id: str = Field(default_factory=new_id, primary_key=True)
    email: str = Field(max_length=254, unique=True)
    name: str = Field(default="", max_length=300)
    password: str
    is_administrator: bool = False
    is_active: bool = True
    ui_language: str = Field(default="", max_length=35)
    wants_letters: bool = True
    """Whether to be told by e-mail what one waits for."""
    keeps_places: bool = True
    """Whether places and bookmarks in books are kept with the account, so that another device knows them."""
    totp_secret: str = Field(default="", max_length=64)
    """The key of the authenticator that is asked at signing in; empty while none is."""
    totp_offered: str = Field(default="", max_length=64)
    """A key that was shown and of which no code has been given back yet."""
    totp_step: int = 0
    """The half minute of the last code that was used."""
    recovery_codes: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    """Hashes of those that are left."""
    created_at: datetime = Field(default_factory=now, sa_column=Column(UtcTime, nullable=False))


class Membership(SQLModel, table=True):
    """A user's role in an organisation."""

    __table_args__ = (one_of("role", Role), UniqueConstraint("user_id", "organisation_id", "role"))

    id: str = Field(default_factory=new_id, primary_key=True)
    user_id: str = Field(foreign_key="account.id", index=True)
    organisation_id: str = Field(foreign_key="organisation.id", index=True)
    role: str = Field(default=Role.MEMBER)


class LinkPurpose(StrEnum):
    """What a link that is used once lets somebody do."""

    INVITATION = "invitation"
    RESET = "reset"


class AccountLink(SQLModel, table=True):
    """A link that is used once: to join (with the role that was offered), or to choose a new password.

    The database holds the hash of its token; who sees the database cannot use it.
    """

    __table_args__ = (one_of("purpose", LinkPurpose),)

    id: str = Field(default_factory=new_id, primary_key=True)
    purpose: str
    token_hash: str = Field(max_length=64, unique=True)
    login: str = Field(max_length=254, index=True)
    role: str = Field(default="", max_length=20)
    organisation_id: str | None = Field(default=None, foreign_key="organisation.id")
    created_by: str | None = Field(default=None, foreign_key="account.id")
    created_at: datetime = Field(default_factory=now, sa_column=Column(UtcTime, nullable=False))
    expires_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    used_at: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))


class UserSession(SQLModel, table=True):
    """A signed-in browser: the hash of its token, and when it ends whatever happens."""

    id: str = Field(default_factory=new_id, primary_key=True)
    user_id: str = Field(foreign_key="account.id", index=True)
    token_hash: str = Field(max_length=64, unique=True)
    created_at: datetime = Field(default_factory=now, sa_column=Column(UtcTime, nullable=False))
    seen_at: datetime = Field(default_factory=now, sa_column=Column(UtcTime, nullable=False))
    browser: str = Field(default="", max_length=200)
    expires_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    waits_for_code: bool = False
    """Whether only the password was given so far; such a session opens nothing but the second step."""


class AppPassword(SQLModel, table=True):
    """A password for one reader app, kept as a hash: it opens what is read, never the website."""

    id: str = Field(default_factory=new_id, primary_key=True)
    user_id: str = Field(foreign_key="account.id", index=True)
    name: str = Field(max_length=100)
    """Which app or device it is for."""
    password_hash: str = Field(max_length=64, unique=True)
    created_at: datetime = Field(default_factory=now, sa_column=Column(UtcTime, nullable=False))
    used_at: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))


class Identity(SQLModel, table=True):
    """An account of elsewhere (OpenID Connect) by which somebody signs in here."""

    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    user_id: str = Field(foreign_key="account.id", index=True)
    issuer: str = Field(max_length=300)
    subject: str = Field(max_length=255)
    """The provider's name for them: at most 255 letters (OpenID Connect Core 1.0, 2)."""
    created_at: datetime = Field(default_factory=now, sa_column=Column(UtcTime, nullable=False))
