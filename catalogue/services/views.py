"""Saved views: addresses of the programme's pages under names, for everybody there; whoever saved one removes it."""

from __future__ import annotations

from sqlmodel import Session, col, select

from catalogue.errors import NotFoundError, Refusal
from catalogue.models.people import User
from catalogue.models.views import SavedView
from catalogue.services.permissions import Actor
from pipeline.i18n import N_

PLACE = "/editor"
NO_NAME = N_("Give the view a name.")
NOT_OURS = N_("Only addresses of the programme's pages can be saved.")
MOST = 200
TOO_MANY = N_("There are {most} saved views already; remove some first.")


def save(session: Session, name: str, path: str, *, actor: str) -> SavedView:
    """Keep an address under a name. Raises Refusal."""
    if not name.strip():
        raise Refusal("view-001", NO_NAME, field="name")
    ours = path == PLACE or path.startswith((f"{PLACE}/", f"{PLACE}?"))
    if not ours or len(path) > 1000 or any(sign in path for sign in ("\\", "\n", "\r", "//", "..")):
        raise Refusal("view-002", NOT_OURS, field="name")
    if len(session.exec(select(SavedView.id)).all()) >= MOST:
        raise Refusal("view-003", TOO_MANY, field="name", most=MOST)
    made = SavedView(name=name.strip()[:120], path=path, user_id=actor)
    session.add(made)
    session.flush()
    return made


def every(session: Session) -> list[tuple[SavedView, str]]:
    """All saved views with who saved them, by name."""
    wanted = select(SavedView, User.name).join(User, col(User.id) == col(SavedView.user_id))
    return list(session.exec(wanted.order_by(SavedView.name, SavedView.id)).all())


def remove(session: Session, view_id: str, actor: Actor) -> None:
    """Remove a view of one's own; an administrator removes any. Raises NotFoundError."""
    found = session.get(SavedView, view_id)
    if found is None or not (actor.administrator or found.user_id == actor.id):
        raise NotFoundError(view_id)
    session.delete(found)
