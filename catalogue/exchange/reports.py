"""The programme's report: one content, from which the workbook, the JSON, the PDF and the DOCX are made alike.

Its figures are those of ``services.programme``; definitions and the version of the rules stand beside them, and a
hash of the figures is printed in every form, so that a paper can be held against the record. Head and foot follow
Decree 30/2020/NĐ-CP on official papers; what an office fills in itself is left dotted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from catalogue.exchange.addresses import Place
from catalogue.exchange.report_charts import Picture, pictures
from catalogue.exchange.report_tables import Sheet, before, facets_said, tables
from catalogue.rules.periods import Kind, Period
from catalogue.services import programme, sentences
from catalogue.services.naming import (
    DEFINITIONS,
)
from catalogue.services.programme import View
from catalogue.wording import Wording
from pipeline.i18n import N_, NN_

DOTS = "……"
SO_FAR = N_("progress of the programme of 1,000 books on human rights")
SUBJECTS: dict[Kind, str] = {
    "month": N_("progress of the programme of 1,000 books on human rights in the month {period}"),
    "quarter": N_("progress of the programme of 1,000 books on human rights in the quarter {period}"),
    "year": N_("progress of the programme of 1,000 books on human rights in the year {period}"),
    "three_years": N_("first three years of the programme of 1,000 books on human rights ({period})"),
    "five_years": N_("first five years of the programme of 1,000 books on human rights ({period})"),
}
"""What a report is about (trích yếu), as it stands within a sentence."""
RULED = N_("Languages counted as Vietnamese: {national}; as minority languages: {minority}. In the share: {families}.")
FAMILIES = {False: N_("e-books and foreign languages"), True: N_("e-books, foreign and minority languages")}


@dataclass(frozen=True, slots=True)
class Frozen:
    """That a report speaks of a period and stands for good, with what was known at a moment."""

    period: Period
    known_at: datetime


@dataclass(frozen=True, slots=True)
class Office:
    """Who sends the report, as Decree 30/2020/NĐ-CP wants it; dotted where nobody said it."""

    above: str = DOTS
    issuer: str = DOTS
    number: str = f"{DOTS}/BC-{DOTS}"
    place: str = DOTS
    recipients: tuple[str, ...] = (DOTS, "Lưu: VT.")
    signer: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that every form of the report says."""

    language: str
    title: str
    subject: str
    """What it is about (trích yếu), without the word that says that it is a report."""
    programme: str
    as_of: date
    known: str
    sentence: str
    outlook: str
    notes: tuple[str, ...]
    definitions: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    status: Mapping[str, Any]
    sha256: str
    office: Office = field(default_factory=Office)
    place: Place | None = None
    pictures: tuple[Picture, ...] = ()
    sample: str = ""
    """The note that titles among them are made up, where any are; it stands out."""

    def link(self, sheet: Sheet, row: int, column: int) -> str:
        """Where the titles behind a cell are listed; empty where there are none or no place is known."""
        where = sheet.behind.get((row, column))
        return self.place.of(where) if self.place and where else ""


def compose(
    seen: View, names: Mapping[str, str], words: Wording, office: Office | None = None, frozen: Frozen | None = None,
    place: Place | None = None,
) -> Report:  # fmt: skip
    """The report of a day, or of a period that is frozen, in one language.

    ``names`` are those of organisations and terms; ``place`` is the page that lists the titles behind a number.
    """
    status, subject = programme.status_of(seen), _subject(seen, words, frozen)
    sheets = tables(seen, status, names, words, frozen.period if frozen else None)
    return Report(
        language=words.language,
        title=words.say(N_("Report on the {subject}"), subject=subject),
        subject=subject[:1].upper() + subject[1:],
        programme=seen.plan.programme.name,
        as_of=seen.as_of,
        known=seen.known,
        sentence=sentences.sentence(status, words),
        outlook=sentences.outlook(status, words),
        notes=tuple(_notes(seen, status, words, frozen)),
        definitions=(*(words.say(text) for text in DEFINITIONS), *([_ruled(seen, words)] if frozen else [])),
        sheets=sheets,
        status=status,
        sha256=digest(seen, status, frozen),
        office=office or Office(),
        place=place,
        pictures=pictures(seen, status, sheets, words),
        sample=_sample(status, words),
    )


