"""Which column of an office's sheet is what: headings in Vietnamese and English, wherever the table begins.

Above the table stand quốc hiệu and titles, between its rows stand column numbers, groups and subtotals, below it
signatures: all of that is told apart and told of, never taken for a book.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from catalogue.errors import Refusal
from catalogue.exchange.sheets import EMPTY, Cell, Row
from pipeline.i18n import N_
from pipeline.text import folded

HEADINGS: dict[str, tuple[str, ...]] = {
    "edition": ("ma dau sach", "ma so dau sach", "title id"),
    "title": ("ten sach", "ten dau sach", "ten xuat ban pham", "ten an pham", "nhan de", "ten tac pham", "dau sach",
              "title", "book title", "title of the book"),
    "subtitle": ("phu de", "tieu de phu", "ten phu", "subtitle"),
    "authors": ("tac gia", "ten tac gia", "nguoi bien soan", "bien soan", "tac gia bien soan", "author", "authors"),
    "editors": ("chu bien", "nguoi chu bien", "editor", "editors"),
    "translators": ("dich gia", "nguoi dich", "bien dich", "translator", "translators"),
    "publisher": ("nha xuat ban", "nxb", "ten nha xuat ban", "don vi xuat ban", "publisher"),
    "reporting_body": ("co quan bao cao", "don vi bao cao", "bo nganh dia phuong", "co quan chu quan", "tinh thanh pho",
                       "dia phuong", "reporting body"),
    "language": ("ngon ngu", "thu tieng", "ngon ngu xuat ban", "language"),
    "original_language": ("ngon ngu goc", "dich tu tieng", "nguyen ban tieng", "original language", "translated from"),
    "original_title": ("ten nguyen ban", "ten goc", "nguyen tac", "original title"),
    "isbn": ("isbn", "ma isbn", "so isbn", "ma so sach tieu chuan quoc te", "ma so isbn"),
    "isbn_epub": ("isbn dien tu", "isbn sach dien tu", "isbn epub", "isbn ebook"),
    "form": ("hinh thuc", "loai hinh", "dang", "dang xuat ban pham", "loai xuat ban pham", "hinh thuc xuat ban",
                    "form", "format"),
    "kind": ("lan xuat ban", "loai sach", "xuat ban lan dau tai ban", "tai ban", "edition", "kind"),
    "series": ("bo sach", "ten bo sach", "tu sach", "tung thu", "series", "set"),
    "volume": ("tap", "tap so", "quyen so", "so tap", "volume"),
    "partner": ("doi tac lien ket", "don vi lien ket", "lien ket", "lien ket xuat ban", "doi tac", "partner"),
    "licence_number": ("so giay phep", "so giay phep xuat ban", "giay phep xuat ban", "giay phep", "licence number",
                       "license number"),
    "licence_date": ("ngay giay phep", "ngay cap giay phep", "ngay cap phep", "licence date", "license date"),
    "registration_number": ("so dang ky xuat ban", "so dkxb", "so xac nhan dang ky xuat ban", "so xac nhan dang ky",
                            "so xndkxb", "so giay xac nhan", "registration number", "registration no"),
    "registration_date": ("ngay dang ky xuat ban", "ngay xac nhan dang ky", "ngay xac nhan", "registration date"),
    "decision_number": ("so quyet dinh xuat ban", "so qdxb", "quyet dinh xuat ban", "so quyet dinh",
                    "decision number", "decision no"),
    "decision_date": ("ngay quyet dinh xuat ban", "ngay qdxb", "ngay quyet dinh", "ngay ky quyet dinh",
                    "decision date"),
    "deposit_date": ("ngay nop luu chieu", "luu chieu", "nop luu chieu", "thoi gian nop luu chieu", "ngay luu chieu",
                     "legal deposit", "deposit date"),
    "release_date": ("ngay phat hanh", "thoi gian phat hanh", "phat hanh", "quyet dinh phat hanh", "release date",
                    "released"),
    "year": ("nam xuat ban", "nam", "year", "year of publication"),
    "subjects": ("chu de", "noi dung", "linh vuc", "de tai", "subject", "subjects", "topic"),
    "content": ("noi dung truyen thong", "ma noi dung", "ma noi dung truyen thong", "content of communication"),
    "convention": ("cong uoc", "cong uoc lien quan", "cac cong uoc", "convention", "conventions"),
    "audience": ("doi tuong", "doi tuong ban doc", "doi tuong doc gia", "ban doc", "audience", "readership"),
    "decision": ("xu ly trung", "neu trung", "duplicates"),
    "ignored": ("con thieu", "missing", "stt", "tt", "so tt", "so thu tu", "no", "ghi chu", "note", "notes", "so trang",
                "kho sach", "kho", "gia ban", "gia", "so luong in", "so ban in", "so luong", "pages", "price",
                "print run"),
}  # fmt: skip
FIELDS = {heading: field for field, headings in HEADINGS.items() for heading in headings}
LOOK_AT = 40
SUBTOTAL = re.compile(r"^(tong( cong| so)?|cong( so)?|sub ?total|(grand )?total)\b(?! (hop|quan|the|luan|dai))")
ORDER = re.compile(r"^([IVXLC]+|[A-HĐ])[.)]?$")
"""How a group of rows is numbered, unlike a title."""
NUMBERING = re.compile(r"^\(?[\d=+x]{1,4}\)?$")
NO_TABLE = N_("No table of titles was found: no row has a heading such as “Tên sách” beside others. Compare the template (nghinsach import --template).")  # fmt: skip  # noqa: E501
SKIP_NUMBERS = N_("numbers of the columns")
SKIP_TOTAL = N_("a subtotal or total")
SKIP_GROUP = N_("a heading or a line of text, not a title")
SKIP_AGAIN = N_("the table's heading again")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table by field."""

    number: int
    sheet: str
    cells: dict[str, Cell]


