"""Our EPUB beside pandoc's, our PDF beside one plain WeasyPrint process, in turn, as ratios of medians.

    benchmarks/book.py [MANUSCRIPT.docx] [ROUNDS]

calibre is compared where it is installed.

Whole processes, wall time and, for a machine that others use too, processor time; beside them the peak
memory of the largest process. EPUBCheck is left out on our side, since pandoc runs none.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pypandoc

from pipeline.book import assemble, formulas
from pipeline.intake.gate import receive
from pipeline.intake.read import read
from pipeline.metadata import EditionRecord
from pipeline.outputs import pdf
from pipeline.pages import cover

ROOT = Path(__file__).resolve().parent.parent
DEFAULT = ROOT.parent / "shared" / "data" / "books" / "war-and-peace-300.docx"
OURS = "from catalogue.cli import main; main()"
PLAIN = """
how = {}
import json, pathlib, weasyprint
from weasyprint.urls import URLFetcher, URLFetcherResponse
class Files(URLFetcher):
    def fetch(self, url, headers=None):
        media_type, path = job["assets"][url]
        return URLFetcherResponse(url, pathlib.Path(path).read_bytes(), {"Content-Type": media_type})
job, files = json.loads(pathlib.Path("job.json").read_text()), Files()
fonts = weasyprint.text.fonts.FontConfiguration()
sheet = weasyprint.CSS(string=pathlib.Path("print.css").read_text(), font_config=fonts, url_fetcher=files)
html = weasyprint.HTML(string=pathlib.Path("book.xml").read_text(), url_fetcher=files)
html.write_pdf("plain.pdf", stylesheets=[sheet], font_config=fonts, **how)
"""
TAGGED = PLAIN.replace("how = {}", "how = {'pdf_variant': 'pdf/ua-1', 'pdf_tags': True}")
CHILD = str(Path(pdf.__file__).with_name("pdf_child.py"))


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process and its children took: wall and processor seconds, MB of the largest of them."""

    wall: float
    cpu: float
    peak: float


def cost(*argv: str, folder: Path) -> Cost:
    """The cost of a whole process that must end well."""
    begin = time.perf_counter()
    process = subprocess.Popen(argv, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, argv)
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def main(manuscript: Path, rounds: int) -> None:
    """Run the pairs and print a line for each comparison."""
    pandoc, calibre = str(pypandoc.get_pandoc_path()), shutil.which("ebook-convert")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        job = folder / "job"
        prepare(manuscript, job)
        ours = (sys.executable, "-c", OURS, "build", str(manuscript), "--lang", "en", "--no-check", "--format")
        compare(
            "EPUB / pandoc",
            lambda: cost(*ours, "epub", "--out", "e", folder=folder),
            lambda: cost(pandoc, str(manuscript), "-o", "x.epub", "-M", "lang=en", folder=folder),
            rounds,
        )
        compare(
            "The complete tagged pages / one plain WeasyPrint process that makes them from the same HTML",
            lambda: cost(sys.executable, "-I", CHILD, folder=job),
            lambda: cost(sys.executable, "-c", TAGGED, folder=job),
            rounds,
        )
        compare(
            "PDF (complete, tagged, from the manuscript) / one plain WeasyPrint process, untagged",
            lambda: cost(*ours, "pdf", "--out", "p", folder=folder),
            lambda: cost(sys.executable, "-c", PLAIN, folder=job),
            rounds,
        )
        for made, ending in (("epub", "e"), ("pdf", "p")) if calibre else ():
            try:
                compare(
                    f"{made.upper()} / calibre's ebook-convert, another design",
                    partial(cost, *ours, made, "--out", ending, folder=folder),
                    partial(cost, calibre, str(manuscript), f"calibre.{made}", folder=folder),
                    rounds,
                )
            except subprocess.CalledProcessError as failed:  # its PDF needs a display's libraries and an ordinary user
                print(f"calibre makes no {made.upper()} here: it ended with {failed.returncode}")


def prepare(manuscript: Path, job: Path, language: str = "en") -> None:
    """Leave in ``job`` the very HTML, style sheet, fonts and pictures that our own page engine gets."""
    reading = job / "reading"
    reading.mkdir(parents=True)
    document = read(receive(manuscript), reading)
    book, _ = assemble(document, EditionRecord(), language)
    formulas.render(book, reading, pictures=True)
    pdf.prepare(book, EditionRecord(), job, cover=cover.draw(book, EditionRecord()))


def compare(title: str, ours: Callable[[], Cost], theirs: Callable[[], Cost], rounds: int) -> None:
    """Alternate both and print the median ratios, medians and peaks."""
    pairs = [(ours(), theirs()) for _ in range(rounds)]
    wall = statistics.median(a.wall / b.wall for a, b in pairs)
    cpu = statistics.median(a.cpu / b.cpu for a, b in pairs)
    print(f"{title}: {wall:.2f} of its time, {cpu:.2f} of its processor time ({rounds} pairs)")
    for name, costs in (("ours", [a for a, _ in pairs]), ("other", [b for _, b in pairs])):
        seconds, used = (statistics.median(values) for values in zip(*((c.wall, c.cpu) for c in costs), strict=True))
        print(f"  {name}: {seconds:.2f} s, {used:.2f} s of processor, at most {max(c.peak for c in costs):.0f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else DEFAULT, int(sys.argv[2]) if len(sys.argv) > 2 else 3)
