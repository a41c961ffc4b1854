"""A cover is drawn for any title in any of our scripts, whole and the same each time."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from pipeline.book.model import Book
from pipeline.markup import parted
from pipeline.metadata import EditionRecord
from pipeline.pages.cover import draw
from pipeline.pages.drawing import Drawing
from pipeline.pages.lettering import Letters


@pytest.mark.parametrize(
    ("size", "height"), [("14.5x20.5", 1753), ("13x19", 1812), ("16x24", 1860), ("19x27", 1762), ("a5", 1759)]
)
def test_the_cover_has_the_proportions_of_the_trim(size: str, height: int) -> None:
    record = EditionRecord.model_validate({"design": {"size": size}})
    with Image.open(io.BytesIO(draw(Book("Sách", "vi", []), record))) as picture:
        assert (picture.format, picture.size) == ("JPEG", (1240, height))


def test_the_same_book_gets_the_same_cover() -> None:
    book = Book("Quyền con người", "vi", [])
    assert draw(book, EditionRecord()) == draw(book, EditionRecord())


@pytest.mark.parametrize(
    ("text", "language", "direction"),
    [
        ("Một nhan đề rất dài " * 15, "vi", "ltr"),
        ("Siêudàikhôngkhoảngtrắng" * 6, "vi", "ltr"),
        ("សេចក្តីប្រកាសជាសកលស្តីពីសិទ្ធិមនុស្ស UDHR", "km", "ltr"),
        ("الإعلان العالمي لحقوق الإنسان (UDHR) 1948", "ar", "rtl"),
        ("世界人权宣言世界人权宣言世界人权宣言", "zh-Hans", "ltr"),
    ],
)
def test_no_line_leaves_the_margins(text: str, language: str, direction: str) -> None:
    letters = Letters(language, direction, 1240, margin=150)
    end = letters.block([text.strip()], 300, 118, (255, 255, 255), limit=800)
    drawing = Drawing(1240, 1800, (0, 0, 0), runs=letters.runs)
    left, top, right, bottom = drawing.picture().getbbox() or (0, 0, 0, 0)
    assert left >= 140
    assert right <= 1100
    assert top >= 280
    assert bottom <= end + 30


def test_a_title_is_broken_where_its_sense_is() -> None:
    assert parted("Quyền con người: những điều cần biết") == ["Quyền con người:", "những điều cần\u00a0biết"]
    assert len(parted("Quyền con người: " + "những điều cần biết " * 6)) == 1
    assert len(parted("Luật: a")) == 1


def test_a_name_with_vietnamese_letters_has_one_face_on_the_cover_of_a_book_in_another_script() -> None:
    letters = Letters("lo", "ltr", 1240, margin=150)
    letters.block(["ຜູ້ແປ: Nguyễn Văn A"], 300, 46, (255, 255, 255), limit=800)
    assert len({run.family for run in letters.runs if "Nguyễn" in run.text or "A" in run.text}) == 1
