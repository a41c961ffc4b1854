"""Names and ranges of downloads, by the letter of RFC 6266 and RFC 9110."""

from __future__ import annotations

import pytest

from catalogue.web.downloads import Unsatisfiable, disposition, part_asked


@pytest.mark.parametrize(
    ("name", "plain", "full"),
    [
        ("Quyền con người.epub", "Quyen-con-nguoi.epub", "Quy%E1%BB%81n%20con%20ng%C6%B0%E1%BB%9Di.epub"),
        ("Đường.pdf", "Duong.pdf", "%C4%90%C6%B0%E1%BB%9Dng.pdf"),
        ("../../etc/passwd", "passwd", "passwd"),
        ("a\\b\\c.pdf", "c.pdf", "c.pdf"),
        ('a"; x=".pdf', "a-x.pdf", "a%22%3B%20x%3D%22.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie-x.pdf", "aSet-Cookie%3A%20x.pdf"),
        ("evil\u202efdp.epub", "evilfdp.epub", "evilfdp.epub"),
        ("", "file", "file"),
        ("人权.epub", "file.epub", "%E4%BA%BA%E6%9D%83.epub"),
    ],
)
def test_a_name_cannot_break_out_and_keeps_its_letters(name: str, plain: str, full: str) -> None:
    said = disposition(name)
    assert said == f"attachment; filename=\"{plain}\"; filename*=UTF-8''{full}"


def test_a_long_name_is_cut_but_keeps_its_ending() -> None:
    said = disposition("a" * 300 + ".epub")
    assert said.endswith("a.epub")
    assert len(said) < 400


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, None),
        ("bytes=0-0", (0, 1)),
        ("bytes=10-", (10, 90)),
        ("bytes=10-19", (10, 10)),
        ("bytes=90-1000", (90, 10)),
        ("bytes=-5", (95, 5)),
        ("bytes=-500", (0, 100)),
        ("bytes=5-2", None),
        ("bytes=0-1,5-6", None),
        ("pages=1-2", None),
        ("bytes=-", None),
        ("bytes=x", None),
    ],
)
def test_the_range_asked_for(header: str | None, expected: tuple[int, int] | None) -> None:
    assert part_asked(header, 100) == expected


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=1000-2000", "bytes=-0"])
def test_a_range_outside_the_file_is_refused(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        part_asked(header, 100)
