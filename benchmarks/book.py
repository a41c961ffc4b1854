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
from pathlib import Path

import pypandoc

ROOT = Path(__file__).resolve().parent.parent
DEFAULT = ROOT.parent / "shared" / "data" / "books" / "war-and-peace-300.docx"
OURS = "from catalogue.cli import main; main()"
PLAIN = "import sys, weasyprint; weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2])"


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
        html = folder / "book.html"
        subprocess.run([pandoc, manuscript, "-s", "--embed-resources", "-o", html], check=True, cwd=folder)
        ours = (sys.executable, "-c", OURS, "build", str(manuscript), "--lang", "en", "--no-check", "--format")
        compare(
            "EPUB / pandoc",
            lambda: seconds(*ours, "epub", "--out", "e", folder=folder),
            lambda: seconds(pandoc, str(manuscript), "-o", "x.epub", "-M", "lang=en", folder=folder),
            rounds,
        )
        compare(
            "PDF / plain WeasyPrint on pandoc's HTML",
            lambda: seconds(*ours, "pdf", "--out", "p", folder=folder),
            lambda: seconds(sys.executable, "-c", PLAIN, str(html), "x.pdf", folder=folder),
            rounds,
        )


def compare(title: str, ours, theirs, rounds: int) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Alternate both and print medians and the median ratio."""
    pairs = [(ours(), theirs()) for _ in range(rounds)]
    ratio = statistics.median(a / b for a, b in pairs)
    mine, other = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"{title}: {ratio:.2f} (ours {mine:.2f} s, other {other:.2f} s, {rounds} pairs)")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT, int(sys.argv[2]) if len(sys.argv) > 2 else 3)
