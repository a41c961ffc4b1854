"""Pictures in shades of grey, for books printed in black only: what the press would make of them, chosen by us."""

from __future__ import annotations

import io

from PIL import Image


def greyscale(data: bytes, media_type: str) -> bytes:
    """The picture without colours and transparency, as JPEG or PNG; one that has no pixels stays as it is.

    Raises nothing: a picture that cannot be read is left for the page engine to tell of.
    """
    if media_type not in ("image/png", "image/jpeg", "image/gif"):
        return data
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.mode == "L":
                return data
            clear = picture.has_transparency_data
            flat = (
                Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture.convert("RGBA"))
                if clear
                else picture
            )
            grey, dpi = flat.convert("L"), picture.info.get("dpi")
    except (OSError, ValueError):
        return data
    out = io.BytesIO()
    extra = {"dpi": dpi} if dpi else {}
    if media_type == "image/jpeg":
        grey.save(out, "JPEG", quality=92, **extra)
    else:
        grey.save(out, "PNG", **extra)
    return out.getvalue()
