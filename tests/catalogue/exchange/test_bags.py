"""Our bags are bags to others, and what happened to one is found by them and by us."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import bagit
import pytest

from catalogue.exchange import bag_check, bags
from catalogue.exchange.bag_check import Fault, NotABagError


def filled(path: Path) -> Path:
    bag = bags.Bag(bags.Folder(path))
    bag.add("one.txt", [b"one ", b"and ", b"more"])
    bag.add("deep/er/two.txt", [b"hai"])
    bag.close({"External-Description": "two\nlines"}, {"profile.json": b"{}"})
    return path


def test_another_reader_takes_it_for_a_valid_bag(tmp_path: Path) -> None:
    bag = bagit.Bag(str(filled(tmp_path / "bag")))
    bag.validate(processes=1)
    assert bag.info == {"External-Description": "two lines", "Payload-Oxum": "15.2"}
    assert list(bag_check.faults(tmp_path / "bag")) == []


def test_what_happened_to_it_is_named(tmp_path: Path) -> None:
    folder = filled(tmp_path / "bag")
    (folder / "data/one.txt").write_bytes(b"one and mose")
    (folder / "data/deep/er/two.txt").unlink()
    (folder / "data/three.txt").touch()
    (folder / "profile.json").write_text("[]")
    assert list(bag_check.faults(folder)) == [
        Fault("data/deep/er/two.txt", "missing"), Fault("data/one.txt", "damaged"), Fault("profile.json", "damaged"),
        Fault("data/three.txt", "foreign"),
    ]  # fmt: skip
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(folder)).validate(processes=1)


def test_before_it_is_closed_it_is_no_bag(tmp_path: Path) -> None:
    bags.Bag(bags.Folder(tmp_path)).add("one.txt", [b"one"])
    with pytest.raises(NotABagError):
        list(bag_check.faults(tmp_path))


def test_a_file_that_breaks_off_is_not_there(tmp_path: Path) -> None:
    def broken() -> object:
        yield b"half"
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        bags.Bag(bags.Folder(tmp_path)).add("one.txt", broken())
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("name", ["../out", "/etc/x", "a//b", "a/../b", "", "có dấu", "a\nb", ".hidden", "a%2Fb"])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="no name"):
        bags.Bag(bags.Folder(tmp_path)).add(name, [b""])


@pytest.mark.parametrize("line", ["0" * 64 + "  ../../etc/passwd", "0" * 64 + "  /etc/passwd", "short  data/x"])
def test_a_strange_manifest_is_refused(tmp_path: Path, line: str) -> None:
    folder = filled(tmp_path / "bag")
    (folder / "manifest-sha256.txt").write_text(line + "\n")
    with pytest.raises(NotABagError, match=r"manifest-sha256\.txt"):
        list(bag_check.faults(folder))


def test_as_a_zip_it_is_the_same_bag_and_always_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for _ in range(2):
        file = io.BytesIO()
        place = bags.Zip(file, "sach")
        bag = bags.Bag(place)
        bag.add("one.txt", [b"one"])
        bag.close({})
        place.close()
        made.append(file.getvalue())
    assert made[0] == made[1]
    with zipfile.ZipFile(io.BytesIO(made[0])) as archive:
        archive.extractall(tmp_path)
    bagit.Bag(str(tmp_path / "sach")).validate(processes=1)
