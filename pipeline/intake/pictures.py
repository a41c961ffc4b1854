"""Pictures of a manuscript: only real ones come in, under names of our own, in the order of first use."""

from __future__ import annotations

import io
import re
import warnings
from pathlib import Path
from typing import Any

from lxml import etree
from PIL import Image, UnidentifiedImageError

from pipeline.book.model import Media
from pipeline.findings import Finding, Phrase, Severity, Where, rule
from pipeline.i18n import N_

MAX_PIXELS = 40_000_000
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
_KEPT = {"PNG": ("image/png", "png"), "JPEG": ("image/jpeg", "jpg"), "GIF": ("image/gif", "gif")}
_SVG = "{http://www.w3.org/2000/svg}"
_SVG_BAD = {
    "script",
    "foreignObject",
    "iframe",
    "object",
    "embed",
    "audio",
    "video",
    "animate",
    "set",
    "handler",
}

_VIEW_BOX = re.compile(r"\s*(?:[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?:\s*,\s*|\s+|\s*$)){4}$")

LOST = rule(
    "im-010",
    Severity.WARNING,
    N_("The picture “{source}” cannot be shown: {why}."),
    N_("Insert it into the manuscript again as a PNG or JPEG picture."),
)
ELSEWHERE = rule(
    "im-011",
    Severity.WARNING,
    N_("The picture “{source}” is not in the manuscript but somewhere else, and is left out."),
    N_("Insert the picture itself into the manuscript, not a link to it."),
)


class Pictures:
    """Collects pictures while the tree is walked."""

    def __init__(self, folder: Path, beside: Path | None) -> None:
        self.folder = folder
        self.beside = beside
        self.media: dict[str, Media] = {}
        self.findings: list[Finding] = []
        self._known: dict[str, str] = {}

    def take(self, target: str, alt: str) -> str:
        """Our name for the picture at ``target``, or "" when it cannot come in (a finding says why)."""
        if target in self._known:
            return self._known[target]
        path = self._find(target)
        name = ""
        if path is None:
            self.findings.append(Finding(ELSEWHERE, {"source": target[:120]}, Where(paragraph=alt[:120])))
        else:
            name = self._admit(path, target, alt)
        self._known[target] = name
        return name

    def _find(self, target: str) -> Path | None:
        """The file, within the manuscript's media or beside a text manuscript, never outside either."""
        if "://" in target or target.startswith(("/", "\\", "data:", "file:")):
            inside = Path(target)
            return inside if inside.is_absolute() and self._within(inside, self.folder) else None
        for base in (self.folder, self.beside):
            if base is not None and self._within(base / target, base):
                return base / target
        return None

    @staticmethod
    def _within(path: Path, base: Path) -> bool:
        try:
            real = path.resolve(strict=True)
        except (OSError, ValueError):
            return False
        return real.is_file() and real.is_relative_to(base.resolve())

    def _admit(self, path: Path, target: str, alt: str) -> str:
        data = path.read_bytes()
        number = len(self.media) + 1
        try:
            media = _svg(data, number) if _is_svg(path, data) else _raster(data, number)
        except _Unfit as error:
            self.findings.append(
                Finding(
                    LOST,
                    {"source": Path(target).name[:120], "why": Phrase(error)},
                    Where(paragraph=alt[:120]),
                )
            )
            return ""
        media.source = Path(target).name
        self.media[media.name] = media
        return media.name


class _Unfit(Exception):
    """Why a picture cannot be shown."""


def _is_svg(path: Path, data: bytes) -> bool:
    return path.suffix.lower() == ".svg" or b"<svg" in data[:1000]


def _raster(data: bytes, number: int) -> Media:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as picture:
                kind, (width, height) = picture.format or "", picture.size
                if kind in _KEPT and picture.mode != "CMYK":
                    picture.load()
                    media_type, suffix = _KEPT[kind]
                else:
                    data, media_type, suffix = _as_png(picture), "image/png", "png"
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _Unfit(N_("more than 40 million pixels")) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise _Unfit(N_("its format is not one that books can show, or it is damaged")) from None
    return Media(f"image-{number:03d}.{suffix}", media_type, data, width, height)


def _as_png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    mode = "RGBA" if "A" in picture.getbands() or "transparency" in picture.info else "RGB"
    picture.convert(mode).save(out, "PNG", optimize=False)
    return out.getvalue()


def _svg(data: bytes, number: int) -> Media:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise _Unfit(N_("it is not well-formed SVG")) from None
    if root.tag != f"{_SVG}svg" or root.getroottree().docinfo.internalDTD is not None:
        raise _Unfit(N_("it is not plain SVG"))
    if not _VIEW_BOX.match(root.get("viewBox", "0 0 1 1")):
        raise _Unfit(N_("it does not say its measures as SVG asks"))
    for element in list(root.iter()):
        _clean(element)
    return Media(f"image-{number:03d}.svg", "image/svg+xml", etree.tostring(root, encoding="utf-8"))


def _clean(element: Any) -> None:
    """Remove what could run or reach out; what stays only draws."""
    if not isinstance(element.tag, str) or etree.QName(element).localname in _SVG_BAD:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
        return
    for key, value in list(element.attrib.items()):
        local = etree.QName(key).localname.lower()
        reaches_out = local == "href" and not value.startswith(("#", "data:image/"))
        if local.startswith("on") or reaches_out or "url(" in value.replace("url(#", ""):
            del element.attrib[key]
