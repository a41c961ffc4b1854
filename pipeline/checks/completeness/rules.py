"""What a translation may lack: one rule for each kind of thing, so that each can be named and counted."""

from __future__ import annotations

from pipeline.findings import Severity, rule
from pipeline.i18n import N_

_PUT = N_("In the translation it belongs in “{chapter}”, after “{after}”.")

CHAPTER = rule(
    "cmp-001",
    Severity.ERROR,
    N_(
        "“{text}” is missing from the translation, with {paragraphs} paragraphs, {notes} notes, {tables} tables and "
        "{images} pictures."
    ),
    _PUT,
    acceptable=True,
)
ARTICLE = rule(
    "cmp-002", Severity.ERROR, N_("Article {number} (“{text}”) is missing from the translation."), _PUT, acceptable=True
)
HEADING = rule(
    "cmp-003",
    Severity.ERROR,
    N_("The heading “{text}” is missing from the translation; the text below it is there."),
    _PUT,
    acceptable=True,
)
PARAGRAPH = rule("cmp-004", Severity.WARNING, N_("The paragraph “{text}” is missing from the translation."), _PUT)
NOTE = rule(
    "cmp-005", Severity.ERROR, N_("A note is missing from the translation: “{text}”."),
    N_("In the translation it belongs in “{chapter}”, in the paragraph “{after}”."), acceptable=True,
)  # fmt: skip
PICTURE = rule(
    "cmp-006", Severity.ERROR, N_("The picture “{text}” is missing from the translation."), _PUT, acceptable=True
)
TABLE = rule(
    "cmp-007",
    Severity.ERROR,
    N_("The table “{text}” is missing from the translation, with its {rows} rows."),
    _PUT,
    acceptable=True,
)
ROW = rule(
    "cmp-008",
    Severity.ERROR,
    N_("Row {row} of the table “{table}” is missing from the translation: “{text}”."),
    _PUT,
    acceptable=True,
)
CELL = rule(
    "cmp-009",
    Severity.WARNING,
    N_("A cell of the table “{table}” is empty or missing in the translation: row {row}, column {column}, “{text}”."),
    N_("Translate the cell, in row {there} of the table in the translation."),
)
NUMBER = rule(
    "cmp-010",
    Severity.WARNING,
    N_("The number {number} is missing from the translation, in the paragraph “{text}”."),
    N_("In the translation that is the paragraph “{after}” in “{chapter}”."),
)
OTHER_NUMBER = rule(
    "cmp-011",
    Severity.WARNING,
    N_("Where the original has the number {number}, the translation has {other}, in the paragraph “{text}”."),
    N_("In the translation that is the paragraph “{after}” in “{chapter}”."),
)
FORMULA = rule(
    "cmp-012", Severity.ERROR, N_("A formula is missing from the translation: {text}."), _PUT, acceptable=True
)
LINK = rule(
    "cmp-013",
    Severity.WARNING,
    N_("A link is missing from the translation: “{text}” ({target})."),
    N_("In the translation it belongs in “{chapter}”, in the paragraph “{after}”."),
)
CODE = rule(
    "cmp-014", Severity.ERROR, N_("An example of code is missing from the translation: “{text}”."), _PUT,
    acceptable=True,
)  # fmt: skip
PLAIN_HEADING = rule(
    "cmp-015",
    Severity.WARNING,
    N_("The heading “{text}” is plain text in the translation."),
    N_("Give the line “{after}” in “{chapter}” the style of a heading of level {level}."),
)
LEVEL = rule(
    "cmp-016",
    Severity.WARNING,
    N_("The heading “{text}” is of level {level} in the original and of level {other} in the translation."),
    N_("Give “{after}” the style of a heading of level {level}."),
)
MOVED = rule(
    "cmp-017",
    Severity.WARNING,
    N_("“{text}” stands at another place in the translation."),
    N_("It stands in “{chapter}”, after “{after}”. Put it where the original has it."),
)
MORE = rule(
    "cmp-018",
    Severity.ADVICE,
    N_("The translation has “{text}”, which the original does not have."),
    N_("Nothing to do if the translator or the publisher added it on purpose."),
)
STRANGERS = rule(
    "cmp-019",
    Severity.ERROR,
    N_(
        "The two manuscripts do not look like a work and its translation: only {share}% of the original was found "
        "again."
    ),
    N_("Check that both files are of the same work, with headings in the same places."),
    acceptable=True,
)
