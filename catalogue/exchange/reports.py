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

from catalogue.rules import tally
from catalogue.rules.counting import COUNTS
from catalogue.rules.periods import Kind, Period
from catalogue.services import programme
from catalogue.services.naming import (
    AXIS_NAMES,
    BANDS,
    COLUMNS,
    COUNT_NAMES,
    DEFINITIONS,
    READINGS,
    axis_value,
    describe,
)
from catalogue.services.programme import View
from catalogue.wording import Wording
from pipeline.i18n import N_

DOTS = "……"
PERIODS: dict[Kind, str] = {
    "month": N_("Report on the month {period} of the programme of 1,000 books on human rights"),
    "quarter": N_("Report on the quarter {period} of the programme of 1,000 books on human rights"),
    "year": N_("Report on the year {period} of the programme of 1,000 books on human rights"),
    "three_years": N_("Three-year review of the programme of 1,000 books on human rights"),
    "five_years": N_("Five-year review of the programme of 1,000 books on human rights"),
}
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
class Column:
    """A column of a table; ``kind`` is text, number or share."""

    name: str
    kind: str = "number"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of the report; ``key`` names it for programs."""

    key: str
    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that every form of the report says."""

    language: str
    title: str
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


def compose(
    seen: View, houses: Mapping[str, str], words: Wording, office: Office | None = None, frozen: Frozen | None = None
) -> Report:
    """The report of a day, or of a period that is frozen, in one language."""
    status = programme.status_of(seen)
    sheets = [_figures(seen, status, words), _readings(seen, words), *_breakdown(seen, houses, words)]
    if frozen:
        sheets.insert(1, _period(seen, frozen.period, words))
    title = words.say(N_("Report on the programme of 1,000 books on human rights"))
    return Report(
        language=words.language,
        title=words.say(PERIODS[frozen.period.kind], period=period_name(frozen.period)) if frozen else title,
        programme=seen.plan.programme.name,
        as_of=seen.as_of,
        known=seen.known,
        sentence=programme.sentence(status, words),
        outlook=programme.outlook_sentence(status, words),
        notes=tuple(_notes(seen, status, words, frozen)),
        definitions=(*(words.say(text) for text in DEFINITIONS), *([_ruled(seen, words)] if frozen else [])),
        sheets=tuple(sheets),
        status=status,
        sha256=digest(seen, status, frozen),
        office=office or Office(),
    )


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
        text = N_("{number} of the released titles are sample data.")
        notes.append(words.say(text, number=words.number(status["sample"])))
    return notes


def _ruled(seen: View, words: Wording) -> str:
    """What the rule set says that was used."""
    rules = seen.plan.rules
    return words.say(
        RULED, national=", ".join(sorted(rules.national)), minority=", ".join(sorted(rules.minority)),
        families=words.say(FAMILIES[rules.minority_in_share]),
    )  # fmt: skip


def _before(seen: View, period: Period) -> dict[Any, int]:
    """Every count on the eve of a period, by the same knowledge."""
    groups, _ = tally.standing(seen.facts, period.eve, seen.plan.rules)
    return dict(tally.numbers(groups, period.eve, seen.plan.rules))


def _period(seen: View, period: Period, words: Wording) -> Sheet:
    """Every count before the period, what it added (withdrawals taken off), and at its end."""
    before = _before(seen, period)
    rows = tuple(
        (words.say(COUNT_NAMES[name]), before[name], seen.numbers[name] - before[name], seen.numbers[name])
        for name in COUNTS
    )
    heads = (N_("Before the period"), N_("In the period"), N_("At its end"))
    columns = (Column(words.say(N_("Figure")), "text"), *(Column(words.say(head)) for head in heads))
    return Sheet("period", words.say(N_("The period")), columns, rows)


def digest(seen: View, status: Mapping[str, Any], frozen: Frozen | None = None) -> str:
    """SHA-256 of the figures, whatever language they are said in."""
    figures: dict[str, Any] = {"status": dict(status), "breakdown": seen.breakdown()}
    if frozen:
        figures["period"] = {"key": frozen.period.key, "before": _before(seen, frozen.period)}
    text = json.dumps(figures, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _figures(seen: View, status: Mapping[str, Any], words: Wording) -> Sheet:
    """Every count, and the plan."""
    rows: list[tuple[Any, ...]] = [(words.say(COUNT_NAMES[name]), seen.numbers[name]) for name in COUNTS]
    rows += [
        (words.say(N_("Target")), status["target"]),
        (words.say(N_("Due by now")), status["plan"]["due"]),
        (words.say(N_("Ahead of the plan (behind: negative)")), status["plan"]["ahead"]),
    ]
    columns = (Column(words.say(N_("Figure")), "text"), Column(words.say(N_("Titles"))))
    return Sheet("figures", words.say(N_("Figures")), columns, tuple(rows))


def _readings(seen: View, words: Wording) -> Sheet:
    rows = tuple(
        (
            words.say(READINGS[one.name]), one.titles, one.basis, float(one.share), words.say(BANDS[one.state]),
            f"{words.number(one.difference)} {describe(words, one.differs_by)}" if one.differs_by else "",
        )
        for one in seen.readings()
    )  # fmt: skip
    columns = (
        Column(words.say(N_("Reading")), "text"), Column(words.say(N_("Titles"))), Column(words.say(N_("Of"))),
        Column(words.say(N_("Share")), "share"), Column(words.say(N_("Stands")), "text"),
        Column(words.say(N_("Difference")), "text"),
    )  # fmt: skip
    return Sheet("readings", words.say(N_("Every reading of the share")), columns, rows)


def _breakdown(seen: View, houses: Mapping[str, str], words: Wording) -> list[Sheet]:
    found = []
    for axis, by in seen.breakdown().items():
        rows: list[tuple[Any, ...]] = [
            (axis_value(words, axis, value, houses), *(counts[name] for name in COLUMNS))
            for value, counts in by.items()
        ]
        if axis != "year":
            rows.sort(key=lambda row: (-row[1], row[0]))
        rows.append((words.say(N_("Together")), *(seen.numbers[name] for name in COLUMNS)))
        columns = (Column("", "text"), *(Column(words.say(COUNT_NAMES[name])) for name in COLUMNS))
        found.append(Sheet(axis, words.say(AXIS_NAMES[axis]), columns, tuple(rows)))
    return found


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
             "rows": [list(row) for row in sheet.rows]}
            for sheet in report.sheets
        ],
        "definitions": list(report.definitions),
        "rules": report.status["rules"],
        "sha256": report.sha256,
    }  # fmt: skip
