"""A letter that no typeface has is an error with its name and place, never a box."""

from __future__ import annotations

from pathlib import Path

from pipeline import BuildOptions, build
from pipeline.book.model import Book, Chapter, Note, NoteRef, Paragraph, Text
from pipeline.checks.letters import check_letters
from pipeline.metadata import EditionRecord


def book(text: str, note: str = "") -> Book:
    notes = [Note("n1", 1, [Paragraph([Text(note)])])] if note else []
    called = [NoteRef("n1")] if note else []
    return Book("Sách", "vi", [Chapter("c001", [Text("Một")], [Paragraph([Text(text), *called])], notes=notes)])


def test_letters_of_every_script_of_ours_are_fine() -> None:
    text = "Tiếng Việt, ສິດ, សិទ្ធិ, สิทธิ, အခွင့်, حق, अधिकार, 人権, 인권, право, ꨌꩌ, ꪼꪕ, α ≤ β"
    assert check_letters(book(text), EditionRecord()) == []


def test_a_missing_letter_is_named_with_its_place() -> None:
    [found] = check_letters(book("Chữ 𐎠 lạ.", "Ghi chú 𐎠 𐎠"), EditionRecord())
    assert (found.code, found.params["code"], found.params["name"]) == ("gl-001", "U+103A0", "OLD PERSIAN SIGN A")
    assert (found.params["count"], found.where.chapter, found.where.paragraph) == (3, "Một", "Chữ 𐎠 lạ.")


def test_a_book_with_one_is_refused_unless_a_person_accepts_it(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Một\n\nChữ 𐎠 lạ.\n", encoding="utf-8")
    options = BuildOptions(language="vi", check=False)
    result = build(tmp_path / "a.md", tmp_path / "out", options=options)
    assert (result.status, [f.code for f in result.findings if f.code.startswith("gl-")]) == ("refused", ["gl-001"])
    accepted = EditionRecord.model_validate(
        {"book": {"title": "x"}, "accept": [{"code": "gl-001", "reason": "chữ khắc", "by": "BTV", "on": "2026-05-01"}]}
    )
    assert build(tmp_path / "a.md", tmp_path / "out", accepted, options).status == "built"
