"""Terms that titles are classed by: the contents of communication, the seven conventions, audiences.

They are data that an administrator edits. A title may bear several contents and conventions, and one audience; what
it bore before is kept in the record of changes.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal, get_args

from sqlmodel import Session, col, delete, func, select

from catalogue.errors import NotFoundError, Refusal
from catalogue.models.programme import Term
from catalogue.models.titles import Edition, Subject
from catalogue.services import audit, shelving
from catalogue.services.codes import must_be_code
from catalogue.services.facets import CLASSED
from pipeline.i18n import N_, NN_

Scheme = Literal["content", "convention", "audience"]
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)
NO_NAME = N_("Give the term its Vietnamese name.")
TAKEN = N_("The code “{term}” is there already.")
UNKNOWN = N_("“{term}” is no term that titles can be classed by.")
IN_USE = NN_("{count} title bears “{name}”; let it rest instead.", "{count} titles bear “{name}”; let it rest instead.")


def every(session: Session, scheme: Scheme | None = None) -> list[Term]:
    """All terms, those at rest too, in their order."""
    wanted = select(Term).order_by(Term.scheme, col(Term.position), Term.code)
    return list(session.exec(wanted.where(Term.scheme == scheme) if scheme else wanted).all())


def get(session: Session, key: str) -> Term:
    """The term of an id. Raises NotFoundError."""
    found = session.get(Term, key)
    if found is None:
        raise NotFoundError(key)
    return found


def names(session: Session) -> dict[str, str]:
    """Names as breakdowns look them up: ``convention:CRC`` in Vietnamese, ``convention:CRC@en`` in English."""
    found = {}
    for one in every(session):
        found[f"{one.scheme}:{one.code}"] = one.name_vi
        if one.name_en:
            found[f"{one.scheme}:{one.code}@en"] = one.name_en
    return found


def add(session: Session, scheme: Scheme, code: str, name_vi: str, name_en: str = "", *, actor: str = "") -> Term:
    """Add a term behind the others of its scheme. Raises Refusal."""
    must_be_code(code, "term-001")
    if not name_vi.strip():
        raise Refusal("term-002", NO_NAME, field="name_vi")
    there = every(session, scheme)
    if any(one.code.casefold() == code.casefold() for one in there):
        raise Refusal("term-003", TAKEN, field="code", term=code)
    place = max((one.position for one in there), default=0) + 1
    made = Term(scheme=scheme, code=code, name_vi=name_vi.strip(), name_en=name_en.strip(), position=place)
    session.add(made)
    session.flush()
    audit.record(session, "term.added", f"term/{made.id}", _said(made), actor=actor)
    return made


def change(session: Session, one: Term, name_vi: str, name_en: str, *, retired: bool = False, actor: str = "") -> None:
    """Word a term anew, or let it rest: titles keep it, no further title gets it. Raises Refusal."""
    if not name_vi.strip():
        raise Refusal("term-002", NO_NAME, field="name_vi")
    was = _said(one)
    one.name_vi, one.name_en, one.retired = name_vi.strip(), name_en.strip(), retired
    if _said(one) == was:
        return
    session.add(one)
    session.flush()
    audit.record(session, "term.changed", f"term/{one.id}", {"from": was, "to": _said(one)}, actor=actor)


def remove(session: Session, one: Term, *, actor: str = "") -> None:
    """Remove a term that no title bears. Raises Refusal when one does."""
    bearing = titles_of(session).get((one.scheme, one.code), 0)
    if bearing:
        raise Refusal("term-005", IN_USE, count=bearing, name=one.name_vi)
    session.delete(one)
    audit.record(session, "term.removed", f"term/{one.id}", _said(one), actor=actor)


def titles_of(session: Session) -> dict[tuple[str, str], int]:
    """How many titles bear each term, by scheme and code."""
    subjects = select(Subject.scheme, Subject.code, func.count()).group_by(Subject.scheme, Subject.code)
    found = {(scheme, code): number for scheme, code, number in session.exec(subjects)}
    audiences = select(Edition.audience, func.count()).where(Edition.audience != "").group_by(Edition.audience)
    return found | {("audience", code): number for code, number in session.exec(audiences)}


def of(session: Session, edition: Edition, scheme: Scheme) -> list[str]:
    """The codes that a title bears."""
    if scheme == "audience":
        return [edition.audience] if edition.audience else []
    wanted = select(Subject.code).where(Subject.edition_id == edition.id, Subject.scheme == scheme)
    return sorted(session.exec(wanted).all())


def classify(session: Session, edition: Edition, scheme: Scheme, codes: Sequence[str], *, actor: str = "") -> bool:
    """Let a title bear exactly these terms (of an audience the first). Returns whether that changed anything.

    Raises Refusal for a code that is none, or that rests and was not borne before.
    """
    entry = classed(session, edition, scheme, codes)
    if entry is None:
        return False
    if scheme == "audience":
        shelving.changed(session, [edition.id])  # the shelf is browsed by it
    audit.record(session, entry.kind, entry.subject, entry.payload, actor=actor)
    return True


def classed(
    session: Session, edition: Edition, scheme: Scheme, codes: Sequence[str], *, back: bool = False
) -> audit.Entry | None:
    """The same for whoever enters many changes at once: the entry that the record of changes is to get, if any.

    The index is left to the caller. An undo goes ``back`` to terms that have gone or rest by now.
    """
    had = of(session, edition, scheme)
    wanted = sorted(dict.fromkeys(codes))[:1] if scheme == "audience" else sorted(dict.fromkeys(codes))
    if not back:
        _must_be_known(session, scheme, set(wanted) - set(had))
    if wanted == had:
        return None
    if scheme == "audience":
        edition.audience = "".join(wanted)
    else:
        session.exec(delete(Subject).where(col(Subject.edition_id) == edition.id, col(Subject.scheme) == scheme))
        session.add_all(Subject(edition_id=edition.id, scheme=scheme, code=code) for code in wanted)
    session.add(edition)
    session.flush()
    return audit.Entry(CLASSED, f"edition/{edition.id}", {"axis": scheme, "from": had, "to": wanted})


def _must_be_known(session: Session, scheme: Scheme, codes: Collection[str]) -> None:
    usable = {one.code for one in every(session, scheme) if not one.retired}
    for code in sorted(codes):
        if code not in usable:
            raise Refusal("term-004", UNKNOWN, field=scheme, term=code)


def _said(one: Term) -> dict[str, object]:
    return one.model_dump(mode="json", include={"scheme", "code", "name_vi", "name_en", "retired"})
