"""Numbers as they are written in many languages, read so that 1.000,5 in one is 1,000.5 in the other.

A number that may be read two ways ("1.000") keeps both values, and equals whatever has one of them: a
completeness check must not cry over a comma. Numbers said in words are read apart (``spelling``).
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any

_DATE = re.compile(r"(?<![\d.,])(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})(?![\d]|[.,]\d)")
_GROUP = "[.,'’\u066c\xa0\u202f\u2009]"
_NUMBER = re.compile(
    rf"\d{{1,3}}(?:(?P<sep>{_GROUP})\d{{3}})(?:(?P=sep)\d{{3}})*(?:[.,\u066b]\d+)?(?!\d)"  # 1.000.000,5
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?(?!\d)"  # 1,00,00,000 in India
    r"|\d+(?:[.,\u066b]\d+)?"
)
_SPACED = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_SPACING = frozenset(("fr", "ru", "uk", "es", "de"))
_PM = re.compile(r"\s*(?::\s*00)?\s*p\.?\s?m\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as the text writes it, with the values that it may have."""

    text: str
    values: frozenset[str]


@lru_cache(maxsize=1)
def table() -> dict[str, Any]:
    """``numbers.toml``: scales, calendars and names of divisions by language."""
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        return tomllib.load(file)


def primary(language: str) -> str:
    """The language of a BCP 47 tag without script and region."""
    return language.partition("-")[0].lower()


def stated(text: str, language: str) -> list[Number]:
    """Every number written in digits of any script, in order, with its possible values."""
    plain = "".join(str(unicodedata.digit(c, c)) if not c.isascii() else c for c in text)
    tongue = primary(language)
    if tongue in _SPACING:
        plain = _SPACED.sub("\xa0", plain)
    out: list[Number] = []
    end = 0
    for date in _DATE.finditer(plain):
        out += _numbers(plain, end, date.start(), tongue)
        out += [_number(part, "", tongue) for part in (date.group(1), date.group(3), date.group(4))]
        end = date.end()
    return out + _numbers(plain, end, len(plain), tongue)


def _numbers(text: str, begin: int, end: int, language: str) -> list[Number]:
    return [
        _number(
            found.group(),
            text[found.end() : found.end() + 16],
            language,
            text[max(0, found.start() - 2) : found.start()],
        )
        for found in _NUMBER.finditer(text, begin, end)
    ]


def _number(written: str, after: str, language: str, before: str = "") -> Number:
    values = _readings(written)
    values |= _scaled(values, after, language)
    for value in tuple(values):
        if value == value.to_integral_value():
            for low, high, difference in table()["eras"].get(language, ()):
                if low <= value <= high:
                    values.add(value + difference)
            if (year := table()["reigns"].get(language, {}).get(before)) is not None:
                values.add(value + year)
            if value <= 12 and _PM.match(after):
                values.add(value + 12)
    return Number(written, frozenset(map(canonical, values)))


def canonical(value: Decimal | int) -> str:
    """One way to write a value: no trailing zeros, no exponent."""
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _readings(written: str) -> set[Decimal]:
    """What the digits may mean: separators as groups, as a decimal sign, or both in turn."""
    marks = [c for c in written if not c.isdigit()]
    if not marks:
        return {Decimal(written)}
    last = marks[-1]
    head, _, tail = written.rpartition(last)
    grouped = _value(written, "")
    decimal = _value(head, tail)
    if len(set(marks)) > 1:
        return {decimal}
    if len(marks) > 1:
        return {grouped}
    if last not in ".,\u066b":
        return {grouped}
    return {grouped, decimal} if len(tail) == 3 and len(head) <= 3 and last != "\u066b" else {decimal}


def _value(whole: str, fraction: str) -> Decimal:
    digits = "".join(filter(str.isdigit, whole))
    try:
        return Decimal(f"{digits}.{fraction}" if fraction else digits)
    except InvalidOperation:  # beyond what a decimal holds; no text means it as a number
        return Decimal(0)


def _scaled(values: set[Decimal], after: str, language: str) -> set[Decimal]:
    """The values multiplied by a word that follows: 1,5 triệu, 3 million, 2万."""
    rest = after.lstrip(" \xa0\u202f-").casefold() + " "
    powers = [(len(word), power) for word, power in _scales(language).items() if rest.startswith(word)]
    return {value.scaleb(max(powers)[1]) for value in values} if powers else set()


def _scales(language: str) -> dict[str, int]:
    scales: dict[str, int] = table()["scales"].get(language, {})
    return scales
