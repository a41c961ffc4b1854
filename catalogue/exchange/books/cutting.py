"""The pages of one chapter out of the PDF of its book, in a process that may do nothing else.

    python -m catalogue.exchange.books.cutting BOOK.pdf CHAPTER.pdf FIRST LAST TITLE

FIRST and LAST are page labels; exit 3 when the book has no such pages. Tags are left behind: who needs them reads the
chapter on the site, or the whole PDF.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pikepdf

NO_SUCH_PAGES = 3


def cut(source: Path, target: Path, first: str, last: str, title: str) -> int:
    """Write the pages from label to label; they keep their numbers. Returns the exit code."""
    with pikepdf.open(source) as book, pikepdf.new() as made:
        labels = [str(page.label) for page in book.pages]  # a property, whatever its stub says
        begin = labels.index(first) if first in labels else -1
        if begin < 0 or last not in labels[begin:]:
            return NO_SUCH_PAGES
        made.pages.extend(book.pages[begin : labels.index(last, begin) + 1])
        for page in made.pages:
            _keep_links_out(made, page)
        if first.isdigit():
            numbers = pikepdf.Dictionary(S=pikepdf.Name.D, St=int(first))
            made.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array([0, numbers]))
        if "/Lang" in book.Root:
            made.Root.Lang = pikepdf.String(str(book.Root.Lang))
        made.docinfo["/Title"] = title
        made.remove_unreferenced_resources()
        made.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return 0


def _keep_links_out(made: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Links to the web stay; those to pages that are not here would hold the whole book in the file."""
    if "/Annots" in page:
        page.Annots = made.make_indirect(
            pikepdf.Array([note for note in page.Annots if "/URI" in note.get("/A", {})])
        )  # fmt: skip
    for name in ("/StructParents", "/B"):
        if name in page:
            del page[name]


if __name__ == "__main__":
    sys.exit(cut(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:6]))
