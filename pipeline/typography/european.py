"""Rules of German, Spanish, Russian and Ukrainian: what must stay on one line, and the dash of dialogue."""

from __future__ import annotations

import re

from pipeline.typography.rule import TypographyRule

_NBSP = "\xa0"
_NUMBERED = {
    "de": re.compile(r"(§{1,2}|\b(?:Art|Abs|Nr|Bd|Kap|S|Ziff)\.|\b(?:Artikel|Absatz|Kapitel|Abschnitt|Seite)) (?=\d)"),
    "es": re.compile(
        r"(\b(?:[Aa]rts?|[Nn]úm|[Pp]ágs?|[Vv]ol|[Cc]ap)\.|\bn\.º|\b(?:[Aa]rtículo|[Cc]apítulo|[Pp]ágina)) (?=\d)"
    ),
    "ru": re.compile(r"(№|§|\b(?:ст|п|ч|гл|с|т|стр|рис|табл)\.|\b(?:[Сс]тать[яиею]|[Гг]лав[аыуе])) (?=[\dIVXLC])"),
    "uk": re.compile(r"(№|§|\b(?:ст|п|ч|гл|с|т|стор|рис|табл)\.|\b(?:[Сс]татт[яіею]|[Рр]озділ[у]?)) (?=[\dIVXLC])"),
}
_ABBREVIATED = re.compile(r"\b(z|d|u|i|o)\. ?(?=(?:B|h|a|Ä|U|Ü|R|V)\.)")
_DASH = re.compile(r"(?<=[^\s\xa0]) (?=— )")
_INITIALS = re.compile(r"\b([А-ЯІЇЄҐ]\.) ?([А-ЯІЇЄҐ]\.) (?=[А-ЯІЇЄҐ][а-яіїєґ])")
_PREPOSITION = re.compile(r"(?<![\w’'-])([вкосуияіВКОСУИЯІ]|[Зз]) (?=\w)")
_YEAR = re.compile(r"(?<=\d) (?=(?:г|гг|р|рр|в|вв|ст|млн|млрд|тыс|тис)\.)")


def _pairs(language: str) -> TypographyRule:
    pattern = _NUMBERED[language]
    return TypographyRule(
        f"{language}-numbered-pair",
        "A word or sign and its number stay on one line.",
        lambda text: pattern.sub(r"\1" + _NBSP, text),
        (language,),
    )


def abbreviated(text: str) -> str:
    """z. B. and d. h. are not parted."""
    return _ABBREVIATED.sub(r"\1." + _NBSP, text)


def dash(text: str) -> str:
    """A line never begins with a dash: the space before it does not break."""
    return _DASH.sub(_NBSP, text) if "—" in text else text


def short_words(text: str) -> str:
    """A word of one letter is not left at a line's end, and initials stay with the name."""
    return _PREPOSITION.sub(r"\1" + _NBSP, _INITIALS.sub(rf"\1{_NBSP}\2{_NBSP}", text))


def years(text: str) -> str:
    """A number and its abbreviated unit stay on one line: 1948 г., 5 млн."""
    return _YEAR.sub(_NBSP, text)


_CYRILLIC = ("ru", "uk")
RULES = (
    *(_pairs(language) for language in _NUMBERED),
    TypographyRule("de-abbreviation", "z. B. is not parted.", abbreviated, ("de",)),
    TypographyRule("cyrl-dash", "No line begins with a dash.", dash, _CYRILLIC),
    TypographyRule("cyrl-short-words", "One letter is not left at a line's end.", short_words, _CYRILLIC),
    TypographyRule("cyrl-years", "1948 г. is not parted.", years, _CYRILLIC),
)
