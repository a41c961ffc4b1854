"""The typefaces by version and SHA-256: a book set again in ten years has the same letters, or we know why not."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

from pipeline.styles.fonts import FACES, Face

LOCK = Path(__file__).with_name("fonts.lock.json")
_OPEN = "sil open font license"
_COPYRIGHT, _VERSION, _LICENCE = 0, 5, 13


def installed() -> dict[str, dict[str, Any]]:
    """Every face as it is on this machine: package and its version, the file's own version, its hash, its licence."""
    return {face.url.removeprefix("asset:fonts/"): _of(face) for faces in FACES.values() for face in faces}


def locked() -> dict[str, dict[str, Any]]:
    """Every face as it should be."""
    found: dict[str, dict[str, Any]] = json.loads(LOCK.read_text(encoding="utf-8"))
    return found


def as_text(faces: dict[str, dict[str, Any]]) -> str:
    """The lock file's text, the same for the same faces."""
    return json.dumps(faces, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def licence(face: Face) -> str:
    """The text of a face's licence, which goes wherever the face goes."""
    for folder in (face.path.parent, face.path.parent.parent):
        for name in ("OFL.txt", "LICENSE", "LICENSE.txt", "OFL"):
            if (folder / name).is_file():
                return (folder / name).read_text(encoding="utf-8")
    distribution = _distribution(face)
    for file in distribution.files or () if distribution else ():
        if file.name.upper().startswith(("OFL", "LICEN")):
            return Path(str(file.locate())).read_text(encoding="utf-8")
    return ""


def _of(face: Face) -> dict[str, Any]:
    with TTFont(face.path, lazy=True) as font:
        copyright_, version, said = (str(font["name"].getDebugName(n) or "") for n in (_COPYRIGHT, _VERSION, _LICENCE))
    distribution = _distribution(face)
    return {
        "package": f"{distribution.name} {distribution.version}" if distribution else "pipeline/styles/faces",
        "file": face.file,
        "version": version.partition(";")[0],
        "copyright": copyright_,
        "licence": "OFL-1.1" if _OPEN in (licence(face) + said).lower() else "",
        "sha256": hashlib.sha256(face.path.read_bytes()).hexdigest(),
    }


@lru_cache(maxsize=64)
def _distribution(face: Face) -> importlib.metadata.Distribution | None:
    if not face.package:
        return None
    names = importlib.metadata.packages_distributions().get(face.package, [])
    return importlib.metadata.distribution(names[0]) if names else None
