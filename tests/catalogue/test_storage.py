"""One contract for both stores: a local folder and a real S3 server."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from catalogue.settings import Settings
from catalogue.storage import StorageError, Store, open_storage


@pytest.fixture(params=["local", pytest.param("s3", marks=pytest.mark.s3)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "local":
        return open_storage(Settings(storage_url=f"file:{tmp_path / 'files'}"))
    server = request.getfixturevalue("s3_server")
    return open_storage(
        Settings(
            storage_url="s3://books",
            s3_endpoint=server.endpoint,
            s3_access_key=server.access_key,
            s3_secret_key=server.secret_key,
        )
    )


def file(folder: Path, data: bytes) -> Path:
    path = folder / "source"
    path.write_bytes(data)
    return path


def test_a_file_comes_back_whole_and_in_parts(store: Store, tmp_path: Path) -> None:
    data = bytes(range(256)) * 9000
    stored = store.put(file(tmp_path, data))
    assert (stored.sha256, stored.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert b"".join(store.read(stored.sha256)) == data
    assert b"".join(store.read(stored.sha256, 1_000_000, 1_200_000)) == data[1_000_000:1_200_000]
    assert store.fetch(stored.sha256, tmp_path / "copy").read_bytes() == data


def test_keeping_a_file_twice_is_keeping_it_once(store: Store, tmp_path: Path) -> None:
    first = store.put(file(tmp_path, b"twice"))
    assert store.put(file(tmp_path, b"twice")) == first
    assert store.verify(first.sha256)


def test_what_is_not_there_is_said_to_be_missing(store: Store) -> None:
    missing = "0" * 64
    assert (store.exists(missing), store.verify(missing)) == (False, False)
    with pytest.raises(StorageError, match="not in the store"):
        store.size(missing)


def test_a_damaged_file_is_never_handed_out(tmp_path: Path) -> None:
    store = open_storage(Settings(storage_url=f"file:{tmp_path / 'files'}"))
    stored = store.put(file(tmp_path, b"right"))
    kept = next(path for path in (tmp_path / "files").rglob(stored.sha256))
    kept.write_bytes(b"wrong")
    assert not store.verify(stored.sha256)
    with pytest.raises(StorageError, match="damaged"):
        store.fetch(stored.sha256, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_another_kind_of_address_is_refused() -> None:
    with pytest.raises(ValueError, match="file:PATH or s3://BUCKET"):
        open_storage(Settings(storage_url="ftp://x"))
