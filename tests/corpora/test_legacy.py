"""Real Word files from before Unicode, through the whole pipeline to the Book, against their checked transcripts.

Run with ``make test-legacy``, which prints a line for each file. The transcripts hold what was deleted with changes
tracked and lack text boxes, so that is put back and these are left out before a file is read. Letter case is not
compared: the transcripts keep the codes of fonts of capitals.
"""

from __future__ import annotations

import difflib
import re
import shutil
import tempfile
import unicodedata
from pathlib import Path

import docx
import pytest

from pipeline.book import assemble
from pipeline.book.model import Code, Text
from pipeline.book.visit import every_in
from pipeline.intake.gate import receive
from pipeline.intake.legacy import convert, office
from pipeline.intake.ooxml import MC, W, Word, rewrite
from pipeline.intake.read import read
from pipeline.metadata import BookPart, EditionRecord

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]
RECORD = EditionRecord(book=BookPart(title="x", language="vi"))
LEAST_FILE, LEAST_ALL = 0.97, 0.99
FILES = {"tcvn3": 28, "vni": 6}
_LARGE = 9_000_000


def prepared(path: Path, folder: Path) -> Path:
    """The file as .docx, with tracked deletions put back and without text boxes."""
    target = folder / "a.docx"
    made = path if path.suffix == ".docx" else office.as_docx(path, path.suffix[1:], folder, path.name)[0]
    shutil.copyfile(made, target)
    with Word(target) as file:
        names = (file.main, *file.of_kind("footnotes", "endnotes"))
        roots = {name: root for name in names if (root := file.part(name)) is not None}
    for root in roots.values():
        for deletion in list(root.iter(W + "del")):
            deletion.tag = W + "ins"
            for text in deletion.iter(W + "delText"):
                text.tag = W + "t"
        for box in list(root.iter(MC + "AlternateContent", W + "pict", W + "drawing")):
            box.getparent().remove(box)
    rewrite(target, roots)
    return target


def said(path: Path) -> str:
    """What the Book says, in order."""
    with tempfile.TemporaryDirectory() as folder:
        document = read(receive(path), Path(folder))
        book, _ = assemble(document, RECORD, "vi")
    return " ".join(
        node.text for chapter in book.chapters for node in every_in(chapter) if isinstance(node, Text | Code)
    )


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).casefold())


def distance(one: str, other: str) -> int:
    """Levenshtein's; for long stretches an upper bound of it."""
    if len(one) * len(other) > _LARGE:
        blocks = difflib.SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
        return max(len(one), len(other)) - sum(block.size for block in blocks)
    before = list(range(len(other) + 1))
    for at, char in enumerate(one, 1):
        row = [at]
        for i, wanted in enumerate(other, 1):
            row.append(min(before[i] + 1, row[-1] + 1, before[i - 1] + (char != wanted)))
        before = row
    return before[-1]


def compared(got: str, wanted: str) -> tuple[int, int, int, int]:
    """Wrong letters and all letters, right words and all words; letters too many are wrong as well."""
    ours, theirs = words(got), words(wanted)
    wrong = right = 0
    for kind, a, b, c, d in difflib.SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind == "equal":
            right += d - c
        else:
            wrong += distance("".join(ours[a:b]), "".join(theirs[c:d]))
    return wrong, sum(map(len, theirs)), right, len(theirs)


@pytest.mark.parametrize("kind", FILES)
def test_real_files_read_as_their_transcripts_say(shared_data: Path, tmp_path: Path, kind: str) -> None:
    if kind == "tcvn3" and office.program() is None:
        pytest.skip("no LibreOffice on this machine; `make setup` installs it")
    files = [path for path in sorted((shared_data / "legacy" / kind).iterdir()) if path.suffix != ".txt"]
    totals, low = [0, 0, 0, 0], {}
    for path in files:
        folder = tmp_path / path.stem
        folder.mkdir()
        wanted = path.with_suffix(".txt").read_text(encoding="utf-8", errors="replace")
        counts = compared(said(prepared(path, folder)), wanted)
        totals = [a + b for a, b in zip(totals, counts, strict=True)]
        wrong, letters, right, count = counts
        print(f"letters {1 - wrong / letters:.4f}  words {right / count:.4f}  {path.name}", flush=True)  # noqa: T201
        if 1 - wrong / letters < LEAST_FILE:
            low[path.name] = 1 - wrong / letters
    wrong, letters, right, count = totals
    print(f"letters {1 - wrong / letters:.4f}  words {right / count:.4f}  all {len(files)} of {kind}")  # noqa: T201
    assert (len(files), low) == (FILES[kind], {})
    assert 1 - wrong / letters >= LEAST_ALL


GERMAN = "Größere Übel wären möglich, hätte man früher gewußt, daß die Äcker dürr und öde würden – ®, ©, § 5, ½ £."


def control(shared_data: Path, language: str, path: Path) -> None:
    """A text in a language that old encodings could be mistaken for."""
    if language == "de":
        made = docx.Document()
        made.add_paragraph(GERMAN).runs[0].font.name = "Arial"
        made.save(str(path))
    else:
        shutil.copyfile(shared_data / "udhr" / f"{language}.docx", path)


@pytest.mark.parametrize("language", ["es", "fr", "de"])
def test_other_languages_are_left_alone_byte_by_byte(shared_data: Path, tmp_path: Path, language: str) -> None:
    control(shared_data, language, path := tmp_path / "a.docx")
    before = path.read_bytes()
    assert convert(path) == []
    assert path.read_bytes() == before
    with tempfile.TemporaryDirectory() as folder:
        document = read(receive(path), Path(folder))
    assert [finding.code for finding in document.findings if finding.code.startswith("enc-")] == []


@pytest.mark.parametrize("language", ["es", "fr", "de"])
def test_other_languages_are_left_alone_beside_an_old_paragraph(
    shared_data: Path, tmp_path: Path, language: str
) -> None:
    """The file is opened and written again, their text stays."""
    control(shared_data, language, path := tmp_path / "a.docx")
    before = [line.text for line in docx.Document(str(path)).paragraphs]
    made = docx.Document(str(path))
    made.add_paragraph("").add_run("QuyÒn con ng\xadêi").font.name = ".VnTime"
    made.save(str(path))
    assert [finding.code for finding in convert(path)] == ["enc-001"]
    assert [line.text for line in docx.Document(str(path)).paragraphs] == [*before, "Quyền con người"]
