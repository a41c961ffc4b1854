"""Letters about what somebody waits for: entered in the transaction that ends it, sent later by a worker.

A letter that the mail server does not take is tried again a few times, and then let go with a word in the log. It
never holds up what it tells of.
"""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session, col, delete, select, update

from catalogue.models.base import now
from catalogue.models.builds import Build, BuildState, Manuscript, Purpose
from catalogue.models.letters import Letter
from catalogue.models.people import User
from catalogue.models.titles import TitleText
from catalogue.wording import Wording
from pipeline.i18n import N_

BUILD_ENDED = "build"
MOST_TRIES = 5
AGAIN = timedelta(minutes=10)
"""After the first failed try; later ones wait longer."""
SUBJECTS = {
    BuildState.BUILT: N_("“{title}” is made"),
    BuildState.REFUSED: N_("“{title}” needs corrections"),
    BuildState.FAILED: N_("“{title}” could not be made"),
}
TEXTS = {
    BuildState.BUILT: N_("Your manuscript “{title}” has become a book: {errors} errors, {warnings} warnings."),
    BuildState.REFUSED: N_(
        "No book could be made of “{title}” yet: {errors} errors, {warnings} warnings. "
        "The page says where they are and what to do."
    ),
    BuildState.FAILED: N_(
        "Something went wrong on our side while “{title}” was made. "
        "Your manuscript is safe; please try again from its page."
    ),
}
WHERE = N_("Here it is: {address}")
OFF = N_("You get this letter because you uploaded the manuscript. To get none of these: {address}")


def build_ended(session: Session, build: Build) -> None:
    """Enter the letter to whoever uploaded the manuscript of a book, if they want letters."""
    wanted = (
        select(User.id)
        .join(Manuscript, col(Manuscript.user_id) == col(User.id))
        .where(Manuscript.id == build.manuscript_id, User.wants_letters, User.is_active)
    )
    reader = session.exec(wanted).first()
    if reader and build.purpose == Purpose.BOOK and build.state in SUBJECTS:
        session.add(Letter(kind=BUILD_ENDED, about=build.id, user_id=reader))


def due(session: Session, most: int = 20) -> list[str]:
    """Ids of letters that may be tried now, the oldest first."""
    wanted = select(Letter.id).where(Letter.next_at <= now()).order_by(col(Letter.created_at)).limit(most)
    return list(session.exec(wanted).all())


def claim(session: Session, key: str) -> bool:
    """Put a letter off, so that only the caller tries it now; False when somebody else did."""
    letter = session.get(Letter, key)
    if letter is None or letter.next_at > now():
        return False
    pause = AGAIN * 2**letter.tries
    done = session.exec(
        update(Letter)
        .where(col(Letter.id) == key, col(Letter.tries) == letter.tries)
        .values(tries=letter.tries + 1, next_at=now() + pause)
    )
    return bool(done.rowcount == 1)


def settle(session: Session, key: str, *, sent: bool) -> bool:
    """A letter that was sent, or tried often enough, goes. Returns whether it is gone."""
    letter = session.get(Letter, key)
    if letter is None or not (sent or letter.tries >= MOST_TRIES):
        return letter is None
    session.delete(letter)
    return True


def forget_all(session: Session) -> None:
    """Where no mail server is set, nobody waits for letters; told a month late they would only puzzle."""
    session.exec(delete(Letter))


def write(session: Session, key: str, origin: str) -> tuple[str, str, str] | None:
    """Address, subject and text of a letter in its reader's language; None when there is nothing to tell any more."""
    letter = session.get(Letter, key)
    build = session.get(Build, letter.about) if letter else None
    if letter is None or build is None or build.state not in SUBJECTS:
        return None
    reader = session.get_one(User, letter.user_id)
    manuscript = session.get_one(Manuscript, build.manuscript_id)
    titled = select(TitleText.title).where(TitleText.edition_id == manuscript.edition_id, TitleText.canonical)
    words, state = Wording(reader.ui_language or "vi"), BuildState(build.state)
    said = {
        "title": session.exec(titled).first() or manuscript.name, "errors": words.number(build.found("error")),
        "warnings": words.number(build.found("warning")),
    }  # fmt: skip
    lines = [
        words.say(TEXTS[state], **said), "",
        words.say(WHERE, address=f"{origin}/publisher/builds/{build.id}"), "",
        words.say(OFF, address=f"{origin}/account"),
    ]  # fmt: skip
    return reader.email, words.say(SUBJECTS[state], **said), "\n".join(lines) + "\n"
