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
from pipeline.outputs.resolution import PRESS, SCREEN, as_photograph, for_press, for_screen, limited, screen_name


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


def photograph(mode: str) -> bytes:
    """Light that fades across the picture, with the grain of a film."""
    light = Image.linear_gradient("L").resize((1200, 900))
    out = io.BytesIO()
    Image.blend(light, Image.effect_noise((1200, 900), 60), 0.2).convert(mode).save(out, "PNG")
    return out.getvalue()


def drawing(mode: str = "RGB") -> bytes:
    """Lines on white, with the grain that a scanner adds to the ink."""
    page = Image.new("RGB", (900, 700), "white")
    grain = Image.effect_noise((900, 700), 90).convert("RGB")
    page.paste(grain, mask=Image.linear_gradient("L").resize((900, 700)).point(lambda v: 255 if v % 16 < 4 else 0))
    out = io.BytesIO()
    page.convert(mode).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA"])
def test_a_photograph_saved_as_png_becomes_a_jpeg_of_a_fraction_of_its_weight(mode: str) -> None:
    media = Media("image-001.png", "image/png", photograph(mode))
    made = for_screen(media)
    assert (media.small_type, screen_name(media), size(made)) == ("image/jpeg", "image-001.jpg", (1200, 900))
    assert len(made) < len(media.data) / 2


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_drawing_stays_what_it_is(mode: str) -> None:
    assert len(drawing(mode)) > 100_000
    assert as_photograph(drawing(mode)) == b""


def test_a_photograph_that_something_can_be_seen_through_stays_png() -> None:
    with Image.open(io.BytesIO(photograph("RGBA"))) as opened:
        opened.putalpha(Image.linear_gradient("L").resize(opened.size))
        out = io.BytesIO()
        opened.save(out, "PNG")
    assert as_photograph(out.getvalue()) == b""


def test_such_a_photograph_has_its_new_name_in_the_book_and_the_press_gets_the_original(tmp_path: Path) -> None:
    data = photograph("RGB")
    (tmp_path / "a.png").write_bytes(data)
    (tmp_path / "a.md").write_text("# Một\n\nẢnh.\n\n![Lớp học](a.png)\n", encoding="utf-8")
    options = BuildOptions(check=False, language="vi", formats=("epub",))
    result = build(tmp_path / "a.md", tmp_path / "out", options=options)
    with zipfile.ZipFile(result.outputs[0].path) as book:
        assert [name for name in book.namelist() if "image-001" in name] == ["EPUB/images/image-001.jpg"]
        assert "images/image-001.jpg" in book.read(next(n for n in book.namelist() if "/c001" in n)).decode()
    assert for_press(Media("image-001.png", "image/png", data)) == data
