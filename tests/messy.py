"""Workbooks as offices send them, made up by a seed: the same titles again in other files, broken and ornate sheets.

What is in them is known, so that a test can tell whether everything was found.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl
import xlwt
from openpyxl.styles import Font
from stdnum import ean

from pipeline.intake.legacy.tables import letters

WORDS = ("Quyền", "trẻ em", "phụ nữ", "lao động", "di cư", "pháp luật", "học đường", "người khuyết tật", "công lý",
         "bình đẳng giới", "môi trường", "dân tộc", "tự do", "nhân phẩm", "hòa nhập", "thông tin")  # fmt: skip
HOUSES = ("NXB Tư pháp", "NXB Phụ nữ Việt Nam", "NXB Kim Đồng", "NXB Đại học Huế")
PEOPLE = ("Lê Hoa", "Nguyễn Văn Bình", "Trần Thị Mai", "Phạm Quốc Đạt", "Hoàng Ánh", "Y Sô Niê")
TONGUES = ("tiếng Việt", "tiếng Anh", "tiếng Khmer", "tiếng Tày")
KINDS = ("plain", "ornate", "merged", "houses", "vntime", "xls", "csv", "english")


@dataclass(frozen=True, slots=True)
class Book:
    """A made-up title."""

    number: int
    title: str
    author: str
    house: str
    tongue: str
    electronic: bool
    released: date

    @property
    def isbn(self) -> str:
        digits = f"978604{self.number:06d}"
        return digits + ean.calc_check_digit(digits)


@dataclass(slots=True)
class Heap:
    """The files with what is in them: so many titles, so many rows that repeat one, so many that are broken."""

    files: list[Path] = field(default_factory=list)
    titles: int = 0
    repeated: int = 0
    broken: int = 0

    @property
    def rows(self) -> int:
        return self.titles + self.repeated + self.broken


def heap(folder: Path, *, files: int, rows: int, seed: int = 1079) -> Heap:
    """So many workbooks with so many rows of titles in all."""
    draw, found, books = random.Random(seed), Heap(), []  # noqa: S311 - made-up books
    for number in range(files):
        share = rows // files + (number < rows % files)
        lines: list[tuple[Book, str]] = []
        for _ in range(share):
            fate = draw.random()
            if fate < 0.1 and books:
                lines.append((draw.choice(books), draw.choice(("isbn", "folded"))))
                found.repeated += 1
            elif fate < 0.13:
                lines.append((_book(draw, 900_000 + found.broken), "broken"))
                found.broken += 1
            else:
                books.append(_book(draw, len(books) + 1))
                lines.append((books[-1], ""))
                found.titles += 1
        kind = KINDS[number % len(KINDS)]
        found.files.append(_file(folder, number, kind, lines, draw))
    return found


def _book(draw: random.Random, number: int) -> Book:
    words = " và ".join(draw.sample(WORDS, 3))
    return Book(
        number, f"{words}, quyển {number}", draw.choice(PEOPLE), draw.choice(HOUSES),
        draw.choices(TONGUES, (85, 8, 4, 3))[0], draw.random() < 0.1,
        date(2023, 1, 5) + timedelta(days=draw.randrange(1300)),
    )  # fmt: skip


HEAD = ("STT", "Tên sách", "Tác giả", "Nhà xuất bản", "Ngôn ngữ", "Hình thức", "Mã ISBN", "Ngày nộp lưu chiểu")
ENGLISH = ("No.", "Title", "Author", "Publisher", "Language", "Form", "ISBN", "Legal deposit")


def _cells(place: int, book: Book, fate: str, draw: random.Random) -> list[Any]:
    title, author, isbn = book.title, book.author, book.isbn
    day: Any = draw.choice((book.released, f"{book.released:%d/%m/%Y}", f"{book.released:%d.%m.%Y}",
                            f"quý {['I', 'II', 'III', 'IV'][(book.released.month - 1) // 3]}/{book.released.year}",
                            f"tháng {book.released.month} năm {book.released.year}"))  # fmt: skip
    if fate == "folded":
        title, author, isbn = title.upper(), f"  {author} ", draw.choice(("", "9.786E+12"))
    elif fate == "broken":
        day, isbn = draw.choice((("31/02/2025", isbn), (day, isbn[:-1] + str((int(isbn[-1]) + 1) % 10))))
    elif not fate and draw.random() < 0.2:
        isbn = draw.choice((f"ISBN: {isbn[:3]}-{isbn[3:6]}-{isbn[6:]}", float(isbn)))
    form = "Sách điện tử" if book.electronic else "Sách in"
    return [place, title, author, book.house, book.tongue, form, isbn, day]


def _file(folder: Path, number: int, kind: str, lines: list[tuple[Book, str]], draw: random.Random) -> Path:
    rows = [_cells(place, book, fate, draw) for place, (book, fate) in enumerate(lines, 1)]
    if kind in ("vntime", "xls"):
        return _old_book(folder / f"{number:02d}.xls", rows, legacy=kind == "vntime")
    if kind == "csv":
        path = folder / f"{number:02d}.csv"
        text = [";".join(HEAD), *(";".join(_text(cell) for cell in row) for row in rows)]
        path.write_text("\r\n".join(text), encoding="utf-8-sig")
        return path
    return _new_book(folder / f"{number:02d}.xlsx", rows, kind)


def _text(cell: Any) -> str:
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else f"{cell:.0f}" if isinstance(cell, float) else str(cell)


def _new_book(path: Path, rows: list[list[Any]], kind: str) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["", "BỘ TƯ PHÁP", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"])
    sheet.append(["", "", "", "", "Độc lập - Tự do - Hạnh phúc"])
    sheet.append([])
    sheet.append(["", "DANH MỤC SÁCH VỀ QUYỀN CON NGƯỜI"])
    if kind == "houses":
        sheet.append([*HEAD[:3], *HEAD[4:]])
        for house in dict.fromkeys(row[3] for row in rows):
            sheet.append([f"{house}"])
            for row in rows:
                if row[3] == house:
                    sheet.append([*row[:3], *row[4:]])
            sheet.append(["", "Cộng", "", "", "", "", sum(row[3] == house for row in rows)])
    elif kind == "merged":
        sheet.append([*HEAD[:6], "Lưu chiểu và mã số", None])
        sheet.append([*[None] * 6, *HEAD[6:]])
        sheet.merge_cells("G5:H5")
        for column in "ABCDEF":
            sheet.merge_cells(f"{column}5:{column}6")
        rows = sorted(rows, key=lambda row: str(row[3]))
        first = 7
        for place, row in enumerate(rows, 7):
            again = place > 7 and row[3] == rows[place - 8][3]
            sheet.append([*row[:3], None if again else row[3], *row[4:]])
            if not again or place == 6 + len(rows):
                last = place if again else place - 1
                if last > first:
                    sheet.merge_cells(f"D{first}:D{last}")
                first = place
    else:
        sheet.append(ENGLISH if kind == "english" else HEAD)
        if kind == "ornate":
            sheet.append([f"({place})" for place in range(1, 9)])
            sheet.append(["I", "Sách pháp luật"])
        for row in rows:
            sheet.append(row)
        if kind == "ornate":
            sheet.append(["", "Tổng cộng", "", "", "", "", len(rows)])
            sheet.append(["", "", "", "", "", "Nơi nhận: Như trên; Lưu: VT."])
    sheet["B4"].font = Font(bold=True)
    book.save(path)
    return path


def _old_book(path: Path, rows: list[list[Any]], *, legacy: bool) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    small, capital = (xlwt.easyxf(f"font: name {name}") for name in (".VnTime", ".VnTimeH"))
    plain = xlwt.easyxf("")

    def put(row: int, column: int, cell: Any) -> None:
        if isinstance(cell, date):
            sheet.write(row, column, cell, day)
        elif isinstance(cell, str) and legacy:  # such fonts have their capitals in a face of their own
            sheet.write(
                row, column, tcvn3(cell.lower() if cell.isupper() else cell), capital if cell.isupper() else small
            )
        else:
            sheet.write(row, column, cell, plain)

    sheet.merge(0, 0, 3, 7)
    put(0, 3, "Cộng hoà xã hội chủ nghĩa Việt Nam")
    for column, name in enumerate(HEAD):
        put(2, column, name)
    for place, row in enumerate(rows, 3):
        for column, cell in enumerate(row):
            put(place, column, cell)
    book.save(str(path))
    return path


@lru_cache(maxsize=1)
def _back() -> dict[str, str]:
    found: dict[str, str] = {}
    for old, letter in letters("TCVN3").items():
        if len(old) == 1 and ord(old) < 256:
            found.setdefault(letter, old)
    return found


def tcvn3(text: str) -> str:
    """A text as a document in .VnTime holds it."""
    return "".join(_back().get(letter, letter) for letter in text)
