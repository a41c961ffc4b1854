"""A title for long keeping: a BagIt bag to a profile of ours, which others can read with nothing of ours.

    data/readme-vi.txt, readme-en.txt    what is what
    data/record/title.json, marc.xml     the record, as data and for catalogues of libraries
    data/record/changes.jsonl            what the record of changes says of the title
    data/manuscripts/, releases/, dossier/

``bagit-profile.json`` (BagIt Profiles 1.3.0) lies in each bag beside the manifests.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from catalogue.errors import Refusal
from catalogue.exchange import bags, marc
from catalogue.services.preservation import Preserved
from catalogue.storage import StorageError, Store
from catalogue.wording import Wording
from pipeline.findings import retold
from pipeline.i18n import N_, translator

PROFILE = Path(__file__).with_name("bagit-profile.json")
LANGUAGES = ("vi", "en")
UNFINISHED = ".unfinished"

BROKEN = N_("“{title}” cannot be archived: the file {name} is damaged or missing in the store. Nothing was written.")
NOT_WRITTEN = N_("The archive could not be written: {reason}.")
README = (
    N_("{title} — {publisher}"),
    N_(
        "This folder holds the book as it was published, with its manuscripts, its papers and its record. It needs no "
        "particular software: texts are UTF-8, data are JSON, books are EPUB and PDF."
    ),
    N_(
        "record/title.json: who wrote and published the book, its formats and ISBN, who released and recognised it "
        "and when, and which file below is what."
    ),
    N_("record/marc.xml: the same for catalogues of libraries (MARC 21 in MARCXML), if readers have the book."),
    N_(
        "record/changes.jsonl: every change of the title, one a line. The hash of an entry is SHA-256 over its other "
        "fields as JSON, with the names in order and no spaces; prev_hash is that of the entry before it in the whole "
        "record."
    ),
    N_("manuscripts/: what the author or publisher sent in, by round."),
    N_("releases/: what readers were given, by version, each with the report of its making."),
    N_("dossier/: scans of the legal papers, by date."),
    N_(
        "manifest-sha256.txt one folder above has the hash of every file. Any BagIt tool (RFC 8493) can check them, "
        "as can sha256sum --check."
    ),
)


@dataclass(frozen=True, slots=True)
class Archived:
    """Where a title's bag lies; ``fresh`` unless it lay there already."""

    title: str
    path: Path
    fresh: bool


def write(store: Store, folder: Path, found: Preserved, origin: str) -> Archived:
    """Write a title's bag into ``folder`` unless it is there as it is now. Raises Refusal; then nothing is left."""
    path = folder / found.name
    if (path / "bagit.txt").is_file():
        return Archived(found.title, path, fresh=False)
    part = path.with_name(path.name + UNFINISHED)
    try:
        shutil.rmtree(part, ignore_errors=True)
        try:
            _fill(bags.Bag(bags.Folder(part)), store, found, origin)
            part.rename(path)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    except OSError as error:
        raise Refusal("arc-003", NOT_WRITTEN, reason=error.strerror or str(error)) from error
    return Archived(found.title, path, fresh=True)


def write_zip(store: Store, file: IO[bytes], found: Preserved, origin: str) -> None:
    """The same bag as a zip. Raises Refusal."""
    with closing(bags.Zip(file, found.name)) as place:
        _fill(bags.Bag(place), store, found, origin)


def _fill(bag: bags.Bag, store: Store, found: Preserved, origin: str) -> None:
    for name, content in sorted(_papers(found, origin).items()):
        bag.add(name, [content])
    for name, sha256 in sorted(found.files.items()):
        try:
            bag.add(name, store.checked(sha256))
        except StorageError as error:
            raise Refusal("arc-002", BROKEN, title=found.title, name=sha256) from error
    bag.close(_info(bag, found), {PROFILE.name: PROFILE.read_bytes()})


def _papers(found: Preserved, origin: str) -> dict[str, bytes]:
    """What is written for the bag, by name."""
    address = f"{origin}/titles/{found.edition_id}"
    made = {f"readme-{language}.txt": _readme(found, language) for language in LANGUAGES}
    made["record/title.json"] = _json({**found.about, "address": address})
    lines = (json.dumps(change, ensure_ascii=False, sort_keys=True) for change in found.changes)
    made["record/changes.jsonl"] = "".join(f"{line}\n" for line in lines).encode()
    if found.holding:
        made["record/marc.xml"] = marc.xml(found.holding, address)
    for name, report in found.reports.items():
        made[name] = _json(_report(report))
    return made


def _report(report: dict[str, Any]) -> dict[str, Any]:
    """The report of a build with its findings in words."""
    findings = [retold(finding, translator("vi")) for finding in report.get("findings", ())]
    return {"schema": 1, **report, "findings": findings}


def _readme(found: Preserved, language: str) -> bytes:
    words = Wording(language)
    said: Iterator[str] = (
        words.say(text, title=found.title, publisher=found.publisher) if "{" in text else words.say(text)
        for text in README
    )  # fmt: skip
    return ("\n\n".join(said) + "\n").encode()


def _info(bag: bags.Bag, found: Preserved) -> dict[str, str]:
    return {
        "BagIt-Profile-Identifier": json.loads(PROFILE.read_text("utf-8"))["BagIt-Profile-Info"][
            "BagIt-Profile-Identifier"
        ],
        "Source-Organization": found.publisher,
        "External-Identifier": found.edition_id,
        "External-Description": found.title,
        "Internal-Sender-Identifier": found.name,
        "Bagging-Date": found.changed_at.date().isoformat(),
        "Bag-Size": f"{bag.size} bytes",
        "Bag-Software-Agent": f"Nghìn Sách {version('nghinsach')}",
    }


def _json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
