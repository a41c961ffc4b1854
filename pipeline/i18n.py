"""Sentences for people: gettext catalogues under ``locales/``, one loader for every face.

``N_`` marks a sentence for extraction where only its id is kept; ``translator`` gives the function
that says it. Source sentences are English; Vietnamese is the default language of every face.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

LOCALES = Path(__file__).resolve().parent.parent / "locales"
DEFAULT_LANGUAGE = "vi"
DOMAINS = ("pipeline", "catalogue", "web")


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
