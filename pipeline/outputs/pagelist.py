"""Where the PDF's pages begin in the text, so that the EPUB can carry the same page numbers.

A page is placed before the first block that begins on it. A page on which none begins (a long table,
a blank verso) shares the next place, since its own words begin no block.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.outputs.blocks import Breaks

FRONT = ("cover", "title-page", "imprint", "contents")


@dataclass(slots=True)
class PageMap:
    """Labels of the PDF's pages in order, and the places where they begin."""

    labels: list[str]
    breaks: Breaks = field(default_factory=dict)
    front: dict[str, list[str]] = field(default_factory=dict)


def page_map(pages: list[list[str]], block_ids: dict[str, int], cover_label: str) -> PageMap:
    """Place each page: ``pages`` are the anchors that begin on each.

    The first page is the cover, except in a PDF that has none: there ``cover_label`` is empty.
    """
    numbered = len(pages) - (1 if cover_label else 0)
    labels = [*([cover_label] if cover_label else []), *(str(number) for number in range(1, numbered + 1))]
    found = PageMap(labels)
    waiting: list[str] = []
    last = 0
    for label, anchors in zip(labels, pages, strict=True):
        waiting.append(label)
        place = next((name for name in anchors if name in FRONT), "")
        if place:
            found.front.setdefault(place, []).extend(waiting)
            waiting = []
            continue
        numbers = [block_ids[name] for name in anchors if name in block_ids]
        if numbers:
            last = min(numbers)
            found.breaks.setdefault(last, []).extend(waiting)
            waiting = []
    if waiting and last:
        found.breaks[last].extend(waiting)
    return found
