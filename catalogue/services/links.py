"""Joining by invitation and choosing a new password: links that are used once and end by themselves.

A director invites into the own house, an administrator anywhere. The link goes by e-mail when a mail server is set,
else whoever asked for it hands it over; nobody types another's password.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import Session, col, select

from catalogue.errors import Refusal
from catalogue.models.base import now
from catalogue.models.people import AccountLink, LinkPurpose, Membership, Organisation, Role, User
from catalogue.services import accounts, audit
from catalogue.services.permissions import Actor
from pipeline.i18n import N_

INVITATION_LASTS = timedelta(days=14)
RESET_LASTS = timedelta(hours=24)
ADMINISTRATOR = "administrator"
_ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s]{1,180}\.[^@\s.]{2,24}\Z")

BAD_ADDRESS = N_("Please write an e-mail address, for example lan@nxb.vn.")
NOT_YOURS = N_("You may invite into your own house only.")
OVER = N_("This link was used already, or its time is over. Ask for another one.")


def may_invite(actor: Actor) -> bool:
    """Directors of houses and administrators."""
    return actor.administrator or bool(actor.directed)


def offers(session: Session, actor: Actor) -> Sequence[Organisation]:
    """The organisations that somebody may invite into, by name."""
    wanted = select(Organisation).order_by(Organisation.name)
    if not actor.administrator:
        wanted = wanted.where(col(Organisation.id).in_(actor.directed))
    return session.exec(wanted).all()


def invite(session: Session, actor: Actor, login: str, role: str, organisation_id: str) -> str:
    """The token of an invitation. Raises Refusal for a wrong address, or a role that is not the actor's to give."""
    login = login.strip().casefold()
    if not _ADDRESS.match(login):
        raise Refusal("acc-110", BAD_ADDRESS, field="login")
    given = {Role.MEMBER, Role.DIRECTOR} | ({Role.OFFICER, ADMINISTRATOR} if actor.administrator else set())
    allowed = actor.administrator or organisation_id in actor.directed
    if role not in given or not allowed or session.get(Organisation, organisation_id) is None:
        raise Refusal("acc-111", NOT_YOURS, field="role")
    token = _make(session, LinkPurpose.INVITATION, login, INVITATION_LASTS, actor.id, role, organisation_id)
    payload = {"login": login, "role": role, "organisation": organisation_id}
    audit.record(session, "account.invited", f"organisation/{organisation_id}", payload, actor=actor.id)
    return token


def reset(session: Session, login: str, *, actor: str = "") -> str:
    """The token for a new password; empty for an account that is not there or is closed, which nobody is told."""
    user = accounts.find(session, login)
    if user is None or not user.is_active:
        return ""
    token = _make(session, LinkPurpose.RESET, user.email, RESET_LASTS, actor or None)
    audit.record(session, "account.reset-asked", f"account/{user.id}", actor=actor)
    return token


def may_reset(session: Session, actor: Actor, user: User) -> bool:
    """An administrator; a director for people of the own houses who act for nobody else."""
    if actor.administrator:
        return True
    held = session.exec(select(Membership.organisation_id).where(Membership.user_id == user.id)).all()
    return not user.is_administrator and bool(held) and set(held) <= actor.directed


def find(session: Session, token: str, purpose: LinkPurpose) -> AccountLink:
    """The living link of a token. Raises Refusal for one that is used, over or was never given."""
    found = session.exec(select(AccountLink).where(AccountLink.token_hash == accounts.digest(token))).first()
    if found is None or found.purpose != purpose or found.used_at or found.expires_at < now():
        raise Refusal("acc-112", OVER)
    return found


def join(session: Session, token: str, name: str, password: str) -> User:
    """The account of whoever was invited, with the role that was offered; an account that is there only gets the role.

    Whoever has an account already proves it by its password. Raises Refusal.
    """
    link = find(session, token, LinkPurpose.INVITATION)
    user = accounts.find(session, link.login)
    if user is None:
        user = accounts.add(session, link.login, name, password, administrator=link.role == ADMINISTRATOR)
    elif not accounts.knows(user, password):
        raise Refusal("acc-104", N_("The present password is not right."), field="fresh")
    elif link.role == ADMINISTRATOR:
        user.is_administrator = True
    link.used_at = now()
    if link.role != ADMINISTRATOR:
        accounts.grant(session, user, Role(link.role), session.get_one(Organisation, link.organisation_id))
    return user


def choose(session: Session, token: str, password: str) -> User:
    """A new password by a link; all sessions and other links of the account end. Raises Refusal."""
    link = find(session, token, LinkPurpose.RESET)
    user = accounts.named(session, link.login)
    accounts.set_password(session, user, password)
    others = select(AccountLink).where(AccountLink.login == link.login, AccountLink.purpose == LinkPurpose.RESET)
    for other in session.exec(others):
        other.used_at = other.used_at or now()
    return user


def open_invitations(session: Session, actor: Actor) -> list[tuple[AccountLink, Organisation]]:
    """Invitations that nobody has used yet, the newest first, as far as the actor may see them."""
    wanted = (
        select(AccountLink, Organisation)
        .join(Organisation, col(Organisation.id) == col(AccountLink.organisation_id))
        .where(
            AccountLink.purpose == LinkPurpose.INVITATION,
            col(AccountLink.used_at).is_(None),
            AccountLink.expires_at > now(),
        )
        .order_by(col(AccountLink.created_at).desc())
        .limit(100)
    )
    if not actor.administrator:
        wanted = wanted.where(col(AccountLink.organisation_id).in_(actor.directed))
    return list(session.exec(wanted).all())


def people(session: Session, actor: Actor) -> list[tuple[User, str, Organisation]]:
    """Who acts for the organisations that somebody may invite into: account, role, organisation."""
    wanted = (
        select(User, Membership.role, Organisation)
        .join(Membership, col(Membership.user_id) == col(User.id))
        .join(Organisation, col(Organisation.id) == col(Membership.organisation_id))
        .order_by(Organisation.name, User.name)
        .limit(500)
    )
    if not actor.administrator:
        wanted = wanted.where(col(Membership.organisation_id).in_(actor.directed))
    return list(session.exec(wanted).all())


def _make(
    session: Session, purpose: LinkPurpose, login: str, lasts: timedelta, by: str | None, role: str = "",
    organisation_id: str | None = None,
) -> str:  # fmt: skip
    token = secrets.token_urlsafe(32)
    session.add(
        AccountLink(
            purpose=purpose, token_hash=accounts.digest(token), login=login, role=role, organisation_id=organisation_id,
            created_by=by, expires_at=now() + lasts,
        )
    )  # fmt: skip
    return token
