"""What we mend in WeasyPrint 70 and pydyf while they have not: two faults, and work that they do again and again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf
import weasyprint.document
from weasyprint.layout import inline

_split = inline.split_first_line
_layout_document = weasyprint.document.layout_document


def mend() -> None:
    """Put our functions in the places of theirs."""
    inline.split_first_line = _split_first_line
    weasyprint.document.layout_document = _layout
    pydyf.PDF.page_references = property(_page_references)


def _split_first_line(text: str, style: Any, context: Any, width: float | None, *rest: Any, **how: Any) -> Any:
    """WeasyPrint's own, but a text that fits without its last space is not cut after its first word.

    In WeasyPrint 70 such a text, before an element that begins on the next line, left lines of one word.
    """
    found = _split(text, style, context, width, *rest, **how)
    if width is None or found[2] is None or not text.endswith(" ") or " " in text.encode()[: found[1]].decode().strip():
        return found
    whole = _split(text.rstrip(" "), style, context, width, *rest, **how)
    return _split(text, style, context, float("inf"), *rest, **how) if whole[2] is None else found


def _layout(html: Any, root: Any, context: Any, *rest: Any) -> Any:
    """WeasyPrint's own, after its list of page numbers to be filled in is put right.

    It does not know where ``target-counter(attr(href))`` leads: a number that changes once more, since the
    contents grew by a page, stayed as it was. Whatever nobody asks the page of is left out, which there is much of.
    """
    collector = context.target_collector
    wanted: set[str] = set()
    for (box, _), item in collector.counter_lookup_items.items():
        counters = item.missing_target_counters.pop(None, None)
        href = (box.element.get("href") or "") if counters and box.element is not None else ""
        if href.startswith("#"):
            item.missing_target_counters[href[1:]] = counters
        wanted.update(item.missing_target_counters)
    everything = collector.cache_target_page_counters

    def cache(anchor: str, *about: Any) -> None:
        if anchor in wanted:
            everything(anchor, *about)

    collector.cache_target_page_counters = cache
    return _layout_document(html, root, context, *rest)


def tag_grids(document: Any, root: Any) -> None:
    """Tag tables that have no header cells as what they are for a reader: boxes in their order.

    WeasyPrint goes by the name of the element, whatever its role says.
    """
    plain = {part for grid in root.iter("table") if grid.get("role") == "presentation" for part in _frame(grid)}
    if not plain:
        return
    for page in document.pages:
        for box in page._page_box.descendants():  # noqa: SLF001 - the pages tell their boxes in no other way
            if box.element in plain:
                box.element_tag = "div"


def _frame(grid: Any) -> Iterator[Any]:
    """A table's own rows and cells, not those of a table inside."""
    yield grid
    for group in grid:
        if group.tag in ("thead", "tbody", "tfoot"):
            yield group
            for row in group:
                yield row
                yield from row


def _page_references(pdf: pydyf.PDF) -> tuple[bytes, ...]:
    """pydyf's own, kept until there is another page: it is asked for each tag of a book."""
    kids = pdf.pages["Kids"]
    kept: tuple[bytes, ...] = pdf.__dict__.get("_our_references", ())
    if len(kept) * 3 != len(kids):
        kept = pdf.__dict__["_our_references"] = tuple(b"%d 0 R" % number for number in kids[::3])
    return kept


class Made(pydyf.Object):  # type: ignore[misc]
    """An object of a PDF as it is written; pydyf makes each anew to write it and again for the file's identifier."""

    data = b""
    compressible = False

    def __init__(self, item: pydyf.Object) -> None:
        super().__init__()
        self.number, self.generation, self.free = item.number, item.generation, item.free
        self.data = b"" if item.free == "f" else item.data
        self.compressible = item.compressible


def settle(pdf: pydyf.PDF) -> None:
    """Make every object once, when nothing will change any more."""
    pdf.objects = [Made(item) for item in pdf.objects]
