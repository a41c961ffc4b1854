"""The report as a workbook: a sheet of figures, one for each table, one of definitions; numbers stay numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import xlsxwriter

from catalogue.exchange.report_tables import Sheet
from catalogue.exchange.reports import Report
from catalogue.wording import Wording
from pipeline.i18n import N_


def write(report: Report, path: Path) -> Path:
    """Write the workbook. Returns its path."""
    words = Wording(report.language)
    workbook = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    workbook.set_properties({"title": report.title, "comments": report.sha256})
    looks = {
        "title": workbook.add_format({"bold": True, "font_size": 14}),
        "head": workbook.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"}),
        "text": workbook.add_format({"text_wrap": True, "valign": "top"}),
        "number": workbook.add_format({"num_format": "#,##0", "valign": "top"}),
        "share": workbook.add_format({"num_format": "0.0%", "valign": "top"}),
    }
    for place, table in enumerate(report.sheets):
        page = workbook.add_worksheet(table.name[:31])
        top = _front(page, report, words, looks) if place == 0 else 0
        _table(page, report, table, top, looks)
    page = workbook.add_worksheet(words.say(N_("Definitions"))[:31])
    page.set_column(0, 0, 110)
    lines = [
        words.say(N_("Rules: version {version}"), version=report.status["rules"]),
        *report.definitions,
        *report.notes,
    ]
    for row, line in enumerate([*lines, f"SHA-256 {report.sha256}"]):
        page.write_string(row, 0, line, looks["text"])
    workbook.close()
    return path


def _front(page: Any, report: Report, words: Wording, looks: dict[str, Any]) -> int:
    """Title, day and sentence above the first table; the row where that begins."""
    day = words.say(N_("As of {day}"), day=words.date(report.as_of))
    rules = words.say(N_("Rules: version {version}"), version=report.status["rules"])
    page.write_string(0, 0, report.title, looks["title"])
    for row, line in enumerate((report.programme, f"{day}. {rules}.", report.sentence, report.outlook), 1):
        page.write_string(row, 0, line)
    return 6


def _table(page: Any, report: Report, table: Sheet, top: int, looks: dict[str, Any]) -> None:
    for column, head in enumerate(table.columns):
        page.set_column(column, column, 46 if column == 0 else 40 if head.kind == "text" else 14)
        page.write_string(top, column, head.name, looks["head"])
        for row, values in enumerate(table.rows):
            link = report.link(table, row, column)
            if link:  # first the link, then the number over it: that stays a number
                page.write_url(top + 1 + row, column, link, looks[head.kind])
            page.write(top + 1 + row, column, values[column], looks[head.kind])
    page.freeze_panes(top + 1, 1)
