"""Pictures with as many pixels as can be seen: a photograph of 20 million is a tenth of the size on any page."""

from __future__ import annotations

import io

from PIL import Image, ImageChops, ImageOps

from pipeline.book.model import Media

SCREEN = 2000
"""Pixels of the longer side: the width of the widest page at 260 dots per inch, and of a tablet's screen."""
PRESS = 4000
"""The same for print: the height of the largest page with its bleed at 370 dots per inch, where 300 are asked."""
_DENSE = 1.0
"""Bytes for each pixel of a JPEG: more is no quality that anybody sees."""
_HEAVY = 500_000
_PHOTOGRAPH = 100_000
"""Bytes of a PNG under which its kind is left as it is."""
_FLAT, _SAVED = 0.4, 0.5
"""Share of pixels that are as their neighbour, under which a PNG is no drawing; and what a JPEG may weigh beside it."""


def for_screen(media: Media) -> bytes:
    """The picture as EPUB and screen PDF carry it, made once for both; ``small_type`` is its kind then."""
    if not media.small:
        small = limited(media.data, media.media_type, SCREEN)
        photograph = as_photograph(small) if media.media_type == "image/png" else b""
        media.small, media.small_type = photograph or small, "image/jpeg" if photograph else media.media_type
    return media.small


def screen_name(media: Media) -> str:
    """The file name that goes with the picture as ``for_screen`` makes it."""
    for_screen(media)
    return media.name if media.small_type == media.media_type else media.name.rpartition(".")[0] + ".jpg"


def for_press(media: Media) -> bytes:
    """The picture as it goes to a printing house."""
    return limited(media.data, media.media_type, PRESS)


def limited(data: bytes, media_type: str, most: int) -> bytes:
    """The picture with at most so many pixels on a side, upright, in its own format; as it is where it fits.

    Moving pictures and drawings are left alone, and what cannot be read is left for the page engine to tell of.
    """
    if media_type not in ("image/png", "image/jpeg"):
        return data
    try:
        with Image.open(io.BytesIO(data)) as picture:
            dense = media_type == "image/jpeg" and len(data) > max(_HEAVY, _DENSE * picture.width * picture.height)
            if max(picture.size) <= most and not dense:
                return data
            profile = picture.info.get("icc_profile")
            upright = ImageOps.exif_transpose(picture)
            if upright.mode == "P":
                upright = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
            elif upright.mode == "1":
                upright = upright.convert("L")
            upright.thumbnail((most, most), Image.Resampling.LANCZOS)
    except (OSError, ValueError, SyntaxError):
        return data
    out = io.BytesIO()
    if media_type == "image/jpeg":
        upright.save(out, "JPEG", quality=85, optimize=True, progressive=True, icc_profile=profile)
    else:
        upright.save(out, "PNG", icc_profile=profile)
    made = out.getvalue()
    return made if len(made) < len(data) else data


def as_photograph(data: bytes) -> bytes:
    """A photograph that was saved as PNG, as JPEG; nothing for drawings, clear pictures, and where little is saved.

    What is drawn has areas of one colour, which JPEG would cloud; in a photograph hardly two pixels are alike.
    """
    if len(data) < _PHOTOGRAPH:
        return b""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.mode not in ("RGB", "RGBA", "L", "LA") or _clear(picture):
                return b""
            flat = picture.convert("L" if picture.mode in ("L", "LA") else "RGB")
            profile = picture.info.get("icc_profile")
    except (OSError, ValueError, SyntaxError):
        return b""
    beside = ImageChops.difference(flat, ImageChops.offset(flat, 1, 0)).convert("L").histogram()
    if beside[0] > _FLAT * flat.width * flat.height:
        return b""
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=88, optimize=True, progressive=True, icc_profile=profile)
    made = out.getvalue()
    return made if len(made) < _SAVED * len(data) else b""


def _clear(picture: Image.Image) -> bool:
    """Whether anything can be seen through the picture."""
    if "A" in picture.getbands():
        return any(picture.getchannel("A").histogram()[:255])
    return "transparency" in picture.info
