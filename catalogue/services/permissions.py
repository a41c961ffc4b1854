"""Who may do what: pure questions to an actor, asked by every face before anything is read or done.

A publisher's people see their own house's work only; the director releases (phát hành), the programme's officer
recognises (ghi nhận), and never one person both for the same title; the administrator may do either.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from catalogue.errors import NotFoundError
from catalogue.models.titles import Edition


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who is signed in, with the houses they act for."""

    id: str
    login: str
    name: str
    administrator: bool = False
    houses: frozenset[str] = field(default_factory=frozenset)
    """Houses whose work they see and edit, as members or directors."""
    directed: frozenset[str] = field(default_factory=frozenset)
    officer: bool = False
    ui_language: str = ""

    @property
    def is_publisher(self) -> bool:
        """Whether they have a desk."""
        return self.administrator or bool(self.houses)

    @property
    def is_editor(self) -> bool:
        """Whether the programme's own pages are open to them."""
        return self.administrator or self.officer


def may_see(actor: Actor, edition: Edition) -> bool:
    """The house's own people, the programme's officers and administrators."""
    return actor.is_editor or edition.publisher_id in actor.houses


def may_edit(actor: Actor, edition: Edition) -> bool:
    """The house's own people and administrators."""
    return actor.administrator or edition.publisher_id in actor.houses


def may_release(actor: Actor, edition: Edition) -> bool:
    """The house's director, or an administrator."""
    return actor.administrator or edition.publisher_id in actor.directed


def may_recognise(actor: Actor, _edition: Edition) -> bool:
    """The programme's officer, or an administrator."""
    return actor.is_editor


def may_give_back(actor: Actor, edition: Edition) -> bool:
    """Whoever decides on the title: the house's director, the programme's officer, an administrator."""
    return may_release(actor, edition) or may_recognise(actor, edition)


def must(allowed: bool) -> None:
    """Raises NotFoundError: what is not open to somebody does not exist for them."""
    if not allowed:
        raise NotFoundError
