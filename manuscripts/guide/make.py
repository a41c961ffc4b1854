"""Makes the Word manuscripts of the user's guide from its plain sources.

The guide is our own sample book: an author edits the Markdown of a chapter, this script writes the
``.docx`` that a publisher would send, with real Word styles, notes, captions and alternative texts.
Same sources, same bytes: no clock, no randomness.

    uv run python manuscripts/guide/make.py          writes guide.vi.docx and guide.en.docx
    uv run python manuscripts/guide/make.py --check  says whether they are up to date (exit 1 if not)
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path

import docx
import pypandoc
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from lxml import etree

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import figures  # noqa: E402  (a neighbour, not a package)

LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}
EPOCH = 1767225600  # 2026-01-01T00:00:00Z: a fixed date for the file's properties
READER = "markdown+fancy_lists+definition_lists+footnotes+pipe_tables+fenced_code_blocks-smart"
NS = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
INK = RGBColor(0x1F, 0x2A, 0x44)


def sources(language: str) -> list[Path]:
    """The chapters of one language, in the order of the book."""
    return sorted((HERE / language).glob("*.md"))


def target(language: str) -> Path:
    """Where the manuscript of one language is kept."""
    return HERE.parent / f"guide.{language}.docx"


def make(language: str, out: Path) -> None:
    """Write the manuscript of one language as a Word file.

    Raises subprocess.CalledProcessError when pandoc refuses a source.
    """
    record = tomllib.loads((HERE.parent / f"guide.{language}.toml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix="guide-") as name:
        folder = Path(name)
        figures.draw_all(language, folder)
        reference(LANGUAGES[language], folder / "reference.docx")
        raw = folder / "raw.docx"
        pandoc(
            "--from", READER, "--to", "docx", "--reference-doc", str(folder / "reference.docx"),
            "--resource-path", str(folder), "--fail-if-warnings", "--output", str(raw),
            "--metadata", f"title={record['book']['title']}",
            "--metadata", f"subtitle={record['book']['subtitle']}",
            "--metadata", f"author={record['people'][0]['name']}",
            "--metadata", f"lang={LANGUAGES[language]}",
            *(str(path) for path in sources(language)),
        )  # fmt: skip
        pack(raw, out)


def pandoc(*arguments: str) -> bytes:
    """Run the pinned pandoc with a fixed clock; returns what it printed."""
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(EPOCH)}
    command = [pypandoc.get_pandoc_path(), *arguments]
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE).stdout


def pack(raw: Path, out: Path) -> None:
    """Write the archive again with sorted names and fixed times, so that its bytes repeat."""
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            data = old.read(name)
            if name in ("word/document.xml", "word/footnotes.xml"):
                data = tidy(data)
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            new.writestr(info, data)


def tidy(document: bytes) -> bytes:
    """Make of pandoc's file what Word itself writes: places inside paragraphs, whole rows, joined runs.

    A bookmark between paragraphs is lawful, but most readers of Word files lose it, and with it
    the cross-references.
    """
    root = etree.fromstring(document)
    for mark in root.xpath("//w:body/w:bookmarkStart", namespaces=NS):
        number = mark.get(qn("w:id"))
        ends = root.xpath(f"//w:bookmarkEnd[@w:id='{number}']", namespaces=NS)
        following = mark.xpath("following-sibling::w:p[not(.//w:drawing)]", namespaces=NS)
        paragraph = following[0]  # a picture is known by its caption, as Word's own references do
        properties = paragraph.find(qn("w:pPr"))
        at = 0 if properties is None else paragraph.index(properties) + 1
        paragraph.insert(at, mark)
        paragraph.append(ends[0])
    for row in root.iter(qn("w:tr")):
        properties = row.find(qn("w:trPr"))
        if properties is None:
            properties = etree.Element(qn("w:trPr"))
            row.insert(0, properties)
        properties.insert(0, etree.Element(qn("w:cantSplit")))
    join_runs(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def join_runs(root: etree._Element) -> None:
    """Join neighbouring runs of one format; pandoc writes one for each word."""
    for run in list(root.iter(qn("w:r"))):
        before = run.getprevious()
        if before is None or before.tag != run.tag or shape(before) != shape(run) or not shape(run)[1]:
            continue
        text, more = before.find(qn("w:t")), run.find(qn("w:t"))
        text.text = (text.text or "") + (more.text or "")
        run.getparent().remove(run)


def shape(run: etree._Element) -> tuple[bytes, bool]:
    """A run's format, and whether it holds one text and nothing else."""
    properties = run.find(qn("w:rPr"))
    parts = [child.tag for child in run if child is not properties]
    form = b"" if properties is None else etree.tostring(properties, method="c14n")
    return form.strip(), parts == [qn("w:t")]


