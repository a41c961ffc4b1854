"""Every defensible reading of the share beside the one in force, and which titles make the difference.

Decision 1079/QĐ-TTg speaks of minority languages, foreign languages and digital platforms, guidance
5768/BTTTT-TTĐN of e-books and foreign languages; neither says whether a title that is both counts once, nor of what
the share is taken. The rule set decides; the others stand beside it, so that nobody has to guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from catalogue.rules.counting import Rules, State, band
from catalogue.rules.tally import Groups, Where, size

Name = Literal[
    "union", "sum", "ebook", "foreign", "with_minority", "without_minority", "of_target", "without_reprints",
    "recognised",
]  # fmt: skip
UNION = Where("ebook_or_foreign")


@dataclass(frozen=True, slots=True)
class Reading:
    """A share as one reading has it: titles over a basis, and the titles by which it differs from the rule's."""

    name: Name
    titles: int
    basis: int
    state: State
    behind: tuple[Where, ...]
    """Lists whose lengths add up to ``titles``; both parts of a sum are listed."""
    differs_by: Where | None = None
    difference: int = 0

    @property
    def share(self) -> Fraction:
        """Titles over the basis; 0 where there is none."""
        return Fraction(self.titles, self.basis or 1)


def readings(groups: Groups, as_of: date, rules: Rules, *, target: int, low: Fraction, high: Fraction) -> list[Reading]:
    """The reading in force first, then the others."""
    released = size(groups, as_of, rules, Where())

    def reading(
        name: Name, behind: tuple[Where, ...], differs_by: Where | None = None, basis: int = released
    ) -> Reading:
        titles = sum(size(groups, as_of, rules, where) for where in behind)
        apart = size(groups, as_of, rules, differs_by) if differs_by else 0
        return Reading(name, titles, basis, band(Fraction(titles, basis or 1), low, high), behind, differs_by, apart)

    ebook, foreign = Where("ebook"), Where("foreign")
    ebook_only, foreign_only = Where(part="ebook_only"), Where(part="foreign_only")
    minority = Where(part="minority_only")
    new = Where("ebook_or_foreign", part="no_reprint")
    both: tuple[Where, ...] = (ebook, foreign_only)
    firsts = size(groups, as_of, rules, Where(part="no_reprint"))
    return [
        reading("union", (UNION,)),
        reading("sum", (ebook, foreign), Where("ebook_and_foreign")),
        reading("ebook", (ebook,), foreign_only),
        reading("foreign", (foreign,), ebook_only),
        reading("without_minority", both, minority) if rules.minority_in_share
        else reading("with_minority", (*both, minority), minority),
        reading("of_target", (UNION,), basis=target),
        reading("without_reprints", (new,), Where(part="reprint"), firsts),
        _recognised(groups, as_of, rules, low, high),
    ]  # fmt: skip


def _recognised(groups: Groups, as_of: date, rules: Rules, low: Fraction, high: Fraction) -> Reading:
    """Only titles recognised in the programme, above and below the line."""
    behind = Where("recognised", part="in_share")
    titles = size(groups, as_of, rules, behind)
    basis = size(groups, as_of, rules, Where("recognised"))
    apart = size(groups, as_of, rules, Where(part="unrecognised"))
    state = band(Fraction(titles, basis or 1), low, high)
    return Reading("recognised", titles, basis, state, (behind,), Where(part="unrecognised"), apart)
