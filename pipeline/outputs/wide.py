"""Tables that are too wide for the page: set smaller, turned on their side, or both.

A printer's rule: nobody squeezes a table until its words break while there is a better way. Smaller type comes first,
since it leaves the table beside its text; then a page of its own on its side; what still has no room breaks its words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.book.columns import least
from pipeline.book.model import Table
from pipeline.styles.tokens import SMALL, SMALLEST, TABLE, Design, Trim

POINT = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Measure:
    """The length of a line in ems of a table's type, on a page as it stands and on one that is turned."""

    upright: float
    turned: float

    @classmethod
    def of(cls, trim: Trim, design: Design) -> Measure:
        """The measures of a page in a design."""
        em = trim.body * design.scale * TABLE * POINT
        return cls((trim.width - trim.inner - trim.outer) / em, (trim.height - trim.top - trim.bottom) / em)


@dataclass(frozen=True, slots=True)
class Way:
    """How a table is set: classes of the style sheet, ems of its own type in a line, and whether no word is broken."""

    classes: str
    room: float
    whole: bool = True

    @property
    def turned(self) -> bool:
        """Whether it has a page of its own, on its side, where it does not stand in something else."""
        return self.classes.startswith("turned")


def way(table: Table, measure: Measure) -> Way:
    """The least that makes room for the longest words of a table."""
    need = sum(least(table))
    ways = (
        Way("", measure.upright),
        Way("small", measure.upright / SMALL),
        Way("turned", measure.turned),
        Way("turned small", measure.turned / SMALL),
        Way("turned smallest", measure.turned / SMALLEST),
    )
    return next((one for one in ways if need <= one.room), replace(ways[-1], whole=False))
