"""The conversion account: what the manuscript holds against what the book holds, word by word and kind by kind.

"In" is the inventory that our own reader took of the source before pandoc touched it; "out" is the
finished Book. Words are compared by their letters and figures alone, so that typography may change
quotes, dashes and spaces, and never a word. Scripts that write no spaces are compared letter by letter.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from pipeline.book.counts import count
from pipeline.book.model import Book
from pipeline.checks.wording import Wording, passages_of
from pipeline.findings import Finding, Phrase, Severity, Where, rule
from pipeline.i18n import N_
from pipeline.intake.inventory.model import Inventory, Passage
from pipeline.outputs.things import KINDS

COMPLETE = 0.999
LOWEST = 0.98
_QUOTED = 20
"""Findings that quote a missing passage; the account itself lists all."""

INCOMPLETE = rule(
    "acc-001",
    Severity.ERROR,
    N_("{missing} of the manuscript's {total} words are not in the book."),
    N_("Look at each missing passage. If the book can do without them, accept this in the metadata with a reason."),
    acceptable=True,
)
LOST = rule(
    "acc-002",
    Severity.ERROR,
    N_("{missing} of the manuscript's {total} words did not come through: too many for a book."),
    N_("Open the manuscript in Word, put the missing passages into the plain text, and send it again."),
)
PASSAGE = rule(
    "acc-003",
    Severity.WARNING,
    N_("Missing in the book: “{text}”"),
    N_("Find these words in the manuscript (in Word: Ctrl+F) and put them into the plain text."),
)
FEWER = rule(
    "acc-004",
    Severity.WARNING,
    N_("The manuscript has {given} {kind}, the book {kept}."),
    N_("Compare book and manuscript in the preview, and insert again what is missing."),
)
ESTIMATE = rule(
    "acc-005",
    Severity.WARNING,
    N_("The book seems to lack {missing} of the manuscript's {total} words."),
    N_("Words and markup cannot be told apart for sure in this kind of file: compare the book with it."),
)
_KINDS = {
    "headings": N_("headings"),
    "notes": N_("notes"),
    "images": N_("pictures"),
    "tables": N_("tables"),
    "formulas": N_("formulas"),
    "links": N_("links"),
}
_TOLD = {"images": ("im-010", "im-011"), "links": ("li-001", "li-002")}
"""Findings that already say of a thing of this kind that it is left out."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Words that are not in the book: the passage from its first missing word on, and the heading above it."""

    text: str
    words: int
    near: str = ""


