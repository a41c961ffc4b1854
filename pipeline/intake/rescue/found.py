"""What the rescue has to tell a publisher, gathered over all parts of a file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.findings import Finding, Severity, Where, rule
from pipeline.i18n import N_

BOXES = rule(
    "rs-001",
    Severity.ADVICE,
    N_("{count} text boxes and shapes with words stand in the text where they were anchored."),
    N_("Check in the preview that each stands where a reader expects it."),
)
INSERTED = rule(
    "rs-002",
    Severity.WARNING,
    N_("The manuscript has tracked changes: {inserted} insertions are kept, {deleted} deletions are left out."),
    N_("In Word: Review, Accept or Reject all changes, so that the book holds what you decided."),
)
COMMENTS = rule(
    "rs-003",
    Severity.WARNING,
    N_("The manuscript has {count} comments; none of them is in the book. The first: “{text}”"),
    N_("Settle the comments and delete them in Word (Review, Delete all comments)."),
)
MARGIN = rule(
    "rs-004",
    Severity.ADVICE,
    N_("“{text}” stands in the header or footer of the manuscript and is not in the book, which has its own."),
    N_("If readers need it, put it into the text."),
)
CONTENTS = rule(
    "rs-005",
    Severity.ADVICE,
    N_("The table of contents that Word made is left out: the book gets a new one from the headings."),
    N_("Nothing to do. Check the new table of contents."),
)
HIDDEN = rule(
    "rs-006",
    Severity.WARNING,
    N_("{count} pieces of hidden text are left out, as Word does not print them either. The first: “{text}”"),
    N_("If it belongs to the book: select it in Word, Font, and switch Hidden off."),
)
DIAGRAM = rule(
    "rs-007",
    Severity.WARNING,
    N_("A diagram (SmartArt) beginning with “{text}” is kept as its words only; its drawing is lost."),
    N_("Save the diagram as a picture in Word and insert the picture in its place."),
)
CHART = rule(
    "rs-008",
    Severity.WARNING,
    N_("A chart cannot be shown and is left out."),
    N_("Copy the chart in Word and insert it again as a picture (Paste Special)."),
)
EMBEDDED = rule(
    "rs-009",
    Severity.ERROR,
    N_("The manuscript holds another document inside it, which cannot be read."),
    N_("Open it in Word and save it again as a Word document (.docx), so that all is one text."),
)


_NUMBER = re.compile(r"[\W\d_]*(?:(?:page|trang|of|trên|[ivxlc]+)[\W\d_]*)*\Z", re.IGNORECASE)


@dataclass(slots=True)
class Found:
    """Counts and examples; one finding of each kind is enough for a person to act on."""

    boxes: int = 0
    inserted: int = 0
    deleted: int = 0
    comments: list[str] = field(default_factory=list)
    margins: list[str] = field(default_factory=list)
    contents: int = 0
    hidden: list[str] = field(default_factory=list)
    diagrams: list[str] = field(default_factory=list)
    charts: int = 0
    embedded: int = 0

    def margin(self, said: str) -> None:
        """Words of a header or footer; page numbers alone are none."""
        if said and not _NUMBER.match(said) and said not in self.margins:
            self.margins.append(said)

    def findings(self) -> list[Finding]:
        """One finding for each kind of thing, in a fixed order."""
        out = []
        if self.embedded:
            out.append(Finding(EMBEDDED))
        if self.boxes:
            out.append(Finding(BOXES, {"count": self.boxes}))
        if self.inserted or self.deleted:
            out.append(Finding(INSERTED, {"inserted": self.inserted, "deleted": self.deleted}))
        if self.comments:
            out.append(Finding(COMMENTS, {"count": len(self.comments), "text": short(self.comments[0])}))
        out += [Finding(MARGIN, {"text": short(text)}) for text in self.margins]
        if self.contents:
            out.append(Finding(CONTENTS))
        if self.hidden:
            out.append(Finding(HIDDEN, {"count": len(self.hidden), "text": short(self.hidden[0])}))
        out += [Finding(DIAGRAM, {"text": short(text)}, Where(paragraph=short(text))) for text in self.diagrams]
        return out + [Finding(CHART)] * self.charts


def short(text: str, longest: int = 120) -> str:
    """The first words of a text, cut between words, with an ellipsis where more follows."""
    text = " ".join(text.split())
    return text if len(text) <= longest else (text[:longest].rpartition(" ")[0] or text[:longest]) + "…"
