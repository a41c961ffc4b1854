"""Each rule has an example that breaks it, here or beside what it is about, and a twin that keeps it."""

from __future__ import annotations

import importlib
import io
import pkgutil
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pikepdf
import pytest
from PIL import Image

import pipeline
from pipeline import BuildOptions, EditionRecord, Side, build, check, compare
from pipeline.checks import resident
from pipeline.findings import RULES
from pipeline.intake import gate

TESTS = Path(__file__).resolve().parent.parent
NOWHERE = {
    "in-023": "needs a manuscript whose reading takes 1.5 GB; the limit itself is tested in test_sandbox.py",
    "in-026": "pandoc's readers, as we ask for them, give no raw markup: the rule guards against one that does",
    "pd-003": "no picture is known that passes the intake and that the page engine cannot draw",
}
"""Rules without an example, and why."""
EPUB = BuildOptions(("epub",), check=False)
LEFT_PLAIN = "<html><body><p>Một</p></body></html>"


def text(name: str, content: str) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        (folder / name).write_text(content, encoding="utf-8")
        return folder / name

    return write


def word(xml: str) -> Callable[[Path], Path]:
    """A Word file with a piece of XML of its own behind a paragraph."""

    def write(folder: Path) -> Path:
        document = docx.Document()
        document.add_heading("Chương một", 1)
        document.add_paragraph("Mọi người đều tự do.")
        plain = io.BytesIO()
        document.save(plain)
        with zipfile.ZipFile(plain) as source, zipfile.ZipFile(folder / "a.docx", "w") as target:
            for entry in source.infolist():
                data = source.read(entry)
                if entry.filename == "word/document.xml":
                    data = data.replace(b"<w:sectPr", xml.encode() + b"<w:sectPr", 1)
                target.writestr(entry, data)
        return folder / "a.docx"

    return write


def huge(folder: Path) -> Path:
    with (folder / "a.docx").open("wb") as file:
        file.truncate(gate.MAX_BYTES + 1)
    return folder / "a.docx"


def pdf(*, inside: bool) -> Callable[[Path], Path]:
    """A PDF of one page with a typeface that is, or is not, in it."""

    def write(folder: Path) -> Path:
        document = pikepdf.new()
        document.Root.Lang = pikepdf.String("vi")
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.TrueType, BaseFont=pikepdf.Name.Arial)
        described = pikepdf.Dictionary(Type=pikepdf.Name.FontDescriptor, FontName=pikepdf.Name.Arial)
        if inside:
            described.FontFile2 = document.make_stream(b"x")
        font.FontDescriptor = document.make_indirect(described)
        page = document.add_blank_page(page_size=(300, 400))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=document.make_indirect(font)))
        document.save(folder / "a.pdf")
        return folder / "a.pdf"

    return write


CHART = (
    '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="x">'
    '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"/></a:graphicData></a:graphic>'
    "</wp:inline></w:drawing></w:r></w:p>"
)
INSIDE = '<w:altChunk xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId99"/>'
EXAMPLES: dict[str, tuple[Callable[[Path], Path], Callable[[Path], Path]]] = {
    "in-002": (huge, word("")),
    "in-020": (
        text("a.html", "<html><body>" + "<div>" * 400 + "<p>Một</p>" + "</div>" * 400 + "</body></html>"),
        text("a.html", LEFT_PLAIN),
    ),
    "im-011": (
        text("a.html", '<html><body><p>Một <img src="https://example.org/a.png" alt="ảnh"></p></body></html>'),
        text("a.html", LEFT_PLAIN),
    ),
    "pd-011": (pdf(inside=False), pdf(inside=True)),
    "rs-008": (word(CHART), word("")),
    "rs-009": (word(INSIDE), word("")),
}


@pytest.mark.parametrize("code", EXAMPLES)
def test_a_file_that_breaks_the_rule_is_told_and_its_twin_is_not(tmp_path: Path, code: str) -> None:
    breaks, keeps = EXAMPLES[code]
    for name in ("breaks", "keeps"):
        (tmp_path / name).mkdir()
    assert code in [finding.code for finding in check(breaks(tmp_path / "breaks"))]
    assert code not in [finding.code for finding in check(keeps(tmp_path / "keeps"))]


SAID = {"book": {"title": "Sách", "language": "vi", "publisher": "NXB", "published": "2026-05-14"}}


@pytest.mark.parametrize(
    ("code", "part"), [("md-010", {"language": None}), ("md-011", {"title": None}), ("ip-002", {"publisher": ""})]
)
def test_a_record_that_lacks_something_is_told_what(tmp_path: Path, code: str, part: dict[str, str | None]) -> None:
    manuscript = text("a.md", "# Một\n\nMọi người đều tự do.\n")(tmp_path)
    found = []
    for record in (SAID, {"book": {**SAID["book"], **part}, "imprint": {"director": "Lê A"}}):
        result = build(manuscript, tmp_path / "out", EditionRecord.model_validate(record), EPUB)
        found.append(code in [finding.code for finding in result.findings])
    assert found == [False, True]


def test_a_finished_book_is_no_manuscript(tmp_path: Path) -> None:
    result = build(pdf(inside=True)(tmp_path), tmp_path / "out", EditionRecord(), EPUB)
    assert [finding.code for finding in result.findings] == ["in-021"]


