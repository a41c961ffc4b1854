"""Style, scripts and typefaces under addresses that carry their hash, so that browsers keep them for ever.

The style sheets in ``static/css`` are joined in the order of their names. Typefaces come whole from their
packages; what a page needs of them (Latin with Vietnamese) is cut once and kept in a cache folder.
"""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from catalogue.settings import ROOT

STATIC = Path(__file__).parent / "static"
FOLIATE = ROOT / "node_modules" / "foliate-js"
"""The paged reader of others (MIT), by package-lock.json; sent as it is, or absent."""
PAGER = ("view.js", "epubcfi.js", "overlayer.js", "paginator.js", "progress.js", "text-walker.js")
"""Its modules that a cleaned chapter needs; they import each other by name, so they stand under one hash."""
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
    ".png": "image/png",
}
# Latin and its accents, Vietnamese (Latin Extended Additional, combining marks, đồng), punctuation, arrows.
_RANGES = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x1A0, 0x1A1), (0x1AF, 0x1B0), (0x300, 0x309), (0x323, 0x323),
    (0x1EA0, 0x1EF9), (0x2010, 0x2027), (0x2030, 0x203A), (0x20AB, 0x20AC), (0x2190, 0x2193), (0x2212, 0x2212),
)  # fmt: skip
_RECIPE = "2"
"""Raise when the way of cutting changes, so that addresses change with the bytes."""


@dataclass(frozen=True)
class Face:
    """One typeface file as the style sheet names it."""

    family: str
    package: str
    file: str
    weight: str
    axes: tuple[tuple[str, float, float], ...] = ()

    @property
    def name(self) -> str:
        return f"{self.package.removeprefix('fontpkg-')}-{self.weight.replace(' ', '-')}"

    @cached_property
    def digest(self) -> str:
        """A name for the bytes, known without making them: the package's version and our recipe."""
        recipe = f"{self.package} {version(self.package)} {self.file} {self.axes} {_RANGES} {_RECIPE}"
        return hashlib.sha256(recipe.encode()).hexdigest()[:12]


FACES = (
    Face("Be Vietnam Pro", "fontpkg-be-vietnam-pro", "BeVietnamPro-Regular.ttf", "400"),
    Face("Be Vietnam Pro", "fontpkg-be-vietnam-pro", "BeVietnamPro-SemiBold.ttf", "600"),
    Face(
        "Source Serif 4",
        "fontpkg-source-serif-4",
        "SourceSerif4[opsz,wght].ttf",
        "400 600",
        (("opsz", 20, 20), ("wght", 400, 600)),
    ),
)


@dataclass(frozen=True, slots=True)
class Asset:
    """Bytes ready to send."""

    body: bytes
    media_type: str


class Assets:
    """Everything under ``/static/``, by hash and name."""

    def __init__(self, cache: Path) -> None:
        self.cache = cache
        self._files: dict[str, tuple[str, Asset]] = {}
        self._others: dict[str, tuple[str, Asset]] = {}
        """The paged reader's, apart: one of its modules is called as one of our scripts is."""
        self._add("site.css", self._style().encode())
        for path in sorted(STATIC.iterdir()):
            if path.suffix in MEDIA_TYPES:
                self._add(path.name, path.read_bytes())
        self.pager = all((FOLIATE / name).is_file() for name in PAGER)
        """Whether pages can be turned."""
        if self.pager:
            self._add_pager()
        self._faces = {f"{face.name}.woff2": face for face in FACES}

    def url(self, name: str) -> str:
        """The permanent address of an asset."""
        digest = self._faces[name].digest if name in self._faces else (self._files.get(name) or self._others[name])[0]
        return f"/static/{digest}/{name}"

    @property
    def version(self) -> str:
        """Changes when any of our own files does."""
        said = " ".join(
            f"{name} {digest}" for name, (digest, _) in sorted([*self._files.items(), *self._others.items()])
        )
        return hashlib.sha256(said.encode()).hexdigest()[:12]

    @property
    def faces(self) -> str:
        """The rules that name our typefaces, for a page without our style sheet."""
        return "\n".join(map(_font_face, FACES))

    def own(self, name: str) -> Asset:
        """A file of ours, for addresses that must not change."""
        return self._files[name][1]

    def get(self, digest: str, name: str) -> Asset | None:
        """The asset of that hash and name; typefaces are cut when first asked for."""
        if name in self._faces and self._faces[name].digest == digest:
            return Asset(self._cut(self._faces[name]), MEDIA_TYPES[".woff2"])
        held = (files[name] for files in (self._files, self._others) if name in files)
        return next((asset for known, asset in held if known == digest), None)

    def _add(self, name: str, body: bytes) -> None:
        digest = hashlib.sha256(body).hexdigest()[:12]
        self._files[name] = (digest, Asset(body, MEDIA_TYPES[Path(name).suffix]))

    def _add_pager(self) -> None:
        bodies = {name: (FOLIATE / name).read_bytes() for name in PAGER}
        bodies["foliate-js.txt"] = (FOLIATE / "LICENSE").read_bytes()
        digest = hashlib.sha256(b"".join(bodies.values())).hexdigest()[:12]
        for name, body in bodies.items():
            self._others[name] = (digest, Asset(body, MEDIA_TYPES[Path(name).suffix]))

    def _style(self) -> str:
        sheets = [path.read_text(encoding="utf-8") for path in sorted((STATIC / "css").glob("*.css"))]
        return "\n".join([self.faces, *sheets])

    def _cut(self, face: Face) -> bytes:
        kept = self.cache / f"{face.name}.{face.digest}.woff2"
        if not kept.is_file():
            body = subset(face)
            self.cache.mkdir(parents=True, exist_ok=True)
            handle, part = tempfile.mkstemp(dir=self.cache)
            with os.fdopen(handle, "wb") as target:
                target.write(body)
            Path(part).replace(kept)  # whole or not at all, whoever else is at it
        return kept.read_bytes()


def _font_face(face: Face) -> str:
    address = f"/static/{face.digest}/{face.name}.woff2"
    return (
        f'@font-face{{font-family:"{face.family}";src:url("{address}") format("woff2");'
        f"font-weight:{face.weight};font-display:swap}}"
    )


def subset(face: Face) -> bytes:
    """The WOFF2 of one face with the characters that our pages use, all its layout features kept."""
    from fontTools import subset as cutter
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    source = files(face.package.replace("-", "_")) / "files" / face.file
    with source.open("rb") as handle:
        font: Any = TTFont(io.BytesIO(handle.read()))
    options = cutter.Options()
    options.layout_features = ["kern", "liga", "locl", "mark", "mkmk", "ccmp", "onum", "lnum", "tnum"]
    options.hinting = False
    worker = cutter.Subsetter(options)
    worker.populate(unicodes=[code for low, high in _RANGES for code in range(low, high + 1)])
    worker.subset(font)
    if face.axes:
        limits = {tag: low if low == high else (low, high) for tag, low, high in face.axes}
        font = instancer.instantiateVariableFont(font, limits)
    font.flavor = "woff2"
    target = io.BytesIO()
    font.save(target)
    return target.getvalue()