@dataclass(slots=True)
class Account:
    """The account of one conversion; ``exact`` is false where words and markup cannot be told apart for sure."""

    given: int = 0
    kept: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    """Words left out on purpose, by reason or by the code of the finding that tells it."""
    missing: list[Missing] = field(default_factory=list)
    kinds: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Things in and out, by kind."""
    made: dict[str, dict[str, int]] = field(default_factory=dict)
    """Things in the chapters of each finished file, by format and kind."""
    exact: bool = True

    @property
    def due(self) -> int:
        """Words that the book should hold."""
        return self.given - sum(self.left_out.values())

    @property
    def coverage(self) -> float:
        """Share of the words due that are in the book, 0 to 1, never rounded up."""
        return math.floor(self.kept / self.due * 1e6) / 1e6 if self.due else 1.0

    def said(self) -> dict[str, Any]:
        """The account for report.json."""
        return {
            "coverage": self.coverage,
            "exact": self.exact,
            "words": {
                "in": self.given,
                "out": self.kept,
                "missing": self.due - self.kept,
                "left_out": dict(sorted(self.left_out.items())),
            },
            **{
                kind: {"in": given, "out": kept}
                | {name: held[kind] for name, held in self.made.items() if kind in held}
                for kind, (given, kept) in self.kinds.items()
            },
            "missing": [asdict(missing) for missing in self.missing],
        }


def settle(
    inventory: Inventory, book: Book, findings: Iterable[Finding] = (), words: Wording | None = None
) -> tuple[Account, list[Finding]]:
    """Draw up the account of a book and say what is wrong with it; ``findings`` tell what was left out already.

    ``words`` may know the words of the manuscript from before there was a book.
    """
    account = _Comparison(inventory, book, words or Wording()).account
    told = Counter(finding.code for finding in findings)
    return account, [*_of_words(account), *_of_kinds(account, told)]


def close(account: Account, book: Book, made: dict[str, dict[str, int]]) -> list[Finding]:
    """Hold the finished files against the Book that they were made of; ``made`` by format and kind."""
    account.made = made
    holds = asdict(count(book, 0))
    least = {kind: min((held[kind] for held in made.values() if kind in held), default=holds[kind]) for kind in KINDS}
    return [
        Finding(FEWER, {"given": holds[kind], "kept": kept, "kind": Phrase(_KINDS[kind])})
        for kind, kept in least.items()
        if kept < holds[kind]
    ]


def _of_words(account: Account) -> Iterator[Finding]:
    numbers = {"missing": account.due - account.kept, "total": account.due}
    if not account.exact:
        if account.coverage < LOWEST:
            yield Finding(ESTIMATE, numbers)
        return
    if account.coverage < COMPLETE:
        yield Finding(INCOMPLETE if account.coverage >= LOWEST else LOST, numbers)
    for missing in account.missing[:_QUOTED]:
        yield Finding(PASSAGE, {"text": missing.text}, Where(chapter=missing.near, paragraph=missing.text))


def _of_kinds(account: Account, told: Counter[str]) -> Iterator[Finding]:
    for kind, name in _KINDS.items():
        given, kept = account.kinds.get(kind, (0, 0))
        if kept + sum(told[code] for code in _TOLD.get(kind, ())) < given:
            yield Finding(FEWER, {"given": given, "kept": kept, "kind": Phrase(name)})


class _Comparison:
    """Whole paragraphs first, which settles nearly all; the words of the rest one by one."""

    def __init__(self, inventory: Inventory, book: Book, words: Wording) -> None:
        self.account = Account(exact=inventory.exact)
        self._words = words
        self._book = [self._words.of(text) for text in passages_of(book, typed=not inventory.exact)]
        self._told = [(code, self._words.of(text)) for code, text in book.left_out]
        self._whole = Counter(self._book)
        self._left = Counter(self._told)
        self._rest: list[tuple[Passage, tuple[str, ...]]] = []
        for passage in inventory.passages:
            self._whole_passage(passage)
        self._parts()
        self._count(inventory, book)

    def _whole_passage(self, passage: Passage) -> None:
        words = key = self._words.of(passage.text)
        self.account.given += len(words)
        if passage.aside:
            self._leave(passage.aside, len(words))
            return
        if self._whole[key] > 0:
            self._whole[key] -= 1
            self.account.kept += len(words)
            return
        for code in {code for code, _ in self._told}:
            if self._left[code, key] > 0:
                self._left[code, key] -= 1
                self._leave(code, len(words))
                return
        self._rest.append((passage, words))

    def _leave(self, reason: str, words: int) -> None:
        self.account.left_out[reason] = self.account.left_out.get(reason, 0) + words

    def _parts(self) -> None:
        """Words of paragraphs that were cut, joined or changed: each must be left over somewhere in the book."""
        over: Counter[str] = Counter()
        for key, times in self._whole.items():
            if times:  # nearly all were found whole
                for word in key:
                    over[word] += times
        told: dict[str, Counter[str]] = {}
        for (code, key), times in self._left.items():
            for word in key:
                told.setdefault(code, Counter())[word] += times
        for passage, words in self._rest:
            self._part(passage, words, over, told)

    def _part(self, passage: Passage, words: Sequence[str], over: Counter[str], told: dict[str, Counter[str]]) -> None:
        lost = []
        for at, word in enumerate(words):
            if over[word] > 0:
                over[word] -= 1
                self.account.kept += 1
                continue
            reason = next((code for code, left in told.items() if left[word] > 0), "")
            if reason:
                told[reason][word] -= 1
                self._leave(reason, 1)
            else:
                lost.append(at)
        if lost:
            self.account.missing.append(Missing(self._words.quote(passage.text, lost), len(lost), passage.near))

    def _count(self, inventory: Inventory, book: Book) -> None:
        held, holds = asdict(inventory.holds), asdict(count(book, 0))
        if not inventory.exact:
            return
        given = [self._words.of(p.text) for p in inventory.passages if p.kind == "heading"]
        # A heading may have become the book's title, or have been left out with its section.
        elsewhere = {self._words.of(book.title)} | {words for _, words in self._told}
        holds["headings"] += min(sum(key in elsewhere for key in given), max(0, len(given) - holds["headings"]))
        self.account.kinds = {kind: (held[kind], holds[kind]) for kind in _KINDS}
        shown = [" ".join(self._words.of(field)) for field in inventory.fields]
        text = " ".join([" ".join(words) for words in self._book]) if shown else ""
        self.account.kinds["fields"] = (len(shown), sum(field in text for field in shown))
