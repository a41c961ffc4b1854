"""What a rule of typography is: an id, the languages it knows, and a function of a run of words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TypographyRule:
    """Changes spaces, dashes or dots in a run of words, never letters, numbers or their order.

    ``languages`` are BCP 47 tags (a tag covers its longer ones) or empty for every language;
    ``except_in`` takes some out. ``apply`` gives the same when applied twice.
    """

    id: str
    says: str
    apply: Callable[[str], str]
    languages: tuple[str, ...] = ()
    except_in: tuple[str, ...] = ()

    def covers(self, language: str) -> bool:
        """Whether the rule holds for words in ``language``."""
        if any(_within(language, tag) for tag in self.except_in):
            return False
        return not self.languages or any(_within(language, tag) for tag in self.languages)


def after(*words: str) -> str:
    """A pattern for a place behind one of some whole words, whose patterns are each of one length.

    A rule that first looks for a space or full stop, and then back, is much quicker than one that tries its words at
    every letter of a book.
    """
    return "(?:" + "|".join(rf"(?<=\b{word})" for word in words) + ")"


def _within(language: str, tag: str) -> bool:
    return language == tag or language.startswith(tag + "-")
