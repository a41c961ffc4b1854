"""How a language says sentences, numbers, days and the names of languages: for pages, the command line and reports."""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from pipeline.i18n import NN_, translations, translator

TITLES = NN_("{count} title", "{count} titles")
ERRORS, WARNINGS = NN_("{count} error", "{count} errors"), NN_("{count} warning", "{count} warnings")
CHANGES, FILES = NN_("{count} change", "{count} changes"), NN_("{count} file", "{count} files")
"""Numbers as they stand within sentences that have several."""
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
"""The programme's days are Vietnam's days."""

# CLDR has no Vietnamese names for these languages of Vietnam.
MINORITY_NAMES: Mapping[str, str] = {
    "tyz": "Tày", "nut": "Nùng", "cjm": "Chăm", "jra": "Gia Rai", "rad": "Ê Đê", "bdq": "Ba Na",
    "kpm": "Cơ Ho", "mtq": "Mường", "blt": "Thái Đen", "twh": "Thái Trắng", "mww": "Mông", "hmv": "Mông",
    "hmn": "Mông", "ium": "Dao", "sed": "Xơ Đăng", "hre": "Hrê", "stt": "Xtiêng", "sti": "Xtiêng",
    "mnn": "Mnông", "cmo": "Mnông", "bru": "Bru – Vân Kiều", "brv": "Bru – Vân Kiều", "pac": "Pa Cô",
    "jeh": "Giẻ – Triêng", "roc": "Ra Glai", "cma": "Mạ", "kjg": "Khơ Mú", "hni": "Hà Nhì", "lhu": "La Hủ",
    "khb": "Lự", "tou": "Thổ", "cua": "Co",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wording:
    """One language of the interface: sentences and formats."""

    language: str

    @property
    def catalogue(self) -> gettext.NullTranslations:
        return translations(self.language)

    @property
    def locale(self) -> Locale:
        return _locale(self.language)

    def say(self, message: str, **params: Any) -> str:
        """A sentence marked with ``N_`` or ``NN_``, with its ``{name}`` fields filled."""
        return translator(self.language)(message, **params)

    def number(self, value: float) -> str:
        return format_decimal(value, locale=self.locale)

    def percent(self, value: float, digits: int = 1) -> str:
        """A share of 1 as a percentage with at most ``digits`` decimals, half rounded up."""
        exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-digits - 2), ROUND_HALF_UP)
        return format_percent(exact, locale=self.locale, decimal_quantization=False)

    def date(self, value: date | datetime | None) -> str:
        """A day, with a four-figure year; moments are shown as the day in Vietnam."""
        if value is None:
            return ""
        day = value.astimezone(ZONE).date() if isinstance(value, datetime) else value
        return format_date(day, format="d/M/yyyy" if self.language == "vi" else "d MMM yyyy", locale=self.locale)

    def moment(self, value: datetime | None) -> str:
        """A day and time in Vietnam."""
        if value is None:
            return ""
        pattern = "HH:mm, d/M/yyyy" if self.language == "vi" else "d MMM yyyy, HH:mm"
        return format_datetime(value, format=pattern, tzinfo=ZONE, locale=self.locale)

    def size(self, octets: int) -> str:
        """A file size as people say it: kB and MB of 1,000."""
        for unit, scale in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
            if octets >= scale:
                return f"{format_decimal(round(octets / scale, 1), locale=self.locale)}\u00a0{unit}"
        return f"{self.number(octets)}\u00a0B"

    def limit(self, octets: int) -> str:
        """A limit set in binary megabytes, said as people set it."""
        return f"{self.number(octets >> 20)}\u00a0MB"

    def language_name(self, tag: str) -> str:
        """The name of a language (BCP 47 tag), written as at the start of a line."""
        base = tag.split("-", maxsplit=1)[0]
        if self.language == "vi" and base in MINORITY_NAMES:
            return f"Tiếng {MINORITY_NAMES[base]}"
        try:
            name = Locale.parse(tag.replace("-", "_")).get_display_name(self.locale)
        except (ValueError, LookupError, UnknownLocaleError):
            name = self.locale.languages.get(base)
        return name[:1].upper() + name[1:] if name else MINORITY_NAMES.get(base, tag)

    def listed(self, names: list[str]) -> str:
        """Names as a sentence lists them."""
        return format_list(names, locale=self.locale) if names else ""


@lru_cache(maxsize=16)
def _locale(language: str) -> Locale:
    return Locale.parse(language.replace("-", "_"))
