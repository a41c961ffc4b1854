"""The titles behind one number, with the decision behind each: as a workbook, as CSV, as JSON, all from one table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter

from catalogue.exchange.deliveries import harmless
from catalogue.services import reasons
from catalogue.services.ledger import Decision
from catalogue.services.titles import Card
from catalogue.wording import Wording
from pipeline.i18n import N_

COLUMNS: tuple[tuple[str, str, int], ...] = (
    ("id", N_("Title's id"), 15), ("title", N_("Title"), 46), ("people", N_("People"), 28),
    ("publisher", N_("Publisher"), 30), ("language", N_("Language"), 16), ("counts_from", N_("Counts from"), 14),
    ("counted_by", N_("By which act"), 40), ("ebook_by", N_("E-book by"), 40), ("family", N_("Language counts as"), 40),
    ("recognised_on", N_("Recognised on"), 14), ("recognised_by", N_("Recognised by"), 24),
    ("overrides", N_("Decisions over the rule"), 50), ("version", N_("Version with readers"), 12),
    ("hashes", N_("Files (SHA-256)"), 60), ("checked_by", N_("Checked by"), 18), ("sample", N_("Sample data"), 12),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of titles as it is exported: what it shows, on which day, as known when, by which rules."""

    heading: str
    as_of: date
    known: str
    rules: int
    rows: Sequence[Mapping[str, Any]]


def row(speech: Wording, card: Card, decision: Decision) -> dict[str, Any]:
    """A title with the decision behind it."""
    version = decision.versions[-1] if decision.versions else None
    facts = decision.facts
    return {
        "id": card.id, "title": f"{card.title}: {card.subtitle}" if card.subtitle else card.title,
        "people": "; ".join(card.people), "publisher": card.publisher, "language": speech.language_name(card.language),
        "counts_from": facts.counted_on if facts else None, "counted_by": reasons.act(speech, decision.counted_by),
        "ebook_by": reasons.act(speech, decision.ebook_by), "family": reasons.family(speech, decision, card.language),
        "recognised_on": facts.recognised_on if facts and "recognised" in decision.counts else None,
        "recognised_by": decision.recognised_by,
        "overrides": "; ".join(
            f"{reasons.override(speech, one)} ({one.by}, {speech.moment(one.at)}: {one.reason})"
            for one in decision.overrides
        ),
        "version": version.number if version else None,
        "hashes": " ".join(f"{role}:{sha256}" for role, _, sha256 in version.files) if version else "",
        "checked_by": version.checked_by if version else "",
        "sample": speech.say(N_("sample data")) if facts and facts.sample else "",
    }  # fmt: skip


def as_json(listed: Listed) -> bytes:
    """The list for programs (schema 1)."""
    content = {
        "schema": 1, "heading": listed.heading, "as_of": listed.as_of.isoformat(), "known": listed.known,
        "rules": listed.rules, "total": len(listed.rows),
        "titles": [{key: _day(value) for key, value in one.items()} for one in listed.rows],
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def as_csv(listed: Listed, speech: Wording) -> bytes:
    """The list for any office program; nothing in it is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([speech.say(name) for _, name, _ in COLUMNS])
    for one in listed.rows:
        writer.writerow(["" if one[key] is None else harmless(_day(one[key])) for key, _, _ in COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(listed: Listed, speech: Wording) -> bytes:
    """The list as a workbook; days are days."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold, head = book.add_format({"bold": True, "font_size": 14}), book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet(speech.say(N_("Titles"))[:31])
    sheet.write_string(0, 0, listed.heading, bold)
    known = N_("as known on that day") if listed.known == "then" else N_("as known now")
    said = speech.say(N_("As of {day}"), day=speech.date(listed.as_of))
    rules = speech.say(N_("Rules: version {version}"), version=listed.rules)
    total = speech.say(N_("Total: {count}"), count=speech.number(len(listed.rows)))
    sheet.write_string(1, 0, f"{said}, {speech.say(known)}. {rules}. {total}.")
    for column, (key, name, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(3, column, speech.say(name), head)
        for line, one in enumerate(listed.rows, 4):
            if isinstance(one[key], date):
                sheet.write_datetime(line, column, one[key], day)
            elif one[key] is not None:
                sheet.write(line, column, one[key])
    sheet.freeze_panes(4, 2)
    if listed.rows:
        sheet.autofilter(3, 0, 3 + len(listed.rows), len(COLUMNS) - 1)
    book.close()
    return out.getvalue()


def _day(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
