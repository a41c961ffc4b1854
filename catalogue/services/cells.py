"""What people write into a cell, as data: ISBNs, days known to the day, month, quarter or year, languages, forms.

Pure functions. Each raises Unreadable with a sentence when the text cannot be understood; nothing is guessed.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from babel import Locale
from stdnum import isbn as isbn_rules
from stdnum.exceptions import ValidationError

from catalogue.models.titles import Form, Precision
from catalogue.rules.periods import end_of_quarter
from catalogue.wording import MINORITY_NAMES
from pipeline.i18n import N_
from pipeline.text import folded

LOST = N_("The ISBN “{text}” lost its last digits when it was kept as a number; enter it as text.")
BAD_ISBN = N_("“{text}” is not a valid ISBN (13 digits, the last one checks the others).")
BAD_DAY = N_("“{text}” is not a day, month, quarter or year (23/11/2026, 11/2026, quý IV/2026, 2026).")
BAD_LANGUAGE = N_("The language “{text}” is not known; write its name (tiếng Anh, English) or its code (en).")
BAD_FORM = N_("The form “{text}” is not known: write sách in, sách điện tử, or both.")
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_QUARTER = re.compile(r"^(?:quy|q|quarter)\s*\.?\s*(iv|i{1,3}|[1-4])\s*(?:nam|[/.,-])?\s*(\d{4})$")
_MONTH = re.compile(r"^(?:thang\s*)?(\d{1,2})\s*(?:nam|[/.-])\s*(\d{4})$")
_DAY = re.compile(r"^(?:ngay\s*)?(\d{1,2})\s*(?:thang|[/.-])\s*(\d{1,2})\s*(?:nam|[/.-])\s*(\d{4})$")
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]00:00(?::00)?)?$")
_YEAR = re.compile(r"^(?:nam\s*)?(\d{4})$")


class Unreadable(Exception):
    """A cell that says nothing we understand."""

    def __init__(self, code: str, message: str, text: str) -> None:
        super().__init__(code)
        self.code, self.message, self.text = code, message, text


class LostDigits(Unreadable):
    """An ISBN that a spreadsheet rounded."""


def isbn(text: str) -> str:
    """13 digits. Raises LostDigits for 9.786E+12, Unreadable for a wrong one."""
    if re.match(r"^\d[.,]?\d*[eE]\+?\d+$", text.strip()):
        raise LostDigits("cell-001", LOST, text)
    try:
        return str(
            isbn_rules.to_isbn13(isbn_rules.validate(re.sub(r"(?i)^isbn[:\s]*", "", text.strip()))).replace("-", "")
        )
    except ValidationError:
        digits = re.sub(r"\D", "", text)
        if len(digits) == 13 and digits.endswith("00000"):
            raise LostDigits("cell-001", LOST, text) from None
        raise Unreadable("cell-002", BAD_ISBN, text) from None


def day(value: str | float | date) -> tuple[date, Precision]:
    """A day, or the last day of the month, quarter or year that is meant. Raises Unreadable."""
    if isinstance(value, date):
        return value, Precision.DAY
    text = " ".join(folded(str(value)).split())
    try:
        return _dated(text.removesuffix(".0"))
    except (ValueError, StopIteration):
        raise Unreadable("cell-003", BAD_DAY, str(value)) from None


def _dated(text: str) -> tuple[date, Precision]:
    if found := _QUARTER.match(text):
        return end_of_quarter(int(found[2]), ROMAN[found[1]]), Precision.QUARTER
    if found := _DAY.match(text):
        return date(int(found[3]), int(found[2]), int(found[1])), Precision.DAY
    if found := _ISO.match(text):
        return date(int(found[1]), int(found[2]), int(found[3])), Precision.DAY
    if found := _MONTH.match(text):
        year, month = int(found[2]), int(found[1])
        return date(year, month, calendar.monthrange(year, month)[1] if 1 <= month <= 12 else 0), Precision.MONTH
    if found := _YEAR.match(text):
        return date(int(found[1]), 12, 31), Precision.YEAR
    if text.isdigit() and 36526 <= int(text) <= 62000:  # a spreadsheet's own number for a day, unformatted
        return date.fromordinal(date(1899, 12, 30).toordinal() + int(text)), Precision.DAY
    raise ValueError(text)


def languages(text: str) -> list[str]:
    """Language tags, the main one first; “song ngữ Việt – Anh” has two. Raises Unreadable."""
    names = _names()
    plain = re.sub(r"^(sach )?(song ngu|bilingual)\s*:?\s*", "", " ".join(folded(text).split()).strip(" ."))
    if plain in names:
        return [names[plain]]
    parts = [part for part in re.split(r"\s*(?:[-–—/,;&+]| va | and )\s*", plain) if part]
    found = [names[part] for part in parts if part in names]
    if not found or len(found) != len(parts):
        raise Unreadable("cell-004", BAD_LANGUAGE, text)
    return list(dict.fromkeys(found))


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    """Folded names and codes of languages, in Vietnamese and English, with “tiếng” and without."""
    found: dict[str, str] = {}
    for locale in ("en", "vi"):
        for code, name in Locale.parse(locale).languages.items():
            if len(code) <= 3:
                for key in (name, name.removeprefix("Tiếng ")):
                    found.setdefault(folded(key), code)
    for code, name in MINORITY_NAMES.items():
        for key in (name, f"tiếng {name}"):
            found[folded(key)] = code
    extra = {
        "viet": "vi", "tieng viet": "vi", "anh": "en", "trung": "zh-Hans", "tieng trung": "zh-Hans",
        "trung quoc": "zh-Hans", "tieng trung quoc": "zh-Hans", "hoa": "zh-Hans", "tieng hoa": "zh-Hans", "khmer": "km",
        "tieng khmer": "km", "kho me": "km", "hmong": "hmn", "mong": "hmn", "tieng mong": "hmn", "tieng hmong": "hmn",
        "ede": "rad", "tieng ede": "rad", "cham": "cjm", "tieng cham": "cjm", "jrai": "jra", "gia rai": "jra",
        "bana": "bdq", "thai": "th", "lao": "lo", "phap": "fr", "nga": "ru", "nhat": "ja", "han": "ko", "duc": "de",
    }  # fmt: skip
    codes = {code.lower(): code for code in found.values()}
    return {**found, **codes, **extra}


def forms(text: str) -> set[Form]:
    """Printed, electronic, audio. Raises Unreadable."""
    plain = folded(text)
    electronic = any(word in plain for word in ("dien tu", "ebook", "e-book", "epub", "electronic", "so hoa"))
    found: set[Form] = set()
    paged = re.search(r"\bpdf\b", plain) is not None
    if electronic and (not paged or "epub" in plain):
        found.add(Form.EPUB)
    if paged:
        found.add(Form.PDF)
    if re.search(r"\b(in|giay|print|printed|paper)\b", plain):
        found.add(Form.PRINT)
    if re.search(r"\b(noi|audio)\b", plain):
        found.add(Form.AUDIO)
    if "chu noi" in plain or "braille" in plain:
        found = (found - {Form.AUDIO}) | {Form.BRAILLE}
    if not found:
        raise Unreadable("cell-005", BAD_FORM, text)
    return found


def house(text: str) -> str:
    """A publisher's name for comparing: without marks and “nhà xuất bản”."""
    plain = " ".join(re.sub(r"[^a-z0-9 ]+", " ", folded(text)).split())
    return re.sub(r"^(nha xuat ban|nxb) ?", "", plain) or plain
