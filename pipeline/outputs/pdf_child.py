"""The WeasyPrint process: one document from a folder of ours to ``book.pdf`` and ``pages.json``.

Runs as a script in the sandbox and imports nothing of ours, so that untrusted words and pictures meet
the layout engine only here. It reads ``job.json``, prints a line per laid-out page, and leaves for each
page the anchors that begin on it, from which the EPUB's page list is made.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pydyf
import weasyprint
from cssselect2 import ElementWrapper
from weasyprint.pdf.stream import Stream
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

if TYPE_CHECKING or __name__ != "__main__":
    from pipeline.outputs import pdf_mends
    from pipeline.outputs.pdf_halves import Half
    from pipeline.outputs.pdf_tags import Tags
else:  # an isolated script: its folder is on no path
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    import pdf_mends
    from pdf_halves import Half
    from pdf_tags import Tags

    del sys.path[0]

_LOST = re.compile(r"Failed to (?:load image at|render SVG image) '?(asset:[^' ]+)")
_PAGE = re.compile(r" - Page (\d+)\Z")
_RGB = re.compile(rb"(-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (rg|RG)\Z")
MM = 72 / 25.4
MARK_GAP, MARK_LENGTH = 0.6, 5.0
"""Crop marks begin outside the bleed, in millimetres, so that none is left on a page cut a little wide."""


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
    """Passes on WeasyPrint's progress, a line per page; of two halves the first speaks for both."""

    def __init__(self, half: Half | None) -> None:
        super().__init__()
        self.half = half

    def emit(self, record: logging.LogRecord) -> None:
        if (found := _PAGE.search(record.getMessage())) and not (self.half and self.half.second):
            print("page", int(found[1]) * (2 if self.half else 1), flush=True)  # noqa: T201


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
    half = Half(job["split"]) if job["split"] else None
    progress.handlers = [Pages(half)]
    lost = Lost()
    logging.getLogger("weasyprint").addHandler(lost)
    pdf_mends.mend()
    tags = Tags()
    tags.install()
    fetcher = OurAssets(job["assets"])
    fonts = FontConfiguration()
    sheet = weasyprint.CSS(string=Path("print.css").read_text(encoding="utf-8"), font_config=fonts, url_fetcher=fetcher)
    settings = {"pdf_variant": job["variant"] or None, "pdf_tags": job["tags"]}
    if half:
        half.install()
    source = Tree(Path("book.xml"), fetcher)
    document = source.render(font_config=fonts, stylesheets=[sheet], **settings)
    pdf_mends.tag_grids(document, source.etree_element)
    if job["press"]:
        for page in document.pages:
            page.links = []  # paper has none, and a printing house asks what they are for
    told: dict[str, Any] = {"pages": _anchors(document, half), "lost": lost.pictures, "things": {}}
    if half and half.second:
        settings["pdf_variant"] = None  # what it adds to a document is added once

    def finish(_: weasyprint.Document, pdf: pydyf.PDF) -> None:
        told["things"] = tags.things(source.etree_element) if job["tags"] else {}
        if half:
            half.finish(pdf, document, told, tags.ends(source.etree_element))
        _finish(pdf, job)
        pdf_mends.settle(pdf)

    document.write_pdf(
        "book.part",
        finisher=finish,
        pdf_identifier=job["identifier"].encode(),
        srgb=False,
        output_intent="srgb" if job["profile"] else None,
        attachments=[_attachment(attached) for attached in job["attached"]],
        **settings,
    )
    told["lost"] = sorted(set(told["lost"]))
    Path("pages.json").write_text(json.dumps(told), encoding="utf-8")
    Path("book.part").rename("book.pdf")


def _attachment(attached: dict[str, str]) -> weasyprint.Attachment:
    when = datetime.fromisoformat(attached["date"])
    return weasyprint.Attachment(
        file_obj=Path(attached["path"]).open("rb"),
        name=attached["name"],
        description=attached["description"],
        created=when,
        modified=when,
        relationship=attached["relationship"],
    )


