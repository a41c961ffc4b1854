"""Vietnamese from before Unicode: what old fonts only drew becomes letters, before anything else reads the file."""

from pipeline.intake.legacy.document import CONVERTED, convert, unnamed

__all__ = ["CONVERTED", "convert", "unnamed"]
