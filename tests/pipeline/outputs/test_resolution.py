"""A book carries the pixels that can be seen, and no more; what fits is carried as it came."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from pipeline import BuildOptions, build
from pipeline.book.model import Media
from pipeline.outputs.resolution import PRESS, SCREEN, for_press, for_screen, limited


def picture(width: int, height: int, kind: str = "JPEG", mode: str = "RGB", **more: object) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((width, height), 60).convert(mode).save(out, kind, **more)
    return out.getvalue()


def size(data: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(data)) as opened:
        return opened.size


@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "RGB"), ("JPEG", "L"), ("PNG", "RGBA"), ("PNG", "P")])
def test_a_picture_that_is_too_large_is_made_smaller_in_its_own_format(kind: str, mode: str) -> None:
    made = limited(picture(900, 600, kind, mode), f"image/{kind.lower()}", 300)
    with Image.open(io.BytesIO(made)) as opened:
        assert (opened.format, opened.size) == (kind, (300, 200))


def test_one_that_fits_keeps_its_bytes() -> None:
    data = picture(300, 200, quality=80)
    assert limited(data, "image/jpeg", 300) is data


def test_a_jpeg_with_more_bytes_than_anybody_sees_is_made_lighter() -> None:
    data = picture(1500, 1200, quality=100)
    made = limited(data, "image/jpeg", SCREEN)
    assert size(made) == (1500, 1200)
    assert len(made) < len(data) / 2


def test_a_photograph_lying_on_its_side_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert size(limited(picture(900, 600, exif=exif), "image/jpeg", 300)) == (200, 300)


@pytest.mark.parametrize(("data", "kind"), [(b"damaged", "image/png"), (b"<svg/>", "image/svg+xml")])
def test_what_is_no_picture_of_pixels_stays(data: bytes, kind: str) -> None:
    assert limited(data, kind, 10) == data


def test_the_press_gets_more_than_the_screen() -> None:
    media = Media("a.jpg", "image/jpeg", picture(5000, 2500))
    assert (size(for_screen(media)), size(for_press(media))) == ((SCREEN, 1000), (PRESS, 2000))


def test_both_books_for_a_screen_are_light_and_the_same_every_time(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(picture(3000, 2000, quality=95))
    (tmp_path / "a.md").write_text("# Một\n\nẢnh.\n\n![Lớp học](a.jpg)\n", encoding="utf-8")
    hashes = []
    for out in ("one", "two"):
        result = build(tmp_path / "a.md", tmp_path / out, options=BuildOptions(check=False, language="vi"))
        hashes.append([output.sha256 for output in result.outputs])
        epub, pdf = (next(o.path for o in result.outputs if o.path.suffix == end) for end in (".epub", ".pdf"))
        with zipfile.ZipFile(epub) as book:
            name = next(n for n in book.namelist() if n.endswith("image-001.jpg"))
            assert size(book.read(name)) == (SCREEN, 1333)
        with pikepdf.open(pdf) as document:
            widths = {int(x.Width) for x in document.objects if isinstance(x, pikepdf.Stream) and x.get("/Width")}
        assert SCREEN in widths
        assert 3000 not in widths
    assert hashes[0] == hashes[1]
