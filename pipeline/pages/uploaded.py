"""A cover that the publisher drew: opened, turned upright, made fit for a screen, and measured for print."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from pipeline.findings import Finding, ManuscriptRefused, Phrase, Severity, rule
from pipeline.i18n import N_
from pipeline.metadata import EditionRecord
from pipeline.styles import tokens

SCREEN = (1600, 2560)
SMALL_SCREEN = 1000
"""Width in pixels under which shops and reading programs show a blurred cover."""
PRESS_DPI = 300
MAX_BYTES = 60_000_000

UNREADABLE = rule(
    "cv-001",
    Severity.ERROR,
    N_("The cover picture “{name}” cannot be used: {why}."),
    N_("Give the cover as a JPEG or PNG picture, with its path as seen from the metadata file."),
)
SMALL = rule(
    "cv-002",
    Severity.WARNING,
    N_("The cover picture is {width} pixels wide; it will look blurred on screens."),
    N_("Give a picture at least {least} pixels wide."),
)
OTHER_SHAPE = rule(
    "cv-003",
    Severity.WARNING,
    N_("The cover picture is {ratio} times as high as wide, the page {wanted} times: its edges will be cut."),
    N_("Draw the cover in the proportions of the trim {size}."),
)
COARSE = rule(
    "cv-004",
    Severity.WARNING,
    N_("The cover picture has {dpi} dots per inch at its printed size."),
    N_("A printing house asks for {least}: give a picture at least {width} pixels wide."),
)


@dataclass(frozen=True, slots=True)
class Upload:
    """An uploaded cover: as a JPEG for screens, and in full for the press; measures in pixels."""

    screen: bytes
    full: bytes
    width: int
    height: int


def read(path: Path) -> Upload:
    """Open the picture at ``path``. Raises ManuscriptRefused when it is none that a book can carry."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ManuscriptRefused(
                Finding(UNREADABLE, {"name": path.name, "why": Phrase(N_("the file is larger than 60 MB"))})
            )
        with Image.open(io.BytesIO(path.read_bytes()), formats=("JPEG", "PNG")) as opened:
            picture = _upright(opened)
    except FileNotFoundError as error:
        why = Phrase(N_("there is no such file"))
        raise ManuscriptRefused(Finding(UNREADABLE, {"name": path.name, "why": why})) from error
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        why = Phrase(N_("it is damaged, too large, or neither JPEG nor PNG"))
        raise ManuscriptRefused(Finding(UNREADABLE, {"name": path.name, "why": why})) from error
    small = picture.copy()
    small.thumbnail(SCREEN, Image.Resampling.LANCZOS)
    return Upload(_jpeg(small, 88), _jpeg(picture, 95), picture.width, picture.height)


def check(record: EditionRecord, upload: Upload, *, press: bool) -> list[Finding]:
    """Whether the picture is large enough and of the book's shape; ``press`` when it will be printed."""
    trim = tokens.trim(record.design.size)
    found = []
    if upload.width < SMALL_SCREEN:
        found.append(Finding(SMALL, {"width": upload.width, "least": SMALL_SCREEN}))
    ratio, wanted = upload.height / upload.width, trim.height / trim.width
    if abs(ratio / wanted - 1) > 0.03:
        params = {"ratio": f"{ratio:.2f}", "wanted": f"{wanted:.2f}", "size": record.design.size}
        found.append(Finding(OTHER_SHAPE, params))
    dpi = round(upload.width / (trim.width / 25.4))
    if press and dpi < PRESS_DPI:
        least = round(PRESS_DPI * trim.width / 25.4)
        found.append(Finding(COARSE, {"dpi": dpi, "least": PRESS_DPI, "width": least}))
    return found


def _upright(opened: Image.Image) -> Image.Image:
    """Turned as its camera says, without transparency, in RGB."""
    turned = ImageOps.exif_transpose(opened)
    if turned.has_transparency_data:
        clear = turned.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("RGB")
    return turned.convert("RGB")


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, dpi=(PRESS_DPI, PRESS_DPI))
    return out.getvalue()
