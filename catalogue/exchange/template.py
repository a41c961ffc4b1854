"""The workbook that houses fill in: the headings that the import knows, lists to choose from, cells that stay text."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

COLUMNS = (
    ("Tên sách", 46, "Bắt buộc. Tên như in trên bìa."), ("Phụ đề", 24, ""),
    ("Tác giả", 28, "Nhiều người: cách nhau bằng dấu chấm phẩy."), ("Chủ biên", 22, ""), ("Dịch giả", 22, ""),
    ("Nhà xuất bản", 30, "Bắt buộc."), ("Ngôn ngữ", 16, "Ví dụ: tiếng Việt, tiếng Anh, tiếng Khmer."),
    ("Ngôn ngữ gốc", 16, "Đối với sách dịch."), ("Tên nguyên bản", 28, "Đối với sách dịch."),
    ("Hình thức", 18, "Sách in hoặc sách điện tử; mỗi loại một dòng."),
    ("ISBN", 20, "13 chữ số, nhập dạng văn bản."), ("Lần xuất bản", 16, "Lần đầu, tái bản hoặc song ngữ."),
    ("Số xác nhận đăng ký xuất bản", 28, ""), ("Ngày đăng ký xuất bản", 16, ""),
    ("Số quyết định xuất bản", 24, ""), ("Ngày quyết định xuất bản", 16, ""),
    ("Ngày nộp lưu chiểu", 16, "Ngày 23/11/2026; nếu chỉ biết quý: quý IV/2026."),
    ("Ngày phát hành", 16, "Như trên."), ("Chủ đề", 28, "Cách nhau bằng dấu chấm phẩy."),
    ("Cơ quan báo cáo", 28, "Bộ, ngành hoặc tỉnh, thành phố báo cáo đầu sách này."),
    ("Nội dung truyền thông", 20, "Mã nội dung, ví dụ 1; nhiều mã cách nhau bằng dấu chấm phẩy."),
    ("Công ước", 20, "Ví dụ: CRC; CEDAW."), ("Đối tượng bạn đọc", 22, "Như danh mục của Đề án."),
    ("Bộ sách", 24, "Đối với sách nhiều tập hoặc thuộc một tủ sách."), ("Tập", 8, "Số của tập, ví dụ 2."),
    ("Đối tác liên kết", 26, "Đối với sách liên kết xuất bản."),
    ("Số giấy phép xuất bản", 24, "Đối với tài liệu không kinh doanh."), ("Ngày cấp giấy phép", 16, ""),
    ("Xử lý trùng", 14, "Để trống; ghi “mới” nếu đúng là đầu sách khác."),
)  # fmt: skip
LANGUAGES = ("tiếng Việt", "tiếng Anh", "tiếng Pháp", "tiếng Trung", "tiếng Nga", "tiếng Tây Ban Nha",
             "tiếng Nhật", "tiếng Lào", "tiếng Khmer", "tiếng Tày", "tiếng Mông", "tiếng Ê Đê", "tiếng Chăm",
             "tiếng Gia Rai")  # fmt: skip
FORMS = ("Sách in", "Sách điện tử")
EDITIONS = ("Lần đầu", "Tái bản", "Song ngữ")
LINES = 2000
HEADING_ROW = 5


def write(path: Path) -> Path:
    """Write the empty workbook. Returns its path."""
    workbook = xlsxwriter.Workbook(str(path))
    sheet = workbook.add_worksheet("Đầu sách")
    bold = workbook.add_format({"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True})
    head = workbook.add_format(
        {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1, "bg_color": "#F1EDE4"}
    )
    text = workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    sheet.merge_range(0, 6, 0, 12, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold)
    sheet.merge_range(1, 6, 1, 12, "Độc lập - Tự do - Hạnh phúc", bold)
    sheet.merge_range(3, 0, 3, 12, "DANH MỤC ĐẦU SÁCH VỀ QUYỀN CON NGƯỜI", bold)
    for column, (name, width, note) in enumerate(COLUMNS):
        sheet.set_column(column, column, width, text)
        sheet.write(HEADING_ROW, column, name, head)
        if note:
            sheet.write_comment(HEADING_ROW, column, note)
    for name, choices in (("Ngôn ngữ", LANGUAGES), ("Hình thức", FORMS), ("Lần xuất bản", EDITIONS)):
        column = next(place for place, found in enumerate(COLUMNS) if found[0] == name)
        rule = {"validate": "list", "source": list(choices), "error_type": "warning"}
        sheet.data_validation(HEADING_ROW + 1, column, HEADING_ROW + LINES, column, rule)
    sheet.freeze_panes(HEADING_ROW + 1, 1)
    sheet.set_row(HEADING_ROW, 34)
    workbook.close()
    return path
