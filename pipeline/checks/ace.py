"""Ace by DAISY, the accessibility checker of the EPUB world, as findings, from the report that it writes.

It needs Node.js and a browser, so nothing here runs it: ``make test-full`` does, for our own books, and whoever has it
gives its report to ``nghinsach check --ace``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pipeline.findings import Finding, Phrase, Severity, Where, rule
from pipeline.i18n import N_

GRAVE = rule(
    "ace-001",
    Severity.WARNING,
    N_("Ace {id}: {meaning}."),
    N_("Readers who use a screen reader cannot read this. In Ace's own words: {message}"),
)
SLIGHT = rule(
    "ace-002",
    Severity.ADVICE,
    N_("Ace {id}: {meaning}."),
    N_("In Ace's own words: {message}"),
)
UNREADABLE = rule(
    "ace-003",
    Severity.ERROR,
    N_("“{name}” is no report of Ace's."),
    N_("Give the file report.json from the folder that Ace writes."),
)
_GRAVE = ("critical", "serious")
_PLACE, _LONGEST = 120, 400
_MEANINGS = {
    "epub-lang": N_("the package does not say its language"),
    "epub-title": N_("the book has no title"),
    "epub-toc-order": N_("the contents are not in the order of the text"),
    "epub-type-has-matching-role": N_("a passage says what it is to reading programs, but not to screen readers"),
    "epub-pagesource": N_("there are page numbers, but not of which edition"),
    "epub-pagelist-broken": N_("a page number leads nowhere"),
    "epub-pagelist-missing": N_("there are page marks, but no list of pages"),
    "pagebreak-label": N_("a page mark does not say its number"),
    "metadata-accessmode": N_("the metadata do not say by which senses the book can be read"),
    "metadata-accessmodesufficient": N_("the metadata do not say which senses suffice"),
    "metadata-accessibilityfeature": N_("the metadata do not say what makes the book accessible"),
    "metadata-accessibilityhazard": N_("the metadata do not say whether anything in the book may harm"),
    "metadata-accessibilitysummary": N_("the metadata have no summary of accessibility"),
    "image-alt": N_("a picture has no alternative text"),
    "image-redundant-alt": N_("a picture's alternative text repeats the words beside it"),
    "svg-img-alt": N_("a drawing has no alternative text"),
    "heading-order": N_("a level of headings is left out"),
    "empty-heading": N_("a heading has no words"),
    "link-name": N_("a link has no words"),
    "link-in-text-block": N_("a link differs from the text around it by its colour alone"),
    "color-contrast": N_("letters hardly differ from what is behind them"),
    "html-has-lang": N_("a page does not say its language"),
    "valid-lang": N_("a language tag is not valid"),
    "document-title": N_("a page has no title"),
    "empty-table-header": N_("a header cell of a table is empty"),
    "th-has-data-cells": N_("a header cell of a table heads nothing"),
    "td-headers-attr": N_("a cell of a table names headers that are not there"),
    "scope-attr-valid": N_("a header cell does not rightly say what it heads"),
    "duplicate-id": N_("two places have the same name"),
    "list": N_("a list holds what is no item"),
    "listitem": N_("an item stands outside a list"),
    "definition-list": N_("a list of terms is not built as one"),
    "landmark-unique": N_("two parts of a page cannot be told apart by their names"),
    "landmark-one-main": N_("a page has no main part"),
    "page-has-heading-one": N_("a page has no main heading"),
    "region": N_("words stand outside every part of the page"),
    "aria-allowed-role": N_("a part of a page is given a role that it cannot have"),
    "aria-roles": N_("a part of a page is given a role that does not exist"),
    "meta-viewport": N_("a page cannot be enlarged"),
}
_OTHER = N_("a rule of accessibility is not kept")


def findings(report: bytes, name: str = "report.json") -> list[Finding]:
    """What a report of Ace's says; ``name`` is what people call its file."""
    try:
        return list(_told(json.loads(report)))
    except (ValueError, KeyError, TypeError, AttributeError):
        return [Finding(UNREADABLE, {"name": name})]


def _told(report: dict[str, Any]) -> Iterator[Finding]:
    for subject in report["assertions"]:
        place = str(subject["earl:testSubject"]["url"])
        for found in subject["assertions"]:
            test, result = found["earl:test"], found["earl:result"]
            code = str(test["dct:title"])
            params = {
                "id": code,
                "meaning": Phrase(_MEANINGS.get(code, _OTHER)),
                "message": "; ".join(str(result.get("dct:description", "")).split("\n"))[:_LONGEST],
            }
            where = Where(file=place, paragraph=str(result.get("html") or "")[:_PLACE])
            yield Finding(GRAVE if test.get("earl:impact") in _GRAVE else SLIGHT, params, where)
