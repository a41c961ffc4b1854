"""Every design, in every kind of file, is accepted by checkers that are not ours."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from pipeline import BuildOptions, BuildResult, EditionRecord, build
from pipeline.checks.inks import inks
from pipeline.findings import blocking
from pipeline.styles.tokens import DESIGNS

TEXT = """# Quyền con người

Điều 1. Mọi người sinh ra đều tự do[^1] và [liên kết](https://example.org/).

[^1]: Tuyên ngôn Quốc tế Nhân quyền.

> Trích dẫn ngắn.

* * *

| Câu thơ một
| Câu thơ hai

```
ma = 1
```

| Năm | Sách |
|-----|------|
| 2026 | 412 |

$$\\frac{a}{b} + x^2 = z$$

![Một hình vuông](anh.png)

## Mục một

- một
- hai

# Chương hai

Đoạn *nghiêng*, **đậm** và `mã`.
"""
RECORD = {
    "book": {
        "title": "Đường tới quyền con người", "language": "vi", "published": "2026-11-23",
        "publisher": "NXB Tư pháp", "description": "Sách cho bạn đọc trẻ.",
    },
    "people": [{"name": "Nguyễn Thị Ẩn"}],
    "isbn": {"print": "978-604-57-1234-4"},
    "imprint": {"cip": "Nguyễn Thị Ẩn\n   Đường tới quyền con người", "price": "85.000 ₫"},
    "print": {"spine": 12},
}  # fmt: skip
KINDS = ("screen", "print", "archive")
MM = 72 / 25.4


def made(design: str, folder: Path) -> BuildResult:
    folder.mkdir()
    Image.new("RGB", (400, 300), "teal").save(folder / "anh.png")
    (folder / "ban-thao.md").write_text(TEXT, encoding="utf-8")
    record = EditionRecord.model_validate(RECORD | {"design": {"name": design}})
    return build(folder / "ban-thao.md", folder / "out", record, BuildOptions(pdf=KINDS))


@pytest.fixture(scope="module", params=list(DESIGNS))
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    return made(request.param, tmp_path_factory.mktemp(request.param) / "a")


def file(book: BuildResult, end: str) -> Path:
    return next(output.path for output in book.outputs if output.path.name == f"duong-toi-quyen-con-nguoi{end}")


def tool(*argv: str) -> str:
    if not shutil.which(argv[0]):
        pytest.skip(f"{argv[0]} is not on this machine; `make setup-test` installs it")
    return subprocess.run(argv, check=True, capture_output=True, text=True).stdout


def test_all_files_are_made_and_nothing_stands_in_the_way(book: BuildResult) -> None:
    ends = [output.path.name.partition(".")[2] for output in book.outputs]
    assert ends == ["epub", "pdf", "cover.jpg", "print.pdf", "cover.pdf", "archive.pdf"]
    assert blocking(book.findings) == []


def test_epubcheck_has_nothing_to_say(book: BuildResult) -> None:
    assert [finding.params for finding in book.findings if finding.code.startswith("ec-")] == []


@pytest.mark.parametrize("end", [".pdf", ".print.pdf", ".cover.pdf", ".archive.pdf"])
def test_qpdf_finds_no_fault_and_every_font_is_inside(book: BuildResult, end: str) -> None:
    assert "No syntax or stream encoding errors found" in tool("qpdf", "--check", str(file(book, end)))
    rows = [row.split() for row in tool("pdffonts", str(file(book, end))).splitlines()[2:]]
    assert rows
    assert {(row[-5], row[-4]) for row in rows} == {("yes", "yes")}


def test_the_screen_pdf_is_tagged_with_title_language_bookmarks_and_links(book: BuildResult) -> None:
    with pikepdf.open(file(book, ".pdf")) as document:
        root = document.Root
        assert (str(root.Lang), bool(root.MarkInfo.Marked), bool(root.ViewerPreferences.DisplayDocTitle)) == ("vi", True, True)  # fmt: skip  # noqa: E501
        assert document.open_metadata().get("pdfuaid:part") == "1"
        with document.open_outline() as outline:
            assert [item.title for item in outline.root] == ["Quyền con người", "Chương hai"]
        links = [
            str(note.A.URI)
            for page in document.pages
            for note in page.get("/Annots", [])
            if "/URI" in note.get("/A", {})
        ]
        assert links == ["https://example.org/"]


def test_the_print_pdf_has_bleed_around_the_trim_and_one_black(book: BuildResult) -> None:
    with pikepdf.open(file(book, ".print.pdf")) as document:
        page = document.pages[0]
        trim, bleed, media = ([float(v) / MM for v in page[box]] for box in ("/TrimBox", "/BleedBox", "/MediaBox"))
        assert [round(v, 2) for v in trim] == [0, 0, 145, 205]
        assert [round(v, 2) for v in bleed] == [-3, -3, 148, 208]
        assert [round(v, 2) for v in media] == [-10, -10, 155, 215]
        assert ["/Annots" in page.obj for page in document.pages] == [False] * len(document.pages)
        said = [page for page, text in enumerate(tool("pdftotext", str(file(book, ".print.pdf")), "-").split("\f"), 1)
                if "Điều 1." in text]  # fmt: skip
        assert said[0] % 2 == 1, "the text begins on a right-hand page"
    found = inks(file(book, ".print.pdf"))
    assert (found.coloured, [picture.colour for picture in found.pictures]) == ([], [False])


def test_the_archive_pdf_carries_the_epub_and_says_pdf_a_3u(book: BuildResult) -> None:
    with pikepdf.open(file(book, ".archive.pdf")) as document:
        metadata = document.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "U")
        (name,) = document.attachments
        attached = document.attachments[name]
        assert name == "duong-toi-quyen-con-nguoi.epub"
        assert attached.get_file().read_bytes() == file(book, ".epub").read_bytes()
        assert attached.get_file().mime_type == "application/epub+zip"
        assert [str(one.AFRelationship) for one in document.Root.AF] == ["/Alternative"]
        assert str(document.Root.OutputIntents[0].S) == "/GTS_PDFA1"
        smooth = [image for page in document.pages for image in page.get_images().values() if image.get("/Interpolate")]
        assert smooth == []


def test_the_cover_wraps_around_the_spine(book: BuildResult) -> None:
    with pikepdf.open(file(book, ".cover.pdf")) as document:
        assert [round(float(v) / MM, 1) for v in document.pages[0].TrimBox] == [0, 0, 302, 205]


def test_the_bar_code_can_be_read_by_a_scanner(book: BuildResult, tmp_path: Path) -> None:
    zxingcpp = pytest.importorskip("zxingcpp")
    tool("pdftoppm", "-r", "300", "-png", "-singlefile", str(file(book, ".cover.pdf")), str(tmp_path / "bia"))
    with Image.open(tmp_path / "bia.png") as cover:
        read = [(code.format.name, code.text) for code in zxingcpp.read_barcodes(cover)]
    assert read == [("EAN13", "9786045712344")]


def test_the_cover_sheet_shows_title_isbn_and_price(book: BuildResult) -> None:
    words = tool("pdftotext", "-raw", str(file(book, ".cover.pdf")), "-")
    for said in ("ISBN 978-604-57-1234-4", "85.000 ₫", "NXB Tư pháp", "Nguyễn Thị Ẩn"):
        assert said in words


@pytest.mark.slow
def test_two_builds_are_the_same_bytes(tmp_path: Path) -> None:
    first, second = made("young", tmp_path / "a"), made("young", tmp_path / "b")
    assert [output.sha256 for output in first.outputs] == [output.sha256 for output in second.outputs]
    assert len(first.outputs) == 6


def test_an_archive_alone_carries_an_epub_with_page_numbers_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(TEXT.replace("![Một hình vuông](anh.png)", ""), encoding="utf-8")
    record = EditionRecord.model_validate(RECORD)
    result = build(tmp_path / "a.md", tmp_path / "out", record, BuildOptions(("pdf",), ("archive",), check=False))
    assert [output.path.name.partition(".")[2] for output in result.outputs] == ["cover.jpg", "archive.pdf"]
    assert "ep-001" not in [finding.code for finding in result.findings]


def test_a_print_pdf_alone_gives_the_epub_its_page_numbers(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(TEXT.replace("![Một hình vuông](anh.png)", ""), encoding="utf-8")
    record = EditionRecord.model_validate(RECORD)
    result = build(tmp_path / "a.md", tmp_path / "out", record, BuildOptions(pdf=("print",)))
    assert [output.path.name.partition(".")[2] for output in result.outputs] == [
        "epub", "cover.jpg", "print.pdf", "cover.pdf",
    ]  # fmt: skip
    codes = [finding.code for finding in result.findings]
    assert [code for code in codes if code.startswith(("ec-", "ep-"))] == []


def test_an_uploaded_cover_is_in_every_file(tmp_path: Path) -> None:
    Image.new("RGB", (1740, 2460), (10, 120, 200)).save(tmp_path / "bia.png")
    (tmp_path / "a.md").write_text("# Một\n\nChữ.\n", encoding="utf-8")
    (tmp_path / "a.toml").write_text('[book]\ntitle = "Sách"\nlanguage = "vi"\n[design]\ncover = "bia.png"\n')
    record = EditionRecord.from_toml(tmp_path / "a.toml")
    result = build(tmp_path / "a.md", tmp_path / "out", record, BuildOptions(pdf=("screen", "print"), check=False))
    blue = []
    for end in ("pdf", "cover.pdf"):
        tool("pdftoppm", "-r", "20", "-png", "-f", "1", "-singlefile", str(tmp_path / "out" / f"sach.{end}"), str(tmp_path / end))  # fmt: skip  # noqa: E501
        with Image.open(tmp_path / f"{end}.png") as page:
            blue.append(page.convert("RGB").getpixel((round(page.width * 0.75), page.height // 2)))
    assert result.status == "built"
    assert [[abs(a - b) < 6 for a, b in zip(pixel, (10, 120, 200), strict=True)] for pixel in blue] == [[True] * 3] * 2


def test_words_that_do_not_fit_on_the_back_are_cut_above_the_bar_code_and_told(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Một\n\nChữ.\n", encoding="utf-8")
    long = {"book": RECORD["book"] | {"description": "Quyền con người là của mọi người. " * 58}}  # type: ignore[operator]
    record = EditionRecord.model_validate(RECORD | long | {"design": {"size": "13x19"}})
    result = build(tmp_path / "a.md", tmp_path / "out", record, BuildOptions(("pdf",), ("print",)))
    told = [finding.params["count"] for finding in result.findings if finding.code == "pr-008"]
    boxes = tool("pdftotext", "-bbox", str(file(result, ".cover.pdf")), "-")
    words = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)', boxes)
    trim, slug = 130 * MM, 10 * MM
    back = [(float(y), word) for x, _, _, y, word in words if float(x) < trim + slug]
    code = min(y for y, word in back if word.startswith("ISBN"))
    lowest = max(y for y, word in back if word.endswith("…"))
    assert len(told) == 1
    assert lowest < code - 4 * MM