def _subject(seen: View, words: Wording, frozen: Frozen | None) -> str:
    """What the report is about, as it stands within a sentence."""
    if seen.plan.programme.code == programme.NATIONAL:
        text = (
            SUBJECTS[frozen.period.kind] if frozen else N_("progress of the programme of 1,000 books on human rights")
        )
    else:
        text = N_("progress of “{programme}” in {period}") if frozen else N_("progress of “{programme}”")
    period = period_name(frozen.period) if frozen else ""
    return words.say(text, programme=seen.plan.programme.name, period=period)


def period_name(period: Period) -> str:
    """A period as offices write it: 11/2025, III/2025, 2025; reviews by their years."""
    first = period.first
    if period.kind == "month":
        return f"{first.month}/{first.year}"
    if period.kind == "quarter":
        return f"{('I', 'II', 'III', 'IV')[first.month // 3]}/{first.year}"
    return str(first.year) if period.kind == "year" else f"{first.year}-{period.last.year}"


def _notes(seen: View, status: Mapping[str, Any], words: Wording, frozen: Frozen | None) -> list[str]:
    outlook = status["forecast"]
    notes = [words.say(outlook["assumption"])] if outlook else []
    if frozen:
        text = N_("Period: {first} to {last}. Frozen with what had been recorded by {moment}.")
        first, last = words.date(frozen.period.first), words.date(frozen.period.last)
        notes.insert(0, words.say(text, first=first, last=last, moment=words.moment(frozen.known_at)))
    elif seen.known == "then":
        notes.append(words.say(N_("As recorded by the end of that day; later entries and corrections are left out.")))
    if status["sample"]:
        notes.insert(0, _sample(status, words))
    return notes


def _sample(status: Mapping[str, Any], words: Wording) -> str:
    text = NN_(
        "{number} of the released titles is sample data.", "{number} of the released titles are sample data.", "number"
    )
    return words.say(text, number=status["sample"]) if status["sample"] else ""


def _ruled(seen: View, words: Wording) -> str:
    """What the rule set says that was used."""
    rules = seen.plan.rules
    return words.say(
        RULED, national=", ".join(sorted(rules.national)), minority=", ".join(sorted(rules.minority)),
        families=words.say(FAMILIES[rules.minority_in_share]),
    )  # fmt: skip


def digest(seen: View, status: Mapping[str, Any], frozen: Frozen | None = None) -> str:
    """SHA-256 of the figures, whatever language they are said in."""
    figures: dict[str, Any] = {"status": dict(status), "breakdown": seen.breakdown()}
    if facets := facets_said(seen):
        figures["facets"] = facets
    if frozen:
        figures["period"] = {"key": frozen.period.key, "before": before(seen, frozen.period)}
    text = json.dumps(figures, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def as_json(report: Report) -> dict[str, Any]:
    """The report for programs (schema 1)."""
    return {
        "schema": 1,
        "kind": "programme-report",
        "language": report.language,
        "title": report.title,
        "programme": report.programme,
        "as_of": report.as_of.isoformat(),
        "known": report.known,
        "sentence": report.sentence,
        "outlook": report.outlook,
        "notes": list(report.notes),
        "status": dict(report.status),
        "tables": [
            {"key": sheet.key, "name": sheet.name, "columns": [c.name for c in sheet.columns],
             "rows": [list(row) for row in sheet.rows], **_lists(report, sheet)}
            for sheet in report.sheets
        ],
        "definitions": list(report.definitions),
        "rules": report.status["rules"],
        "sha256": report.sha256,
    }  # fmt: skip


def _lists(report: Report, sheet: Sheet) -> dict[str, Any]:
    """Beside each row the addresses of its titles, cell by cell, where a place is known."""
    if report.place is None:
        return {}
    return {
        "lists": [
            [report.link(sheet, row, column) for column in range(len(sheet.columns))] for row in range(len(sheet.rows))
        ]
    }
