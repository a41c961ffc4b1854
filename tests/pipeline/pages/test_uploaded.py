"""A publisher's own cover is taken as it is, measured, and refused only when it is no picture."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from pipeline.findings import ManuscriptRefused
from pipeline.metadata import EditionRecord
from pipeline.pages.uploaded import check, read

RECORD = EditionRecord.model_validate({"design": {"size": "14.5x20.5"}})


def picture(folder: Path, width: int, height: int, mode: str = "RGB", name: str = "bia.png") -> Path:
    path = folder / name
    Image.new(mode, (width, height), "teal" if mode != "CMYK" else (200, 0, 0, 0)).save(path)
    return path


@pytest.mark.parametrize(
    ("width", "height", "press", "codes"),
    [
        (1713, 2422, True, []),
        (1240, 1753, True, ["cv-004"]),
        (1240, 1753, False, []),
        (600, 848, False, ["cv-002"]),
        (2000, 2000, True, ["cv-003"]),
    ],
)
def test_size_and_shape_are_told(tmp_path: Path, width: int, height: int, press: bool, codes: list[str]) -> None:
    found = check(RECORD, read(picture(tmp_path, width, height)), press=press)
    assert [finding.code for finding in found] == codes


def test_the_screen_gets_a_light_jpeg_in_rgb_and_the_press_every_pixel(tmp_path: Path) -> None:
    upload = read(picture(tmp_path, 2400, 3400, "CMYK", "bia.jpg"))
    with Image.open(io.BytesIO(upload.screen)) as small, Image.open(io.BytesIO(upload.full)) as full:
        assert (small.format, small.mode, small.size) == ("JPEG", "RGB", (1600, 2267))
        assert full.size == (2400, 3400)


def test_a_cover_lying_on_its_side_is_turned_upright(tmp_path: Path) -> None:
    path = tmp_path / "bia.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (2000, 1400), "teal").save(path, exif=exif)
    upload = read(path)
    assert (upload.width, upload.height) == (1400, 2000)


@pytest.mark.parametrize("content", [b"", b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_what_is_no_picture_is_refused_with_its_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bia.png"
    path.write_bytes(content)
    with pytest.raises(ManuscriptRefused) as refused:
        read(path)
    assert [(finding.code, finding.params["name"]) for finding in refused.value.findings] == [("cv-001", "bia.png")]


def test_a_cover_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ManuscriptRefused) as refused:
        read(tmp_path / "khong-co.png")
    assert refused.value.findings[0].params == {"name": "khong-co.png", "why": "there is no such file"}
