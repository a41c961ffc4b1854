"""What the codes of the old Vietnamese fonts mean: TCVN3 (ABC), VNI, VISCII and VPS.

The fonts drew Vietnamese letters at the places of Western European ones, so a document of theirs holds
Western European characters, and only the font's name says what they are. TCVN3 fonts have no
capitals but seven: capitals are another font (its name ends in H) over the same codes. VNI writes a base letter and a
mark as two characters; its table follows from one rule.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

Encoding = Literal["TCVN3", "VNI", "VISCII", "VPS"]

_VPS = """
02Ạ 03Ậ 04Ặ 05Ẹ 06Ệ 10Ị 11Ọ 12Ộ 13Ợ 14Ụ 15Ự 19Ỵ 1CẪ 1DỮ 80À 81Ả 82Ã 83Ấ 84Ầ 85Ẩ 86ọ 87ỗ 88Ă 89ế 8Aề 8Bể 8Cệ 8DẮ
8EẰ 8FẲ 90Ế 93Ề 94Ể 95Ễ 96Ố 97Ồ 98Ổ 99Ỗ 9Aý 9Bỷ 9Cỵ 9DỚ 9EỜ 9FỞ A1ắ A2ằ A3ẳ A4ẵ A5ặ A6Ỡ A7ớ A8Ù A9ờ AAở ABỡ ACŨ
ADỨ AEợ AFỪ B0ổ B1Ử B2Ỳ B3Ỹ B4Í B5Ì B6ộ B7Ỉ B8Ĩ B9Ó BAử BBữ BCÒ BDỎ BEÕ BFự C0ầ C1Á C2Â C3ấ C4ẩ C5ẫ C6ậ C7đ C8ẻ
C9É CAÊ CBẹ CCỉ CDễ CEị CFỹ D0Ư D1Ủ D2ồ D3ố D5ỏ D6ơ D7È D8ừ D9ứ DBũ DCư DEẺ E0à E1á E2â E3ã E4ả E5ạ E6ă E8è E9é
EAê EBẽ ECì EDí EFĩ F0Ẵ F1Đ F2ò F3ó F4ô F5õ F7Ơ F8ụ F9ù FAú FBủ FDỶ FEẼ FFỳ
"""
_VISCII = """
02Ẳ 05Ẵ 06Ẫ 14Ỷ 19Ỹ 1EỴ 80Ạ 81Ắ 82Ằ 83Ặ 84Ấ 85Ầ 86Ẩ 87Ậ 88Ẽ 89Ẹ 8AẾ 8BỀ 8CỂ 8DỄ 8EỆ 8FỐ 90Ồ 91Ổ 92Ỗ 93Ộ 94Ợ 95Ớ
96Ờ 97Ở 98Ị 99Ỏ 9AỌ 9BỈ 9CỦ 9DŨ 9EỤ 9FỲ A0Õ A1ắ A2ằ A3ặ A4ấ A5ầ A6ẩ A7ậ A8ẽ A9ẹ AAế ABề ACể ADễ AEệ AFố B0ồ B1ổ
B2ỗ B3Ỡ B4Ơ B5ộ B6ờ B7ở B8ị B9Ự BAỨ BBỪ BCỬ BDơ BEớ BFƯ C0À C1Á C2Â C3Ã C4Ả C5Ă C6ẳ C7ẵ C8È C9É CAÊ CBẺ CCÌ CDÍ
CEĨ CFỳ D0Đ D1ứ D2Ò D3Ó D4Ô D5ạ D6ỷ D7ừ D8ử D9Ù DAÚ DBỹ DCỵ DDÝ DEỡ DFư E0à E1á E2â E3ã E4ả E5ă E6ữ E7ẫ E8è E9é
EAê EBẻ ECì EDí EEĩ EFỉ F0đ F1ự F2ò F3ó F4ô F5õ F6ỏ F7ọ F8ụ F9ù FAú FBũ FCủ FDý FEợ FFỮ
"""
_TCVN3 = """
A1Ă A2Â A3Ê A4Ô A5Ơ A6Ư A7Đ A8ă A9â AAê ABô ACơ ADư AEđ B5à B6ả B7ã B8á B9ạ BBằ BCẳ BDẵ BEắ C6ặ C7ầ C8ẩ C9ẫ CAấ
CBậ CCè CEẻ CFẽ D0é D1ẹ D2ề D3ể D4ễ D5ế D6ệ D7ì D8ỉ DCĩ DDí DEị DFò E1ỏ E2õ E3ó E4ọ E5ồ E6ổ E7ỗ E8ố E9ộ EAờ EBở
ECỡ EDớ EEợ EFù F1ủ F2ũ F3ú F4ụ F5ừ F6ử F7ữ F8ứ F9ự FAỳ FBỷ FCỹ FDý FEỵ
"""

_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_TONES = (_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT)
_PLAIN_MARKS = dict(zip("ùøûõï", _TONES, strict=True))
_CIRCUMFLEX_MARKS = {"â": "", **dict(zip("áàåãä", _TONES, strict=True))}
_BREVE_MARKS = {"ê": "", **dict(zip("éèúüë", _TONES, strict=True))}
_VNI_ALONE = {"í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ", "ô": "ơ", "ö": "ư"}


@lru_cache(maxsize=4)
def letters(encoding: Encoding) -> Mapping[str, str]:
    """Letters by the characters that stand for them in a document; keys of one or two characters."""
    if encoding == "VNI":
        return _vni()
    found: dict[str, str] = {}
    for pair in {"TCVN3": _TCVN3, "VISCII": _VISCII, "VPS": _VPS}[encoding].split():
        code, letter = int(pair[:2], 16), pair[2:]
        for shown in _shown(code):
            found[shown] = letter
    return found


def _shown(code: int) -> set[str]:
    """The characters as which a byte may stand in a document: Latin-1's, and Windows' where they differ."""
    try:
        return {chr(code), bytes([code]).decode("cp1252")}
    except UnicodeDecodeError:
        return {chr(code)}


def _vni() -> dict[str, str]:
    """The base is the plain letter, except ô for ơ and ö for ư; the mark has the case of its base."""
    found: dict[str, str] = {}
    for old, new in _VNI_ALONE.items():
        _both(found, old, new)
    for base, letter in {**{vowel: vowel for vowel in "aeiouy"}, "ô": "ơ", "ö": "ư"}.items():
        for mark, tone in _PLAIN_MARKS.items():
            _both(found, base + mark, letter + tone)
    for base in "aeo":
        for mark, tone in _CIRCUMFLEX_MARKS.items():
            _both(found, base + mark, base + "\u0302" + tone)
    for mark, tone in _BREVE_MARKS.items():
        _both(found, "a" + mark, "a\u0306" + tone)
    return found


def _both(found: dict[str, str], old: str, new: str) -> None:
    found[old] = unicodedata.normalize("NFC", new)
    upper = old.upper()
    found[upper] = unicodedata.normalize("NFC", new.upper())
    if len(old) == 2:  # a capital typed with the small mark, as Shift held for one key gives
        found.setdefault(old[0].upper() + old[1], found[upper])
