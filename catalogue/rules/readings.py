"""Every defensible reading of the share beside the one in force, and which titles make the difference.

Decision 1079/QĐ-TTg speaks of minority languages, foreign languages and digital platforms, guidance
5768/BTTTT-TTĐN of e-books and foreign languages; neither says whether a title that is both counts once, nor of what
the share is taken. The rule set decides; the others stand beside it, so that nobody has to guess.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Literal

from catalogue.rules.counting.records import Groups, Reason, Rules
from catalogue.rules.plan import State, band
from catalogue.rules.tally import Slice, Where, size

Name = Literal[
    "union", "sum", "ebook", "foreign", "with_minority", "without_minority", "of_target", "without_reprints",
    "with_reprints", "with_again", "without_volumes", "with_volumes", "with_second", "without_second",
    "without_partners", "without_licensed", "with_licensed", "with_decided", "recognised",
]  # fmt: skip
UNION, RECOGNISED = Where("ebook_or_foreign"), Where("recognised")


@dataclass(frozen=True, slots=True)
class Reading:
    """A share as one reading has it: titles over a basis, and the titles by which it differs from the rule's."""

    name: Name
    titles: int
    basis: int
    state: State
    behind: tuple[Where, ...]
    """Lists whose lengths add up to ``titles``; both parts of a sum are listed."""
    of: tuple[Where, ...] = (Where(),)
    """Lists whose lengths add up to ``basis``; none where it is the target."""
    differs_by: Where | None = None
    difference: int = 0

    @property
    def share(self) -> Fraction:
        """Titles over the basis; 0 where there is none."""
        return Fraction(self.titles, self.basis or 1)


def readings(groups: Groups, as_of: date, rules: Rules, *, target: int, low: Fraction, high: Fraction) -> list[Reading]:
    """The reading in force first, then the others."""

    def many(lists: Iterable[Where]) -> int:
        return sum(size(groups, as_of, rules, where) for where in lists)

    def reading(
        name: Name, behind: tuple[Where, ...], differs_by: Where | None = None, of: tuple[Where, ...] = (Where(),)
    ) -> Reading:
        titles, basis = many(behind), many(of) if of else target
        state, apart = band(Fraction(titles, basis or 1), low, high), many([differs_by] if differs_by else ())
        return Reading(name, titles, basis, state, behind, of, differs_by, apart)

    def without(name: Name, part: Slice, rest: Slice) -> Reading:
        return reading(name, (replace(UNION, part=rest),), Where(part=part), (Where(part=rest),))

    def along(name: Name, why: Reason) -> Reading:
        left = Where("excluded", why=why)
        return reading(name, (UNION, replace(left, part="in_share")), left, (Where(), left))

    ebook, foreign, minority = Where("ebook"), Where("foreign"), Where(part="minority_only")
    ebook_only, foreign_only, second = Where(part="ebook_only"), Where(part="foreign_only"), Where(part="second_only")
    both = (ebook, foreign_only)
    return [
        reading("union", (UNION,)),
        reading("sum", (ebook, foreign), Where("ebook_and_foreign")),
        reading("ebook", (ebook,), foreign_only),
        reading("foreign", (foreign,), ebook_only),
        reading("without_minority", both, minority) if rules.minority_in_share
        else reading("with_minority", (*both, minority), minority),
        reading("of_target", (UNION,), of=()),
        along("with_reprints", "reprint") if rules.reprints == "none"
        else without("without_reprints", "reprint", "no_reprint"),
        *([along("with_again", "again")] if rules.reprints in ("year", "programme") else []),
        along("with_volumes", "volume")
        if rules.volumes == "set"
        else without("without_volumes", "volume", "no_volume"),
        reading("without_second", (replace(UNION, part="no_second"),), second) if rules.bilingual == "either"
        else reading("with_second", (UNION, second), second),
        without("without_partners", "partner", "no_partner"),
        without("without_licensed", "licensed", "no_licensed")
        if rules.licensed
        else along("with_licensed", "licensed"),
        along("with_decided", "decided"),
        reading("recognised", (Where("recognised", part="in_share"),), Where(part="unrecognised"), (RECOGNISED,)),
    ]  # fmt: skip
