"""The report on paper: one Markdown text, which our own pipeline sets as a PDF and pandoc turns into a DOCX.

Head and foot are those of Decree 30/2020/NĐ-CP; in the DOCX they are template fields that an office goes on editing.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

from catalogue.errors import Refusal
from catalogue.exchange import report_word
from catalogue.exchange.report_charts import Picture, painted
from catalogue.exchange.report_tables import Column, Sheet
from catalogue.exchange.reports import DOTS, Report
from catalogue.wording import Wording
from pipeline import BuildOptions, EditionRecord, build, pandoc, sandbox
from pipeline.i18n import N_
from pipeline.metadata import BookPart, Person, PersonRole

# L10N: the word that stands above a report's subject on an official paper, in capitals (Decree 30/2020, Annex I)
REPORT = N_("REPORT")
MANY = 6
"""Columns above which the first one gives way to the figures."""
NOT_MADE = N_("The report could not be made as {form}: {why}")


def markdown(report: Report, *, word: bool) -> str:
    """The report as Markdown; for a ``word`` processor styles are named, and pictures come in later."""
    words = Wording(report.language)
    day = words.say(N_("As of {day}"), day=words.date(report.as_of))
    rules = words.say(N_("Rules: version {version}"), version=report.status["rules"])
    hash_name = words.say(N_("Hash of the figures (SHA-256)"))
    definitions_name = words.say(N_("Definitions"))
    parts = [_head(report), f"# {words.say(REPORT)}\n", _styled(report_word.SUBJECT, report.subject, word=word)]
    parts += [f"{_plain(text)}\n" for text in (f"{report.programme}. {day}. {rules}.", report.sentence, report.outlook)]
    parts += [f"**{_plain(note)}**\n" if note == report.sample else f"{_plain(note)}\n" for note in report.notes]
    pictures = {one.key: _picture(one, word=word) for one in report.pictures}
    parts += [
        f"## {_plain(sheet.name)}\n\n{pictures.get(sheet.key, '')}{_table(sheet, words)}" for sheet in report.sheets
    ]
    definitions = "\n".join(f"- {_plain(text)}" for text in (*report.definitions, rules))
    parts.append(f"## {definitions_name}\n\n{definitions}\n")
    if report.place:
        text = words.say(N_("The titles behind every figure are listed at this address."))
        parts.append(f"{_plain(text)} <{report.place.path}>\n")
    parts.append(f"{hash_name}: `{report.sha256}`\n")
    parts.append(_foot(report))
    return "\n".join(parts)


def write_pdf(report: Report, path: Path) -> Path:
    """The report set by our own pipeline. Raises Refusal saying what went wrong."""
    record = EditionRecord(
        book=BookPart(title=f"{report.title} ({Wording(report.language).date(report.as_of)})",
                      language=report.language, publisher=_known(report.office.issuer)),
        people=(Person(name=report.programme, role=PersonRole.CORPORATE),),
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "report.md", Path(folder) / "out"
        source.write_text(markdown(report, word=False), encoding="utf-8")
        for picture in report.pictures:
            (Path(folder) / f"{picture.key}.svg").write_text(picture.svg, encoding="utf-8")
        options = BuildOptions(formats=("pdf",), check=False, size="a4", design="paper")
        result = build(source, out, record, options)
        made = [output.path for output in result.outputs if output.media_type == "application/pdf"]
        if not made:
            why = "; ".join(finding.code for finding in result.findings)
            raise Refusal("rep-001", NOT_MADE, form="PDF", why=why)
        shutil.move(made[0], path)
    return path


def write_docx(report: Report, path: Path) -> Path:
    """The report as a Word document that stays editable. Raises Refusal saying what went wrong."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in.md").write_text(markdown(report, word=True), encoding="utf-8")
        argv = [
            pandoc.program(), "--sandbox", "-f", "markdown-raw_html-raw_tex-yaml_metadata_block",
            "-t", "docx", "-M", f"lang={report.language}", "-o", "out.docx", "in.md", "+RTS", "-M512M", "-RTS",
        ]  # fmt: skip
        done = sandbox.run(argv, folder=folder, limits=sandbox.Limits(wall_s=60, memory_mb=0))
        if done.returncode or not (folder / "out.docx").is_file():
            why = done.reason or done.stderr.decode(errors="replace")[:200]
            raise Refusal("rep-001", NOT_MADE, form="DOCX", why=why)
        shutil.move(
            report_word.dress(folder / "out.docx", [(painted(one), one.meaning) for one in report.pictures]), path
        )
    return path


def _picture(picture: Picture, *, word: bool) -> str:
    if word:
        return _styled(report_word.CAPTION, picture.caption, word=True)
    return f"![{_plain(picture.caption)}]({picture.key}.svg)\n\n"


def _styled(style: str, text: str, *, word: bool) -> str:
    """A paragraph, in a named style of the Word document."""
    return f'::: {{custom-style="{style}"}}\n{_plain(text)}\n:::\n\n' if word else f"{_plain(text)}\n\n"


def _known(text: str) -> str:
    return "" if set(text) <= {"…", "."} else text


def _head(report: Report) -> str:
    """Issuer and number on the left, quốc hiệu, place and day on the right."""
    office = report.office
    dated = f"{office.place}, ngày {DOTS} tháng {DOTS} năm {DOTS}"  # the day of the signature, which is still to come
    rows = [
        (_plain(office.above.upper()), "**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**"),
        (f"**{_plain(office.issuer.upper())}**", "**Độc lập - Tự do - Hạnh phúc**"),
        (f"Số: {_plain(office.number)}", f"*{_plain(dated)}*"),
    ]
    lines = "\n".join(f"| {left} | {right} |" for left, right in rows)
    return f"|   |   |\n|:{'-' * 38}:|:{'-' * 62}:|\n{lines}\n"


def _foot(report: Report) -> str:
    """Nơi nhận on the left, the signature on the right; an official paper's words stay Vietnamese."""
    office = report.office
    rows = [("***Nơi nhận:***", "**QUYỀN HẠN, CHỨC VỤ CỦA NGƯỜI KÝ**")]
    rows += [(f"- {_plain(name)}", " ") for name in office.recipients]
    rows.append((" ", f"**{_plain(office.signer)}**" if office.signer else DOTS))
    lines = "\n".join(f"| {left} | {right} |" for left, right in rows)
    return f"|   |   |\n|:----|:----:|\n{lines}\n"


def _table(sheet: Sheet, words: Wording) -> str:
    """A pipe table; figures to the right, widths by what a column holds."""
    first = 32 if len(sheet.columns) <= MANY else 22
    marks = "|".join(_mark(column, first if place == 0 else 24) for place, column in enumerate(sheet.columns))
    head = " | ".join(_plain(column.name) or " " for column in sheet.columns)
    rows = [
        " | ".join(_said(value, column.kind, words) for value, column in zip(row, sheet.columns, strict=True))
        for row in sheet.rows
    ]
    return "\n".join([f"| {head} |", f"|{marks}|", *(f"| {row} |" for row in rows), ""])


def _mark(column: Column, width: int) -> str:
    return ":" + "-" * width if column.kind == "text" else "-" * 11 + ":"


def _said(value: Any, kind: str, words: Wording) -> str:
    if kind == "share":
        return words.percent(value)
    return words.number(value) if kind == "number" else _plain(str(value)) or " "


def _plain(text: str) -> str:
    """Text in which nothing is markup."""
    return re.sub(r"([\\`*_{}\[\]<>#|~^$@])", r"\\\1", " ".join(text.split()))