@dataclass(slots=True)
class Table:
    """What a file holds: the fields of its columns, the lines, and what is no title with the reason."""

    columns: dict[str, str] = field(default_factory=dict)
    """Heading as written, by field."""
    unknown: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    skipped: list[tuple[str, int, str]] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)


def recognise(rows: Sequence[Row], chosen: Mapping[str, str] | None = None) -> Table:
    """Find the tables (one a sheet) in the rows of a file. Raises Refusal when there is none.

    ``chosen`` are fields by heading, for headings that say nothing to us or something else.
    """
    table = Table()
    fields = FIELDS | {_key(heading): name for heading, name in (chosen or {}).items()}
    by_sheet: dict[str, list[Row]] = {}
    for row in rows:
        by_sheet.setdefault(row.sheet, []).append(row)
    table.sheets = list(by_sheet)
    for found in by_sheet.values():
        _one_sheet(found, table, fields)
    if not table.columns:
        raise Refusal("imp-005", NO_TABLE)
    return table


def _one_sheet(rows: Sequence[Row], table: Table, fields: Mapping[str, str]) -> None:
    found = _heading(rows, fields)
    if found is None:
        return
    at, depth, places, unknown = found
    for name, column in places.items():
        table.columns.setdefault(name, _written(rows[at : at + depth], column))
    table.unknown += [text for text in unknown if text not in table.unknown]
    group = EMPTY
    for row in rows[at + depth :]:
        reason = _no_title(row, places)
        if reason:
            table.skipped.append((row.sheet, row.number, reason))
            if reason == SKIP_GROUP:
                group = _house(row) or group
            continue
        cells = {name: row.cells[column] for name, column in places.items() if column < len(row.cells)}
        if "publisher" not in places and group.value:
            cells["publisher"] = group
        table.lines.append(Line(row.number, row.sheet, cells))


def _heading(rows: Sequence[Row], fields: Mapping[str, str]) -> tuple[int, int, dict[str, int], list[str]] | None:
    """Where the heading is (one or two rows), the columns of its fields, and headings that say nothing to us."""
    best: tuple[int, int, dict[str, int], list[str]] | None = None
    for depth in (1, 2):
        for at in range(min(len(rows), LOOK_AT)):
            texts = _headings(rows[at : at + depth])
            places: dict[str, int] = {}
            for column, names in enumerate(texts):
                name = next((fields[text] for text in names if text in fields), None)
                if name and name != "ignored":
                    places.setdefault(name, column)
            if "title" not in places or len(places) < 2 or (best and len(places) <= len(best[2])):
                continue
            unknown = [
                _written(rows[at : at + depth], column)
                for column, names in enumerate(texts)
                if names and not any(text in fields for text in names)
            ]
            best = (at, depth, places, unknown)
    return best


def _headings(rows: Sequence[Row]) -> list[list[str]]:
    """For each column the ways in which its heading may be read: the lower cell, both together, the upper."""
    width = max((len(row.cells) for row in rows), default=0)
    found = []
    for column in range(width):
        texts = [_key(row.texts[column]) for row in rows if column < len(row.cells)]
        texts = list(dict.fromkeys(text for text in texts if text))
        found.append(list(dict.fromkeys([*([" ".join(texts)] if len(texts) > 1 else []), *reversed(texts)])))
    return found


def _key(text: str) -> str:
    """A heading without marks, brackets, stars and signs."""
    plain = re.sub(r"\([^)]*\)", " ", folded(text))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain).split())


def _written(rows: Sequence[Row], column: int) -> str:
    return " / ".join(dict.fromkeys(row.texts[column] for row in rows if column < len(row.cells) and row.texts[column]))


def _no_title(row: Row, places: dict[str, int]) -> str:
    """Why a row below the heading is no title; empty when it is one."""
    texts = [text for text in row.texts if text]
    title = row.texts[places["title"]] if places["title"] < len(row.cells) else ""
    distinct = list(dict.fromkeys(texts))
    if len(distinct) > 2 and all(NUMBERING.match(text) for text in distinct):
        return SKIP_NUMBERS
    if any(SUBTOTAL.match(_key(text)) for text in texts[:2]) and sum(
        name in places for name in ("authors", "publisher")
    ):
        others = [row.texts[places[name]] for name in ("authors", "publisher", "isbn")
                  if name in places and places[name] < len(row.cells)]  # fmt: skip
        if all(text in ("", title, texts[0]) or (text.isdigit() and len(text) < 10) for text in others):
            return SKIP_TOTAL
    if FIELDS.get(_key(title)) == "title":
        return SKIP_AGAIN
    alone = len(distinct) == 1 or (len(distinct) == 2 and ORDER.match(distinct[0]))
    return SKIP_GROUP if alone and len(places) > 1 and row.cells[0].formula is False else ""


def _house(row: Row) -> Cell | None:
    """A group's heading that names a publisher, for the rows below it."""
    text = next((text for text in row.texts if text), "")
    text = next((one for one in row.texts if one and not ORDER.match(one)), text)
    plain = re.sub(r"^[\divxIVX]+[.)]\s*", "", text)
    return Cell(plain) if folded(plain).startswith(("nha xuat ban", "nxb")) else None
