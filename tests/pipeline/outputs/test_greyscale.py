"""Pictures for a black-only press hold no colours."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from pipeline.outputs.greyscale import greyscale


def picture(kind: str, mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (20, 10), (200, 30, 30, 0)[: len(mode)]).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(("kind", "media_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("GIF", "image/gif")])
def test_colours_become_grey(kind: str, media_type: str) -> None:
    with Image.open(io.BytesIO(greyscale(picture(kind), media_type))) as grey:
        assert (grey.format, grey.mode, grey.size) == ("JPEG" if kind == "JPEG" else "PNG", "L", (20, 10))


def test_what_is_clear_becomes_the_white_of_the_paper() -> None:
    with Image.open(io.BytesIO(greyscale(picture("PNG", "RGBA"), "image/png"))) as grey:
        assert grey.getpixel((0, 0)) == 255


def test_the_same_picture_gives_the_same_bytes() -> None:
    assert greyscale(picture("JPEG"), "image/jpeg") == greyscale(picture("JPEG"), "image/jpeg")


@pytest.mark.parametrize(("data", "media_type"), [(b"<svg/>", "image/svg+xml"), (b"damaged", "image/png")])
def test_what_has_no_pixels_is_left_alone(data: bytes, media_type: str) -> None:
    assert greyscale(data, media_type) == data
