"""What a manuscript holds, read from its own source before anything else touches it: the "in" of the account.

The readers here share nothing with ``rescue`` or with pandoc, so that what those lose is seen. Only the
reader that a manuscript needs is loaded.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.intake.document import Manuscript
from pipeline.intake.inventory.model import Holdings, Inventory, Passage

__all__ = ["Holdings", "Inventory", "Passage", "take"]


def take(manuscript: Manuscript, source: Path) -> Inventory:
    """The inventory of a manuscript; ``source`` is the working copy that pandoc will read."""
    match manuscript.kind:
        case "docx":
            from pipeline.intake.inventory import word

            return word.read(source)
        case "odt":
            from pipeline.intake.inventory import odt

            return odt.read(source)
        case _:
            from pipeline.intake.inventory import plain

            return plain.read(source, manuscript.kind)
