"""The workbook that goes back to a house: what is known of its titles, with the cells marked that are to be filled in.

It is read by the import as it stands: each row names its title, and only what was filled in or corrected changes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from catalogue.exchange.template import COLUMNS as EMPTY
from catalogue.exchange.template import EDITIONS, FORMS, HEADING_ROW, LANGUAGES
from catalogue.services.questions import Asked

FIELDS = (
    "title", "subtitle", "authors", "editors", "translators", "publisher", "language", "original_language",
    "original_title", "form", "isbn", "kind", "registration_number", "registration_date", "decision_number",
    "decision_date", "deposit_date", "release_date", "subjects",
)  # fmt: skip
"""The fields of the empty workbook's columns, in their order."""
ASKS: dict[str, str] = {
    "deposit_date": "ngày nộp lưu chiểu", "release_date": "ngày phát hành",
    "registration_number": "số xác nhận đăng ký", "registration_date": "ngày xác nhận đăng ký",
    "decision_number": "số quyết định xuất bản", "decision_date": "ngày quyết định xuất bản", "form": "hình thức",
    "isbn": "ISBN", "authors": "tác giả hoặc chủ biên", "original_language": "ngôn ngữ gốc",
    "reporting_body": "cơ quan báo cáo",
}  # fmt: skip
ID, LACKING, BODY = "Mã đầu sách", "Còn thiếu", "Cơ quan báo cáo"
EXACT = "Chỉ biết đến {known}; xin ghi ngày chính xác."
FILL = "Xin điền {what}."
SAMPLE = "dữ liệu mẫu"


def write(path: Path, house: str, rows: Sequence[Asked]) -> Path:
    """The questions to one house. Returns the path."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Đầu sách")
    base: dict[str, Any] = {"num_format": "@", "text_wrap": True, "valign": "top", "border": 1}
    bold = book.add_format({"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True})
    head = book.add_format({**base, "bold": True, "align": "center", "bg_color": "#F1EDE4"})
    text, grey = book.add_format(base), book.add_format({**base, "font_color": "#6B6558", "bg_color": "#F6F4EE"})
    wanted = book.add_format({**base, "bg_color": "#FFF2B8"})
    sheet.merge_range(0, 6, 0, 12, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold)
    sheet.merge_range(1, 6, 1, 12, "Độc lập - Tự do - Hạnh phúc", bold)
    sheet.merge_range(3, 0, 3, 12, f"NHỮNG ĐIỀU CẦN BỔ SUNG: {house.upper()}", bold)
    sheet.merge_range(4, 0, 4, 12, "Xin điền các ô màu vàng, sửa ô nào chưa đúng rồi gửi lại tệp này. "
                                   "Không đổi cột “Mã đầu sách”.", bold)  # fmt: skip
    columns = [("edition", ID, 15), ("lacking", LACKING, 34)]
    columns += [(field, name, width) for field, (name, width, _) in zip(FIELDS, EMPTY, strict=False)]
    columns.append(("reporting_body", BODY, 26))
    for column, (_, name, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write(HEADING_ROW, column, name, head)
    for line, row in enumerate(rows, HEADING_ROW + 1):
        for column, (field, _, _) in enumerate(columns):
            value = _lacking(row) if field == "lacking" else row.known.get(field, "")
            form = grey if field in ("edition", "lacking") else wanted if field in row.lacking else text
            sheet.write_string(line, column, value, form)
            if field in row.lacking:
                note = EXACT.format(known=value) if value else FILL.format(what=ASKS[field])
                sheet.write_comment(line, column, note)
    _choices(sheet, [field for field, _, _ in columns], len(rows))
    sheet.freeze_panes(HEADING_ROW + 1, 3)
    sheet.set_row(HEADING_ROW, 34)
    book.close()
    return path


def _lacking(row: Asked) -> str:
    said = "; ".join(ASKS[field] for field in row.lacking)
    return f"{said} ({SAMPLE})" if row.sample else said


def _choices(sheet: Any, fields: Sequence[str], rows: int) -> None:
    """Lists to choose from, as in the empty workbook; another answer is let in after a warning."""
    for field, words in (("language", LANGUAGES), ("form", FORMS), ("kind", EDITIONS)):
        column = fields.index(field)
        rule = {"validate": "list", "source": list(words), "error_type": "warning"}
        sheet.data_validation(HEADING_ROW + 1, column, HEADING_ROW + max(rows, 1), column, rule)
