"""Ids are short ASCII names, each only once."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from pipeline.book.ids import Ids
from pipeline.text import latin


def test_a_slug_folds_vietnamese() -> None:
    assert latin("Đường tới quyền con người") == "duong-toi-quyen-con-nguoi"
    assert latin("Điều\xa027: Quyền") == "dieu-27-quyen"


def test_equal_headings_get_different_ids() -> None:
    ids = Ids()
    assert [ids.give("Thảo luận"), ids.give("Thảo luận"), ids.give("Thảo luận 2")] == [
        "thao-luan",
        "thao-luan-2",
        "thao-luan-2-2",
    ]


def test_names_of_notes_and_pages_are_never_given_to_headings() -> None:
    ids = Ids()
    assert [ids.give(name) for name in ("n1-1", "Page 5", "b12")] == ["s-n1-1", "s-page-5", "s-b12"]


@given(st.lists(st.text(max_size=20), max_size=20))
def test_ids_are_ascii_names_and_unique(titles: list[str]) -> None:
    ids = Ids()
    given_ids = [ids.give(title) for title in titles]
    assert len(set(given_ids)) == len(titles)
    assert all(re.fullmatch(r"[a-z][a-z0-9-]*", name) for name in given_ids)
