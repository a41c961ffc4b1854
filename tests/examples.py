"""The examples of the rules: a folder for each rule's code in ``docs/rules``, and how one is put to the test.

A folder holds two inputs, ``breaks.*`` and ``keeps.*``, which the public functions are given as they are, and
``expected.json``, the findings of each. What has no readable form is made of something that has:

- ``breaks.docx/`` (odt, zip, epub) is a folder that is packed, ``%2F`` in a name for a slash; in one of Word,
  ``body.xml`` is what stands in the body of ``document.xml``, other ``.xml`` files are parts of the kind that their
  name says, and ``a.link`` is the address of a picture outside;
- ``breaks/`` is a folder of files that make one book;
- ``a.png.toml`` is a picture of that size in one colour;
- ``breaks.md.toml`` is a text so many times over;
- ``breaks.doc.hex`` is a file whose bytes are written down;
- ``breaks.docx.size`` is an empty file of so many bytes.

``example.toml`` says what is not usual: another function than ``inspect``, metadata, limits, a missing program.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import shutil
import tomllib
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from PIL import Image

from pipeline import BuildOptions, EditionRecord, Finding, Side, build, check, compare, inspect
from pipeline.checks import ace, resident
from pipeline.findings import ManuscriptRefused

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "rules"
SIDES = ("breaks", "keeps")
_ABOUT = ("example", "expected")
_PACKED = (".docx", ".odt", ".zip", ".epub")
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/"
_NAMES = " ".join(
    f'xmlns:{key}="{name}"'
    for key, name in {
        "w": f"{_OFFICE}wordprocessingml/2006/main",
        "mc": f"{_OFFICE}markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "wp": f"{_OFFICE}drawingml/2006/wordprocessingDrawing",
        "a": f"{_OFFICE}drawingml/2006/main",
        "c": f"{_OFFICE}drawingml/2006/chart",
        "dgm": f"{_OFFICE}drawingml/2006/diagram",
        "v": "urn:schemas-microsoft-com:vml",
        "r": f"{_OFFICE}officeDocument/2006/relationships",
        "m": f"{_OFFICE}officeDocument/2006/math",
    }.items()
)
_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}content-types"><Default Extension="rels" ContentType="application/'
    'vnd.openxmlformats-package.relationships+xml"/><Default Extension="png" ContentType="image/png"/><Default '
    'Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    "</Types>"
)


@dataclass(frozen=True, slots=True)
class Example:
    """One side of a rule's folder: the one that breaks the rule, or the one that keeps it."""

    folder: Path
    side: str

    @property
    def source(self) -> Path:
        """The input, as it lies in the folder."""
        found = [path for path in self.folder.iterdir() if path.name.split(".")[0] == self.side]
        (one,) = found or [path for path in self.folder.iterdir() if path.name.split(".")[0] == "both"]
        return one

    @property
    def how(self) -> dict[str, Any]:
        """What ``example.toml`` says for both sides and for this one."""
        path = self.folder / "example.toml"
        said = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        own = said.pop(self.side, {})
        for side in SIDES:
            said.pop(side, None)
        return _merged(said, own)

    def content(self) -> str:
        """The hash of all that decides what is found."""
        others = [path for path in self.folder.iterdir() if path.name.split(".")[0] not in (*SIDES, "both", *_ABOUT)]
        given = [json.dumps(self.how, sort_keys=True, default=str).encode()]
        for top in (self.source, *sorted(others)):
            inside = sorted(path for path in top.rglob("*") if path.is_file()) if top.is_dir() else [top]
            for path in inside:
                given += [str(path.relative_to(self.folder)).encode(), path.read_bytes()]
        return hashlib.sha256(b"\0".join(given)).hexdigest()

    def expected(self) -> list[dict[str, Any]]:
        """What has to be found."""
        said: dict[str, list[dict[str, Any]]] = json.loads((self.folder / "expected.json").read_text(encoding="utf-8"))
        return said[self.side]

    def found(self, work: Path) -> list[dict[str, Any]]:
        """What is found, as it is kept in ``expected.json``."""
        return [_kept(finding) for finding in self._findings(work)]

    def _findings(self, work: Path) -> Sequence[Finding]:
        how = self.how
        for recipe in self.folder.iterdir():
            if recipe.name.split(".")[0] not in (*SIDES, "both", *_ABOUT):
                made(recipe, work)
        source = made(self.source, work)
        record = _record(how, work)
        with _limited(how):
            if how.get("run") == "check":
                return check(source, record)
            if how.get("run") == "ace":
                return ace.findings(source.read_bytes(), source.name)
            if how.get("run") == "build":
                return build(source, work / "out", record, _options(how, work)).findings
            if how.get("run") == "compare":
                original = Side(work / "original.md", language="vi")
                try:
                    return compare(original, Side(source, language="en")).findings
                except ManuscriptRefused as refused:
                    return refused.findings
            return inspect(source, record).findings


def codes() -> list[str]:
    """The rules that have a folder."""
    return sorted(path.name for path in FOLDER.iterdir() if path.is_dir())


def made(source: Path, work: Path) -> Path:
    """The file that a source stands for, in the folder ``work``."""
    target = work / source.name
    if source.is_dir():
        return _of_folder(source, target)
    recipe = next((make for end, make in _RECIPES.items() if source.name.endswith(end)), None)
    if recipe is None:
        shutil.copyfile(source, target)
        return target
    target = target.with_suffix("")
    recipe(source.read_text(encoding="utf-8"), target)
    return target


