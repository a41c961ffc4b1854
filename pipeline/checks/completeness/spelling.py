"""Numbers said in words: "three", "tháng Chín", "September", "thế kỷ XX", 第三十条.

ICU spells the numbers from 0 to 100 of a language, CLDR names its months. What is found here may answer a number in
digits on the other side, and is never demanded: "one" is an article as often as a number.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from icu import Locale as IcuLocale
from icu import RuleBasedNumberFormat, URBNFRuleSetTag

from pipeline.checks.completeness.numbers import canonical, primary, table

_WORDS = re.compile(r"[^\W\d_]+(?:[^\w\s][^\W\d_]+)*")
_ROMAN = re.compile(r"\b(?=[IVXLCDM])M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})\b")
_HAN = re.compile("[〇零一二三四五六七八九十百千两兩]+[万萬]?[〇零一二三四五六七八九十百千]*")
_DIGITS = {
    c: n for n, chars in enumerate(("〇零", "一", "二两兩", "三", "四", "五", "六", "七", "八", "九")) for c in chars
}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_UNSPACED = frozenset(("th", "lo", "km", "my"))
_SPELLED = (*range(101), 200, 500, 1000)
_LONGEST = 5
"""Words of a number in words: "hai mươi mốt", "vingt et un"."""


def implied(text: str, language: str) -> list[frozenset[str]]:
    """The values of numbers in words, in no particular order; each may be read several ways."""
    tongue = primary(language)
    found = [frozenset((canonical(value),)) for value in map(_roman, _ROMAN.finditer(text)) if value]
    if tongue in ("zh", "ja", "ko"):
        found += [_han(match.group()) for match in _HAN.finditer(text)]
    names = _names(tongue)
    if tongue in _UNSPACED:
        plain = text.replace("\u200b", "")
        return found + [values for name, values in names.items() if name in plain]
    words = [_key(match.group()) for match in _WORDS.finditer(text)]
    at = 0
    while at < len(words):
        for size in range(min(_LONGEST, len(words) - at), 0, -1):
            values = names.get(" ".join(words[at : at + size]))
            if values:
                found.append(values)
                at += size - 1
                break
        at += 1
    return found


def leading(text: str, language: str) -> frozenset[str]:
    """The values of a number in words or Roman numerals with which a text begins; empty where it begins with none."""
    roman = _ROMAN.match(text)
    if roman and _roman(roman):
        return frozenset((canonical(_roman(roman)),))
    words = [_key(match.group()) for match in _WORDS.finditer(text[:80])][:_LONGEST]
    names = _names(primary(language))
    for size in range(len(words), 0, -1):
        if values := names.get(" ".join(words[:size])):
            return values - {"0"}
    return frozenset()


@lru_cache(maxsize=32)
def _names(language: str) -> dict[str, frozenset[str]]:
    """Every way to say a number or a month in a language, to its values."""
    names: dict[str, set[str]] = {}
    speller = RuleBasedNumberFormat(URBNFRuleSetTag.SPELLOUT, IcuLocale(language))
    rules = [speller.getRuleSetName(i) for i in range(speller.getNumberOfRuleSetNames())]
    for rule in rules:
        if "verbose" in rule or "financial" in rule:
            continue
        speller.setDefaultRuleSet(rule)
        for number in _SPELLED:
            name = _key(speller.format(number))
            if name and not any(c.isdigit() for c in name):
                names.setdefault(name, set()).add(canonical(number))
    for name, numbers in table()["ordinals"].get(language, {}).items():
        names.setdefault(name, set()).add(canonical(numbers))
    if before := table()["before_ordinals"].get(language):
        names |= {f"{before} {name}": numbers for name, numbers in names.items()}
    for name, month in _months(language):
        names.setdefault(name, set()).add(canonical(month))
    return {name: frozenset(values) for name, values in names.items()}


def _months(language: str) -> list[tuple[str, int]]:
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return []
    return [
        (_key(name), number)
        for context in ("format", "stand-alone")
        for number, name in locale.months[context]["wide"].items()
        if not any(c.isdigit() for c in name)
    ]


def _key(name: str) -> str:
    text = unicodedata.normalize("NFC", name).casefold().replace("\u200b", "").replace("\xad", "")
    return " ".join(text.replace("-", " ").split())


def _roman(match: re.Match[str]) -> int:
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
    total = 0
    digits = [values[c] for c in match.group()]
    for at, value in enumerate(digits):
        total += -value if at + 1 < len(digits) and digits[at + 1] > value else value
    return total


def _han(numeral: str) -> frozenset[str]:
    """A Chinese numeral by value, and read digit by digit as years are (一九四八)."""
    total = section = digit = 0
    for char in numeral:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _UNITS:
            section += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            total, section, digit = (total + section + digit) * 10_000, 0, 0
    values = {canonical(total + section + digit)}
    if all(char in _DIGITS for char in numeral):
        values.add(canonical(int("".join(str(_DIGITS[char]) for char in numeral))))
    return frozenset(values)
