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


def translator(language: str = DEFAULT_LANGUAGE) -> Callable[[str], str]:
    """The gettext function of one interface language."""
    return translations(language).gettext
