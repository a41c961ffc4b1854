"""Formula pictures on the line: their size and depth in ems, so that they sit on the baseline."""

from __future__ import annotations

import re

UNITS_PER_EM = 12.0
_VIEW_BOX = re.compile(r'viewBox="\s*(-?[\d.]+)[ ,]+(-?[\d.]+)[ ,]+([\d.]+)[ ,]+([\d.]+)\s*"')


def metrics(svg: str) -> str:
    """A style attribute for a formula's picture; empty when its view box cannot be read.

    The pictures have their baseline at y = 0, so what lies below it is the depth.
    """
    found = _VIEW_BOX.search(svg[:2000])
    if found is None:
        return ""
    _, top, width, height = (float(value) for value in found.groups())
    depth = max(0.0, top + height)
    return (
        f' style="width:{width / UNITS_PER_EM:.3f}em;height:{height / UNITS_PER_EM:.3f}em;'
        f'vertical-align:{-depth / UNITS_PER_EM:.3f}em"'
    )