def _anchors(document: weasyprint.Document, half: Half | None) -> list[list[str]]:
    """The anchors that begin on each page; those that no link leads to are then forgotten, they bloat the PDF."""
    wanted = {target for page in document.pages for kind, target, *_ in page.links if kind == "internal"}
    begun = [list(page.anchors) for page in document.pages]
    if half:
        wanted, others = half.anchors(document, wanted)
        begun += others
    for page in document.pages:
        page.anchors = {name: place for name, place in page.anchors.items() if name in wanted}
    seen: set[str] = set()
    out = []
    for names in begun:
        out.append([name for name in names if name not in seen])
        seen.update(names)
    return out


def _finish(pdf: pydyf.PDF, job: dict[str, Any]) -> None:
    """What WeasyPrint has no setting for: page labels, and for the press the boxes, marks and one black."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))  # WeasyPrint lists each file twice
    if job["labels"]:
        numbers = pydyf.Array()
        for index, prefix in job["labels"]:
            label = pydyf.Dictionary({"P": pydyf.String(prefix)} if prefix else {"S": "/D"})
            numbers += [index, label]
        pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": numbers})
    if job["press"]:
        _mark(pdf, job["press"]["bleed"], job["press"]["folds"])
        for stream in [found for found in pdf.objects if isinstance(found, Stream)]:
            stream.stream = [_one_black(operation, job["press"]["grey"]) for operation in stream.stream]


def _one_black(operation: bytes | str, everything: bool) -> bytes | str:
    """A neutral colour as a shade of the black plate alone; every colour so when ``everything`` is grey."""
    found = _RGB.match(operation) if isinstance(operation, bytes) else None
    if not found:
        return operation
    red, green, blue = (float(found[n]) for n in (1, 2, 3))
    if not everything and not red == green == blue:
        return operation
    shade = round(0.299 * red + 0.587 * green + 0.114 * blue, 4)
    return b"%g %s" % (shade, b"g" if found[4] == b"rg" else b"G")


def _mark(pdf: pydyf.PDF, bleed: float, folds: list[float]) -> None:
    """Crop marks at the corners of each page, fold marks at ``folds`` (mm from its left edge), and its bleed box.

    A page on its side among upright ones is turned, its head to the left: all sheets of a book are alike.
    """
    pages = [found for found in pdf.objects if isinstance(found, dict) and found.get("Type") == "/Page"]
    width = pages[0]["TrimBox"][2] - pages[0]["TrimBox"][0] if pages else 0
    for page in pages:
        turned = [] if abs(page["TrimBox"][2] - page["TrimBox"][0] - width) < 1 else [_turn(pdf, page)]
        left, bottom, right, top = page["TrimBox"]
        out = bleed * MM
        page["BleedBox"] = pydyf.Array([left - out, bottom - out, right + out, top + out])
        near, far = (bleed + MARK_GAP) * MM, (bleed + MARK_GAP + MARK_LENGTH) * MM
        lines = []
        for y in (bottom, top):
            lines += [(left - far, y, left - near, y), (right + near, y, right + far, y)]
        for x in (left, right, *(left + fold * MM for fold in folds)):
            lines += [(x, bottom - far, x, bottom - near), (x, top + near, x, top + far)]
        drawn = b" ".join(b"%.3f %.3f m %.3f %.3f l S" % line for line in lines)
        marks = pydyf.Stream([b"q 0.25 w 0 G " + drawn + b" Q"])
        pdf.add_object(marks)
        # WeasyPrint's own stream leaves its transformation behind, so the marks are drawn first
        page["Contents"] = pydyf.Array([marks.reference, *turned, page["Contents"]])


def _turn(pdf: pydyf.PDF, page: pydyf.Dictionary) -> bytes:
    """Turn a page against the clock, boxes and contents; returns the stream that must come before these."""
    height = page["TrimBox"][3]
    for name in [name for name in page if name.endswith("Box")]:
        left, bottom, right, top = page[name]
        page[name] = pydyf.Array([height - top, left, height - bottom, right])
    turn = pydyf.Stream([b"0 1 -1 0 %.4f 0 cm" % height])
    pdf.add_object(turn)
    reference: bytes = turn.reference
    return reference


if __name__ == "__main__":
    sys.setrecursionlimit(5000)
    main()
