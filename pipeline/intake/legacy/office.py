"""Old Word files, RTF and OpenDocument in old fonts become .docx, by LibreOffice where it is installed.

They are daily business: what is in the fonts of before Unicode is mostly from before .docx as well. LibreOffice
keeps the fonts' names, so that the conversion to Unicode afterwards is the same for all.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

from pipeline import sandbox
from pipeline.findings import Finding, ManuscriptRefused, Severity, rule
from pipeline.i18n import N_

LIMITS = sandbox.Limits(wall_s=180, cpu_s=180, memory_mb=0, file_mb=512, files=512)
MISSING = rule(
    "enc-010",
    Severity.ERROR,
    N_("“{name}” is an old Word document (.doc or .rtf), and LibreOffice, which opens these, is not installed here."),
    N_("Open it in Word and save it as a Word document (.docx), or have LibreOffice Writer installed on this machine."),
)
FAILED = rule(
    "enc-011",
    Severity.ERROR,
    N_("“{name}” could not be opened by LibreOffice ({why}); it may be damaged or protected by a password."),
    N_("Open it in Word and save it as a Word document (.docx), then upload the new file."),
)
CHANGED = rule(
    "enc-012",
    Severity.ADVICE,
    N_("“{name}” was changed into a Word document (.docx) by LibreOffice before it was read."),
    N_("Look through the book: lists, tables and pictures of old files sometimes come out a little differently."),
)
FILTER = "docx:MS Word 2007 XML"
_AS = {"doc": ("--infilter=MS Word 97",), "rtf": ("--infilter=Rich Text Format",)}
"""Without it LibreOffice would open a broken file as plain text."""
_OLD_FONTS = re.compile(rb'font-(?:name|family)="[^"]*(?:\.Vn|VNI-|VPS |VISCII)', re.IGNORECASE)


SOCKETS = Path("/tmp")  # noqa: S108 - where LibreOffice keeps the socket of its profile, whatever TMPDIR says


def program() -> str | None:
    """LibreOffice on this machine."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def has_old_fonts(path: Path) -> bool:
    """Whether an OpenDocument text names fonts from before Unicode."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist()) & {"content.xml", "styles.xml"}
        return any(_OLD_FONTS.search(archive.read(name)) for name in names)


def as_docx(path: Path, suffix: str, work: Path, name: str) -> tuple[Path, Finding]:
    """The file as .docx in ``work``. Raises ManuscriptRefused when it cannot be opened.

    ``suffix`` is the kind of file (doc, rtf, odt), ``name`` its name for people.
    """
    found = program()
    if found is None:
        raise ManuscriptRefused(Finding(MISSING, {"name": name}))
    folder = work / "office"
    folder.mkdir()
    source = folder / f"in.{suffix}"
    shutil.copyfile(path, source)
    done = sandbox.run(
        [
            found, f"-env:UserInstallation={(folder / 'profile').resolve().as_uri()}", "--headless", "--norestore",
            "--nologo", *_AS.get(suffix, ()), "--convert-to", FILTER, "--outdir", "out", source.name,
        ],
        folder=folder, limits=LIMITS, sockets=[SOCKETS],
    )  # fmt: skip
    made = folder / "out" / "in.docx"
    if not made.is_file():
        raise ManuscriptRefused(Finding(FAILED, {"name": name, "why": done.reason or f"exit {done.returncode}"}))
    return made, Finding(CHANGED, {"name": name})
