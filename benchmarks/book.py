"""Our EPUB beside pandoc's, our PDF beside one plain WeasyPrint process, in turn, as ratios of medians.

    benchmarks/book.py [MANUSCRIPT.docx] [ROUNDS]

Whole processes, wall time; EPUBCheck is left out on our side, since pandoc runs none.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
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
html.write_pdf("plain.pdf", stylesheets=[sheet], font_config=fonts)
"""


def seconds(*argv: str, folder: Path) -> float:
    """Wall seconds of a whole process that must end well."""
    begin = time.perf_counter()
    subprocess.run(argv, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begin


def main(manuscript: Path, rounds: int) -> None:
    """Run the pairs and print a line for each comparison."""
    pandoc = str(pypandoc.get_pandoc_path())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        job = folder / "job"
        prepare(manuscript, job)
        ours = (sys.executable, "-c", OURS, "build", str(manuscript), "--lang", "en", "--no-check", "--format")
        compare(
            "EPUB / pandoc",
            lambda: seconds(*ours, "epub", "--out", "e", folder=folder),
            lambda: seconds(pandoc, str(manuscript), "-o", "x.epub", "-M", "lang=en", folder=folder),
            rounds,
        )
        compare(
            "PDF (tagged, from the manuscript) / one plain WeasyPrint process on the same HTML",
            lambda: seconds(*ours, "pdf", "--out", "p", folder=folder),
            lambda: seconds(sys.executable, "-c", PLAIN, folder=job),
            rounds,
        )


def prepare(manuscript: Path, job: Path, language: str = "en") -> None:
    """Leave in ``job`` the very HTML, style sheet, fonts and pictures that our own page engine gets."""
    reading = job / "reading"
    reading.mkdir(parents=True)
    document = read(receive(manuscript), reading)
    book, _ = assemble(document, EditionRecord(), language)
    formulas.render(book, reading, pictures=True)
    pdf.prepare(book, EditionRecord(), job, cover=cover.draw(book, EditionRecord()))


def compare(title: str, ours: Callable[[], float], theirs: Callable[[], float], rounds: int) -> None:
    """Alternate both and print medians and the median ratio."""
    pairs = [(ours(), theirs()) for _ in range(rounds)]
    ratio = statistics.median(a / b for a, b in pairs)
    mine, other = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"{title}: {ratio:.2f} (ours {mine:.2f} s, other {other:.2f} s, {rounds} pairs)")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else DEFAULT, int(sys.argv[2]) if len(sys.argv) > 2 else 3)
