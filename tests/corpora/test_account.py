"""Real and odd manuscripts: their words are in the EPUB, counted by a reader that shares nothing with ours."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pipeline import BuildOptions, BuildResult, EditionRecord, build
from pipeline.findings import blocking

sys.path.insert(0, str(Path(__file__).parent))
import counting

EPUB = BuildOptions(("epub",), check=False, language="en")
RECORD = EditionRecord.model_validate({"book": {"title": "Account"}})
TOLD_OF_KINDS = {
    "image_vml_as_object.docx": ({"images": (1, 0)}, "im-010"),  # a metafile, which no book can show
    "referenceAllInOne.odt": ({"links": (3, 2)}, "li-001"),  # to a mark of Writer's that pandoc does not read
    "zotero_citations.docx": ({"links": (0, 4)}, ""),  # its citations are fields, and lead to their works in the book
    "par-hlink-frags.docx": ({"links": (6, 5)}, "li-002"),  # to a picture on the author's disk
}
"""Files whose books do not hold as many things, and the finding that says so of what is lacking."""
OVERRULED = ("st-004", "st-003", "rs-005")
READ_OTHERWISE = {
    "0_level_headers.docx": "its contents are a bare field of Word's, which the book replaces (rs-005)",
    "drop_cap.docx": "its drop caps are letters of the next word, and words of their own to the reader here",
    "paragraph_insertion_deletion.docx": "a deleted paragraph mark joins two words",
}
"""Files that the simple reader here reads in another way; the pipeline's own account covers them wholly."""


def told(result: BuildResult) -> list[str]:
    """Lines that a finding says are not printed."""
    return [str(f.params.get("text", "")) for f in result.findings if f.code in OVERRULED]


def measured(path: Path, out: Path) -> tuple[BuildResult, float, dict[str, int]]:
    """The build, the share of the manuscript's words in the EPUB by our own count here, and the words lost."""
    result = build(path, out, RECORD, EPUB)
    if result.status == "refused":
        return result, 0.0, {}
    read = {".docx": counting.of_word, ".odt": counting.of_odt}.get(path.suffix)
    given = counting.words(read(path) if read else counting.of_html(path.read_text(encoding="utf-8")))
    given -= counting.words(told(result))
    share, lost = counting.coverage(given, counting.words(counting.of_epub(result.outputs[0].path)))
    return result, share, dict(lost)


def covered(paths: list[Path], out: Path) -> tuple[dict[str, tuple[float, dict[str, int]]], list[str], int]:
    """Files below 99.9% by either count, files refused without a reason, and how many became books."""
    low, silent, built = {}, [], 0
    for number, path in enumerate(paths):
        result, share, lost = measured(path, out / str(number))
        if result.status == "refused":
            silent += [path.name] * (not blocking(result.findings))
            continue
        built += 1
        assert result.account is not None
        share = result.account.coverage if path.name in READ_OTHERWISE else share
        if min(share, result.account.coverage) < 0.999:
            low[path.name] = (min(share, result.account.coverage), lost)
    return low, silent, built


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_long_books_lose_no_word(shared_data: Path, tmp_path: Path) -> None:
    low, silent, built = covered(sorted((shared_data / "books").glob("*.docx")), tmp_path)
    assert (low, silent, built) == ({}, [], 5)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_declaration_loses_no_word_in_any_language(shared_data: Path, tmp_path: Path) -> None:
    low, silent, built = covered(sorted((shared_data / "udhr").glob("*.[dh]*")), tmp_path)
    assert (low, silent, built) == ({}, [], 24)  # Word and HTML


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("suffix", ["docx", "odt"])
def test_odd_files_lose_no_word_or_are_refused_with_a_reason(shared_data: Path, tmp_path: Path, suffix: str) -> None:
    low, silent, built = covered(sorted((shared_data / "odd").rglob(f"*.{suffix}")), tmp_path)
    assert (low, silent) == ({}, [])
    assert built > (20 if suffix == "odt" else 60)


def differing(result: BuildResult) -> dict[str, tuple[int, int]]:
    """Kinds of which the Book has not as many as the manuscript, or the EPUB not as many as the Book."""
    assert result.account is not None
    kinds, made = result.account.kinds, result.account.made["epub"]
    lost = {kind: pair for kind, pair in kinds.items() if pair[0] != pair[1]}
    return lost | {kind: (out, made[kind]) for kind, (_, out) in kinds.items() if made.get(kind, out) != out}


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_every_manuscript_counts_the_same_things_in_and_out_or_a_finding_tells(
    shared_data: Path, tmp_path: Path
) -> None:
    paths = [
        *(shared_data / "books").glob("*.docx"),
        *(shared_data / "odd").rglob("*.docx"),
        *(shared_data / "odd").rglob("*.odt"),
    ]
    found: dict[str, tuple[dict[str, tuple[int, int]], str]] = {}
    for number, path in enumerate(sorted(paths)):
        result = build(path, tmp_path / str(number), RECORD, EPUB)
        if result.status == "built" and (kinds := differing(result)):
            codes = {finding.code for finding in result.findings}
            found[path.name] = (kinds, next((code for code in ("im-010", "li-001", "li-002") if code in codes), ""))
    assert found == TOLD_OF_KINDS
