"""Every real and odd manuscript, built to the end and looked at by tools that are not ours."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pikepdf
import pytest

from pipeline import BuildOptions, BuildResult, EditionRecord, build
from pipeline.findings import blocking

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]
RECORD = EditionRecord.model_validate({"book": {"title": "Whole"}})
LANGUAGES = {"d2l-linear.vi.docx": "vi", "d2l-linear.vi.md": "vi", "d2l-long.vi.docx": "vi"}
UNDESCRIBED = "UA-13-004"
"""pdfua's rule of a figure without an alternative text."""
READ = (".docx", ".odt", ".md", ".html")


def faults(pdf: Path) -> list[str]:
    """What qpdf and pdfua say against a PDF."""
    checked = subprocess.run(["qpdf", "--check", str(pdf)], capture_output=True, text=True, check=False)
    found = [f"qpdf: {checked.stdout[-200:]}{checked.stderr[-200:]}"] if checked.returncode else []
    pdfua = shutil.which("pdfua") or str(Path(sys.executable).with_name("pdfua"))
    said = subprocess.run(
        [pdfua, "check", str(pdf), "--min-severity", "error", "--format", "json"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    report = json.loads(said.stdout)
    return found + [f"pdfua: {fault}" for fault in errors(report)]


def excused(found: list[str], result: BuildResult) -> list[str]:
    """Faults without those of pictures that the manuscript describes in no word, each of which a finding tells."""
    mute = [fault for fault in found if UNDESCRIBED in fault]
    told = sum(finding.code == "im-001" for finding in result.findings)
    return [fault for fault in found if fault not in mute] if len(mute) <= told else found


def errors(report: object) -> list[str]:
    """Every entry of severity error anywhere in pdfua's report."""
    if isinstance(report, dict):
        own = [json.dumps(report)[:200]] if str(report.get("severity", "")).lower() == "error" else []
        return own + [fault for value in report.values() for fault in errors(value)]
    return [fault for value in report for fault in errors(value)] if isinstance(report, list) else []


def wrong(path: Path, out: Path) -> tuple[str, list[str]]:
    """How the build ended and what is wrong with it: nothing half-made, nothing without a reason, no fault."""
    language = LANGUAGES.get(path.name) or (path.stem if path.parent.name == "udhr" else "en")
    result = build(path, out, RECORD, BuildOptions(language=language))
    if result.status == "refused":
        left = [file.name for file in out.iterdir() if file.suffix in (".epub", ".pdf")]
        return "refused", left + ([] if blocking(result.findings) else ["no reason"])
    return "built", [*messages(result), *excused(faults(result.outputs[1].path), result), *mismatches(result)]


def messages(result: BuildResult) -> list[str]:
    """EPUBCheck's messages of any level."""
    return [str(f.said(str)["message"]) for f in result.findings if f.code.startswith("ec-")]


def mismatches(result: BuildResult) -> list[str]:
    """Things that a file has fewer of than the Book, a PDF without tags, and one that is hardly a book."""
    assert result.account is not None
    with pikepdf.open(result.outputs[1].path) as document:
        pages = len(document.pages)
        tagged = bool(document.Root.get("/MarkInfo", {}).get("/Marked"))
        language = str(document.Root.get("/Lang", ""))
    uncounted = [
        f"{kind}: {out} in the book, {held} in the {name}"
        for name, things in result.account.made.items()
        for kind, held in things.items()
        if (out := asdict(result.counts)[kind]) != held
    ]
    return uncounted + ([] if pages > 3 else ["hardly a page"]) + ([] if tagged and language else ["not tagged"])


def all_wrong(paths: list[Path], out: Path) -> tuple[dict[str, list[str]], dict[str, int]]:
    """What is wrong by file, and how many were built and refused."""
    found, ends = {}, {"built": 0, "refused": 0}
    for number, path in enumerate(paths):
        end, faulty = wrong(path, out / str(number))
        ends[end] += 1
        if faulty:
            found[path.name] = faulty
            print(path.name, faulty)  # noqa: T201 - at once: a whole run is long
        shutil.rmtree(out / str(number))
    print(ends)  # noqa: T201 - a figure for those who run it
    return found, ends


def test_real_books(shared_data: Path, tmp_path: Path) -> None:
    paths = [path for path in sorted((shared_data / "books").iterdir()) if path.suffix in (".docx", ".md")]
    assert all_wrong(paths, tmp_path) == ({}, {"built": len(paths), "refused": 0})


def test_the_declaration_in_word_and_in_html(shared_data: Path, tmp_path: Path) -> None:
    paths = [path for path in sorted((shared_data / "udhr").iterdir()) if path.suffix in READ]
    assert all_wrong(paths, tmp_path) == ({}, {"built": len(paths), "refused": 0})


def test_odd_files_become_books_or_are_refused_with_a_reason(shared_data: Path, tmp_path: Path) -> None:
    paths = [path for path in sorted((shared_data / "odd").rglob("*")) if path.suffix in READ and path.is_file()]
    found, ends = all_wrong(paths, tmp_path)
    assert found == {}
    assert sum(ends.values()) == len(paths)


def test_strings_that_break_software_come_through_letter_by_letter(shared_data: Path, tmp_path: Path) -> None:
    """As a plain text, one string a paragraph."""
    strings = json.loads((shared_data / "odd" / "naughty-strings.json").read_text(encoding="utf-8"))
    kept = [text for text in strings if text.strip() and text.isprintable() and len(text) < 200]
    manuscript = tmp_path / "strings.txt"
    manuscript.write_text("\n\n".join(f"{number} {text}" for number, text in enumerate(kept)), encoding="utf-8")
    result = build(manuscript, tmp_path / "out", RECORD, BuildOptions(("epub",), language="en"))
    assert result.status == "built"
    assert messages(result) == []
    assert result.account is not None
    assert result.account.coverage >= 0.999
