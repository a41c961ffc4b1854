"""Two books matched item by item, and everything that the second lacks, each with its place in the first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.book.model import Book
from pipeline.checks.completeness import missing, rules, tables, things
from pipeline.checks.completeness.align import Match
from pipeline.checks.completeness.costs import pair
from pipeline.checks.completeness.gather import items_of, joined
from pipeline.checks.completeness.items import Item, opening
from pipeline.checks.completeness.sections import level_shift, matched, proportion
from pipeline.checks.completeness.things import Pool
from pipeline.findings import Finding, Severity, Where

_KNOWN_AGAIN = 0.5
"""Share of the original's items below which two books are not a work and its translation."""


_UNLIKELY = 6.0
"""Cost of a pair that is hardly a translation: lengths far apart, numbers that differ."""
_TELLING = 3
"""Headings that are enough to tell by."""


@dataclass(slots=True)
class Comparison:
    """What a translation lacks, and what both hold; ``share`` is how much of the original was found again (0 to 1)."""

    findings: list[Finding] = field(default_factory=list)
    original: dict[str, int] = field(default_factory=dict)
    translation: dict[str, int] = field(default_factory=dict)
    share: float = 1.0

    @property
    def complete(self) -> bool:
        """Whether nothing is missing or different; what the translation has besides is no fault."""
        return all(finding.severity is Severity.ADVICE for finding in self.findings)


def compare(original: Book, translation: Book) -> Comparison:
    """What ``translation`` lacks of ``original``: chapters, articles, headings, paragraphs, notes, pictures, tables,
    rows, cells, formulas, links, code and numbers.
    """
    ours, theirs = items_of(original), items_of(translation)
    matches = matched(ours, theirs)
    share = _share(ours, theirs, matches)
    made = Comparison(original=_counts(ours), translation=_counts(theirs), share=share)
    if share < _KNOWN_AGAIN:
        made.findings = [Finding(rules.STRANGERS, {"share": round(share * 100)})]
    else:
        made.findings = _Differences(ours, theirs, matches).found()
    return made


