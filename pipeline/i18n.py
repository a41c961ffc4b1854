"""Sentences for people: gettext catalogues under ``locales/``, one loader for every face.

``N_`` marks a sentence for extraction where only its id is kept; ``translator`` gives the function
that says it. Source sentences are English; Vietnamese is the default language of every face.
"""

from __future__ import annotations

import gettext
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

LOCALES = Path(__file__).resolve().parent.parent / "locales"
DEFAULT_LANGUAGE = "vi"
DOMAINS = ("pipeline", "catalogue", "web")


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the interface: BCP 47 tag, its own name, whether every sentence is there, its direction."""

    tag: str
    name: str
    complete: bool
    direction: str = "ltr"


@lru_cache(maxsize=1)
def interface_languages() -> tuple[Language, ...]:
    """The languages of ``locales/languages.toml``, in its order."""
    with (LOCALES / "languages.toml").open("rb") as file:
        rows = tomllib.load(file)["language"]
    return tuple(
        Language(row["tag"], row["name"], row["state"] == "complete", row.get("direction", "ltr")) for row in rows
    )


def N_(message: str) -> str:
    """Mark a sentence for extraction and leave it as it is."""
    return message


class Plural(str):
    """A sentence with a form for one and another for many; as a string it is that for one, as gettext keeps it."""

    __slots__ = ("by", "many")
    by: str
    """The field whose number decides."""
    many: str


def NN_(one: str, many: str, by: str = "count") -> Plural:
    """Mark a sentence in both its forms for extraction; the number in the field ``by`` decides which is said."""
    made = Plural(one)
    made.many, made.by = many, by
    return made


# L10N: one thousand two hundred thirty-four and a half, with the separators of your language
SAMPLE = N_("1,234.5")


def grouped(value: float, translate: Callable[[str], str]) -> str:
    """A number with the separators of the reader's language."""
    sample = translate(SAMPLE)
    return f"{value:,}".translate({ord(","): sample[1], ord("."): sample[-2]})


@dataclass(frozen=True, slots=True)
class Voice:
    """Says sentences in one interface language (BCP 47 tag), with their ``{name}`` fields filled."""

    language: str

    def __call__(self, message: str, /, **params: Any) -> str:
        """A sentence; whole numbers among ``params`` get the separators of the language, a ``year`` stays as it is."""
        said = translations(self.language)
        if isinstance(message, Plural):
            number = params[message.by]
            text = said.ngettext(message, message.many, int(number) if float(number).is_integer() else 2)
        else:
            text = said.gettext(message)
        shown = {name: value if name == "year" else _written(value, said.gettext) for name, value in params.items()}
        return text.format(**shown) if params else text


def _written(value: Any, translate: Callable[[str], str]) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return grouped(int(value) if float(value).is_integer() else value, translate)


@lru_cache(maxsize=32)
def translations(language: str) -> gettext.NullTranslations:
    """All domains of one interface language (BCP 47 tag), chained; English where it is silent."""
    chain: gettext.NullTranslations | None = None
    for domain in DOMAINS:
        loaded = gettext.translation(domain, LOCALES, languages=[language.replace("-", "_")], fallback=True)
        if chain is None:
            chain = loaded
        else:
            chain.add_fallback(loaded)
    return chain or gettext.NullTranslations()


def translator(language: str = DEFAULT_LANGUAGE) -> Voice:
    """The voice of one interface language."""
    return Voice(language)
