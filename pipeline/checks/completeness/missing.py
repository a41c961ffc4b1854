"""Whole items that the translation lacks: chapters, articles, headings, paragraphs, tables, pictures."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.checks.completeness import rules
from pipeline.checks.completeness.items import Item, Thing, opening
from pipeline.findings import Finding, Where


def told(items: Sequence[Item], lost: set[int], at: int, before: Item | None) -> tuple[list[Finding], int]:
    """The findings for the lost item ``at``, and how many items they speak of.

    ``before`` is the item of the translation after which it should stand.
    """
    item = items[at]
    place = {
        "chapter": before.where.chapter if before else "",
        "after": opening(before.text) if before else "",
    }
    if item.kind == "heading" or item.division:
        return _section(items, lost, at, place)
    return [_one(item, place), *_within(item, place)], 1


def _section(items: Sequence[Item], lost: set[int], at: int, place: dict[str, str]) -> tuple[list[Finding], int]:
    item, end = items[at], at + 1
    while end < len(items) and end in lost and not _next(item, items[end]):
        end += 1
    body = items[at + 1 : end]
    stays = end < len(items) and end not in lost and not _next(item, items[end])
    if stays and item.kind == "heading":
        return [Finding(rules.HEADING, {"text": opening(item.text), **place}, _where(item))], 1
    if item.division == "article":
        found = Finding(rules.ARTICLE, {"number": item.ordinal, "text": opening(item.text), **place}, _where(item))
    elif item.kind == "heading":
        params = {
            "text": opening(item.text),
            "paragraphs": sum(i.kind == "text" for i in body),
            "notes": sum(len(i.notes) + sum(len(r.whole.notes) for r in i.rows) for i in (item, *body)),
            "tables": sum(i.kind == "table" for i in body),
            "images": sum(len(i.pictures) for i in body),
            **place,
        }
        found = Finding(rules.CHAPTER, params, _where(item))
    else:
        return [_one(item, place), *_within(item, place)], 1
    return [found], end - at


def _next(item: Item, other: Item) -> bool:
    """Whether ``other`` begins the division after that of ``item``."""
    if item.kind == "heading":
        return other.kind == "heading" and other.level <= item.level
    return other.kind == "heading" or bool(other.division)


def _one(item: Item, place: dict[str, str]) -> Finding:
    text = opening(item.text) or item.where.paragraph
    match item.kind:
        case "table":
            return Finding(rules.TABLE, {"text": text, "rows": len(item.rows), **place}, _where(item))
        case "picture":
            text = item.pictures[0].text or text
            return Finding(rules.PICTURE, {"text": text, **place}, _where(item))
        case "formula":
            return Finding(rules.FORMULA, {"text": item.formulas[0].text, **place}, _where(item))
        case "code":
            return Finding(rules.CODE, {"text": text, **place}, _where(item))
        case _:
            return Finding(rules.PARAGRAPH, {"text": text, **place}, _where(item))


def _within(item: Item, place: dict[str, str]) -> list[Finding]:
    """Notes and pictures that went with a paragraph or table, since they are counted too."""
    holders = [item, *(row.whole for row in item.rows)]
    notes: list[tuple[str, Thing]] = [(rules.NOTE, note) for holder in holders for note in holder.notes]
    if item.kind != "picture":
        notes += [(rules.PICTURE, picture) for holder in holders for picture in holder.pictures]
    return [Finding(code, {"text": thing.text, **place}, _where(item)) for code, thing in notes]


def _where(item: Item) -> Where:
    return Where(chapter=item.where.chapter, paragraph=opening(item.text) or item.where.paragraph)
