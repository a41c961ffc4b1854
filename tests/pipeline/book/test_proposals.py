"""Books whose authors used no heading styles get their chapters, told as proposals that can be overruled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH

from pipeline.book import assemble
from pipeline.book.cleaning import plain
from pipeline.intake.gate import receive
from pipeline.intake.read import read
from pipeline.metadata import EditionRecord

TEXT = "Mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và các quyền của mình, không phân biệt một ai. " * 9
BOOK = f"""**LỜI NÓI ĐẦU**

{TEXT}

**Chương I**

**NHỮNG QUY ĐỊNH CHUNG**

{TEXT}

**Điều 1. Phạm vi**

{TEXT}

**Điều 2. Đối tượng**

{TEXT}

**Chương II**

**QUYỀN**

{TEXT}

**Tài liệu tham khảo**

{TEXT}
"""
Maker = Callable[..., Any]


def headings(made: Any) -> list[tuple[int, str]]:
    from pipeline.book.model import Heading

    return [(b.level, plain(b.children)) for c in made.book.chapters for b in c.blocks if isinstance(b, Heading)]


def record(*answers: dict[str, str]) -> dict[str, object]:
    return {"book": {"title": "Sách"}, "accept": list(answers)}


def test_a_book_without_heading_styles_gets_its_chapters(book_of: Maker) -> None:
    made = book_of(BOOK)
    assert made.titles == [
        "LỜI NÓI ĐẦU",
        "Chương\xa0I NHỮNG QUY ĐỊNH CHUNG",
        "Chương\xa0II QUYỀN",
        "Tài liệu tham khảo",
    ]
    assert [chapter.role for chapter in made.book.chapters] == ["preface", "chapter", "chapter", "bibliography"]
    assert [title for level, title in headings(made) if level == 2] == ["Điều\xa01. Phạm vi", "Điều\xa02. Đối tượng"]


def test_recognised_headings_are_told_with_their_words(book_of: Maker) -> None:
    found = [(f.code, f.params["count"]) for f in book_of(BOOK).findings]
    assert found == [("str-001", 4), ("str-002", 2)]
    assert "“Chương I”; “Điều 1. Phạm vi”" in book_of(BOOK).findings[0].params["examples"]


def test_a_person_overrules_one_line(book_of: Maker) -> None:
    made = book_of(BOOK, record=record({"code": "str-001", "where": "Điều 1", "value": "none"}))
    assert [title for level, title in headings(made) if level == 2] == ["Điều\xa02. Đối tượng"]


def test_a_person_confirms_all_of_a_kind_and_hears_no_more_of_it(book_of: Maker) -> None:
    made = book_of(BOOK, record=record({"code": "str-001", "value": "yes"}, {"code": "str-002", "value": "có"}))
    assert (made.codes, len(made.titles)) == ([], 4)


def test_a_person_names_a_heading_that_nobody_could_recognise(book_of: Maker) -> None:
    answer = {"code": "str-003", "where": "Một đoạn thường", "value": "1"}
    made = book_of(f"{BOOK}\n\nMột đoạn thường\n\n{TEXT}", record=record(answer))
    assert made.titles[-1] == "Một đoạn thường"


def test_an_answer_about_a_line_that_is_not_there_is_told(book_of: Maker) -> None:
    assert "md-020" in book_of(BOOK, record=record({"code": "str-001", "where": "Chương X", "value": "1"})).codes


def test_where_heading_styles_exist_other_lines_stay_text_and_are_told(book_of: Maker) -> None:
    made = book_of(f"# Chương I\n\n{TEXT}\n\n**Chương II**\n\n{TEXT}\n\n# Chương III\n\n{TEXT}")
    assert (made.titles, made.codes) == (["Chương\xa0I", "Chương\xa0III"], ["str-005"])


def test_bold_lines_of_a_title_page_are_no_chapters(book_of: Maker) -> None:
    made = book_of(f"**NGUYỄN AN**\n\n**NHỮNG NGÀY XANH**\n\n**HÀ NỘI 2026**\n\n{TEXT}\n\n**Chương 1**\n\n{TEXT}")
    assert headings(made) == [(1, "Chương\xa01")]


def test_one_bold_line_is_no_habit(book_of: Maker) -> None:
    assert book_of(f"{TEXT}\n\n**GHI NHỚ ĐIỀU NÀY**\n\n{TEXT}").codes == ["st-001"]


def test_typed_contents_go_with_their_pages_and_the_text_after_them_stays(book_of: Maker) -> None:
    contents = "**MỤC LỤC**\n\nLời nói đầu ……… 5\n\nChương I. Năm 1945 ……… 9\n\nChương II ……… 20\n\n"
    made = book_of(contents + BOOK)
    assert made.titles == book_of(BOOK).titles
    assert [text for code, text in made.book.left_out if code == "st-003"] == [
        "MỤC LỤC",
        "Lời nói đầu ……… 5",
        "Chương I. Năm 1945 ……… 9",
        "Chương II ……… 20",
    ]


def test_prose_under_a_heading_of_contents_is_kept(book_of: Maker) -> None:
    made = book_of(f"# Mục lục\n\nMột 5\n\n{TEXT}\n\n# Một\n\n{TEXT}\n\n# Hai\n\n{TEXT}")
    assert [chapter.role for chapter in made.book.chapters] == ["text", "chapter", "chapter"]


def test_page_numbers_typed_by_hand_go_and_are_told(book_of: Maker) -> None:
    made = book_of("# Một\n\n" + "".join(f"{TEXT}\n\n\\- {page} -\n\n" for page in (5, 6, 7)) + f"# Hai\n\n{TEXT}")
    assert (made.codes, len(made.blocks)) == (["st-005"], 4)


def word(folder: Path, *lines: tuple[str, str]) -> Path:
    """A Word file of paragraphs, each with signs of how it looks: b(old), c(entred), l(arge), 1 (outline level)."""
    document = docx.Document()
    for text, signs in lines:
        paragraph = document.add_paragraph()
        run = paragraph.add_run(text)
        run.bold = "b" in signs or None
        if "l" in signs:
            run.font.size = docx.shared.Pt(20)
        if "c" in signs:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if "1" in signs:
            level = docx.oxml.OxmlElement("w:outlineLvl")
            level.set(docx.oxml.ns.qn("w:val"), "0")
            paragraph._p.get_or_add_pPr().append(level)
    document.save(str(folder / "a.docx"))
    return folder / "a.docx"


@pytest.mark.parametrize(
    ("signs", "codes"), [("bc", ["str-003"]), ("cl", ["str-003"]), ("1", ["str-004"]), ("c", ["st-001"])]
)
def test_how_a_line_looks_in_word_decides(tmp_path: Path, signs: str, codes: list[str]) -> None:
    lines = [(TEXT, ""), ("Buổi sáng", signs), (TEXT, ""), ("Buổi chiều", signs), (TEXT, "")]
    work = tmp_path / "work"
    work.mkdir()
    document = read(receive(word(tmp_path, *lines)), work)
    book, findings = assemble(document, EditionRecord.model_validate({"book": {"title": "Sách"}}), "vi")
    assert [finding.code for finding in findings] == codes
    assert len(book.chapters) == (1 if codes == ["st-001"] else 3)
