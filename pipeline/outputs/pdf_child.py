"""The WeasyPrint process: one book from a folder of ours to ``book.pdf`` and ``pages.json``.

Runs as a script in the sandbox and imports nothing of ours, so that untrusted words and pictures meet
the layout engine only here. It reads ``job.json``, prints a line per laid-out page, and leaves for each
page the anchors that begin on it, from which the EPUB's page list is made.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pydyf
import weasyprint
from cssselect2 import ElementWrapper
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

_LOST = re.compile(r"Failed to (?:load image at|render SVG image) '?(asset:[^' ]+)")
_PAGE = re.compile(r" - Page (\d+)\Z")


class OurAssets(URLFetcher):  # type: ignore[misc]
    """Serves the files named in the job and nothing else; anything else ends the run.

    The writer emits no other references, so one that appears is a fault or an attack, and a book
    with a silently missing picture is worse than none.
    """

    def __init__(self, assets: dict[str, list[str]]) -> None:
        super().__init__(timeout=1, allowed_protocols=(), allow_redirects=False)
        self.assets = assets

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002
        found = self.assets.get(url)
        if found is None:
            raise FatalURLFetchingError(f"not one of the book's files: {url[:200]}")
        media_type, path = found
        try:
            body = Path(path).read_bytes()
        except OSError as error:
            raise FatalURLFetchingError(f"{url}: {error.strerror}") from error
        return URLFetcherResponse(url, body, {"Content-Type": media_type})


class Tree(weasyprint.HTML):  # type: ignore[misc]
    """A document given as well-formed XML: no HTML5 parsing, which is slow and would mend what is right."""

    def __init__(self, path: Path, fetcher: URLFetcher) -> None:
        root = ET.parse(path).getroot()  # noqa: S314 - written by us, without entities
        self.base_url = None
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


class Pages(logging.Handler):
    """Passes on WeasyPrint's progress, a line per page."""

    def emit(self, record: logging.LogRecord) -> None:
        if found := _PAGE.search(record.getMessage()):
            print("page", found[1], flush=True)  # noqa: T201


class Lost(logging.Handler):
    """Keeps the pictures that WeasyPrint could not draw: it only logs them and prints their description."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.pictures: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if found := _LOST.search(record.getMessage()):
            self.pictures.append(found[1])


def main() -> None:
    """Render the job in the current folder."""
    job = json.loads(Path("job.json").read_text(encoding="utf-8"))
    progress = logging.getLogger("weasyprint.progress")
    progress.setLevel(logging.INFO)
    progress.handlers = [Pages()]
    lost = Lost()
    logging.getLogger("weasyprint").addHandler(lost)
    fetcher = OurAssets(job["assets"])
    fonts = FontConfiguration()
    sheet = weasyprint.CSS(string=Path("print.css").read_text(encoding="utf-8"), font_config=fonts, url_fetcher=fetcher)
    document = Tree(Path("book.xml"), fetcher).render(
        font_config=fonts,
        stylesheets=[sheet],
        pdf_variant=job["variant"] or None,
        pdf_tags=bool(job["variant"]),
    )
    pages = _anchors(document)
    labels = job["labels"]
    document.write_pdf(
        "book.part",
        finisher=lambda _document, pdf: _finish(pdf, labels),
        pdf_variant=job["variant"] or None,
        pdf_tags=bool(job["variant"]),
        pdf_identifier=job["identifier"].encode(),
        srgb=False,
    )
    told = {"pages": pages, "lost": sorted(set(lost.pictures))}
    Path("pages.json").write_text(json.dumps(told), encoding="utf-8")
    Path("book.part").rename("book.pdf")


def _anchors(document: weasyprint.Document) -> list[list[str]]:
    """The anchors that begin on each page; those that no link leads to are then forgotten, they bloat the PDF."""
    wanted = {target for page in document.pages for kind, target, *_ in page.links if kind == "internal"}
    seen: set[str] = set()
    out = []
    for page in document.pages:
        new = [name for name in page.anchors if name not in seen]
        seen.update(new)
        out.append(new)
        page.anchors = {name: place for name, place in page.anchors.items() if name in wanted}
    return out


def _finish(pdf: pydyf.PDF, labels: list[list[Any]]) -> None:
    """Page labels, so that a viewer's page numbers are the printed ones."""
    if labels:
        numbers = pydyf.Array()
        for index, prefix in labels:
            label = pydyf.Dictionary({"P": pydyf.String(prefix)} if prefix else {"S": "/D"})
            numbers += [index, label]
        pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": numbers})


if __name__ == "__main__":
    sys.setrecursionlimit(5000)
    main()