# ---------------------------------------------------------------- the reference document


def reference(tag: str, path: Path) -> None:
    """The styles of the manuscript: A4, Times New Roman 13 pt, as publishers here type."""
    path.write_bytes(pandoc("--print-default-data-file", "reference.docx"))
    document = docx.Document(str(path))
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    for style in document.styles:
        if isinstance(style, ParagraphStyle):
            dress(style)
    document.styles["Heading 1"].paragraph_format.page_break_before = True
    declare_language(document, tag)
    borders(document.styles["Table"].element)
    document.save(str(path))


SIZES = {"Title": 26, "Subtitle": 16, "Heading 1": 20, "Heading 2": 16, "Heading 3": 13, "Footnote Text": 10,
         "Image Caption": 11, "Table Caption": 11}  # fmt: skip


def dress(style: ParagraphStyle) -> None:
    """One typeface throughout; headings in dark ink, captions in italics."""
    name = str(style.name)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for key in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{key}"), "Times New Roman")
    if name in SIZES:
        style.font.size = Pt(SIZES[name])
    elif name == "Normal":
        style.font.size = Pt(13)
    if name.startswith(("Heading", "Title", "Subtitle")):
        style.font.color.rgb = INK
        style.font.bold = name != "Subtitle"
    if name in ("Image Caption", "Table Caption"):
        style.font.italic = True
    if name in ("Captioned Figure", "Image Caption"):
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER


def declare_language(document: docx.document.Document, tag: str) -> None:
    """Say in the document's defaults which language the text is in."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    lang = OxmlElement("w:lang")
    for key in ("val", "eastAsia"):
        lang.set(qn(f"w:{key}"), tag)
    properties.append(lang)


def borders(style: object) -> None:
    """Thin rules between the rows of every table, and its header row in bold."""
    properties = style.find(qn("w:tblPr"))  # type: ignore[attr-defined]
    box = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "9AA1AE")):
            line.set(qn(f"w:{key}"), value)
        box.append(line)
    properties.insert(1, box)
    first = OxmlElement("w:tblStylePr")
    first.set(qn("w:type"), "firstRow")
    bold = OxmlElement("w:rPr")
    bold.append(OxmlElement("w:b"))
    first.append(bold)
    for old in style.findall(qn("w:tblStylePr")):  # type: ignore[attr-defined]
        style.remove(old)  # type: ignore[attr-defined]
    style.append(first)  # type: ignore[attr-defined]


# ---------------------------------------------------------------- the command


def contents(path: Path) -> dict[str, bytes]:
    """What a Word file holds, by name; the same whichever zlib packed it."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def up_to_date(language: str) -> bool:
    """Whether the committed manuscript says what its sources say."""
    with tempfile.TemporaryDirectory(prefix="guide-") as name:
        fresh = Path(name) / "fresh.docx"
        make(language, fresh)
        return target(language).exists() and contents(fresh) == contents(target(language))


def main(arguments: list[str]) -> int:
    """Make both manuscripts, or check that they are up to date."""
    if arguments == ["--check"]:
        stale = [language for language in LANGUAGES if not up_to_date(language)]
        for language in stale:
            print(f"{target(language).name} is not up to date: run manuscripts/guide/make.py")
        return 1 if stale else 0
    for language in arguments or list(LANGUAGES):
        make(language, target(language))
        print(target(language).name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
