"""Titles as ONIX 3.1: valid by EDItEUR's own schemas, and taken in again as they went out."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import onixcheck
from lxml import etree

from catalogue.exchange import onix, onix_in
from catalogue.models.access import AccessKind
from catalogue.services.access import Access
from catalogue.services.holdings import File, Holding
from catalogue.services.titles import Card
from pipeline.metadata import BookPart, EditionRecord, IsbnPart, Person, PersonRole

MOMENT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
SPACE = {"x": onix.NAMESPACE}
EPUB, PDF = File("epub", "a.epub", "application/epub+zip", 1000), File("pdf", "a.pdf", "application/pdf", 2000)
PEOPLE = tuple(
    Person(name=name, role=role)
    for name, role in (
        ("Lê Thị Hoa", PersonRole.AUTHOR), ("Trần Mai", PersonRole.TRANSLATOR), ("Ngô Bảo", PersonRole.REVISER),
        ("Bộ Tư pháp", PersonRole.CORPORATE), ("Đỗ An", PersonRole.COMPILER), ("Vũ Tô", PersonRole.ILLUSTRATOR),
        ("Hồ Biên", PersonRole.EDITOR), ("Bùi Ghi", PersonRole.TRANSCRIBER),
    )
)  # fmt: skip


def holding(**changes: Any) -> Holding:
    book = {
        "title": "Quyền & <Nghĩa vụ>", "subtitle": "Sổ tay", "language": "vi", "original_title": "Droits",
        "original_language": "fr", "series": "Tủ sách Nhân quyền", "volume": "2", "ddc": "323.4",
        "description": "Một\x0bcuốn sách.", "subjects": ("Lao động", "Trẻ em"), **changes.pop("book", {}),
    }  # fmt: skip
    isbn = changes.pop("isbn", IsbnPart(epub="978-604-0-00001-9", pdf="9786040000026", print="9786040000033"))
    record = EditionRecord(book=BookPart(**book), people=PEOPLE, isbn=isbn)
    card = Card("0123456789ab", book["title"], book["subtitle"], book["language"], "NXB Tư pháp", cover=True)
    return Holding(
        card, record, "r", 1, MOMENT, MOMENT, changes.pop("files", (EPUB, PDF)), changes.pop("closed", ()), **changes
    )


def written(tmp_path: Path, *titles: onix.Offer | onix.Gone) -> Path:
    """A message, judged by the schemas of the standard's keepers."""
    path = tmp_path / "a.onix"
    path.write_bytes(onix.message(titles, MOMENT))
    assert [str(one) for one in onixcheck.validate(str(path), schemas=("xsd", "rng"))] == []
    return path


def said(path: Path, xpath: str) -> list[str]:
    found: Any = etree.parse(path).xpath(xpath, namespaces=SPACE)
    return [one if isinstance(one, str) else one.text for one in found]


def test_every_format_is_a_product_with_its_number_and_the_others_beside_it(tmp_path: Path) -> None:
    page, cover = "https://sach.example/titles/0123456789ab-quyen", "https://sach.example/covers/r/large.jpg"
    path = written(tmp_path, onix.Offer(holding(audience="children"), page, cover, "sach.example"))
    assert said(path, "//x:RecordReference") == [
        "sach.example.0123456789ab.epub", "sach.example.0123456789ab.pdf", "sach.example.0123456789ab.print",
    ]  # fmt: skip
    assert said(path, "//x:Product/x:ProductIdentifier[x:ProductIDType='15']/x:IDValue") == [
        "9786040000019", "9786040000026", "9786040000033",
    ]  # fmt: skip
    assert said(path, "//x:ProductForm") == ["ED", "ED", "BA"]
    assert said(path, "//x:ProductAvailability") == ["20", "20", "40"]
    assert len(said(path, "//x:RelatedProduct/x:ProductRelationCode")) == 6
    assert set(said(path, "//x:AudienceCodeValue")) == {"02"}
    assert set(said(path, "//x:TextContent/x:Text")) == {"Mộtcuốn sách."}
    assert set(said(path, "//x:WebsiteLink")) == {page}


def test_a_title_with_next_to_nothing_said_is_valid_too(tmp_path: Path) -> None:
    bare = dict.fromkeys(("subtitle", "original_title", "series", "volume", "ddc", "description"), "")
    none = holding(
        book={**bare, "original_language": None, "subjects": (), "language": "mis"}, isbn=IsbnPart(), files=()
    )
    path = written(tmp_path, onix.Offer(none))
    assert said(path, "//x:ProductForm") == ["BA"]
    assert said(path, "//x:WebsiteLink") == []


def test_what_readers_may_not_have_is_not_offered(tmp_path: Path) -> None:
    closed = (Access("epub", AccessKind.ONLINE), Access("pdf", AccessKind.EMBARGOED, date(2027, 3, 1)))
    path = written(tmp_path, onix.Offer(holding(files=(), closed=closed, isbn=IsbnPart())))
    assert list(zip(said(path, "//x:ProductForm"), said(path, "//x:ProductAvailability"), strict=True)) == [
        ("EC", "20"), ("ED", "10"),
    ]  # fmt: skip
    assert said(path, "//x:SupplyDate/x:Date") == ["20270301"]


def test_what_is_gone_is_told_of_as_deleted(tmp_path: Path) -> None:
    path = written(tmp_path, onix.Gone("0123456789ab", "sach.example"))
    assert set(said(path, "//x:NotificationType")) == {"05"}


def test_what_went_out_comes_in_the_same(tmp_path: Path) -> None:
    path = written(tmp_path, onix.Offer(holding()))
    table = onix_in.table(path, "a.onix")
    [first, second, third] = [{name: cell.value for name, cell in line.cells.items()} for line in table.lines]
    assert first["title"] == "Quyền & <Nghĩa vụ>"
    assert (first["subtitle"], first["publisher"], first["isbn"]) == ("Sổ tay", "NXB Tư pháp", "9786040000019")
    assert (first["authors"], first["translators"]) == ("Lê Thị Hoa; Bộ Tư pháp", "Trần Mai")
    assert (first["language"], first["original_language"]) == ("vi", "fr")
    assert [one["form"] for one in (first, second, third)] == ["sách điện tử", "sách điện tử PDF", "sách in"]
