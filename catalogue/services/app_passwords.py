"""Passwords for reader apps, which know Basic authentication (RFC 7617) and no form, no code, no session.

They are made here, long and random, so that a hash without salt keeps them and each request may check one. They open
the feeds for reading only: whoever steals one from a device reads proofs, and can change nothing. A new password of
the account ends all of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, func, select

from catalogue.errors import NotFoundError, Refusal
from catalogue.models.base import now
from catalogue.models.people import AppPassword
from catalogue.services import accounts, audit
from catalogue.services.permissions import Actor
from pipeline.i18n import N_

MOST = 20
NO_NAME = N_("Say which app or device the password is for.")
TOO_MANY = N_("There are {most} passwords already; take back one that is not used any more.")


def of(session: Session, user_id: str) -> Sequence[AppPassword]:
    """Somebody's, the newest first."""
    wanted = select(AppPassword).where(AppPassword.user_id == user_id)
    return session.exec(wanted.order_by(col(AppPassword.created_at).desc(), AppPassword.id)).all()


def make(session: Session, user_id: str, name: str) -> str:
    """A fresh password for an app, which is shown this once. Raises Refusal."""
    if not name.strip():
        raise Refusal("app-001", NO_NAME, field="name")
    if session.exec(select(func.count()).where(AppPassword.user_id == user_id)).one() >= MOST:
        raise Refusal("app-002", TOO_MANY, most=MOST)
    password = accounts.generated_password()
    made = AppPassword(user_id=user_id, name=name.strip()[:100], password_hash=accounts.digest(_bare(password)))
    session.add(made)
    session.flush()
    audit.record(session, "account.app_password", f"account/{user_id}", {"name": made.name}, actor=user_id)
    return password


def take_back(session: Session, user_id: str, key: str) -> None:
    """End one of somebody's. Raises NotFoundError."""
    found = session.get(AppPassword, key)
    if found is None or found.user_id != user_id:
        raise NotFoundError(key)
    session.delete(found)
    payload = {"name": found.name, "ended": True}
    audit.record(session, "account.app_password", f"account/{user_id}", payload, actor=user_id)


def holder(session: Session, login: str, password: str) -> tuple[Actor, AppPassword] | None:
    """Whose name and app password these are; None when they are nobody's."""
    wanted = select(AppPassword).where(AppPassword.password_hash == accounts.digest(_bare(password)))
    found, user = session.exec(wanted).first(), accounts.find(session, login)
    if found is None or user is None or found.user_id != user.id:
        return None
    actor = accounts.actor(session, user.id)
    return (actor, found) if actor else None


def is_stale(found: AppPassword) -> bool:
    """Whether its last use was long enough ago to be written down anew."""
    return found.used_at is None or found.used_at + accounts.SEEN_EVERY < now()


def used(session: Session, key: str) -> None:
    """Keep that it was used now."""
    found = session.get(AppPassword, key)
    if found is not None:
        found.used_at = now()
        session.add(found)


def _bare(password: str) -> str:
    """Hyphens and spaces only help to type it on a small screen."""
    return "".join(sign for sign in password.casefold() if sign.isalnum())
