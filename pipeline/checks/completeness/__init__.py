"""Is a translation complete? Two books are matched item by item, and what the second lacks is named with its place."""

from __future__ import annotations

from pipeline.checks.completeness.comparison import Comparison, compare

__all__ = ["Comparison", "compare"]
