"""Vietnamese from before Unicode: what old fonts only drew becomes letters, before anything else reads the file."""

from pipeline.intake.legacy.document import convert

__all__ = ["convert"]
