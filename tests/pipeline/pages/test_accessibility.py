"""An EPUB claims what its content shows, and nothing else."""

from __future__ import annotations

from pipeline.book.model import Book, Chapter, Image, Media, Note, Paragraph, Text
from pipeline.pages.accessibility import Claims, claims


def told(*images: Image, media_type: str = "image/png", notes: bool = False, **more: bool) -> Claims:
    chapter = Chapter("c1", [Text("Một")], [Paragraph([Text("chữ"), *images])])
    if notes:
        chapter.notes = [Note("n", 1, [Paragraph([Text("x")])])]
    media = {image.media: Media(image.media, media_type, b"") for image in images}
    facts = {"mathml": False, "pictured_formulas": False, "pages": False} | more
    return claims(Book("Sách", "vi", [chapter], media), **facts)


def test_words_alone_are_textual_and_nothing_is_said_of_pictures() -> None:
    found = told()
    assert (found.modes, found.sufficient, found.hazards) == (("textual",), ("textual",), ("none",))
    assert "alternativeText" not in found.features


def test_described_pictures_may_be_claimed() -> None:
    found = told(Image("a.png", alt="Bản đồ"))
    assert (found.modes, found.sufficient) == (("textual", "visual"), ("textual",))
    assert "alternativeText" in found.features
    assert "Mọi hình ảnh đều có lời mô tả." in found.sentences


def test_one_picture_without_description_forbids_the_claim() -> None:
    found = told(Image("a.png", alt="Bản đồ"), Image("b.png", alt=" "))
    assert "alternativeText" not in found.features
    assert found.sufficient == ("textual,visual",)
    assert "Một số hình ảnh chưa có lời mô tả." in found.sentences


def test_pages_and_formulas_are_claimed_only_where_they_are() -> None:
    some, none = told(mathml=True, pages=True), told()
    assert {"MathML", "pageNavigation", "pageBreakMarkers"} <= set(some.features)
    assert {"MathML", "pageNavigation", "pageBreakMarkers"} & set(none.features) == set()


def test_pictures_that_may_move_leave_the_hazard_unknown() -> None:
    assert told(Image("a.gif", alt="x"), media_type="image/gif").hazards == ("unknown",)
