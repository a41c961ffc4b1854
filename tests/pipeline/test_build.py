"""A manuscript becomes a book, or is refused with a reason and leaves nothing behind."""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from pathlib import Path

import docx
import pikepdf
import pypandoc
import pytest

from pipeline import BuildOptions, BuildResult, EditionRecord, Finding, Progress, build, report
from pipeline.findings import blocking
from pipeline.i18n import translator

MARKDOWN = """# Quyền con người

Điều 1. Mọi người sinh ra đều tự do.[^1]

[^1]: Tuyên ngôn Quốc tế Nhân quyền.

| Năm | Sách |
|-----|------|
| 2026 | 412 |

$$x^2 + y^2 = z^2$$

# Chương hai

Đoạn *nghiêng*, **đậm** và [liên kết](https://example.org/).
"""


def manuscript(folder: Path, text: str = MARKDOWN, name: str = "ban-thao.md") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def made(result: BuildResult, suffix: str) -> Path:
    return next(output.path for output in result.outputs if output.path.name.endswith(suffix))


def said(findings: list[Finding]) -> list[str]:
    return [finding.said(str)["message"] for finding in findings]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    folder = tmp_path_factory.mktemp("small")
    record = EditionRecord.model_validate({"book": {"title": "Đường tới quyền con người", "language": "vi"}})
    return build(manuscript(folder), folder / "out", record)


def test_a_manuscript_becomes_an_epub_a_pdf_and_a_cover(small: BuildResult) -> None:
    assert small.status == "built"
    assert [o.path.name for o in small.outputs] == [
        "duong-toi-quyen-con-nguoi.epub",
        "duong-toi-quyen-con-nguoi.pdf",
        "duong-toi-quyen-con-nguoi.cover.jpg",
    ]
    counts = small.counts
    assert (counts.headings, counts.notes, counts.tables, counts.formulas, counts.links) == (2, 1, 1, 1, 1)


def test_epubcheck_has_nothing_to_say(small: BuildResult) -> None:
    assert [finding.code for finding in small.findings] == ["ax-001", "ip-001"]


def test_chapters_end_in_xhtml_and_notes_lead_there_and_back(small: BuildResult) -> None:
    with zipfile.ZipFile(made(small, ".epub")) as book:
        assert book.namelist()[0] == "mimetype"
        names = [name for name in book.namelist() if re.search(r"/c\d+[^/]*$", name)]
        first = book.read(names[0]).decode()
    assert [name.endswith(".xhtml") for name in names] == [True]
    assert 'role="doc-noteref"' in first
    assert 'role="doc-backlink"' in first
    assert "<math" in first


def test_the_page_list_names_every_page_of_the_pdf(small: BuildResult) -> None:
    with pikepdf.open(made(small, ".pdf")) as document:
        pages = len(document.pages)
        assert str(document.Root.Lang) == "vi"
        assert bool(document.Root.MarkInfo.Marked)
    with zipfile.ZipFile(made(small, ".epub")) as book:
        nav = book.read("EPUB/nav.xhtml").decode()
    listed = re.findall(r"<li>", nav.partition('epub:type="page-list"')[2])
    assert len(listed) == pages


def test_the_same_manuscript_gives_the_same_bytes(tmp_path: Path) -> None:
    hashes = []
    for place in ("here", "there"):
        folder = tmp_path / place
        folder.mkdir()
        result = build(manuscript(folder), folder / "out", options=BuildOptions(check=False, language="vi"))
        hashes.append([output.sha256 for output in result.outputs])
    assert hashes[0] == hashes[1]


def test_progress_goes_from_nothing_to_the_whole_and_never_back(tmp_path: Path) -> None:
    told: list[Progress] = []
    build(manuscript(tmp_path), tmp_path / "out", options=BuildOptions(("epub",), check=False), progress=told.append)
    fractions = [step.fraction for step in told]
    assert fractions == sorted(fractions)
    assert (fractions[0], fractions[-1]) == (0.0, 1.0)


