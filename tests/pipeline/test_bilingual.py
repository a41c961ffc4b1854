"""A bilingual edition: side by side on paper, one after the other on a screen, each in its language and direction."""

from __future__ import annotations

import re
import subprocess
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import etree

from pipeline import BuildOptions, BuildResult, EditionRecord, Side, build

VI = """# Chương 1. Tự do

Mọi người đều tự do.[^1]

## Điều 1

Ai cũng có quyền sống, xem [chương sau](#hai).

- Một là sống.
- Hai là học.

| Năm | Người |
|---|---|
| 2022 | 1.250 |

[^1]: Ghi chú tiếng Việt.

# Chương 2. Học {#hai}

Ai cũng được học.
"""
TEXTS = {
    "en": """# Chapter 1. Freedom

All are free.[^1]

## Article 1

Everyone has the right to live, see [the next chapter](#two).

- First, to live.
- Second, to learn.

| Year | People |
|---|---|
| 2022 | 1,250 |

[^1]: An English note.

# Chapter 2. Learning {#two}

Everybody may learn.
""",
    "ar": """# الفصل 1. الحرية

كل الناس أحرار.[^1]

## المادة 1

لكل فرد الحق في الحياة، انظر [الفصل التالي](#two).

- أولا الحياة.
- ثانيا التعلم.

| السنة | الناس |
|---|---|
| 2022 | 1250 |

[^1]: ملاحظة بالعربية.

# الفصل 2. التعلم {#two}

لكل فرد أن يتعلم.
""",
    "vi": VI,
}
X = "{http://www.w3.org/1999/xhtml}"


class Made(NamedTuple):
    """A bilingual book, its languages, and the files of its EPUB."""

    result: BuildResult
    first: str
    second: str
    files: dict[str, str]

    @property
    def chapters(self) -> list[etree._Element]:
        names = sorted(name for name in self.files if re.search(r"/c\d+[^/]*\.xhtml$", name))
        return [etree.fromstring(self.files[name].encode()) for name in names]

    @property
    def pdf(self) -> Path:
        return next(output.path for output in self.result.outputs if output.path.suffix == ".pdf")


@pytest.fixture(scope="module", params=[("vi", "en"), ("vi", "ar"), ("ar", "vi")], ids="-".join)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    first, second = request.param
    folder = tmp_path_factory.mktemp("bilingual")
    for name, tag in (("one.md", first), ("two.md", second)):
        (folder / name).write_text(TEXTS[tag], encoding="utf-8")
    record = EditionRecord.model_validate({"book": {"title": "Sách", "language": first}})
    other = EditionRecord.model_validate({"book": {"title": "Book"}})
    beside = Side(folder / "two.md", other, second)
    result = build(folder / "one.md", folder / "out", record, BuildOptions(beside=beside))
    assert result.status == "built"
    [path] = [output.path for output in result.outputs if output.path.suffix == ".epub"]
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
    return Made(result, first, second, files)


def test_nothing_is_found_missing_and_epubcheck_has_nothing_to_say(made: Made) -> None:
    assert [f.code for f in made.result.findings if f.code.startswith(("cmp-", "ec-", "li-"))] == []


def test_each_half_of_each_pair_is_marked_with_its_language_and_direction(made: Made) -> None:
    pairs = [div for chapter in made.chapters for div in chapter.iter(X + "div") if div.get("class") == "parallel"]
    assert len(pairs) == 4  # three paragraphs and a list
    for pair in pairs:
        ours, theirs = pair
        assert (ours.get("lang"), theirs.get("lang")) == (made.first, made.second)
        assert theirs.get("dir") == ("rtl" if made.second == "ar" else "ltr")
        assert all("".join(half.itertext()).strip() for half in (ours, theirs))


def test_headings_say_both_titles_and_the_contents_too(made: Made) -> None:
    [first, *_] = made.chapters
    heading = next(first.iter(*(f"{X}h{level}" for level in range(1, 7))))
    inner = [span for span in heading.iter(X + "span") if span.get("lang")]
    assert [span.get("lang") for span in inner] == [made.second]
    nav = made.files["EPUB/nav.xhtml"]
    for tag in (made.first, made.second):
        title = TEXTS[tag].splitlines()[0].removeprefix("# ")
        assert title in nav.replace("\xa0", " ")
    assert " · " in nav


def test_notes_of_both_languages_are_numbered_in_one_row_and_link_both_ways(made: Made) -> None:
    [first, *_] = made.chapters
    calls = [a for a in first.iter(X + "a") if a.get("class") == "noteref"]
    assert ["".join(a.itertext()) for a in calls] == ["1", "2"]
    ids = {element.get("id") for element in first.iter() if element.get("id")}
    assert all(a.get("href")[1:] in ids for a in first.iter(X + "a") if a.get("href", "").startswith("#"))


def test_links_of_the_second_half_lead_within_the_book(made: Made) -> None:
    links = [a.get("href") for chapter in made.chapters for a in chapter.iter(X + "a") if not a.get("class")]
    assert len(links) == 2
    ids = {element.get("id") for chapter in made.chapters for element in chapter.iter() if element.get("id")}
    assert {link.partition("#")[2] for link in links} <= ids


def test_the_package_names_both_languages_and_the_first_ones_direction(made: Made) -> None:
    package = made.files["EPUB/content.opf"]
    assert re.findall(r"<dc:language>(.*?)</dc:language>", package) == [made.first, made.second]
    assert ('page-progression-direction="rtl"' in package) == (made.first == "ar")


def test_the_halves_stand_side_by_side_in_the_pdf(made: Made) -> None:
    """Arabic on the right, whichever of the two leads; the first of two others on the left."""
    boxes = subprocess.run(["pdftotext", "-bbox", made.pdf, "-"], capture_output=True, text=True, check=True).stdout
    words = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="[\d.]+" yMax="[\d.]+">(.*?)</word>', boxes)
    [(vietnamese, line)] = [(float(x), float(y)) for x, y, said in words if said == "được"]
    other = next(tag for tag in (made.first, made.second) if tag != "vi")
    beside = [float(x) for x, y, said in words if abs(float(y) - line) < 8 and re.search(MARKS[other], said)]
    assert beside
    assert all(vietnamese < place for place in beside)


MARKS = {"en": "Everybody", "ar": "[\u0621-\u064a]{2}"}
"""What stands beside the last Vietnamese line, and in no other place at that height."""


def test_two_books_that_do_not_belong_together_are_not_put_together(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(VI, encoding="utf-8")
    (tmp_path / "b.md").write_text("# Tea\n\nWater.\n\n# Soup\n\nOnions.\n\n# Cake\n\nEggs.\n\n# Jam\n\nPlums.\n")
    options = BuildOptions(beside=Side(tmp_path / "b.md", language="en"), check=False)
    result = build(tmp_path / "a.md", tmp_path / "out", options=options)
    assert (result.status, "cmp-019" in [f.code for f in result.findings]) == ("refused", True)
