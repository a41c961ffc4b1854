"""Whether the record holds what the imprint page must show: Article 27.1 of the Law on Publishing.

Advice and never an error: a book may be built long before the decision to publish it is signed. What Circular
01/2020 spares electronic publications (proofreader, print run, printer) is asked of pages that are printed alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pipeline.findings import Finding, Phrase, Severity, rule
from pipeline.i18n import N_
from pipeline.metadata import EditionRecord, PersonRole

EMPTY = rule(
    "ip-001",
    Severity.ADVICE,
    N_("The record has none of the data that the imprint page must show (Article 27 of the Law on Publishing)."),
    N_("Give publisher, responsible persons, registration and decision numbers and ISBN in the metadata."),
)
NO_PUBLISHER = rule(
    "ip-002", Severity.WARNING, N_("The publisher is not named."), N_("Give the publisher in the metadata.")
)
NO_DIRECTOR = rule(
    "ip-003",
    Severity.WARNING,
    N_("The imprint does not name the director responsible for publication."),
    N_("Give the director's name in the imprint data."),
)
NO_EDITOR_IN_CHIEF = rule(
    "ip-004",
    Severity.WARNING,
    N_("The imprint does not name the editor-in-chief responsible for the content."),
    N_("Give the editor-in-chief's name in the imprint data."),
)
NO_EDITOR = rule(
    "ip-005",
    Severity.ADVICE,
    N_("The imprint does not name the book's editor."),
    N_("Give the editor's name in the imprint data."),
)
NO_REGISTRATION = rule(
    "ip-006",
    Severity.WARNING,
    N_("The number of the publication registration confirmation is missing."),
    N_("Copy it from the confirmation, in the form number-year/CXBIPH/…; it is valid to 31 December of its year."),
)
NO_DECISION = rule(
    "ip-007",
    Severity.WARNING,
    N_("The number of the publication decision is missing."),
    N_("Give number and date of the director's decision in the imprint data."),
)
NO_ISBN = rule(
    "ip-008",
    Severity.ADVICE,
    N_("The book has no ISBN."),
    N_("Give the ISBN of each format, or leave it out for a licensed document that needs none."),
)
NO_ORIGINAL = rule(
    "ip-009",
    Severity.WARNING,
    N_("The book is a translation, but the title of the original is not given."),
    N_("Give the original's title and language: the imprint of a translation must show them."),
)
NO_AUTHOR = rule(
    "ip-010",
    Severity.ADVICE,
    N_("Nobody is named as author, compiler or editor of the book."),
    N_("Give the people in the metadata, as the title page is to show them."),
)
OTHER_FORM = rule(
    "ip-011",
    Severity.WARNING,
    N_("“{number}” does not read like the number of a registration confirmation."),
    N_("Copy it as it stands there, in the form number-year/CXBIPH/…, such as 1234-2026/CXBIPH/5-67/TP."),
)
OUT_OF_DATE = rule(
    "ip-012",
    Severity.WARNING,
    N_("The registration is of {year}, the book of {published}: a confirmation is valid to 31 December of its year."),
    N_("Check both years; a book that comes later must be registered again."),
)
NOT_FOR_PRINT = rule(
    "ip-013",
    Severity.ADVICE,
    N_("The imprint of a printed book must show the {what}, which the record lacks."),
    N_("Give it in the imprint data before the pages go to the printing house; an e-book needs none."),
)
_ON_PAPER = {
    "proofreader": N_("proofreader"),
    "print_run": N_("number of copies"),
    "printer": N_("printing house"),
    "printer_address": N_("address of the printing house"),
}
_REGISTRATION = re.compile(r"\d+[-–]((?:19|20)\d\d)/CXB(?:IPH)?/\S+")
_NAMED = {PersonRole.AUTHOR, PersonRole.CORPORATE, PersonRole.COMPILER, PersonRole.EDITOR}


def check_imprint(record: EditionRecord, *, press: bool = False) -> Iterator[Finding]:
    """What the imprint page will lack; ``press``: that of a printed book too, unless nothing is known of it yet."""
    book, imprint, roles = record.book, record.imprint, {person.role for person in record.people}
    if PersonRole.TRANSLATOR in roles and not book.original_title:
        yield Finding(NO_ORIGINAL)
    isbns = (record.isbn.epub, record.isbn.pdf, record.isbn.print)
    if not any((book.publisher, *imprint.model_dump().values(), *isbns)):
        yield Finding(EMPTY)
        return
    if imprint.registration_number:
        yield from _registration(imprint.registration_number, book.published)
    for code, there in (
        (NO_PUBLISHER, book.publisher),
        (NO_DIRECTOR, imprint.director),
        (NO_EDITOR_IN_CHIEF, imprint.editor_in_chief),
        (NO_EDITOR, imprint.editor),
        (NO_REGISTRATION, imprint.registration_number),
        (NO_DECISION, imprint.decision_number),
        (NO_ISBN, any(isbns)),
        (NO_AUTHOR, roles & _NAMED),
    ):
        if not there:
            yield Finding(code)
    if press:
        for name, what in _ON_PAPER.items():
            if not getattr(imprint, name):
                yield Finding(NOT_FOR_PRINT, {"what": Phrase(what)})


def _registration(number: str, published: date | None) -> Iterator[Finding]:
    """Whether the number has the form that the confirmation gives it, and its year is that of the book."""
    found = _REGISTRATION.search("".join(number.split()))
    if not found:
        yield Finding(OTHER_FORM, {"number": number})
    elif published and int(found.group(1)) != published.year:
        yield Finding(OUT_OF_DATE, {"year": int(found.group(1)), "published": published.year})
