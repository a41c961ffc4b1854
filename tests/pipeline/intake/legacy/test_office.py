"""Old Word files and RTF, through the real LibreOffice."""

from __future__ import annotations

import subprocess
from pathlib import Path

import docx
import pytest

from pipeline import BuildOptions, build
from pipeline.findings import ManuscriptRefused
from pipeline.intake.gate import receive
from pipeline.intake.legacy import guess, office

RTF = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fnil\fcharset0 .VnTime;}{\f1\fnil\fcharset0 .VnTimeH;}}"
    r"\f1 ch\'ad\'ac ng 1\par\f0 Ch\'ad\'acng n\'b5y n\'e3i v\'d2 quy\'d2n con ng\'ad\'eai.\par}"
)


@pytest.fixture
def libreoffice() -> str:
    found = office.program()
    if found is None:
        from conftest import absent

        absent("no LibreOffice on this machine; `make setup` installs it")
    return str(found)


def test_rtf_in_an_old_font_becomes_a_book(libreoffice: str, tmp_path: Path) -> None:
    (tmp_path / "a.rtf").write_text(RTF, encoding="ascii")
    result = build(tmp_path / "a.rtf", tmp_path / "out", options=BuildOptions(formats=("epub",), check=False))
    assert result.status == "built"
    assert {"enc-001", "enc-012"} <= {finding.code for finding in result.findings}
    assert (result.manuscript["kind"], result.language) == ("rtf", "vi")
    [finding] = [finding for finding in result.findings if finding.code == "enc-001"]
    assert finding.params["example"].startswith("CHƯƠ")


def test_an_old_word_file_becomes_a_book(libreoffice: str, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Chương một", 1)
    document.add_paragraph("Mọi người sinh ra đều tự do.")
    document.save(tmp_path / "a.docx")
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [libreoffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "doc", "--outdir", tmp_path,
         tmp_path / "a.docx"],
        check=True, capture_output=True,
    )  # fmt: skip
    result = build(tmp_path / "a.doc", tmp_path / "out", options=BuildOptions(formats=("epub",), check=False))
    assert (result.status, result.counts.headings, result.manuscript["kind"]) == ("built", 1, "doc")


def test_a_broken_old_file_is_refused(libreoffice: str, tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") * 9)
    result = build(tmp_path / "a.doc", tmp_path / "out")
    assert (result.status, [finding.code for finding in result.findings]) == ("refused", ["enc-011"])


def test_without_libreoffice_the_refusal_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "a.rtf").write_text(RTF, encoding="ascii")
    with pytest.raises(ManuscriptRefused, match="enc-010"):
        receive(tmp_path / "a.rtf")


def test_plain_text_in_an_old_encoding_is_offered_with_a_preview(tmp_path: Path) -> None:
    text = "Mäi ng­êi sinh ra ®Òu ®­îc tù do vµ b×nh ®¼ng vÒ nh©n phÈm vµ quyÒn lîi. " * 4
    (tmp_path / "a.txt").write_bytes(text.encode("latin-1"))
    with pytest.raises(ManuscriptRefused) as refused:
        receive(tmp_path / "a.txt")
    assert [finding.code for finding in refused.value.findings] == ["in-006", "enc-020"]
    [found] = guess.of_text(text)
    assert found.params["encoding"] == "TCVN3"
    assert str(found.params["preview"]).startswith("Mọi người sinh ra đều được tự do và bình đẳng")


@pytest.mark.parametrize(
    "text",
    [
        "Todos los seres humanos nacen libres e iguales en dignidad y derechos, según la declaración. " * 6,
        "Alle Menschen sind frei und gleich an Würde geboren; natürlich müßten größere Völker für höhere Ämter üben. "
        * 6,
        "Mọi người sinh ra đều được tự do và bình đẳng. " * 6,
    ],
)
def test_other_languages_are_not_taken_for_old_vietnamese(text: str) -> None:
    assert list(guess.of_text(text)) == []
