"""Which encoding a font's name stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.intake.legacy.tables import Encoding

_TCVN3 = re.compile(r"\.vn|vns?tcvn", re.IGNORECASE)
_VNI = re.compile(r"(?:vns)?vni(?![a-z])", re.IGNORECASE)
_VISCII = re.compile(r"(.*\bviscii\b|vi (times|arial|helvetica|courier)|hoangyen|u?heo|minhquan)", re.IGNORECASE)
_VPS = re.compile(r"vps(?![a-z])", re.IGNORECASE)
_CAPITALS = re.compile(r"[a-z ]H$")


@dataclass(frozen=True, slots=True)
class Font:
    """An old font: its encoding, and whether it draws small letters' codes as capitals."""

    encoding: Encoding
    capitals: bool = False


@lru_cache(maxsize=512)
def known(name: str) -> Font | None:
    """The old font of that name; None for a font of today."""
    name = name.strip()
    if _TCVN3.match(name):
        return Font("TCVN3", bool(_CAPITALS.search(name)))
    if _VNI.match(name):
        return Font("VNI")
    if _VPS.match(name):
        return Font("VPS", name.lower().endswith(" hoa"))
    return Font("VISCII") if _VISCII.match(name) else None