@pytest.mark.parametrize(("code", "content"), [("in-024", "\\documentclass{book}\\begin{document}Một \\verb")])
def test_a_manuscript_that_pandoc_cannot_read_is_refused(tmp_path: Path, code: str, content: str) -> None:
    result = build(text("a.tex", content)(tmp_path), tmp_path / "out", EditionRecord(), EPUB)
    assert (result.status, [finding.code for finding in result.findings]) == ("refused", [code])


@pytest.mark.parametrize(("code", "module"), [("in-022", "pipeline.intake.read"), ("pd-001", "pipeline.outputs.pdf")])
def test_a_tool_that_takes_too_long_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, module: str
) -> None:
    from dataclasses import replace

    tool = importlib.import_module(module)
    monkeypatch.setattr(tool, "LIMITS", replace(tool.LIMITS, wall_s=0.02))
    long = "Mọi *người* đều tự do.\n\n" * (20_000 if code == "in-022" else 1)
    manuscript = text("a.md", f"# Một\n\n{long}")(tmp_path)
    options = BuildOptions(("pdf",), check=False)
    result = build(manuscript, tmp_path / "out", EditionRecord.model_validate(SAID), options)
    assert (result.status, code in [finding.code for finding in result.findings]) == ("refused", True)
    assert list((tmp_path / "out").iterdir()) == []


WHOLE = (
    "# Chương 1\n\n## Tuổi thơ\n\nMọi người đều tự do từ năm 1948.\n\n"
    "Trong ảnh ![Lớp học](a.png) là lớp học của làng.\n\n"
    "| Năm | Số |\n|---|---|\n| 1966 | 106 |\n\n```\nprint(1)\n```\n\nKhông ai bị bắt làm nô lệ.\n"
)


@pytest.mark.parametrize(
    ("code", "lost"),
    [
        ("cmp-003", "## Tuổi thơ\n\n"),
        ("cmp-006", "![Lớp học](a.png) "),
        ("cmp-007", "| Năm | Số |\n|---|---|\n| 1966 | 106 |\n\n"),
        ("cmp-014", "```\nprint(1)\n```\n\n"),
    ],
)
def test_what_a_translation_lacks_is_named_by_its_kind(tmp_path: Path, code: str, lost: str) -> None:
    Image.new("RGB", (40, 30), "navy").save(tmp_path / "a.png")
    sides = {
        name: Side(text(f"{name}.md", content)(tmp_path), language=language)
        for name, content, language in (
            ("one", WHOLE, "vi"), ("whole", WHOLE, "en"), ("less", WHOLE.replace(lost, ""), "en"),
        )
    }  # fmt: skip
    assert compare(sides["one"], sides["whole"]).findings == []
    assert [finding.code for finding in compare(sides["one"], sides["less"]).findings] == [code]


def test_an_original_that_cannot_be_read_stops_no_translation(tmp_path: Path) -> None:
    manuscript = text("a.md", "# One\n\nAll are free.\n")(tmp_path)
    broken = tmp_path / "goc.docx"
    broken.write_bytes(b"PK nothing")
    options = BuildOptions(("epub",), check=False, language="en", original=Side(broken))
    result = build(manuscript, tmp_path / "out", EditionRecord.model_validate(SAID), options)
    assert (result.status, [f.params["name"] for f in result.findings if f.code == "cmp-021"]) == (
        "built",
        ["goc.docx"],
    )


@pytest.mark.parametrize("spine", [None, 12.0])
def test_a_spine_that_was_worked_out_and_a_missing_bar_code_are_told(tmp_path: Path, spine: float | None) -> None:
    from pipeline.checks.printing import check_printing

    isbn = {} if spine is None else {"isbn": {"print": "978-604-0-00001-9"}}
    record = EditionRecord.model_validate({**SAID, "print": {"spine": spine}, **isbn})
    document = pikepdf.new()
    for _ in range(16):
        document.add_blank_page(page_size=(300, 400))
    document.save(tmp_path / "a.pdf")
    codes = [finding.code for finding in check_printing(record, tmp_path / "a.pdf", spine=12.0, cut=0)]
    assert ("pr-006" in codes, "pr-007" in codes) == (spine is None, spine is None)


def test_no_rule_is_without_an_example() -> None:
    for module in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
        if not module.name.endswith(("_child", "sandbox", "confine")):
            importlib.import_module(module.name)
    said = "".join(path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py"))
    shown = set(re.findall(r"\b[a-z]{2,3}-\d{3}\b", said))
    assert sorted(set(RULES) - shown) == []
    assert sorted(set(NOWHERE) - set(RULES)) == []


def test_a_check_that_does_not_end_is_told_and_the_book_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    monkeypatch.delenv(resident.VARIABLE)  # a process for this book, so that its limit can be met
    tool = importlib.import_module("pipeline.checks.epubcheck")
    monkeypatch.setattr(tool, "LIMITS", replace(tool.LIMITS, wall_s=0.02))
    manuscript = text("a.md", "# Một\n\nMọi người đều tự do.\n")(tmp_path)
    result = build(manuscript, tmp_path / "out", EditionRecord.model_validate(SAID), BuildOptions(("epub",)))
    assert (result.status, "ec-002" in [finding.code for finding in result.findings]) == ("built", True)