class _Differences:
    """One pass over the matches, in the order of the original."""

    def __init__(self, ours: Sequence[Item], theirs: Sequence[Item], matches: Sequence[Match]) -> None:
        self.ours, self.theirs, self.matches = ours, theirs, matches
        self.ratio = proportion(ours, theirs)
        self.shift = level_shift(
            [
                (ours[m.ours[0]], theirs[m.theirs[0]])
                for m in matches
                if m.ours and m.theirs and ours[m.ours[0]].kind == theirs[m.theirs[0]].kind == "heading"
            ]
        )
        self.lost = {m.ours[0] for m in matches if not m.theirs}
        self.more = {m.theirs[0] for m in matches if not m.ours}
        self.findings: list[Finding] = []
        self.before: Item | None = theirs[0] if theirs else None
        self.pool = Pool()

    def found(self) -> list[Finding]:
        """Every difference."""
        self._moved()
        skip = 0
        for match in self.matches:
            if not match.theirs:
                skip = self._missing(match.ours[0], skip)
                continue
            there = [self.theirs[at] for at in match.theirs]
            if match.ours:
                self._both([self.ours[at] for at in match.ours], there)
            elif match.theirs[0] in self.more:
                self._more(there[0])
            self.before = there[-1]
        self.findings += self.pool.settle()
        return self.findings

    def _missing(self, at: int, skip: int) -> int:
        """Tell of a lost item; returns the first item that was not spoken of."""
        if at < skip or at not in self.lost:
            return skip
        found, count = missing.told(self.ours, self.lost, at, self.before)
        self.findings += found
        return at + count

    def _both(self, mine: list[Item], yours: list[Item]) -> None:
        one, other = joined(mine, mine[0].where), joined(yours, yours[0].where)
        if one.kind == "heading":
            self.findings += self.pool.settle()
            self.pool = Pool()
            self._heading(one, other)
            return
        self.pool.at += not one.sorted_by_word
        things.compare(one, other, self.ratio, self.pool)
        if one.kind == "table" and other.kind == "table":
            self.findings += tables.compare(one, other, self.ratio, self.pool)

    def _heading(self, one: Item, other: Item) -> None:
        own = Pool()  # a number in a heading is not said again below it
        things.compare(one, other, self.ratio, own)
        self.findings += own.settle()
        params = {"text": opening(one.text), "after": opening(other.text), "level": one.level + self.shift}
        where = Where(chapter=one.where.chapter, paragraph=opening(one.text))
        if other.kind != "heading":
            self.findings.append(Finding(rules.PLAIN_HEADING, {**params, "chapter": other.where.chapter}, where))
        elif other.level != one.level + self.shift:
            self.findings.append(Finding(rules.LEVEL, {**params, "other": other.level}, where))

    def _more(self, item: Item) -> None:
        """What only the translation has; a paragraph more is a translator's right and not told."""
        if item.kind in ("heading", "table", "picture") or item.division:
            text = opening(item.text) or (item.pictures[0].text if item.pictures else item.where.paragraph)
            self.findings.append(Finding(rules.MORE, {"text": text}, Where(chapter=item.where.chapter)))
        self.pool.at += 1
        self.pool.gain(rules.NUMBER, item.numbers)
        self.pool.gain(rules.NOTE, item.notes)

    def _moved(self) -> None:
        """Divisions and pictures that both have, at places that do not answer each other."""
        there = {_identity(self.theirs[at]): at for at in sorted(self.more, reverse=True) if _identity(self.theirs[at])}
        for at in sorted(self.lost):
            key = _identity(self.ours[at])
            found = there.pop(key, None) if key else None
            if found is None:
                continue
            before = self.theirs[max(0, found - 1)]
            params = {
                "text": opening(self.ours[at].text), "chapter": before.where.chapter, "after": opening(before.text),
            }  # fmt: skip
            where = Where(chapter=self.ours[at].where.chapter, paragraph=opening(self.ours[at].text))
            self.findings.append(Finding(rules.MOVED, params, where))
            self._forget(at, found)

    def _forget(self, at: int, found: int) -> None:
        """A moved heading took its text along: neither is lost or more."""
        for items, unmatched, begin in ((self.ours, self.lost, at), (self.theirs, self.more, found)):
            unmatched.discard(begin)
            while (begin := begin + 1) in unmatched and items[begin].kind != "heading" and not items[begin].division:
                unmatched.discard(begin)


def _identity(item: Item) -> tuple[str, str] | None:
    if item.ordinal and item.division:
        return item.division, item.ordinal
    if item.kind == "picture" and item.pictures:
        return "picture", item.pictures[0].key
    return None


def _share(ours: Sequence[Item], theirs: Sequence[Item], matches: Sequence[Match]) -> float:
    """How much of the original has a partner that may well be its translation, by letters, and by headings."""
    total = sum(item.length for item in ours) or 1
    ratio = proportion(ours, theirs)
    found: set[int] = set()
    for match in matches:
        if (
            match.ours
            and match.theirs
            and _plausible([ours[i] for i in match.ours], [theirs[j] for j in match.theirs], ratio)
        ):
            found.update(match.ours)
    letters = sum(ours[at].length for at in found) / total
    headings = [at for at, item in enumerate(ours) if item.kind == "heading"]
    if len(headings) < _TELLING:
        return letters
    return min(letters, sum(at in found for at in headings) / len(headings))


def _plausible(mine: list[Item], yours: list[Item], ratio: float) -> bool:
    one, other = joined(mine, mine[0].where), joined(yours, yours[0].where)
    if one.kind == "heading":
        return one.ordinal == other.ordinal
    return pair(one, other, ratio) < _UNLIKELY


def _counts(items: Sequence[Item]) -> dict[str, int]:
    kinds = Counter(item.kind for item in items)
    holders = [holder for item in items for holder in (item, *(row.whole for row in item.rows))]
    return {
        "headings": kinds["heading"],
        "articles": sum(item.division == "article" for item in items),
        "paragraphs": kinds["text"],
        "notes": sum(len(holder.notes) for holder in holders),
        "tables": kinds["table"],
        "rows": sum(len(item.rows) for item in items),
        "images": sum(len(holder.pictures) for holder in holders),
        "formulas": sum(len(holder.formulas) for holder in holders),
        "links": sum(len(holder.links) for holder in holders),
        "numbers": sum(len(holder.numbers) for holder in holders),
    }
