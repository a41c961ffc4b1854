"""The imprint page: the data that Article 27 of the Law on Publishing asks of every book.

Circular 01/2020 lets electronic publications leave out format, proofreader, print run and printer; so
those lines are written only where the record has them and the page is for print.
"""

from __future__ import annotations

from typing import Literal

from babel.numbers import format_decimal
from stdnum import isbn as stdnum_isbn
from stdnum.exceptions import ValidationError

from pipeline.pages.edition import Edition, locale_of
from pipeline.styles import tokens

OWN_HEADINGS = ("biên mục", "cip", "cataloguing", "cataloging")
PRINT_ONLY = ("trim", "print_run", "proofreader", "printer")


def lines(edition: Edition, *, electronic: bool = True) -> list[tuple[str, str]]:
    """Label and value of each line, in the order of the law's points (b), (c) and (d)."""
    record, imprint = edition.record, edition.record.imprint
    book = record.book
    found: list[tuple[str, str]] = [
        ("original_title", book.original_title),
        ("original_language", _language_name(edition, "original_language")),
        ("translated_from", _language_name(edition, "translated_from")),
        ("series", book.series),
        ("publisher", book.publisher),
        ("address", imprint.publisher_address),
        ("partner", _joined(imprint.partner, imprint.partner_address)),
        ("year", edition.number(book.published.year) if book.published else ""),
        ("director", imprint.director),
        ("editor_in_chief", imprint.editor_in_chief),
        ("editor", imprint.editor),
        ("designer", imprint.designer),
        ("technical_editor", imprint.technical_editor),
        ("proofreader", imprint.proofreader),
        ("trim", imprint.trim or _trim(edition)),
        ("print_run", _grouped(edition, imprint.print_run)),
        ("printer", _joined(imprint.printer, imprint.printer_address)),
        ("registration_number", imprint.registration_number),
        ("decision_number", _decision(edition)),
        ("deposit", _deposit(edition)),
        ("isbn-epub", hyphenated(record.isbn.epub)),
        ("isbn-pdf", hyphenated(record.isbn.pdf)),
        ("isbn-print", hyphenated(record.isbn.print)),
        ("price", imprint.price),
        ("rights", book.rights),
    ]
    wanted = [(key, value) for key, value in found if value and not (electronic and key in PRINT_ONLY)]
    return [(edition.word(key), edition.apart(value)) for key, value in wanted]


def sale_line(edition: Edition) -> str:
    """What the law asks of books that are not sold freely: point (d)."""
    sale = edition.record.imprint.sale
    return edition.word(sale) if sale in ("state-ordered", "not-for-sale") else ""


def cip(edition: Edition) -> tuple[str, list[str]]:
    """Heading and lines of the cataloguing-in-publication block; both empty where the record has none.

    The block is the National Library's text: its lines stay lines. A heading of its own wins over ours.
    """
    block = [line.rstrip() for line in edition.record.imprint.cip.splitlines()]
    if not block:
        return "", []
    return ("", block) if block[0].lower().startswith(OWN_HEADINGS) else (edition.word("cip"), block)


def hyphenated(value: str) -> str:
    """An ISBN as printed; one that is wrong stays as given, a finding tells of it."""
    try:
        return str(stdnum_isbn.format(stdnum_isbn.validate(value))) if value else ""
    except ValidationError:
        return value


def _deposit(edition: Edition) -> str:
    """The quarter and year printed beforehand; the day of the actual receipt is another matter."""
    imprint = edition.record.imprint
    if imprint.deposit or not imprint.deposit_year:
        return imprint.deposit
    if not imprint.deposit_quarter:
        return edition.number(imprint.deposit_year)
    roman = ("I", "II", "III", "IV")[imprint.deposit_quarter - 1]
    said = edition.word("quarter").format(quarter=imprint.deposit_quarter, roman=roman, year=imprint.deposit_year)
    return edition.number(said)


def _decision(edition: Edition) -> str:
    imprint = edition.record.imprint
    if not imprint.decision_number or not imprint.decision_date:
        return imprint.decision_number
    day = edition.word("decision_date").format(date=edition.day(imprint.decision_date))
    return f"{edition.apart(imprint.decision_number)} {day}"


def _language_name(edition: Edition, key: Literal["original_language", "translated_from"]) -> str:
    """The language that the record has under ``key``, as words of the book's."""
    tag: str | None = getattr(edition.record.book, key)
    if not tag:
        return ""
    from babel import Locale

    name = Locale.parse(locale_of(tag), sep="_").get_language_name(locale_of(edition.language)) or tag
    prefix = edition.word(key).lower()
    # "Dịch từ tiếng: tiếng Anh" says the word twice
    said_twice = prefix.endswith("tiếng") and name.lower().startswith("tiếng ")
    return name[len("tiếng ") :] if said_twice else name


def _trim(edition: Edition) -> str:
    """The format of the printed book, where the record says it in no words of its own: 14,5 × 20,5 cm."""
    trim, locale = tokens.trim(edition.record.design.size), locale_of(edition.language)
    sides = (format_decimal(side / 10, "0.#", locale=locale) for side in (trim.width, trim.height))
    return edition.number(" × ".join(sides) + " cm")


def _grouped(edition: Edition, number: int | None) -> str:
    """A number of copies, with the mark that the language sets between thousands."""
    return edition.number(format_decimal(number, locale=locale_of(edition.language))) if number else ""


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
