"""The second step of signing in: six figures from an authenticator (TOTP, RFC 6238), for whoever turns it on.

The secret lies in the database as it is, since the server has to work the codes out: who reads the database could make
codes, but no password. Recovery codes are kept as hashes. A code is used once; the clocks may be half a minute apart.
"""

from __future__ import annotations

import secrets

import pyotp
from sqlmodel import Session, col, update

from catalogue.errors import Refusal
from catalogue.models.base import now
from catalogue.models.people import User
from catalogue.services import accounts, audit
from pipeline.i18n import N_

ISSUER = "Nghin Sach"
"""As authenticators show it; several of them garble letters with marks."""
PERIOD_S = 30
DRIFT = (0, -1, 1)
"""Steps of half a minute that a code may be early or late (RFC 6238, 5.2)."""
RECOVERY = 10
WRONG_CODE = N_("The code is not right, or was used already. Take the one that the authenticator shows now.")
NOT_BEGUN = N_("Begin anew: the key has not been shown yet.")
WRONG_PASSWORD = N_("The password is not right.")


def offer(session: Session, user: User) -> str:
    """A fresh key for an authenticator; nothing is asked for until a code of it was given back."""
    user.totp_offered = pyotp.random_base32()
    session.add(user)
    session.flush()
    return address(user)


def address(user: User) -> str:
    """The offered key as authenticators read it from a QR code; empty when none is offered."""
    if not user.totp_offered:
        return ""
    return pyotp.TOTP(user.totp_offered).provisioning_uri(name=user.email, issuer_name=ISSUER)


def turn_on(session: Session, user: User, code: str) -> list[str]:
    """Ask for codes from now on. Returns the recovery codes, which are shown this once. Raises Refusal."""
    if not user.totp_offered:
        raise Refusal("two-001", NOT_BEGUN, field="code")
    step = _step_of(user.totp_offered, code)
    if step is None:
        raise Refusal("two-002", WRONG_CODE, field="code")
    codes = ["-".join("".join(secrets.choice(accounts.WORD_ALPHABET) for _ in range(5)) for _ in range(2))
             for _ in range(RECOVERY)]  # fmt: skip
    user.totp_secret, user.totp_offered, user.totp_step = user.totp_offered, "", step
    user.recovery_codes = [accounts.digest(code) for code in codes]
    session.add(user)
    session.flush()
    audit.record(session, "account.second_step", f"account/{user.id}", {"on": True}, actor=user.id)
    return codes


def turn_off(session: Session, user: User, password: str) -> None:
    """Ask for no codes any more, by somebody who knows the password. Raises Refusal."""
    if not accounts.knows(user, password):
        raise Refusal("two-003", WRONG_PASSWORD, field="password")
    take_off(session, user, actor=user.id)


def take_off(session: Session, user: User, *, actor: str = "") -> None:
    """Ask for no codes any more: for who lost authenticator and recovery codes, by an administrator."""
    user.totp_secret, user.totp_offered, user.recovery_codes = "", "", []
    session.add(user)
    session.flush()
    audit.record(session, "account.second_step", f"account/{user.id}", {"on": False}, actor=actor)


def passes(session: Session, user: User, code: str) -> bool:
    """Whether a code of the authenticator or a recovery code lets somebody in; it does so once."""
    step = _step_of(user.totp_secret, code)
    if step is not None:
        later = update(User).where(col(User.id) == user.id, col(User.totp_step) < step).values(totp_step=step)
        return bool(session.exec(later).rowcount == 1)
    kept = accounts.digest(code.strip().casefold().replace(" ", ""))
    if kept not in user.recovery_codes:
        return False
    user.recovery_codes = [other for other in user.recovery_codes if other != kept]
    session.add(user)
    session.flush()
    audit.record(session, "account.recovery_code", f"account/{user.id}", {"left": len(user.recovery_codes)})
    return True


def _step_of(secret: str, code: str) -> int | None:
    """The half minute to which a code belongs; None when to none about now."""
    digits = code.replace(" ", "")
    if len(digits) != 6 or not digits.isdecimal() or not digits.isascii():
        return None
    here = int(now().timestamp()) // PERIOD_S
    for step in (here + apart for apart in DRIFT):
        if secrets.compare_digest(pyotp.TOTP(secret).at(step * PERIOD_S), digits):
            return step
    return None
