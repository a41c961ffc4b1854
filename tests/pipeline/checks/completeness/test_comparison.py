"""A translation with something deleted: exactly that is named, and nothing where nothing is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.checks.completeness import compare
from pipeline.comparing import Side, book_of

VI = """# Lời nói đầu

Sách này nói về quyền của mọi người, với 1.000,5 lý do.[^a]

[^a]: Xem Nghị quyết số 217, ngày 10 tháng 12 năm 1948.

# Chương 1. Quyền tự do

Mở đầu chương một, chưa có con số nào. Xem [trang của Liên Hợp Quốc](https://www.un.org/vi).

## Điều 1

Mọi người sinh ra đều tự do và bình đẳng về nhân phẩm và quyền.

## Điều 2

Ai cũng được hưởng các quyền tự do nêu trong sách này.[^b] Không có phân biệt nào.

[^b]: Không kể chủng tộc hay màu da.

## Điều 3

Mọi người đều có quyền sống, quyền tự do và an ninh cá nhân, kể cả khi thành phố của họ có 2,5 triệu dân.

# Chương 2. Con số

Bảng sau đây kể số nước đã tham gia.

| Công ước | Năm | Số nước |
|---|---|---|
| Quyền dân sự | 1966 | 173 |
| Quyền trẻ em | 1989 | 196 |
| Chống tra tấn | 1984 | 174 |

: Các nước tham gia

Diện tích hình tròn là $S = \\pi r^2$, còn chu vi là $C = 2 \\pi r$.

- Điểm thứ nhất nói về trẻ em.
- Điểm thứ hai nói về người cao tuổi và người khuyết tật.
- Điểm thứ ba nói về phụ nữ.
"""

EN = """# Preface

This book is about everyone's rights, with 1,000.5 reasons.[^a]

[^a]: See Resolution No. 217 of 10 December 1948.

# Chapter 1. Freedom

The first chapter opens, still without numbers. See [the page of the United Nations](https://www.un.org/en).

## Article 1

All human beings are born free and equal in dignity and rights.

## Article 2

Everyone has the freedoms that this book sets out.[^b] There is no distinction of any kind.

[^b]: Whatever their race or colour.

## Article 3

Everyone has the right to life, liberty and security of person, even where their city has 2.5 million inhabitants.

# Chapter 2. Figures

The table below counts the states that have joined.

| Covenant | Year | States |
|---|---|---|
| Civil rights | 1966 | 173 |
| Rights of the child | 1989 | 196 |
| Against torture | 1984 | 174 |

: The states that joined

The area of a circle is $S = \\pi r^2$, its circumference is $C = 2 \\pi r$.

- The first point is about children.
- The second point is about the elderly and people with disabilities.
- The third point is about women.
"""


def lacking(folder: Path, original: str, translation: str, languages: tuple[str, str] = ("vi", "en")) -> list[str]:
    """What is found, in English."""
    sides = []
    for name, text, language in zip(("one.md", "two.md"), (original, translation), languages, strict=True):
        (folder / name).write_text(text, encoding="utf-8")
        sides.append(book_of(Side(folder / name, language=language)).book)
    return [f"{f.code} {f.where.chapter}: {f.said(str)['message']}" for f in compare(*sides).findings]


def test_an_intact_translation_gives_no_finding(tmp_path: Path) -> None:
    assert lacking(tmp_path, VI, EN) == []
    assert lacking(tmp_path, EN, VI, ("en", "vi")) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "[^b] There", " There",
            "cmp-005 Chương 1. Quyền tự do: A note is missing from the translation: “Không kể chủng tộc hay màu da.”.",
        ),
        (
            "| Rights of the child | 1989 | 196 |\n", "",
            ("cmp-008 Chương 2. Con số: Row 3 of the table “Các nước tham gia” is missing from the translation: "
            "“Quyền trẻ em | 1989 | 196”."),
        ),
        (
            "with 1,000.5 reasons", "with many reasons",
            ("cmp-010 Lời nói đầu: The number 1.000,5 is missing from the translation, in the paragraph “Sách này nói "
            "về quyền của mọi người, với 1.000,5 lý do.”."),
        ),
        (
            "No. 217 of", "of",
            ("cmp-010 Lời nói đầu: The number 217 is missing from the translation, in the paragraph “Xem Nghị quyết số "
            "217, ngày 10 tháng 12 năm 1948.”."),
        ),
        (
            "2.5 million", "25 million",
            ("cmp-011 Chương 1. Quyền tự do: Where the original has the number 2,5, the translation has 25, in the "
            "paragraph “Mọi người đều có quyền sống, quyền tự do và an ninh cá…”."),
        ),
        (
            ("## Article 2\n\nEveryone has the freedoms that this book sets out.[^b] There is no distinction of any "
            "kind.\n\n[^b]: Whatever their race or colour.\n"), "",
            "cmp-002 Chương 1. Quyền tự do: Article 2 (“Điều 2”) is missing from the translation.",
        ),
        (
            "- The second point is about the elderly and people with disabilities.\n", "",
            ("cmp-004 Chương 2. Con số: The paragraph “Điểm thứ hai nói về người cao tuổi và người khuyết tật.” is "
            "missing from the translation."),
        ),
        (
            ", its circumference is $C = 2 \\pi r$", " of radius r",
            r"cmp-012 Chương 2. Con số: A formula is missing from the translation: C = 2 \pi r.",
        ),
        (
            "[the page of the United Nations](https://www.un.org/en)", "the page of the United Nations",
            ("cmp-013 Chương 1. Quyền tự do: A link is missing from the translation: “trang của Liên Hợp Quốc” "
            "(https://www.un.org/vi)."),
        ),
        (
            "| Against torture | 1984 | 174 |", "| Against torture | 1984 |  |",
            ("cmp-009 Chương 2. Con số: A cell of the table “Các nước tham gia” is empty or missing in the "
            "translation: row 4, column 3, “174”."),
        ),
        (
            "## Article 3", "### Article 3",
            ("cmp-016 Chương 1. Quyền tự do: The heading “Điều 3” is of level 2 in the original and of level 3 in the "
            "translation."),
        ),
        (
            "## Article 3", "Article 3.",
            "cmp-015 Chương 1. Quyền tự do: The heading “Điều 3” is plain text in the translation.",
        ),
    ],
)  # fmt: skip
def test_what_was_deleted_is_named_with_its_place(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert EN.count(old) == 1
    assert lacking(tmp_path, VI, EN.replace(old, new)) == [expected]


def test_a_missing_chapter_is_one_finding_that_says_what_went_with_it(tmp_path: Path) -> None:
    short = EN[: EN.index("# Chapter 2")]
    assert lacking(tmp_path, VI, short) == [
        (
            "cmp-001 Chương 2. Con số: “Chương 2. Con số” is missing from the translation, with 6 paragraphs, 0 notes, "
            "1 tables and 0 pictures."
        )
    ]


def test_several_losses_are_each_named(tmp_path: Path) -> None:
    broken = EN.replace("[^a]\n", "\n", 1).replace("[^a]: See Resolution No. 217 of 10 December 1948.\n", "")
    broken = broken.replace("| Against torture | 1984 | 174 |\n", "").replace("2.5 million", "many")
    assert [line[:7] for line in lacking(tmp_path, VI, broken)] == ["cmp-005", "cmp-010", "cmp-008"]


def test_what_the_translation_adds_is_advice_only(tmp_path: Path) -> None:
    more = EN + "\n# Translator's afterword\n\nI thank my mother.\n"
    assert lacking(tmp_path, VI, more) == [
        (
            "cmp-018 Translator’s afterword: The translation has “Translator’s afterword”, which the original does not "
            "have."
        )
    ]


def test_an_article_that_moved_is_not_called_missing(tmp_path: Path) -> None:
    third = EN[EN.index("## Article 3") : EN.index("# Chapter 2")]
    moved = EN.replace(third, "").replace("## Article 1", third + "## Article 1")
    assert [line[:7] for line in lacking(tmp_path, VI, moved)] == ["cmp-017"]


def test_another_book_is_said_to_be_another_book(tmp_path: Path) -> None:
    other = "# Soup\n\nTake 3 onions.\n\n# Bread\n\nFlour.\n\n# Tea\n\nWater.\n\n# Cake\n\nSugar and eggs.\n"
    lines = lacking(tmp_path, VI, other)
    assert [line[:7] for line in lines] == ["cmp-019"]


def test_our_own_guide_is_complete_in_english() -> None:
    folder = Path(__file__).resolve().parents[4] / "manuscripts"
    vi, en = (book_of(Side(folder / f"guide.{tag}.docx", language=tag)).book for tag in ("vi", "en"))
    assert [f.said(str) for f in compare(vi, en).findings] == []
    assert [f.said(str) for f in compare(en, vi).findings] == []
