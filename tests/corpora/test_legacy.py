"""Real Word files from before Unicode, through the whole pipeline to the Book, against their checked transcripts."""

from __future__ import annotations

import tempfile
import unicodedata
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from pipeline.book import assemble
from pipeline.book.model import Code, Text
from pipeline.book.visit import every_in
from pipeline.intake.gate import receive
from pipeline.intake.read import read
from pipeline.metadata import BookPart, EditionRecord

pytestmark = pytest.mark.slow
OF_ANOTHER_TEXT = {
    "2004-1ED4D_Francois_Godement-Thoikyquado.doc": "its transcript holds what was deleted with changes tracked",
}
RECORD = EditionRecord(book=BookPart(title="x", language="vi"))


def text_of(path: Path) -> str:
    """What the Book says, in order."""
    with tempfile.TemporaryDirectory() as folder:
        document = read(receive(path), Path(folder))
        book, _ = assemble(document, RECORD, "vi")
    parts = []
    for chapter in book.chapters:
        parts += [node.text for node in every_in(chapter) if isinstance(node, Text | Code)]
    return " ".join(parts)


def words(text: str) -> list[str]:
    """Words as their letters alone, small: transcripts keep the codes of fonts of capitals."""
    bare = (
        "".join(sign for sign in word if sign.isalpha()) for word in unicodedata.normalize("NFC", text).lower().split()
    )
    return [word for word in bare if word]


def accuracy(want: list[str], got: list[str]) -> tuple[int, int]:
    """Letters and words of ``want`` that are in ``got``, in order; what differs is compared letter by letter."""
    letters = found = 0
    for kind, i, j, k, m in SequenceMatcher(None, want, got, autojunk=False).get_opcodes():
        if kind == "equal":
            found += j - i
            letters += sum(map(len, want[i:j]))
        elif kind == "replace":
            left, right = "".join(want[i:j])[:5000], "".join(got[k:m])[:5000]
            blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
            letters += sum(block.size for block in blocks)
    return letters, found


@pytest.mark.timeout(1800)
def test_real_files_read_as_their_transcripts_say(shared_data: Path) -> None:
    found = sorted(path for path in (shared_data / "legacy").rglob("*") if path.suffix in (".doc", ".rtf", ".docx"))
    shares, right, due = {}, 0, 0
    for path in found:
        made = text_of(path)
        want = words(path.with_suffix(".txt").read_text(encoding="utf-8", errors="replace"))
        size = sum(map(len, want))
        matched, held = accuracy(want, words(made))
        if path.name in OF_ANOTHER_TEXT:
            print(f"{path.name}: letters {matched / size:.4f}; {OF_ANOTHER_TEXT[path.name]}", flush=True)  # noqa: T201
            continue
        shares[path.name] = matched / size
        right, due = right + matched, due + size
        print(f"{path.name}: letters {matched / size:.4f}, words {held / len(want):.4f}", flush=True)  # noqa: T201
    print(f"all: letters {right / due:.4f} over {len(shares)} files")  # noqa: T201
    assert right / due >= 0.99
    assert {name: share for name, share in shares.items() if share < 0.97} == {}


@pytest.mark.parametrize("language", ["es", "fr"])
def test_other_languages_are_left_alone(shared_data: Path, language: str) -> None:
    [path] = (shared_data / "udhr").glob(f"*{language}.docx")
    with tempfile.TemporaryDirectory() as folder:
        document = read(receive(path), Path(folder))
    assert [finding.code for finding in document.findings if finding.code.startswith("enc-")] == []
