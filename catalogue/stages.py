"""What the stages of a build are called for people, in their order."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.i18n import N_

STAGES: Mapping[str, str] = {
    "intake": N_("Opening the manuscript"),
    "read": N_("Reading the manuscript"),
    "book": N_("Finding chapters, notes and tables"),
    "pages": N_("Drawing the cover"),
    "pdf": N_("Setting the pages of the PDF"),
    "epub": N_("Writing the EPUB"),
    "check": N_("Checking with EPUBCheck"),
    "finish": N_("Finished"),
}
