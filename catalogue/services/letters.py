"""Letters about what somebody waits for or has to do: entered in the transaction that says so, sent by a worker.

A letter that the mail server does not take is tried again a few times, and then let go with a word in the log. It
never holds up what it tells of.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, delete, or_, select, update

from catalogue.models.base import now
from catalogue.models.builds import Build, BuildState, Manuscript, Purpose
from catalogue.models.letters import Letter
from catalogue.models.people import Membership, Role, User
from catalogue.models.review import Handback
from catalogue.models.titles import TitleText
from catalogue.wording import ERRORS, WARNINGS, Wording
from pipeline.i18n import N_

BUILD_ENDED, GIVEN_BACK = "build", "returned"
MOST_TRIES = 5
AGAIN = timedelta(minutes=10)
"""After the first failed try; later ones wait longer."""
SUBJECTS = {
    BuildState.BUILT: N_("“{title}” is made"),
    BuildState.REFUSED: N_("“{title}” needs corrections"),
    BuildState.FAILED: N_("“{title}” could not be made"),
}
TEXTS = {
    BuildState.BUILT: N_("Your manuscript “{title}” has become a book: {errors}, {warnings}."),
    BuildState.REFUSED: N_(
        "No book could be made of “{title}” yet: {errors}, {warnings}. The page says where they are and what to do."
    ),
    BuildState.FAILED: N_(
        "Something went wrong on our side while “{title}” was made. "
        "Your manuscript is safe; please try again from its page."
    ),
}
WHERE = N_("Here it is: {address}")
BACK_SUBJECT = N_("“{title}” was given back to be corrected")
BACK_TEXT = N_("“{title}” was given back to be corrected, for this reason:\n\n{reason}")
BACK_OFF = N_("You get this letter because you answer for this title. To get none of these: {address}")
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


def given_back(session: Session, back: Handback, publisher_id: str) -> None:
    """Enter the letters on a title that its house has to correct: to directors, and to who sent its manuscript."""
    session.flush()
    directors = select(Membership.user_id).where(
        Membership.organisation_id == publisher_id, Membership.role == Role.DIRECTOR
    )  # fmt: skip
    senders = select(Manuscript.user_id).where(Manuscript.edition_id == back.edition_id)
    wanted = select(User.id).where(
        or_(col(User.id).in_(directors), col(User.id).in_(senders)), User.wants_letters, User.is_active,
        User.id != back.user_id,
    )  # fmt: skip
    session.add_all(Letter(kind=GIVEN_BACK, about=back.id, user_id=reader) for reader in session.exec(wanted))


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
    if letter is None:
        return None
    reader = session.get_one(User, letter.user_id)
    words = Wording(reader.ui_language or "vi")
    news = (_of_return if letter.kind == GIVEN_BACK else _of_build)(session, words, letter.about)
    if news is None:
        return None
    where, why = words.say(WHERE, address=origin + news.path), words.say(news.why, address=f"{origin}/account")
    lines = [news.text, "", where, "", why]
    return reader.email, news.subject, "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True)
class _News:
    """What a letter tells: its subject and text, the page to go to, and why its reader gets it."""

    subject: str
    text: str
    path: str
    why: str


def _of_build(session: Session, words: Wording, about: str) -> _News | None:
    build = session.get(Build, about)
    if build is None or build.state not in SUBJECTS:
        return None
    manuscript, state = session.get_one(Manuscript, build.manuscript_id), BuildState(build.state)
    said = {
        "title": _title(session, manuscript.edition_id) or manuscript.name,
        "errors": words.say(ERRORS, count=build.found("error")),
        "warnings": words.say(WARNINGS, count=build.found("warning")),
    }  # fmt: skip
    subject, text = words.say(SUBJECTS[state], **said), words.say(TEXTS[state], **said)
    return _News(subject, text, f"/publisher/builds/{build.id}", OFF)


def _of_return(session: Session, words: Wording, about: str) -> _News | None:
    back = session.get(Handback, about)
    if back is None or back.answered_at is not None:
        return None
    title = _title(session, back.edition_id)
    text = words.say(BACK_TEXT, title=title, reason=back.reason)
    return _News(words.say(BACK_SUBJECT, title=title), text, f"/publisher/titles/{back.edition_id}", BACK_OFF)


def _title(session: Session, edition_id: str) -> str:
    wanted = select(TitleText.title).where(TitleText.edition_id == edition_id, TitleText.canonical)
    return session.exec(wanted).first() or ""
