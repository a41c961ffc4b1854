"""Several files become one book, in their order, each with its author; what is wrong says in which file."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest

from pipeline import BuildOptions, BuildResult, EditionRecord, Side, build, check, compare

EPUB = BuildOptions(("epub",), check=False, language="vi")


def paper(
    path: Path, title: str, author: str = "", *, headings: tuple[str, ...] = (), picture: Path | None = None
) -> None:
    """A paper of a collection as a Word file."""
    document = docx.Document()
    if title:
        document.add_paragraph(title, style="Title")
    if author:
        document.styles.add_style("Author", 1)
        document.add_paragraph(author, style="Author")
    for heading in headings or ("",):
        if heading:
            document.add_heading(heading, 1)
        document.add_paragraph(f"Nội dung của {path.stem} {heading}.")
    if picture:
        document.add_picture(str(picture))
    document.save(str(path))


def chapters(result: BuildResult) -> list[str]:
    """The lines of the contents after the title page."""
    with zipfile.ZipFile(result.outputs[0].path) as book:
        nav = next(book.read(name).decode() for name in book.namelist() if name.endswith("nav.xhtml"))
    contents = nav.partition('epub:type="toc"')[2].partition("</nav>")[0]
    return [piece.partition("<")[0] for piece in contents.split("xhtml")[1:] for piece in [piece.partition(">")[2]]][1:]


def text(result: BuildResult) -> str:
    with zipfile.ZipFile(result.outputs[0].path) as book:
        return "".join(book.read(name).decode() for name in sorted(book.namelist()) if "/c0" in name)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "Kỷ yếu"
    made.mkdir()
    paper(made / "Bài 2.docx", "Quyền của trẻ em", "Trần Thị B", headings=("Mở đầu", "Kết luận"))
    paper(made / "Bài 10.docx", "Quyền của người khuyết tật", "Lê C")
    paper(made / "Bài 1.docx", "", headings=("Lời nói đầu",))
    (made / "Thumbs.db").write_bytes(b"x")
    (made / ".DS_Store").write_bytes(b"x")
    return made


def record(**more: object) -> EditionRecord:
    return EditionRecord.model_validate({"book": {"title": "Kỷ yếu hội thảo", "language": "vi"}, **more})


def test_the_files_of_a_folder_are_chapters_in_the_order_of_their_numbers(folder: Path, tmp_path: Path) -> None:
    result = build(folder, tmp_path / "out", record(), EPUB)
    assert result.status == "built"
    assert chapters(result) == [
        "Lời nói đầu", "Quyền của trẻ em", "Mở đầu", "Kết luận", "Quyền của người khuyết tật",
    ]  # fmt: skip
    assert '<p class="author">Trần Thị B</p>' in text(result)
    assert result.account is not None
    assert (result.account.coverage, result.account.kinds["headings"]) == (1.0, (5, 5))
    assert [f.params for f in result.findings if f.code == "in-031"] == [
        {"count": 1, "name": "Kỷ yếu", "files": "Thumbs.db"}
    ]


def test_the_metadata_give_order_titles_and_authors(folder: Path, tmp_path: Path) -> None:
    files = [{"name": "Bài 10.docx", "by": "Lê Văn C"}, {"name": "Bài 2.docx", "title": "Trẻ em"}]
    result = build(folder, tmp_path / "out", record(files=files), EPUB)
    assert chapters(result) == ["Quyền của người khuyết tật", "Trẻ em", "Mở đầu", "Kết luận"]
    assert '<p class="author">Lê Văn C</p>' in text(result)
    assert [f.params["file"] for f in result.findings if f.code == "in-033"] == ["Bài 1.docx"]


def test_a_zip_is_the_same_book(folder: Path, tmp_path: Path) -> None:
    packed = tmp_path / "Kỷ yếu.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, f"bai/{path.name}")
    result = build(packed, tmp_path / "out", record(), EPUB)
    assert chapters(result) == chapters(build(folder, tmp_path / "other", record(), EPUB))
    twice = build(packed, tmp_path / "twice", record(), EPUB)
    assert [o.sha256 for o in twice.outputs] == [o.sha256 for o in result.outputs]


def test_pictures_and_notes_of_two_files_do_not_meet(tmp_path: Path) -> None:
    from PIL import Image

    made = tmp_path / "hai"
    made.mkdir()
    for name, colour in (("a", "red"), ("b", "blue")):
        Image.new("RGB", (300, 200), colour).save(tmp_path / f"{name}.png")
        paper(made / f"{name}.docx", f"Bài {name}", picture=tmp_path / f"{name}.png")
    (made / "c.md").write_text("# Bài c\n\nMột.[^1] Xem [trên](#x).\n\n# Bài d {#x}\n\nHai.[^1]\n\n[^1]: Chú thích.\n")
    result = build(made, tmp_path / "out", record(), EPUB)
    assert result.status == "built"
    assert (result.counts.images, result.counts.notes) == (2, 2)
    assert [f.code for f in result.findings if f.code.startswith(("li-", "acc-"))] == []


def test_a_file_that_cannot_be_read_is_named(folder: Path, tmp_path: Path) -> None:
    (folder / "Bài 3.docx").write_bytes(b"PK nothing")
    result = build(folder, tmp_path / "out", record(), EPUB)
    assert result.status == "refused"
    assert [(f.code, f.where.file) for f in result.findings if f.severity == "error"] == [("in-010", "Bài 3.docx")]
    assert list((tmp_path / "out").iterdir()) == []


def test_a_file_without_a_title_is_called_after_its_name(tmp_path: Path) -> None:
    made = tmp_path / "hai"
    made.mkdir()
    (made / "01 Lời cảm ơn.txt").write_text("Xin cảm ơn.", encoding="utf-8")
    result = build(made, tmp_path / "out", record(), EPUB)
    assert chapters(result) == ["Lời cảm ơn"]
    assert [f.code for f in result.findings if f.code == "in-034"] == ["in-034"]


def test_a_list_that_names_a_missing_file_and_an_empty_folder_are_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "rỗng").mkdir()
    gone = build(folder, tmp_path / "out", record(files=[{"name": "Bài 7.docx"}]), EPUB)
    empty = build(tmp_path / "rỗng", tmp_path / "out", record(), EPUB)
    assert [[f.code for f in r.findings if f.severity == "error"] for r in (gone, empty)] == [["in-032"], ["in-030"]]


def test_a_zip_whose_listing_is_damaged_is_refused_in_words(tmp_path: Path) -> None:
    packed = tmp_path / "a.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.docx", b"x" * 100)
    packed.write_bytes(packed.read_bytes().replace(b"PK\x01\x02", b"XXXX"))
    result = build(packed, tmp_path / "out", record(), EPUB)
    assert [f.code for f in result.findings] == [f.code for f in check(packed)] == ["in-010"]


def test_subtitle_date_and_abstract_of_a_file_stay_below_its_title(tmp_path: Path) -> None:
    made = tmp_path / "hai"
    made.mkdir()
    document = docx.Document()
    document.styles.add_style("Date", 1)
    document.styles.add_style("Abstract", 1)
    for style, words in (
        ("Title", "Quyền học tập"), ("Subtitle", "Nhìn từ vùng cao"), ("Date", "Tháng 5 năm 2024"),
        ("Abstract", "Bài viết bàn về trường học."), ("Normal", "Phần chữ của bài."),
    ):  # fmt: skip
        document.add_paragraph(words, style=style)
    document.save(str(made / "a.docx"))
    result = build(made, tmp_path / "out", record(), EPUB)
    assert result.account is not None
    assert (result.status, result.account.coverage) == ("built", 1.0)
    places = [text(result).find(words) for words in ("vùng cao", "năm\xa02024", "bàn về", "Phần chữ")]
    assert -1 not in places
    assert places == sorted(places)


def test_two_folders_are_compared_as_two_files_are(tmp_path: Path) -> None:
    for name, lines in (("goc", "Mọi người.[^1]\n\n[^1]: Từ 1948."), ("dich", "All people.")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "1.md").write_text(f"# I\n\n{lines}\n", encoding="utf-8")
    found = compare(Side(tmp_path / "goc", language="vi"), Side(tmp_path / "dich", language="en")).findings
    assert [f.params["text"] for f in found] == ["Từ 1948."]
