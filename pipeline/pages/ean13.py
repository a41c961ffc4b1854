"""The bar code of an ISBN: EAN-13 after GS1 General Specifications 5.2.1 (ISO/IEC 15420), in modules.

A module is 0.33 mm at nominal size; bars must be one black on white, with 11 modules of white before and 7 behind.
"""

from __future__ import annotations

from dataclasses import dataclass

MODULE = 0.33
"""Millimetres at 100 %."""
QUIET_LEFT, QUIET_RIGHT, MODULES = 11, 7, 95
BAR, GUARD = 22.85, 24.5
"""Heights in millimetres; the guards reach down between the digits."""
_L = ("0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011")
_PARITY = ("LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG", "LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL")
_GUARDS = {*range(3), *range(45, 50), *range(92, 95)}


@dataclass(frozen=True, slots=True)
class Bar:
    """A dark bar: its place and width in modules from the first guard."""

    at: int
    width: int
    guard: bool


def modules(digits: str) -> str:
    """The 95 modules of a number, dark as 1. Raises ValueError unless it is 13 digits with a right check digit."""
    if len(digits) != 13 or not (digits.isascii() and digits.isdigit()):
        raise ValueError(digits)
    if (sum(int(d) for d in digits[::2]) + 3 * sum(int(d) for d in digits[1::2])) % 10:
        raise ValueError(digits)
    left = "".join(
        _left(int(digit), parity) for digit, parity in zip(digits[1:7], _PARITY[int(digits[0])], strict=True)
    )
    right = "".join(_flipped(_L[int(digit)]) for digit in digits[7:])
    return f"101{left}01010{right}101"


def bars(digits: str) -> list[Bar]:
    """The dark bars of a number. Raises ValueError as ``modules`` does."""
    found: list[Bar] = []
    for place, module in enumerate(modules(digits)):
        guard = place in _GUARDS
        if module == "0":
            continue
        if found and found[-1].at + found[-1].width == place and found[-1].guard == guard:
            found[-1] = Bar(found[-1].at, found[-1].width + 1, guard)
        else:
            found.append(Bar(place, 1, guard))
    return found


def svg(digits: str) -> str:
    """The bars as SVG at nominal size, without quiet zones and digits. Raises ValueError as ``modules`` does."""
    drawn = "".join(
        f'<rect x="{bar.at * MODULE:.3f}" y="0" width="{bar.width * MODULE:.3f}"'
        f' height="{GUARD if bar.guard else BAR}"/>'
        for bar in bars(digits)
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {MODULES * MODULE:g} {GUARD}">{drawn}</svg>'


def _left(digit: int, parity: str) -> str:
    """A digit of the left half: set L, or G, which is R read backwards."""
    return _L[digit] if parity == "L" else _flipped(_L[digit])[::-1]


def _flipped(code: str) -> str:
    return code.translate(str.maketrans("01", "10"))
