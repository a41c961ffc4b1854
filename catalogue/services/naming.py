"""What the programme's numbers are called, wherever they are shown: pages, command line, reports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from catalogue.rules.counting.records import Count, Figure, Reason
from catalogue.rules.readings import Name
from catalogue.rules.tally import AXES, FACETS, NOTHING, Axis, Facet, Slice, Where
from catalogue.wording import Wording
from pipeline.i18n import N_

COUNT_NAMES: dict[Figure, str] = {
    "released": N_("Released titles"),
    "recognised": N_("Recognised in the programme"),
    "ebook": N_("E-books"),
    "foreign": N_("In foreign languages"),
    "ebook_and_foreign": N_("Both e-book and foreign-language"),
    "ebook_or_foreign": N_("E-books or foreign-language titles"),
    "minority": N_("In languages of Vietnam's ethnic minorities"),
    "excluded": N_("Released and not counted"),
}
REASON_NAMES: dict[Reason, str] = {
    "outside": N_("released outside the programme's period"),
    "decided": N_("decided to be no book of the programme"),
    "reprint": N_("reprints, which the rules leave out"),
    "again": N_("reprints after another edition of the same period"),
    "volume": N_("further volumes of a set, which counts once"),
    "licensed": N_("documents under a licence, which the rules leave out"),
}
SLICE_NAMES: dict[Slice, str] = {
    "ebook_only": N_("e-books that are not in a foreign language"),
    "foreign_only": N_("foreign-language titles that are not e-books"),
    "both": N_("both e-book and foreign-language"),
    "minority_only": N_("in minority languages and not e-books"),
    "in_share": N_("e-books or in a foreign language"),
    "unrecognised": N_("not recognised in the programme"),
    "reprint": N_("reprints"),
    "no_reprint": N_("without reprints"),
    "volume": N_("further volumes of a set"),
    "no_volume": N_("without further volumes of a set"),
    "partner": N_("published with a partner"),
    "no_partner": N_("not published with a partner"),
    "licensed": N_("documents under a licence"),
    "no_licensed": N_("without documents under a licence"),
    "second_only": N_("bilingual titles that are foreign by their second language alone"),
    "no_second": N_("without bilingual titles that are foreign by their second language alone"),
    "sample": N_("sample data"),
}
READINGS: dict[Name, str] = {
    "union": N_("E-book or foreign-language, each title once, of those released (the rule in force)"),
    "sum": N_("E-books plus foreign-language titles, titles that are both counted twice"),
    "ebook": N_("E-books alone"),
    "foreign": N_("Foreign-language titles alone"),
    "with_minority": N_("With titles in minority languages (as Decision 1079 names them)"),
    "without_minority": N_("Without titles in minority languages (as guidance 5768 has it)"),
    "of_target": N_("Of the target instead of those released"),
    "without_reprints": N_("Without reprints"),
    "with_reprints": N_("With reprints (as Decision 1079 names them)"),
    "with_again": N_("With every reprint, also after another edition of the same period"),
    "without_volumes": N_("Each set of volumes counted once"),
    "with_volumes": N_("Each volume of a set counted"),
    "with_second": N_("With bilingual titles of which either language is foreign"),
    "without_second": N_("Bilingual titles by their main language alone"),
    "without_partners": N_("Without co-publications"),
    "without_licensed": N_("Without documents under a licence (not for sale)"),
    "with_licensed": N_("With documents under a licence (not for sale)"),
    "with_decided": N_("With titles that somebody decided to be no books of the programme"),
    "recognised": N_("Of those recognised in the programme"),
}
AXIS_NAMES: dict[Axis, str] = {
    "year": N_("By year"), "publisher": N_("By publisher"), "language": N_("By language"),
}  # fmt: skip
FACET_NAMES: dict[Facet, str] = {
    "body": N_("By reporting body"), "content": N_("By content of communication"),
    "convention": N_("By convention"), "subject": N_("By subject"), "form": N_("By form"),
    "audience": N_("By audience"), "month": N_("By month"),
}  # fmt: skip
FORM_NAMES = {
    "epub": N_("E-book (EPUB)"), "pdf": N_("E-book (PDF)"), "print": N_("Printed book"), "audio": N_("Audiobook"),
    "braille": N_("Braille"),
}  # fmt: skip
KIND_NAMES = {
    "original": N_("First edition"), "translation": N_("Translation"), "bilingual": N_("Bilingual edition"),
    "reprint": N_("Reprint"),
}  # fmt: skip
NOT_SAID = N_("not said")
BANDS = {"below": N_("below the band"), "within": N_("within the band"), "above": N_("above the band")}
COLUMNS: tuple[Count, ...] = ("released", "recognised", "ebook", "foreign", "minority", "ebook_or_foreign")

FIELD_NAMES: dict[str, str] = {
    "edition": N_("Title's id"), "title": N_("Title"), "subtitle": N_("Subtitle"), "authors": N_("Authors"),
    "editors": N_("Editors"), "translators": N_("Translators"), "publisher": N_("Publisher"),
    "reporting_body": N_("Reporting body"), "language": N_("Language"), "original_language": N_("Original language"),
    "original_title": N_("Original title"), "isbn": N_("ISBN"), "isbn_epub": N_("ISBN of the e-book"),
    "form": N_("Form"), "kind": N_("Edition"), "series": N_("Series"), "volume": N_("Volume"),
    "partner": N_("Publishing partner"), "licence_number": N_("Number of the licence"),
    "licence_date": N_("Day of the licence"), "registration_number": N_("Number of the registration"),
    "registration_date": N_("Day of the registration"), "decision_number": N_("Number of the publication decision"),
    "decision_date": N_("Day of the publication decision"), "deposit_date": N_("Day of the legal deposit"),
    "release_date": N_("Day of the release"), "year": N_("Year of publication"), "subjects": N_("Subjects"),
    "content": N_("Content of communication"), "convention": N_("Conventions"), "audience": N_("Audience"),
    "decision": N_("What to do with doubles"), "ignored": N_("Not used"),
}  # fmt: skip
"""Fields of a row of an import, as people choose them."""

RULES: dict[str, str] = {
    "counts_from": N_("The day that counts"),
    "inexact": N_("A date known only to its month, quarter or year"), "national": N_("Counted as Vietnamese"),
    "minority": N_("Counted as languages of ethnic minorities"),
    "minority_in_share": N_("Minority languages in the share"), "bilingual": N_("A bilingual title is foreign"),
    "reprints": N_("Reprints (tái bản)"), "volumes": N_("Sets of several volumes"),
    "licensed": N_("Documents under a licence"), "cap": N_("The band's upper end"), "zone": N_("Time zone"),
}  # fmt: skip
"""What a rule set decides, in the order in which people read it."""
CHOICES: dict[str, dict[Any, str]] = {
    "counts_from": {
        "release": N_("of the release decision, else of the deposit"),
        "deposit": N_("of the deposit, else of the release decision"), "recognition": N_("of the recognition"),
    },
    "inexact": {"last": N_("counts from the last day of it"), "first": N_("counts from the first day of it")},
    "minority_in_share": {False: N_("do not belong to it"), True: N_("belong to it")},
    "bilingual": {"main": N_("by its main language"), "either": N_("by either of its languages")},
    "reprints": {
        "year": N_("count once a year with the other editions of the title"),
        "programme": N_("count once in the programme with the other editions of the title"),
        "each": N_("count each"), "none": N_("do not count"),
    },
    "volumes": {"each": N_("count by volume"), "set": N_("count once")},
    "licensed": {True: N_("count"), False: N_("do not count")},
    "cap": {False: N_("is an aim: more is a fact and no alarm"), True: N_("is a limit: more is an alarm")},
}  # fmt: skip
"""The words for what is chosen of a few."""

DEFINITIONS = (
    N_(
        "A title (đầu sách) is one language edition of a work, counted once however many formats it "
        "has; a further print run (in nối bản) is no title."
    ),
    N_(
        "A title counts from its release decision, else from its legal deposit, in Vietnam's time; a "
        "day known only to its month, quarter or year is that period's last, or its first by the rules."
    ),
    N_(
        "A title is an e-book by its own electronic registration, decision or deposit, from that day "
        "on; a file made for readers of a printed book makes it none."
    ),
    N_(
        "Foreign-language: the main language is neither Vietnamese nor a language of Vietnam's ethnic "
        "minorities; these are counted apart."
    ),
    N_(
        "The share is that of titles that are e-books or in a foreign language, each counted once, of "
        "the titles released; both ends of the band belong to it."
    ),
    N_(
        "Released and recognised are two acts: a title released by its house is recognised in the "
        "programme by the programme's officer."
    ),
)


def rule_value(speech: Wording, name: str, value: Any) -> str:
    """What a rule set says of one rule, in words."""
    if name in ("national", "minority"):
        return speech.listed(sorted({speech.language_name(tag) for tag in value}))
    return speech.say(CHOICES[name][value]) if name in CHOICES else str(value)


def axis_value(speech: Wording, axis: Axis | Facet, value: str, names: Mapping[str, str]) -> str:
    """A value of an axis or a facet by its name; ``names`` are those of organisations by id and of terms by code."""
    if value == NOTHING:
        return speech.say(NOT_SAID)
    if axis in ("publisher", "body"):
        return names.get(value, value)
    if axis in ("content", "convention", "audience"):
        key = f"{axis}:{value}"
        return names.get(f"{key}@{speech.language}") or names.get(key, value)
    if axis == "form":
        return speech.say(FORM_NAMES[value]) if value in FORM_NAMES else value
    if axis == "month":
        return month_name(speech, value)
    return speech.language_name(value) if axis == "language" else value


def describe(speech: Wording, where: Where) -> str:
    """Which titles are meant, in words."""
    plain = (where.count == "released" and where.part) or (where.count == "excluded" and where.why)
    words = [] if plain else [speech.say(COUNT_NAMES[where.count])]
    part = [speech.say(SLICE_NAMES[where.part])] if where.part else []
    why = [speech.say(REASON_NAMES[where.why])] if where.why else []
    return ", ".join([*words, *part, *why])


def describe_fully(speech: Wording, where: Where, names: Mapping[str, str]) -> str:
    """Which titles are meant, with every narrowing."""
    axes: list[Axis | Facet] = [axis for axis in (*AXES, *FACETS) if getattr(where, axis)]
    words = [axis_value(speech, axis, getattr(where, axis), names) for axis in axes]
    if where.until:
        words.append(speech.say(N_("up to {day}"), day=speech.date(date.fromisoformat(where.until))))
    return describe(speech, where) + (f": {', '.join(words)}" if words else "")


def month_name(speech: Wording, month: str) -> str:
    """A month as 11/2026."""
    year, _, number = month.partition("-")
    return speech.say(N_("month {month}"), month=f"{int(number)}/{year}")
