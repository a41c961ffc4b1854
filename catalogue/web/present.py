"""What pages show of a record, in the reader's language: facts, downloads, covers, states."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from sqlmodel import Session
from stdnum import isbn as isbn_rules

from catalogue.models.builds import (
    Build,
    BuildFile,
    BuildState,
    Purpose,
    Release,
    ReleaseFile,
    ReleaseState,
    StoredFile,
)
from catalogue.models.titles import DossierKind, Edition, Form
from catalogue.services import releases, titles
from catalogue.services.picks import Picked
from catalogue.services.titles import Card
from catalogue.web.i18n import Speech
from pipeline.i18n import N_
from pipeline.metadata import EditionRecord, PersonRole

ROLES: Mapping[PersonRole, str] = {
    PersonRole.AUTHOR: N_("Author"), PersonRole.EDITOR: N_("Editor in chief of the volume"),
    PersonRole.TRANSLATOR: N_("Translator"), PersonRole.ILLUSTRATOR: N_("Illustrator"),
    PersonRole.COMPILER: N_("Compiler"), PersonRole.CORPORATE: N_("Issuing body"),
    PersonRole.REVISER: N_("Reviser"), PersonRole.TRANSCRIBER: N_("Transcriber"),
}  # fmt: skip
FORMS: Mapping[str, str] = {
    Form.EPUB: "EPUB", Form.PDF: "PDF", Form.PRINT: N_("printed book"), Form.AUDIO: N_("audiobook"),
    Form.BRAILLE: N_("Braille"), "EPUB": "EPUB", "PDF": "PDF",
}  # fmt: skip
FILES: Mapping[str, tuple[str, str]] = {
    "epub": ("EPUB", N_("For phones, tablets and e-readers; the text fits the screen.")),
    "pdf": ("PDF", N_("Pages as in the printed book; for computers and for printing.")),
    "pdf-print": (N_("PDF for the printer"), N_("With bleed and crop marks.")),
    "pdf-archive": (N_("PDF for the archive"), N_("PDF/A with the EPUB inside.")),
    "pdf-cover": (N_("Cover for the printer"), N_("Front, spine and back in one sheet.")),
}
READERS_GET = ("epub", "pdf")
PAPERS: Mapping[DossierKind, str] = {
    DossierKind.REGISTRATION: N_("Registration confirmation"), DossierKind.DECISION: N_("Publication decision"),
    DossierKind.LICENCE: N_("Licence of a non-business publication"), DossierKind.DEPOSIT: N_("Legal deposit"),
    DossierKind.RELEASE: N_("Release decision"),
}  # fmt: skip
RELEASES: Mapping[str, str] = {
    ReleaseState.CURRENT: N_("with readers"), ReleaseState.SUPERSEDED: N_("replaced by a newer version"),
    ReleaseState.WITHDRAWN: N_("withdrawn"), ReleaseState.RECALLED: N_("recalled"),
}  # fmt: skip
BUILDS: Mapping[str, tuple[str, str]] = {
    BuildState.QUEUED: (N_("waiting"), ""), BuildState.RUNNING: (N_("being built"), "warn"),
    BuildState.BUILT: (N_("built"), "good"), BuildState.REFUSED: (N_("needs correction"), "bad"),
    BuildState.FAILED: (N_("broke off"), "bad"), BuildState.CANCELLED: (N_("cancelled"), ""),
}  # fmt: skip
VERDICTS: Mapping[str, tuple[str, str]] = {
    "clear": (N_("read, ready to be built"), "good"), "blocked": (N_("read, needs correction"), "bad"),
}  # fmt: skip
IMPRINT: Mapping[str, str] = {
    "director": N_("Director, responsible for publishing"),
    "editor_in_chief": N_("Editor-in-chief, responsible for the content"),
    "editor": N_("Editor of the text"), "designer": N_("Designer"), "technical_editor": N_("Technical editor"),
    "proofreader": N_("Proofreader"), "registration_number": N_("Number of the registration confirmation"),
    "decision_number": N_("Number of the publication decision"),
    "decision_date": N_("Date of the publication decision"),
    "deposit": N_("Legal deposit, as printed"), "partner": N_("Publishing partner"),
    "partner_address": N_("Address of the partner"), "publisher_address": N_("Address of the publishing house"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Download:
    """A file that a page offers."""

    label: str
    opens: str
    address: str
    size: int


def downloads(
    speech: Speech, files: Sequence[tuple[ReleaseFile | BuildFile, StoredFile]], address: str,
    roles: Sequence[str] = tuple(FILES),
) -> list[Download]:  # fmt: skip
    """The books among some files, EPUB first; ``address`` has ``{role}`` and ``{name}`` fields."""
    found = {file.role: (file, stored) for file, stored in files}
    return [
        Download(
            speech.say(FILES[role][0]), speech.say(FILES[role][1]),
            address.format(role=role, name=found[role][0].name), found[role][1].size,
        )
        for role in roles if role in found
    ]  # fmt: skip


def build_state(build: Build) -> tuple[str, str]:
    """What a build has come to, and the colour of it; a gettext id."""
    if build.purpose == Purpose.VERDICT and build.state == BuildState.BUILT:
        return VERDICTS[build.report["verdict"]]
    if build.purpose == Purpose.VERDICT and build.state == BuildState.RUNNING:
        return N_("being read"), "warn"
    return BUILDS[BuildState(build.state)]


def lacking(speech: Speech, session: Session, edition: Edition) -> list[str]:
    """What stands between a title and its release, as sentences."""
    return [
        speech.say(lack.message, **{name: speech.date(day) for name, day in lack.days})
        for lack in releases.lacking(session, edition)
    ]


def book(speech: Speech, card: Card) -> dict[str, Any]:
    """A title as the shelf shows it."""
    return {
        "title": card.title,
        "language": card.language,
        "people": card.people,
        "path": card.path,
        "formats": formats(speech, card),
        "length": length(speech, card.words),
        "released": card.released_at,
        "reading": f"{card.path}/read" if "EPUB" in card.formats else "",
        "cover": f"/covers/{card.release_id}/small.jpg" if card.cover else "",
        "cover_large": f"/covers/{card.release_id}/large.jpg" if card.cover else "",
    }


def picked(speech: Speech, found: Sequence[Picked]) -> list[dict[str, Any]]:
    """Recommended titles as the shelf shows them."""
    return [{**book(speech, one.card), "why": one.reason, "why_in": one.language, "by": one.by} for one in found]


WORDS_A_MINUTE = 220
"""About how many syllables of Vietnamese, or words of other languages, are read quietly in a minute."""


def length(speech: Speech, words: int) -> str:
    """About how long a book takes to be read; nothing where its length is not known."""
    minutes = words / WORDS_A_MINUTE
    if not words:
        return ""
    if minutes < 50:
        return speech.say(N_("about {count} minutes"), count=max(5, round(minutes / 5) * 5))
    hours = max(1, round(minutes / 60))
    if hours == 1:
        return speech.say(N_("about an hour"))
    return speech.say(N_("about {count} hours"), count=hours)


def formats(speech: Speech, card: Card) -> list[str]:
    """In what forms a title is there."""
    return [speech.say(FORMS[name]) for name in dict.fromkeys(card.formats)]


def facts(speech: Speech, edition: Edition, publisher: str) -> list[tuple[str, str]]:
    """The record as names and values, without what is empty."""
    record = titles.record_of(edition)
    part = record.book
    languages = speech.language_name(edition.language)
    found = [
        *_people(speech, record),
        (speech.say(N_("Publisher")), publisher),
        (speech.say(N_("Language")), languages),
    ]
    if part.original_language:
        origin = speech.language_name(part.original_language)
        found.append((speech.say(N_("Translated from")), f"{origin}: {part.original_title}".rstrip(": ")))
    series = ", ".join(text for text in (part.series, part.volume) if text)
    found += [(speech.say(N_("Series")), series), (speech.say(N_("Subjects")), "; ".join(part.subjects))]
    found.append((speech.say(N_("Dewey number")), part.ddc))
    found += [
        (f"ISBN ({name})", isbn_rules.format(number))
        for name, number in (
            ("EPUB", record.isbn.epub),
            ("PDF", record.isbn.pdf),
            (speech.say(FORMS[Form.PRINT]), record.isbn.print),
        )
        if number
    ]
    found.append((speech.say(N_("Rights")), part.rights))
    return [(name, value) for name, value in found if value]


def _people(speech: Speech, record: EditionRecord) -> list[tuple[str, str]]:
    by_role: dict[PersonRole, list[str]] = {}
    for person in record.people:
        by_role.setdefault(person.role, []).append(person.name)
    return [(speech.say(ROLES[role]), speech.listed(names)) for role, names in by_role.items()]


def linked_data(
    card: Card, record: EditionRecord, release: Release, address: str, *, free: bool = True, conditions: str = ""
) -> Markup:
    """The title for search engines (schema.org, JSON-LD), safe inside a script element."""
    numbers = [number for number in (record.isbn.epub, record.isbn.pdf, record.isbn.print) if number]
    content = {
        "@context": "https://schema.org",
        "@type": "Book",
        "name": card.title,
        "inLanguage": card.language,
        "author": [{"@type": "Person", "name": p.name} for p in record.people if p.role == PersonRole.AUTHOR],
        "translator": [{"@type": "Person", "name": p.name} for p in record.people if p.role == PersonRole.TRANSLATOR],
        "publisher": {"@type": "Organization", "name": card.publisher},
        "datePublished": release.released_at.date().isoformat(),
        "isbn": [isbn_rules.compact(number) for number in numbers],
        "description": record.book.description,
        "url": address,
        "conditionsOfAccess": conditions,
    }
    text = json.dumps(
        {name: value for name, value in content.items() if value} | {"isAccessibleForFree": free}, ensure_ascii=False
    )
    return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026"))  # noqa: S704 - no sign of it is markup now


def typed(record: EditionRecord) -> dict[str, str]:
    """A record as the values of the form that makes one."""
    part = record.book
    people = {
        name: "\n".join(person.name for person in record.people if person.role == role)
        for name, role in (("authors", "aut"), ("editors", "edt"), ("translators", "trl"), ("illustrators", "ill"))
    }
    imprint = {name: str(getattr(record.imprint, name) or "") for name in IMPRINT}
    return {
        "title": part.title or "", "subtitle": part.subtitle, "language": part.language or "vi",
        "original_language": part.original_language or "", "original_title": part.original_title,
        "description": part.description, "subjects": "; ".join(part.subjects), "ddc": part.ddc, "series": part.series,
        "volume": part.volume,
        "isbn_epub": record.isbn.epub, "isbn_pdf": record.isbn.pdf, "isbn_print": record.isbn.print,
        **people, **imprint,
    }  # fmt: skip
