"""Draws the guide's pictures, in either language, from the same geometry.

Clean shapes, one palette, Be Vietnam Pro from the pinned font package; 1,600 pixels wide at 300 dpi, so
that they print sharply across a page and their lettering stays legible on a telephone.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import fontpkg_be_vietnam_pro
from PIL import Image, ImageDraw, ImageFont

FONTS = Path(fontpkg_be_vietnam_pro.__file__).parent / "files"
WIDTH = 1600
SCALE = 2  # drawn larger, then reduced: smooth edges

INK, GREY, LINE = "#1F2A44", "#5B6472", "#C9CED6"
PAPER, WHITE = "#FBF8F2", "#FFFFFF"
RED, JADE, OCHRE, BLUE = "#A63D2F", "#2F6F62", "#C98A1B", "#34558B"
RED_TINT, JADE_TINT, OCHRE_TINT, BLUE_TINT = "#F5E2DD", "#DDEBE6", "#F8EBCF", "#DFE6F2"

Point = tuple[float, float]


class Canvas:
    """A sheet with few verbs: box, text, arrow, circle; coordinates in pixels of the finished picture."""

    def __init__(self, height: int) -> None:
        self.image = Image.new("RGB", (WIDTH * SCALE, height * SCALE), PAPER)
        self.draw = ImageDraw.Draw(self.image, "RGBA")
        self.height = height

    def font(self, size: float, weight: str = "Regular") -> ImageFont.FreeTypeFont:
        path = str(FONTS / f"BeVietnamPro-{weight}.ttf")
        return ImageFont.truetype(path, round(size * SCALE), layout_engine=ImageFont.Layout.BASIC)

    def text(
        self, at: Point, words: str, size: float = 32, weight: str = "Regular",
        fill: str = INK, anchor: str = "mm", width: float = 0,
    ) -> None:  # fmt: skip
        """Words at a point, wrapped to ``width`` when it is given; ``\\n`` forces a line."""
        font = self.font(size, weight)
        lines = [line for part in words.split("\n") for line in self.wrap(part, font, width)]
        step = size * 1.4
        x, y = at
        if anchor[1] == "m":
            y -= step * (len(lines) - 1) / 2
        for line in lines:
            self.draw.text((x * SCALE, y * SCALE), line, font=font, fill=fill, anchor=anchor)
            y += step

    def wrap(self, words: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
        if not width:
            return [words]
        lines = [""]
        for word in words.split(" "):
            longer = f"{lines[-1]} {word}".strip()
            if font.getlength(longer) <= width * SCALE or not lines[-1]:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def box(self, area: tuple[float, float, float, float], fill: str = WHITE, edge: str = LINE,
            radius: float = 18, width: float = 3) -> None:  # fmt: skip
        scaled = [value * SCALE for value in area]
        self.draw.rounded_rectangle(scaled, radius * SCALE, fill=fill, outline=edge, width=round(width * SCALE))

    def line(self, points: list[Point], fill: str = GREY, width: float = 4) -> None:
        flat = [(x * SCALE, y * SCALE) for x, y in points]
        self.draw.line(flat, fill=fill, width=round(width * SCALE), joint="curve")

    def arrow(self, points: list[Point], fill: str = GREY, width: float = 5) -> None:
        """A line with a head at its last point; its segments are horizontal or vertical."""
        (x0, y0), (x1, y1) = points[-2], points[-1]
        dx, dy = (x1 > x0) - (x1 < x0), (y1 > y0) - (y1 < y0)
        back = 20.0
        neck = (x1 - dx * back * 0.8, y1 - dy * back * 0.8)
        self.line([*points[:-1], neck], fill, width)
        half = 12
        head = [(x1, y1), (x1 - dx * back - dy * half, y1 - dy * back - dx * half),
                (x1 - dx * back + dy * half, y1 - dy * back + dx * half)]  # fmt: skip
        self.draw.polygon([(x * SCALE, y * SCALE) for x, y in head], fill=fill)

    def circle(self, at: Point, radius: float, fill: str | tuple[int, int, int, int] = WHITE,
               edge: str = INK, width: float = 4) -> None:  # fmt: skip
        x, y = at[0] * SCALE, at[1] * SCALE
        r = radius * SCALE
        self.draw.ellipse((x - r, y - r, x + r, y + r), fill=fill, outline=edge, width=round(width * SCALE))

    def number(self, at: Point, words: str, fill: str = INK, radius: float = 30) -> None:
        """A numbered disc."""
        self.circle(at, radius, fill, fill)
        self.text(at, words, radius, "Bold", WHITE)

    def save(self, path: Path) -> None:
        small = self.image.resize((WIDTH, self.height), Image.Resampling.LANCZOS)
        small = small.quantize(128, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        small.save(path, dpi=(300, 300), optimize=True)


# ---------------------------------------------------------------- the pictures


def way(say: Callable[[str, str], str]) -> Canvas:
    """From manuscript to reader."""
    c = Canvas(760)
    steps = [
        (say("Bản thảo", "Manuscript"), say("Word, ODT, Markdown, HTML, LaTeX", "Word, ODT, Markdown, HTML, LaTeX"), OCHRE, OCHRE_TINT),
        (say("Dựng sách", "Pipeline"), say("đọc, hiểu, dàn trang, kiểm tra", "read, understand, typeset, check"), RED, RED_TINT),
        (say("Thư mục", "Catalogue"), say("hồ sơ, quyết định, con số", "records, decisions, counts"), BLUE, BLUE_TINT),
        (say("Bạn đọc", "Reader"), say("trang web, EPUB, PDF", "website, EPUB, PDF"), JADE, JADE_TINT),
    ]
    for i, (name, note, edge, tint) in enumerate(steps):
        left = 50 + i * 390
        c.box((left, 90, left + 330, 340), tint, edge)
        c.text((left + 165, 160), name, 46, "SemiBold", edge)
        c.text((left + 165, 260), note, 30, fill=INK, width=290)
        if i < 3:
            c.arrow([(left + 332, 215), (left + 388, 215)], INK)
    c.box((440, 480, 770, 690), WHITE, RED)
    c.text((605, 540), say("Kết quả kiểm tra", "Findings"), 36, "SemiBold", RED)
    c.text((605, 625), say("chỗ nào, vì sao,\nsửa thế nào", "where, why,\nhow to mend"), 30)
    c.arrow([(605, 342), (605, 478)], RED)
    c.arrow([(438, 585), (215, 585), (215, 342)], RED)
    c.text((236, 640), say("sửa bản thảo", "mend the manuscript"), 28, "Medium", RED)
    c.text((1160, 510), say("Hồ sơ giấy tờ, quyết định phát hành,\nghi nhận vào Đề án", "Dossier, release decision,\nrecognition by the programme"), 30, fill=GREY)
    c.arrow([(995, 465), (995, 342)], BLUE)
    return c


def page(say: Callable[[str, str], str]) -> Canvas:
    """A manuscript page whose parts carry styles."""
    c = Canvas(1240)
    c.box((60, 50, 880, 1190), WHITE, LINE, 6)
    c.text((130, 140), say("Chương 2. Lớp học", "Chapter 2. A classroom"), 46, "Bold", INK, "lm")
    c.text((130, 240), say("Một buổi sáng", "One morning"), 36, "SemiBold", INK, "lm")

    def lines(top: float, count: int, last: float = 500) -> None:
        for i in range(count):
            end = 130 + (last if i == count - 1 else 680)
            c.line([(130, top + i * 38), (end, top + i * 38)], LINE, 10)

    lines(325, 4)
    c.text((655, 434), "1", 26, "Bold", RED)
    c.box((210, 490, 730, 800), BLUE_TINT, BLUE, 8)
    c.draw.polygon([(x * SCALE, y * SCALE) for x, y in ((250, 770), (400, 600), (500, 700), (600, 570), (700, 770))], fill="#9DB2D3")
    c.circle((300, 560), 32, OCHRE_TINT, OCHRE)
    c.text((470, 838), say("Hình 1. Con đường đến trường", "Figure 1. The way to school"), 28, "Italic", GREY)
    lines(910, 3, 380)
    c.line([(130, 1060), (380, 1060)], GREY, 3)
    c.text((130, 1105), "1", 24, "Bold", RED, "lm")
    c.line([(160, 1105), (700, 1105)], LINE, 8)
    notes = [
        (140, 740, "Heading 1", say("tên chương", "the chapter’s title")),
        (240, 480, "Heading 2", say("mục", "a section")),
        (342, 830, "Normal", say("đoạn văn thường", "plain paragraph")),
        (445, 690, say("Số gọi chú thích", "Note call"), say("lệnh Insert Footnote", "by Insert Footnote")),
        (640, 745, say("Mô tả thay thế", "Alternative text"), say("nói thay tấm hình", "says what the picture says")),
        (838, 745, "Caption", say("lời chú của hình", "the picture’s caption")),
        (1105, 720, say("Chú thích", "Footnote"), say("Word tự đánh số", "numbered by Word")),
    ]
    for y, start, name, what in notes:
        c.line([(start, y), (960, y)], RED, 3)
        c.circle((start, y), 7, RED, RED)
        c.text((980, y - 20), name, 33, "SemiBold", RED, "lm")
        c.text((980, y + 24), what, 29, fill=INK, anchor="lm")
    return c


def stages(say: Callable[[str, str], str]) -> Canvas:
    """The eight stages of a build, and where it may stop."""
    c = Canvas(900)
    names = [
        say("Nhận tệp", "Intake"), say("Đọc", "Read"), say("Dựng cây", "Book"), say("Trang đầu sách", "Pages"),
        "PDF", "EPUB", say("Kiểm tra", "Check"), say("Hoàn tất", "Finish"),
    ]  # fmt: skip
    for i, name in enumerate(names):
        left, top = 60 + (i % 4) * 380, 70 if i < 4 else 360
        edge, tint = (JADE, JADE_TINT) if i == 7 else (RED, RED_TINT) if i in (0, 1, 6) else (BLUE, BLUE_TINT)
        c.box((left, top, left + 320, top + 160), tint, edge)
        c.number((left + 48, top + 46), str(i + 1), edge, 26)
        c.text((left + 165, top + 104), name, 35, "SemiBold", INK)
        if i % 4 < 3:
            c.arrow([(left + 322, top + 80), (left + 378, top + 80)], INK)
    c.arrow([(1360, 232), (1360, 292), (220, 292), (220, 358)], INK)
    c.box((60, 640, 980, 840), WHITE, RED)
    c.text((520, 705), say("Từ chối", "Refused"), 40, "SemiBold", RED)
    c.text((520, 775), say("nói rõ lý do, vị trí và cách sửa; không để lại tệp dở dang", "with reason, place and remedy; nothing half-made is left"), 29, width=880)
    c.box((1060, 640, 1540, 840), WHITE, JADE)
    c.text((1300, 705), say("Đã dựng", "Built"), 40, "SemiBold", JADE)
    c.text((1300, 775), "EPUB, PDF, report.json", 29)
    c.arrow([(1360, 522), (1360, 638)], JADE)
    c.arrow([(920, 522), (920, 638)], RED)
    c.line([(110, 232), (110, 262), (30, 262), (30, 740)], RED, 5)
    c.line([(490, 232), (490, 262), (110, 262)], RED, 5)
    c.arrow([(30, 740), (58, 740)], RED)
    return c


def finding(say: Callable[[str, str], str]) -> Canvas:
    """One finding, taken apart."""
    c = Canvas(860)
    c.box((60, 60, 1100, 800), WHITE, LINE)
    c.box((60, 60, 84, 800), OCHRE, OCHRE, 10)
    c.box((130, 110, 390, 180), OCHRE_TINT, OCHRE, 35)
    c.text((260, 145), say("Cảnh báo", "Warning"), 32, "SemiBold", "#7A5410")
    c.text((430, 145), "im-001", 34, "Medium", GREY, "lm")
    c.text((130, 270), say("Chương 3. Quyền được học", "Chapter 3. The right to learn"), 34, "SemiBold", INK, "lm")
    c.text((130, 322), say("đoạn “Lớp học ở bản Nà Mạ…”", "paragraph “The school of Nà Mạ…”"), 30, fill=GREY, anchor="lm")
    c.text((130, 430), say("Hình này không có mô tả thay thế.", "This picture has no alternative text."), 38, "SemiBold", INK, "lm")
    c.box((130, 540, 1050, 740), JADE_TINT, JADE_TINT)
    c.text((170, 600), say("Trong Word: bấm chuột phải vào hình,", "In Word: right-click the picture, choose"), 32, anchor="lm")
    c.text((170, 660), say("chọn View Alt Text, tả hình trong một hai câu.", "View Alt Text, describe it in a sentence or two."), 32, anchor="lm")
    labels = [(145, say("Mức độ", "Severity"), 392), (215, say("Mã", "Code"), 0), (295, say("Vị trí", "Place"), 760),
              (430, say("Thông báo", "Message"), 900), (640, say("Gợi ý", "Hint"), 1052)]  # fmt: skip
    for i, (y, name, start) in enumerate(labels, 1):
        if i == 2:
            c.line([(485, 172), (485, y), (1160, y)], RED, 3)
        elif i == 1:
            c.line([(260, 108), (260, 85), (1130, 85), (1130, y), (1160, y)], RED, 3)
        else:
            c.line([(start, y), (1160, y)], RED, 3)
        c.number((1200, y), str(i), RED, 28)
        c.text((1250, y), name, 36, "SemiBold", RED, "lm")
    return c


def count(say: Callable[[str, str], str]) -> Canvas:
    """The union of e-books and foreign-language titles."""
    c = Canvas(860)
    c.box((50, 60, 1020, 800), WHITE, LINE)
    c.text((90, 120), say("Đã phát hành: 200", "Released: 200"), 36, "SemiBold", INK, "lm")
    c.circle((400, 460), 250, (52, 85, 139, 70), BLUE)
    c.circle((680, 460), 250, (166, 61, 47, 70), RED)
    c.text((290, 420), say("Sách\nđiện tử", "E-books"), 36, "SemiBold", BLUE)
    c.text((290, 530), "22 − 6 = 16", 32)
    c.text((790, 420), say("Tiếng\nnước ngoài", "Foreign\nlanguage"), 36, "SemiBold", RED)
    c.text((790, 530), "18 − 6 = 12", 32)
    c.text((540, 435), "6", 64, "Bold", INK)
    c.text((540, 505), say("cả hai", "both"), 30)
    c.text((535, 755), say("ngoài hai vòng: 166 đầu sách khác", "outside both circles: 166 other titles"), 30, fill=GREY)
    left = 1080
    c.text((left, 150), say("Đếm một lần", "Counted once"), 38, "SemiBold", INK, "lm")
    c.text((left, 230), "22 + 18 − 6 = 34", 44, "Medium", INK, "lm")
    c.text((left, 370), say("Tỷ lệ", "Share"), 38, "SemiBold", INK, "lm")
    c.text((left, 450), say("34 / 200 = 17%", "34 / 200 = 17%"), 44, "Medium", INK, "lm")
    c.box((left, 570, left + 460, 610), WHITE, LINE, 8)
    c.box((left + 230, 570, left + 307, 610), JADE_TINT, JADE, 2)
    x = left + 460 * 17 / 30
    c.line([(x, 545), (x, 635)], RED, 7)
    for value, at in ((0, 0), (15, 230), (20, 307), (30, 460)):
        c.text((left + at, 665), f"{value}%", 28, fill=GREY)
    c.text((left, 745), say("trong khoảng 15–20%", "within 15–20%"), 34, "SemiBold", JADE, "lm")
    return c


def timeline(say: Callable[[str, str], str]) -> Canvas:
    """From registration to recognition."""
    c = Canvas(700)
    marks = [
        (say("Đăng ký xuất bản", "Registration"), say("cơ quan quản lý xác nhận", "confirmed by the authority")),
        (say("Quyết định xuất bản", "Publication decision"), say("giám đốc ký", "signed by the director")),
        (say("Dựng sách", "Build"), say("EPUB, PDF, kiểm tra", "EPUB, PDF, findings")),
        (say("Nộp lưu chiểu", "Legal deposit"), say("và chờ đủ ngày", "and the days of waiting")),
        (say("Phát hành", "Release"), say("sách đến bạn đọc", "the book reaches readers")),
        (say("Ghi nhận", "Recognition"), say("tính vào Đề án", "counted by the programme")),
    ]
    c.arrow([(60, 330), (1560, 330)], GREY, 6)
    for i, (name, what) in enumerate(marks):
        x = 190 + i * 244
        colour = JADE if i == 5 else BLUE
        c.number((x, 330), str(i + 1), colour, 36)
        up = i % 2 == 0
        c.line([(x, 288 if up else 372), (x, 240 if up else 420)], colour, 3)
        y = 150 if up else 470
        c.text((x, y), name, 33, "SemiBold", colour)
        c.text((x, y + 48), what, 27, fill=INK)
    c.box((60, 600, 100, 640), BLUE, BLUE, 8)
    c.text((120, 620), say("việc của nhà xuất bản", "the publishing house"), 30, anchor="lm")
    c.box((820, 600, 860, 640), JADE, JADE, 8)
    c.text((880, 620), say("việc của người theo dõi Đề án", "the programme’s officer"), 30, anchor="lm")
    return c


def screen(say: Callable[[str, str], str]) -> Canvas:
    """A sketch of the editor's page."""
    c = Canvas(1080)
    c.box((40, 40, 1560, 1040), WHITE, LINE)
    c.box((40, 40, 1560, 120), INK, INK)
    c.text((80, 80), "Nghìn Sách", 34, "SemiBold", WHITE, "lm")
    c.text((1520, 80), say("Biên tập viên", "Editor"), 30, fill=WHITE, anchor="rm")
    cells = [
        (say("Đã phát hành", "Released"), say("200 / 1.000", "200 / 1,000"), INK), (say("Đã ghi nhận", "Recognised"), "186", JADE),
        (say("Sách điện tử", "E-books"), "22", BLUE), (say("Tiếng nước ngoài", "Foreign language"), "18", RED),
    ]  # fmt: skip
    for i, (name, value, colour) in enumerate(cells):
        left = 80 + i * 365
        c.box((left, 160, left + 340, 330), PAPER, LINE)
        c.text((left + 30, 210), name, 28, fill=GREY, anchor="lm")
        c.text((left + 30, 275), value, 50, "SemiBold", colour, "lm")
        size = c.font(50, "SemiBold").getlength(value) / SCALE
        c.line([(left + 30, 310), (left + 30 + size, 310)], colour, 3)
    c.text((80, 400), say("Tỷ lệ sách điện tử hoặc tiếng nước ngoài", "Share of e-books or foreign-language titles"), 32, "SemiBold", INK, "lm")
    c.box((80, 440, 1520, 490), PAPER, LINE, 8)
    c.box((800, 440, 1040, 490), JADE_TINT, JADE, 2)
    c.line([(896, 425), (896, 505)], RED, 8)
    for value in (0, 15, 20, 30):
        c.text((80 + 1440 * value / 30, 530), f"{value}%", 28, fill=GREY)
    c.text((896, 562), "17%", 34, "Bold", RED)
    c.line([(80, 610), (1520, 610)], LINE, 3)
    c.text((80, 660), say("Đang chờ xem xét: 14", "Waiting for you: 14"), 34, "SemiBold", INK, "lm")
    for i in range(4):
        y = 730 + i * 72
        c.box((80, y - 22, 124, y + 26), (OCHRE_TINT, BLUE_TINT, RED_TINT, JADE_TINT)[i], LINE, 4)
        c.line([(150, y), (620 + (i * 97) % 260, y)], LINE, 12)
        c.line([(1000, y), (1190, y)], LINE, 12)
        c.text((1520, y), say("xem hồ sơ", "open"), 28, "Medium", BLUE, "rm")
    return c


FIGURES = {"way": way, "page": page, "stages": stages, "finding": finding,
           "count": count, "timeline": timeline, "screen": screen}  # fmt: skip


def draw_all(language: str, folder: Path) -> None:
    """Draw every picture with the labels of one language into a folder, as ``fig_<name>.png``."""

    def say(vietnamese: str, english: str) -> str:
        return vietnamese if language == "vi" else english

    for name, draw in FIGURES.items():
        draw(say).save(folder / f"fig_{name}.png")
