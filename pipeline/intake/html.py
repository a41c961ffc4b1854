"""HTML manuscripts are cleaned by an allow-list before pandoc sees them: its switches remove no scripts."""

from __future__ import annotations

from html.parser import HTMLParser

import nh3

from pipeline.findings import Finding, ManuscriptRefused, Severity, rule
from pipeline.i18n import N_

MAX_DEPTH = 100
_VOID = {"br", "hr", "img", "meta", "link", "input", "col", "area", "base", "source", "wbr", "embed"}
_TAGS = set(
    """
    a abbr article aside b bdi bdo blockquote br caption cite code col colgroup dd del dfn div dl dt em
    figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q rp rt ruby
    s samp section small span strong sub sup table tbody td tfoot th thead tr u ul var
    """.split()  # noqa: SIM905 - eighty quoted words would say no more
)
_ATTRIBUTES = {
    "*": {"id", "lang", "dir", "class", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align", "scope"},
    "ol": {"start", "type"},
}

TOO_DEEP = rule(
    "in-020",
    Severity.ERROR,
    N_("The HTML is nested more than {limit} levels deep, which no book needs."),
    N_("Save the text again as clean HTML, or as a Word document."),
)


class _Depth(HTMLParser):
    """Counts open elements, with the void ones left out."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.deepest = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag not in _VOID:
            self.depth += 1
            self.deepest = max(self.deepest, self.depth)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self.depth = max(self.depth - 1, 0)


def clean(source: str) -> str:
    """Harmless HTML with the same words. Raises ManuscriptRefused for absurd nesting."""
    probe = _Depth()
    probe.feed(source)
    body = nh3.clean(
        source,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        clean_content_tags={"script", "style", "title", "template", "iframe", "object"},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )
    if probe.deepest > MAX_DEPTH and _still_deep(body):
        raise ManuscriptRefused(Finding(TOO_DEEP, {"limit": MAX_DEPTH}))
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{body}</body></html>'


def _still_deep(body: str) -> bool:
    probe = _Depth()
    probe.feed(body)
    return probe.deepest > MAX_DEPTH
