"""Accounts of elsewhere that people here sign in with: the provider's word for somebody, kept with their account here.

Who comes the first time is known by the address that the provider has verified; from then on by the provider's own
name for them, since addresses change hands. Nobody gets an account by signing in: accounts come by invitation.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, delete, select

from catalogue.errors import Refusal
from catalogue.models.people import Identity, User
from catalogue.oidc import Stranger
from catalogue.services import accounts, audit
from pipeline.i18n import N_

UNVERIFIED = N_("The provider has not verified your e-mail address, so that we cannot tell who you are.")
NO_ACCOUNT = N_("There is no account here for {email}. Ask your house's director or an administrator to invite you.")


def sign_in(session: Session, stranger: Stranger, browser: str = "") -> tuple[User, str]:
    """The account of somebody whom the provider named, with a new session's token. Raises Refusal.

    A second step that is on here is asked for all the same.
    """
    wanted = select(Identity).where(Identity.issuer == stranger.issuer, Identity.subject == stranger.subject)
    known = session.exec(wanted).first()
    if known is None and not stranger.email:
        raise Refusal("oid-003", UNVERIFIED, field="sign_in")
    user = session.get(User, known.user_id) if known else accounts.find(session, stranger.email)
    if user is None or not user.is_active:
        raise Refusal("oid-004", NO_ACCOUNT, field="sign_in", email=stranger.email or "–")
    if known is None:
        session.add(Identity(user_id=user.id, issuer=stranger.issuer, subject=stranger.subject))
        payload = {"issuer": stranger.issuer, "linked": True}
        audit.record(session, "account.identity", f"account/{user.id}", payload, actor=user.id)
    token = accounts.start_session(session, user, browser)
    session.flush()
    return user, token


def of(session: Session, user_id: str) -> Sequence[Identity]:
    """The identities that open somebody's account."""
    return session.exec(select(Identity).where(Identity.user_id == user_id).order_by(col(Identity.created_at))).all()


def part(session: Session, user_id: str) -> None:
    """Let no account of elsewhere open this one any more, until its holder signs in by one again."""
    session.exec(delete(Identity).where(col(Identity.user_id) == user_id))
    audit.record(session, "account.identity", f"account/{user_id}", {"linked": False}, actor=user_id)
