"""The archive gate: looks at a zip's listing and refuses what could harm, before anything opens it.

Constant memory, no entry is unpacked, so the web process may call it. Python 3.11's own zipfile reads
overlapping entries, and office programs never write most of what is refused here; data descriptors,
which they do write, are fine.
"""

from __future__ import annotations

import stat
import struct
import zipfile
from pathlib import Path

from pipeline.findings import Finding, ManuscriptRefused, Phrase, Severity, rule
from pipeline.i18n import N_

MAX_ENTRIES = 10_000
MAX_UNPACKED = 1 << 30
RATIO_FREE = 64 << 20
MAX_RATIO = 100
_LOCAL = struct.Struct("<4s5H3I2H")

BROKEN = rule(
    "in-010",
    Severity.ERROR,
    N_("The file “{name}” is damaged or was cut off: it cannot be opened as a document."),
    N_("Open it in the program that made it, save it again, and upload the new file."),
)
HOSTILE = rule(
    "in-011",
    Severity.ERROR,
    N_("The file “{name}” is built in a way no office program builds it ({detail}), and is not opened for safety."),
    N_("Open it in the program that made it, save it under a new name, and upload that file."),
)
LOCKED = rule(
    "in-012",
    Severity.ERROR,
    N_("The file “{name}” is protected by a password."),
    N_("Remove the password in Word (File, Info, Protect Document) and upload it again."),
)


def inspect(path: Path, name: str) -> list[zipfile.ZipInfo]:
    """The entries of a harmless archive. Raises ManuscriptRefused for any other."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            directory = archive.start_dir
            comment = len(archive.comment)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        raise ManuscriptRefused(Finding(BROKEN, {"name": name})) from None
    detail = _names(entries) or _sizes(entries) or _layout(path, entries, directory, comment)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise ManuscriptRefused(Finding(LOCKED, {"name": name}))
    if detail:
        raise ManuscriptRefused(Finding(HOSTILE, {"name": name, "detail": Phrase(detail)}))
    return entries


def _names(entries: list[zipfile.ZipInfo]) -> str:
    seen: set[str] = set()
    for entry in entries:
        name = entry.orig_filename
        if name in seen:
            return N_("duplicate names")
        seen.add(name)
        if name.startswith(("/", "\\")) or "\\" in name or ".." in name.split("/") or name[1:2] == ":":
            return N_("path outside the archive")
        if any(ord(char) < 32 or ord(char) == 127 for char in name):
            return N_("control characters in a name")
        if stat.S_ISLNK(entry.external_attr >> 16):
            return N_("symbolic link")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            return N_("unusual compression")
    return ""


def _sizes(entries: list[zipfile.ZipInfo]) -> str:
    if len(entries) > MAX_ENTRIES:
        return N_("too many entries")
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > MAX_UNPACKED:
        return N_("too large when unpacked")
    if unpacked > RATIO_FREE and unpacked > MAX_RATIO * max(packed, 1):
        return N_("too large when unpacked")
    return ""


def _layout(path: Path, entries: list[zipfile.ZipInfo], directory: int, comment: int) -> str:
    """Entries must follow one another without overlap, say the same in both headers, and end the file."""
    with path.open("rb") as file:
        end = 0
        for entry in sorted(entries, key=lambda e: e.header_offset):
            if entry.header_offset < end:
                return N_("overlapping entries")
            file.seek(entry.header_offset)
            header = file.read(_LOCAL.size)
            if len(header) < _LOCAL.size or header[:4] != b"PK\x03\x04":
                return N_("entry without a header")
            fields = _LOCAL.unpack(header)
            raw = file.read(fields[9])
            if raw != entry.orig_filename.encode("utf-8" if entry.flag_bits & 0x800 else "cp437", "replace"):
                return N_("two names for one entry")
            end = entry.header_offset + _LOCAL.size + fields[9] + fields[10] + entry.compress_size
        if end > directory:
            return N_("overlapping entries")
        file.seek(0, 2)
        total = file.tell()
        file.seek(max(0, total - comment - 22))
        if file.read(4) != b"PK\x05\x06":
            return N_("data after the end")
    return ""
