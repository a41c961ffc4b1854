"""What comes in, and what is turned away with which reason."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from pipeline.findings import ManuscriptRefused
from pipeline.intake.gate import receive

DOCX = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}


def zipped(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def refused(folder: Path, name: str, data: bytes) -> str:
    path = folder / "upload"
    path.write_bytes(data)
    with pytest.raises(ManuscriptRefused) as caught:
        receive(path, name=name)
    return ",".join(finding.code for finding in caught.value.findings)


def overlapping() -> bytes:
    """Two directory entries that share one body."""
    data = zipped({**DOCX, "word/a.xml": b"a" * 1000})
    start = data.index(b"PK\x01\x02")
    first = data[start : data.index(b"PK\x01\x02", start + 4)]
    end = data.index(b"PK\x05\x06")
    extra = first.replace(b"[Content_Types].xml", b"[Content_Types].xm2")
    tail = bytearray(data[end:])
    struct.pack_into("<HHI", tail, 8, 4, 4, end - start + len(extra))
    return data[:end] + extra + bytes(tail)


def test_a_word_file_comes_in_with_its_hash_and_size(tmp_path: Path) -> None:
    path = tmp_path / "b.docx"
    path.write_bytes(zipped(DOCX))
    found = receive(path)
    assert (found.kind, found.size, len(found.sha256)) == ("docx", path.stat().st_size, 64)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.docx", b"", "in-001"),
        ("a.exe", b"MZ program", "in-003"),
        ("a.pdf", zipped(DOCX), "in-004"),
        ("a.docx", b"%PDF-1.7 ...", "in-004"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "in-003"),
        ("a.docx", b"{\\rtf1 text}", "in-004"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "in-012"),
        ("a.md", b"\xff\xfe\x00text", "in-006"),
        ("a.txt", b"text\x00more", "in-006"),
        ("a.docx", zipped({"photo.jpg": b"x"}), "in-007"),
        ("a.docx", zipped(DOCX)[:-30], "in-010"),
        ("a.docx", b"just words", "in-010"),
    ],
    ids=["empty", "program", "docx-as-pdf", "pdf-as-docx", "old-word", "rtf", "encrypted", "not-utf8", "nul",
         "no-document", "cut", "text-as-docx"],
)  # fmt: skip
def test_bad_input_is_refused_with_its_reason(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    assert refused(tmp_path, name, data) == code


@pytest.mark.parametrize(
    "entries",
    [{"../evil.xml": b"x"}, {"/etc/evil": b"x"}, {"a\\b.xml": b"x"}, {"a\x01b": b"x"}, {"C:evil": b"x"}],
    ids=["parent", "absolute", "backslash", "control", "drive"],
)
def test_hostile_names_are_refused(tmp_path: Path, entries: dict[str, bytes]) -> None:
    assert refused(tmp_path, "a.docx", zipped({**DOCX, **entries})) == "in-011"


def test_overlapping_entries_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, "a.docx", overlapping()) == "in-011"


def test_data_after_the_end_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, "a.docx", zipped(DOCX) + b"PK trailing") in ("in-010", "in-011")


def test_a_bomb_is_refused_unopened(tmp_path: Path) -> None:
    assert refused(tmp_path, "a.docx", zipped({**DOCX, "word/big.xml": b"\0" * (80 << 20)})) == "in-011"


def test_duplicate_names_are_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in DOCX.items():
            archive.writestr(name, data)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("word/document.xml", b"<other/>")
    assert refused(tmp_path, "a.docx", out.getvalue()) == "in-011"