def _picture(text: str, target: Path) -> None:
    said = tomllib.loads(text)
    Image.new(said.get("mode", "RGB"), (said["width"], said["height"]), said.get("colour", "navy")).save(target)


def _repeated(text: str, target: Path) -> None:
    said = tomllib.loads(text)
    target.write_text(said["text"] * said["times"], encoding="utf-8")


def _bytes(text: str, target: Path) -> None:
    target.write_bytes(bytes.fromhex(text))


def _sparse(text: str, target: Path) -> None:
    with target.open("wb") as file:
        file.truncate(int(text))


_RECIPES: dict[str, Callable[[str, Path], None]] = {
    ".png.toml": _picture, ".md.toml": _repeated, ".hex": _bytes, ".size": _sparse,
}  # fmt: skip


def _of_folder(source: Path, target: Path) -> Path:
    """A packed file, by the folder's name, or a folder of files."""
    if source.suffix == ".zip" and Path(source.stem).suffix:  # of a kind that its name only claims to be
        target = target.with_suffix("")
        _pack(source, target)
    elif source.suffix in _PACKED:
        _pack(source, target)
    else:
        target.mkdir()
        for inner in source.iterdir():
            made(inner, target)
    return target


def _pack(source: Path, target: Path) -> None:
    """The zip of a folder; a Word file gets what every Word file has."""
    files = sorted(path for path in source.rglob("*") if path.is_file())
    parts = {unquote(str(path.relative_to(source))): path for path in files}
    with zipfile.ZipFile(target, "w") as archive:
        if "mimetype" in parts:  # it stands first
            archive.write(parts.pop("mimetype"), "mimetype")
        if source.suffix == ".docx" and "[Content_Types].xml" not in parts:
            _pack_word(archive, parts, target.parent)
        else:
            for name, path in parts.items():
                archive.write(path, name)


def _pack_word(archive: zipfile.ZipFile, parts: dict[str, Path], work: Path) -> None:
    relations = []
    archive.writestr("[Content_Types].xml", _TYPES)
    archive.writestr("_rels/.rels", _relations([f'Id="r" Type="{_KINDS}officeDocument" Target="word/document.xml"']))
    for name, path in parts.items():
        key = path.name.split(".")[0]
        if path.name.endswith(".png.toml"):
            archive.write(made(path, work), f"word/media/{key}.png")
            relations.append(f'Id="{key}" Type="{_KINDS}image" Target="media/{key}.png"')
            continue
        text = path.read_text(encoding="utf-8").strip()
        if path.suffix == ".link":
            relations.append(f'Id="{key}" Type="{_KINDS}image" Target="{text}" TargetMode="External"')
        elif name == "body.xml":
            archive.writestr("word/document.xml", f"{_HEAD}<w:document {_NAMES}><w:body>{text}</w:body></w:document>")
        else:
            root, closing, rest = text.partition(">")
            archive.writestr(f"word/{name}", f"{_HEAD}{root} {_NAMES}{closing}{rest}")
            relations.append(f'Id="{key}" Type="{_KINDS}{key}" Target="{name}"')
    archive.writestr("word/_rels/document.xml.rels", _relations(relations))


def _relations(said: list[str]) -> str:
    inside = "".join(f"<Relationship {one}/>" for one in said)
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}relationships">{inside}</Relationships>'


def _merged(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Both; where both say something, the other. An empty table takes all away."""
    both = dict(one)
    for key, value in other.items():
        inner = both.get(key)
        both[key] = _merged(inner, value) if isinstance(inner, dict) and isinstance(value, dict) and value else value
    return both


def _record(how: dict[str, Any], work: Path) -> EditionRecord:
    usual = tomllib.loads((FOLDER / "metadata.toml").read_text(encoding="utf-8"))
    said = _merged(usual, how.get("metadata", {}))
    for name in how.get("lacks", []):
        table, _, key = name.partition(".")
        del said[table][key]
    if cover := said.get("design", {}).get("cover"):
        said["design"]["cover"] = str(work / cover)
    return EditionRecord.model_validate(said)


def _options(how: dict[str, Any], work: Path) -> BuildOptions:
    said = {"formats": ["epub"], "check": False, **how.get("options", {})}
    original = Side(work / said.pop("original")) if "original" in said else None
    lists = {key: tuple(value) if isinstance(value, list) else value for key, value in said.items()}
    return BuildOptions(**lists, original=original)


@contextmanager
def _limited(how: dict[str, Any]) -> Iterator[None]:
    """With the limits of a tool as the example sets them, or without any program on the path."""
    with pytest.MonkeyPatch.context() as patch:
        for name, limits in how.get("limits", {}).items():
            tool = importlib.import_module(f"pipeline.{name}")
            patch.setattr(tool, "LIMITS", replace(tool.LIMITS, **limits))
            patch.delenv(resident.VARIABLE, raising=False)  # a process for this book, so that its limit can be met
        for name, value in how.get("set", {}).items():
            module, _, attribute = name.rpartition(".")
            patch.setattr(importlib.import_module(f"pipeline.{module}"), attribute, value)
        if how.get("path") == "empty":
            patch.setenv("PATH", os.devnull)
            patch.delenv(resident.VARIABLE, raising=False)
        yield


def _kept(finding: Finding) -> dict[str, Any]:
    said = finding.kept()
    kept = {key: said[key] for key in ("code", "severity", "where", "params", "phrases")}
    return {key: value for key, value in kept.items() if value not in ({}, [])}
