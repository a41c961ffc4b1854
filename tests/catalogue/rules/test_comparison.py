"""Two rounds of a manuscript: what a person would call the differences."""

from __future__ import annotations

import time

from catalogue.rules.comparison import compare

BEFORE = [
    ("Chương một", ["Mọi người sinh ra đều tự do.", "Ai cũng có quyền sống và quyền tự do."]),
    ("Chương hai", ["Không ai bị bắt làm nô lệ.", "Đoạn này sẽ mất."]),
]


def test_the_same_text_has_no_differences() -> None:
    assert compare(BEFORE, BEFORE).same


def test_one_corrected_word_shows_as_one_word() -> None:
    after = [("Chương một", ["Mọi người sinh ra đều bình đẳng.", BEFORE[0][1][1]]), BEFORE[1]]
    found = compare(BEFORE, after)
    assert [(c.chapter, c.pieces) for c in found.changes] == [
        ("Chương một", (("=", "Mọi người sinh ra đều"), ("-", "tự do."), ("+", "bình đẳng."))),
    ]
    assert (found.words_in, found.words_out) == (2, 2)


def test_paragraphs_come_and_go_under_their_chapters() -> None:
    after = [("Chương một", [*BEFORE[0][1], "Một câu hoàn toàn mới ở đây."]), ("Chương hai", BEFORE[1][1][:1])]
    found = compare(BEFORE, after)
    assert [(c.chapter, c.pieces) for c in found.changes] == [
        ("Chương một", (("+", "Một câu hoàn toàn mới ở đây."),)),
        ("Chương hai", (("-", "Đoạn này sẽ mất."),)),
    ]


def test_chapters_that_came_and_went_are_named() -> None:
    found = compare(BEFORE, [BEFORE[0], ("Chương ba", ["Chữ khác."])])
    assert (found.came, found.went) == (["Chương ba"], ["Chương hai"])


def test_a_long_paragraph_shows_only_the_words_around_a_change() -> None:
    words = [f"chữ{n}" for n in range(200)]
    changed = [*words[:100], "mới", *words[101:]]
    [change] = compare([("A", [" ".join(words)])], [("A", [" ".join(changed)])]).changes
    said = " ".join(text for _, text in change.pieces)
    assert ("-", "chữ100") in change.pieces
    assert ("+", "mới") in change.pieces
    assert said.startswith("… chữ88")
    assert said.endswith("chữ112 …")


def test_a_long_book_that_was_written_anew_is_compared_in_seconds() -> None:
    old = [("A", [f"Đoạn cũ thứ {n} nói về điều {n * 7} của luật {n % 13}" for n in range(3000)])]
    new = [("A", [f"Câu mới số {n} bàn chuyện khác hẳn {n * 3}" for n in range(3000)])]
    begin = time.process_time()
    assert len(compare(old, new).changes) >= 3000
    assert time.process_time() - begin < 20