def test_folders_may_be_given_relatively(small: BuildResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(manuscript(tmp_path).parent)
    record = EditionRecord.model_validate({"book": {"title": "Đường tới quyền con người", "language": "vi"}})
    result = build(Path("ban-thao.md"), Path("out"), record)
    assert [finding.code for finding in result.findings] == [finding.code for finding in small.findings]
    assert [output.sha256 for output in result.outputs] == [output.sha256 for output in small.outputs]


def test_progress_is_told_page_by_page(tmp_path: Path) -> None:
    told: list[Progress] = []
    text = "# Một\n\n" + "Mọi người sinh ra đều được tự do. " * 2000
    build(manuscript(tmp_path, text), tmp_path / "out", options=BuildOptions(("pdf",)), progress=told.append)
    fractions = [step.fraction for step in told]
    assert fractions == sorted(fractions)
    assert len([step for step in told if step.stage == "pdf"]) > 20


def test_an_epub_alone_says_that_it_lacks_page_numbers(tmp_path: Path) -> None:
    result = build(manuscript(tmp_path), tmp_path / "out", options=BuildOptions(("epub",), check=False, language="vi"))
    assert "ep-001" in [finding.code for finding in result.findings]


@pytest.mark.parametrize(
    ("name", "text", "code"), [("a.md", "\n\n", "in-025"), ("a.md", "", "in-001"), ("a.docx", "words", "in-010")]
)
def test_what_cannot_be_a_book_is_refused_and_leaves_nothing(tmp_path: Path, name: str, text: str, code: str) -> None:
    result = build(manuscript(tmp_path, text, name), tmp_path / "out")
    assert (result.status, result.outputs) == ("refused", [])
    assert [finding.code for finding in blocking(result.findings)] == [code]
    assert list((tmp_path / "out").iterdir()) == []


def test_a_wrong_isbn_stops_the_book(tmp_path: Path) -> None:
    record = EditionRecord.model_validate({"isbn": {"epub": "978-604-0-00001-1"}})
    result = build(manuscript(tmp_path), tmp_path / "out", record)
    assert (result.status, "md-001" in [f.code for f in result.findings]) == ("refused", True)


def test_a_title_of_300_characters_is_set_whole(tmp_path: Path) -> None:
    title = ("Quyền được sống trong môi trường trong lành " * 7)[:300].strip()
    record = EditionRecord.model_validate({"book": {"title": title, "language": "vi"}})
    result = build(manuscript(tmp_path), tmp_path / "out", record, BuildOptions(check=False))
    assert (result.status, result.title) == ("built", title)
    assert len(result.outputs[0].path.name) < 100


@pytest.mark.parametrize(("way", "numbers"), [("chapter", ["1", "2", "1"]), ("book", ["1", "2", "3"])])
def test_notes_begin_anew_in_each_chapter_or_run_on_through_the_book(
    tmp_path: Path, way: str, numbers: list[str]
) -> None:
    long = "Mọi người đều tự do và bình đẳng. " * 90
    text = f"# Chương 1\n\n{long}^[một] b^[hai]\n\n# Chương 2\n\n{long}^[ba]\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    record = EditionRecord.model_validate({"book": {"title": "T", "language": "vi"}, "design": {"notes": way}})
    result = build(tmp_path / "a.md", tmp_path / "out", record, BuildOptions(check=False))
    with zipfile.ZipFile(result.outputs[0].path) as book:
        texts = "".join(book.read(name).decode() for name in sorted(book.namelist()) if "/c0" in name)
    assert re.findall(r'role="doc-noteref"[^>]*>(\d+)<', texts) == numbers
    assert re.findall(r'role="doc-backlink"[^>]*>(\d+)<', texts) == numbers
    printed = subprocess.run(["pdftotext", result.outputs[1].path, "-"], capture_output=True, text=True, check=True)
    found = [re.findall(rf"^(\d+)\W+{word}$", printed.stdout, re.MULTILINE) for word in ("một", "hai", "ba")]
    assert found == [[number] for number in numbers]
    assert [f for f in result.findings if f.code.startswith("acc-")] == []


def test_scripts_and_foreign_resources_never_reach_the_book(tmp_path: Path) -> None:
    canary = tmp_path.parent / "canary.png"
    canary.write_bytes(b"secret")
    text = (
        "<h1>Sách</h1><p onclick='x()'>Chữ <a href='javascript:alert(1)'>đây</a></p><script>alert(1)</script>"
        f"<img src='file://{canary}' alt='chim'><img src='http://127.0.0.1:9/a.png' alt='xa'><iframe src='/'></iframe>"
    )
    result = build(manuscript(tmp_path, text, "a.html"), tmp_path / "out", options=BuildOptions(language="vi"))
    assert result.status == "built"
    with zipfile.ZipFile(made(result, ".epub")) as book:
        everything = b"".join(book.read(name) for name in book.namelist())
    for bad in (b"<script", b"onclick", b"javascript:", b"file://", b"127.0.0.1", b"iframe", b"secret"):
        assert bad not in everything


def test_latex_reads_no_file_of_ours(tmp_path: Path) -> None:
    (tmp_path / "secret.tex").write_text("TOPSECRET")
    text = f"\\section{{Chương}} Chữ. \\input{{{tmp_path}/secret.tex}}"
    result = build(manuscript(tmp_path, text, "a.tex"), tmp_path / "out", options=BuildOptions(("epub",), check=False))
    with zipfile.ZipFile(made(result, ".epub")) as book:
        assert b"TOPSECRET" not in b"".join(book.read(name) for name in book.namelist())


def test_an_empty_word_file_is_no_book(tmp_path: Path) -> None:
    path = tmp_path / "trong.docx"
    docx.Document().save(str(path))
    assert [f.code for f in build(path, tmp_path / "out").findings] == ["in-025"]


def test_the_report_holds_no_time_and_speaks_vietnamese(small: BuildResult, tmp_path: Path) -> None:
    report.write(small, tmp_path, translator("vi"))
    content = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert list(content) == ["schema", "status", "manuscript", "book", "outputs", "findings", "tools", "account"]
    assert (content["schema"], content["status"], content["book"]["title"]) == (1, "built", "Đường tới quyền con người")
    assert content["tools"]["pandoc"] == str(pypandoc.get_pandoc_version())
    refused = build(manuscript(tmp_path, "", "a.md"), tmp_path / "out")
    assert report.report(refused, translator("vi"))["findings"][0]["message"] == "Tệp “a.md” rỗng."


def test_the_page_list_leads_to_marks_of_pages_and_nowhere_else(small: BuildResult) -> None:
    with zipfile.ZipFile(made(small, ".epub")) as book:
        files = {
            name.rpartition("/")[2]: book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml")
        }
    listed = re.findall(r'<a href="([^"#]+)#([^"]+)">', files["nav.xhtml"].partition('epub:type="page-list"')[2])
    marks = {
        (name, found)
        for name, text in files.items()
        for found in re.findall(r'epub:type="pagebreak" role="doc-pagebreak" id="([^"]+)"', text)
    }
    assert len(listed) > 5
    assert sorted(listed) == sorted(marks)
