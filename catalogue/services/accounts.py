"""Accounts and sessions: Argon2 for passwords, sessions kept here so that they can be ended.

A session's token lives in the browser alone; the database holds its SHA-256.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache

from pwdlib import PasswordHash
from sqlmodel import Session, col, delete, or_, select

from catalogue.errors import NotFoundError, Refusal
from catalogue.models.base import now
from catalogue.models.people import AppPassword, Membership, Organisation, OrganisationKind, Role, User, UserSession
from catalogue.services import audit
from catalogue.services.permissions import Actor
from pipeline.i18n import N_

IDLE = timedelta(days=14)
"""A session that nobody used for so long is over."""
LONGEST = timedelta(days=90)
SECOND_STEP = timedelta(minutes=10)
"""How long a password that was right waits for its code."""
SEEN_EVERY = timedelta(minutes=5)
"""How exactly the last use is kept: not every page view writes."""
SHORTEST_PASSWORD = 12
WORD_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"

SHORT = N_("The password needs at least {length} characters.")
TAKEN = N_("There is an account with the name “{login}” already.")
WRONG = N_("Name or password is not right.")
UNKNOWN = N_("There is no account with the name “{login}”.")


@lru_cache(maxsize=1)
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@lru_cache(maxsize=1)
def _nobody() -> str:
    """A hash to check against when there is no such account, so that both answers take as long."""
    return _hasher().hash(secrets.token_hex(16))


def generated_password() -> str:
    """Five groups of four easy characters: about 99 random bits."""
    return "-".join("".join(secrets.choice(WORD_ALPHABET) for _ in range(4)) for _ in range(5))


def add(session: Session, login: str, name: str, password: str, *, administrator: bool = False) -> User:
    """A new account. Raises Refusal when the name is taken or the password too short."""
    login = login.strip().casefold()
    if find(session, login):
        raise Refusal("acc-101", TAKEN, field="login", login=login)
    user = User(email=login, name=name.strip() or login, password=_hash(password), is_administrator=administrator)
    session.add(user)
    session.flush()
    audit.record(session, "account.added", f"account/{user.id}", {"login": login, "administrator": administrator})
    return user


def ensure_administrator(session: Session) -> str:
    """Make the first administrator on an empty catalogue and return the password, else an empty text."""
    if session.exec(select(User.id).limit(1)).first():
        return ""
    password = generated_password()
    add(session, "admin", "admin", password, administrator=True)
    return password


def find(session: Session, login: str) -> User | None:
    """The account called ``login``, whatever the case."""
    return session.exec(select(User).where(User.email == login.strip().casefold())).first()


def by_id(session: Session, user_id: str) -> User:
    """The account of an id. Raises NotFoundError."""
    found = session.get(User, user_id)
    if found is None:
        raise NotFoundError(user_id)
    return found


def named(session: Session, login: str) -> User:
    """The account called ``login``. Raises Refusal when there is none."""
    found = find(session, login)
    if found is None:
        raise Refusal("acc-102", UNKNOWN, login=login)
    return found


def everybody(session: Session) -> list[tuple[User, list[tuple[str, str]]]]:
    """All accounts by name, each with (role, organisation's name)."""
    roles: dict[str, list[tuple[str, str]]] = {}
    found = select(Membership, Organisation).where(Membership.organisation_id == Organisation.id)
    for membership, organisation in session.exec(found):
        roles.setdefault(membership.user_id, []).append((membership.role, organisation.name))
    return [(user, roles.get(user.id, [])) for user in session.exec(select(User).order_by(User.email))]


def officers(session: Session) -> list[tuple[str, str]]:
    """Login and language of everybody active on the programme's side."""
    wanted = (
        select(User.email, User.ui_language)
        .outerjoin(Membership, col(Membership.user_id) == col(User.id))
        .where(User.is_active, or_(col(User.is_administrator), Membership.role == Role.OFFICER))
        .order_by(User.email)
        .distinct()
    )
    return list(session.exec(wanted).all())


def grant(session: Session, user: User, role: Role, organisation: Organisation) -> None:
    """Give somebody a role in an organisation; twice is once."""
    wanted = (
        Membership.user_id == user.id, Membership.organisation_id == organisation.id, Membership.role == role,
    )  # fmt: skip
    if session.exec(select(Membership).where(*wanted)).first():
        return
    session.add(Membership(user_id=user.id, organisation_id=organisation.id, role=role))
    payload = {"role": role.value, "organisation": organisation.id}
    audit.record(session, "account.granted", f"account/{user.id}", payload)


def organisation(session: Session, name: str, kind: OrganisationKind = OrganisationKind.PUBLISHER) -> Organisation:
    """The organisation of that name, made when it is new."""
    name = " ".join(name.split())
    found = session.exec(select(Organisation).where(Organisation.name == name)).first()
    if found is None:
        found = Organisation(name=name, kind=kind)
        session.add(found)
        session.flush()
        audit.record(session, "organisation.added", f"organisation/{found.id}", {"name": name, "kind": kind.value})
    return found


def sign_in(session: Session, login: str, password: str, browser: str = "", *, proven: bool = False) -> str:
    """A new session's token; where a second step is on it waits for the code, unless that was ``proven`` before.

    Raises Refusal for a wrong name or password, without saying which.
    """
    user = find(session, login)
    known = user is not None and user.is_active
    right, renewed = _hasher().verify_and_update(password, user.password if user and known else _nobody())
    if user is None or not known or not right:
        raise Refusal("acc-103", WRONG, field="sign_in")
    if renewed:
        user.password = renewed
    return start_session(session, user, browser, proven=proven)


def current(session: Session, token: str) -> UserSession | None:
    """The living session of a token that has proved all it has to."""
    found = _living(session, token)
    return None if found is None or found.waits_for_code else found


def waiting(session: Session, token: str) -> UserSession | None:
    """The session of a token that waits for the code of the second step."""
    found = _living(session, token)
    return found if found is not None and found.waits_for_code else None


def _living(session: Session, token: str) -> UserSession | None:
    found = session.exec(select(UserSession).where(UserSession.token_hash == digest(token))).first()
    moment = now()
    if found is None or found.expires_at < moment or found.seen_at + IDLE < moment:
        return None
    return found


def touch(session: Session, session_id: str) -> None:
    """Keep that a session was used just now."""
    found = session.get(UserSession, session_id)
    if found:
        found.seen_at = now()


def actor(session: Session, user_id: str) -> Actor | None:
    """Somebody with their rights; None for an account that is closed."""
    user = session.get(User, user_id)
    if user is None or not user.is_active:
        return None
    roles = session.exec(select(Membership).where(Membership.user_id == user_id)).all()
    return Actor(
        id=user.id,
        login=user.email,
        name=user.name,
        administrator=user.is_administrator,
        houses=frozenset(r.organisation_id for r in roles if r.role in (Role.MEMBER, Role.DIRECTOR)),
        directed=frozenset(r.organisation_id for r in roles if r.role == Role.DIRECTOR),
        officer=any(r.role == Role.OFFICER for r in roles),
        ui_language=user.ui_language,
    )


def roles(session: Session, user_id: str) -> list[tuple[Organisation, Role]]:
    """For which organisations somebody acts, and as what."""
    wanted = (
        select(Membership, Organisation)
        .join(Organisation, col(Organisation.id) == col(Membership.organisation_id))
        .where(Membership.user_id == user_id)
        .order_by(Organisation.name)
    )
    return [(organisation, Role(membership.role)) for membership, organisation in session.exec(wanted)]


def houses(session: Session, found: Actor) -> Sequence[Organisation]:
    """The publishing houses somebody may upload for, by name."""
    wanted = select(Organisation).where(Organisation.kind == OrganisationKind.PUBLISHER).order_by(Organisation.name)
    if not found.administrator:
        wanted = wanted.where(col(Organisation.id).in_(found.houses))
    return session.exec(wanted).all()


def sessions(session: Session, user_id: str) -> Sequence[UserSession]:
    """The living sessions of a user, the last used first."""
    wanted = select(UserSession).where(
        UserSession.user_id == user_id, UserSession.expires_at > now(), col(UserSession.waits_for_code).is_(False)
    )
    return session.exec(wanted.order_by(col(UserSession.seen_at).desc())).all()


def sign_out(session: Session, token: str) -> None:
    """End one session."""
    session.exec(delete(UserSession).where(col(UserSession.token_hash) == digest(token)))


def sign_out_everywhere(session: Session, user_id: str) -> None:
    """End all sessions of a user."""
    session.exec(delete(UserSession).where(col(UserSession.user_id) == user_id))


def change_password(session: Session, user_id: str, present: str, fresh: str) -> None:
    """A new password, by somebody who knows the present one; every session ends. Raises Refusal."""
    user = session.get_one(User, user_id)
    if not _hasher().verify(present, user.password):
        raise Refusal("acc-104", N_("The present password is not right."), field="current")
    set_password(session, user, fresh)


def knows(user: User, password: str) -> bool:
    """Whether a password is that of an open account."""
    return user.is_active and _hasher().verify(password, user.password)


def start_session(session: Session, user: User, browser: str = "", *, proven: bool = False) -> str:
    """A new session's token; it waits for a code where a second step is on and was not ``proven``."""
    token = secrets.token_urlsafe(32)
    moment, waits = now(), bool(user.totp_secret) and not proven
    session.add(
        UserSession(
            user_id=user.id, token_hash=digest(token), created_at=moment, seen_at=moment,
            expires_at=moment + (SECOND_STEP if waits else LONGEST), browser=browser[:200], waits_for_code=waits,
        )
    )  # fmt: skip
    return token


def set_password(session: Session, user: User, fresh: str) -> None:
    """A new password for a user; every session and app password of theirs ends. Raises Refusal for a short one."""
    user.password = _hash(fresh)
    sign_out_everywhere(session, user.id)
    session.exec(delete(AppPassword).where(col(AppPassword.user_id) == user.id))
    audit.record(session, "account.password", f"account/{user.id}", actor=user.id)


def _hash(password: str) -> str:
    if len(password) < SHORTEST_PASSWORD:
        raise Refusal("acc-105", SHORT, field="fresh", length=SHORTEST_PASSWORD)
    return _hasher().hash(password)


def digest(token: str) -> str:
    """What is kept of a token that only its holder knows."""
    return hashlib.sha256(token.encode()).hexdigest()


def names(session: Session, ids: Sequence[str]) -> dict[str, str]:
    """What these people are called, by id."""
    if not ids:
        return {}
    return dict(session.exec(select(User.id, User.name).where(col(User.id).in_(set(ids)))).all())
