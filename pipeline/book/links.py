"""Links: which targets a book may point to, and internal ones re-targeted to where they now stand."""

from __future__ import annotations

from urllib.parse import quote, unquote, urlsplit

from pipeline.book.model import Inline
from pipeline.book.scope import Scope
from pipeline.findings import Finding, Severity, rule
from pipeline.i18n import N_

DEAD = rule(
    "li-001",
    Severity.WARNING,
    N_("A link leads nowhere: “{target}” is no place in this book. Its words stay, without the link."),
    N_("Make the link again in the manuscript, to a heading or bookmark that exists."),
)
UNSAFE = rule(
    "li-002",
    Severity.WARNING,
    N_("A link to “{target}” cannot stand in a book. Its words stay, without the link."),
    N_("Use a full web address (https://…) or an e-mail address, or remove the link."),
)

_ALLOWED = frozenset(("http", "https", "mailto", "tel"))
_AS_IS = "!#$%&'()*+,/:;=?@~[]"


def link_target(url: str, scope: Scope) -> str:
    """The address to keep: an allowed absolute URL or ``#id``; empty, with a finding, for others."""
    url = "".join(url.split())
    if url.startswith("#"):
        return "#" + unquote(url[1:]) if len(url) > 1 else _refused(url, scope)
    if url.startswith("www."):
        url = "https://" + url
    try:
        parts = urlsplit(url)
        allowed = parts.scheme in _ALLOWED and bool(parts.netloc or parts.path.strip("/"))
        web = parts.scheme in ("http", "https")
        allowed = allowed and (not web or bool(parts.hostname)) and (parts.port is None or parts.port >= 0)
    except ValueError:
        allowed = False
    return quote(url, safe=_AS_IS) if allowed else _refused(url, scope)


def _refused(url: str, scope: Scope) -> str:
    scope.find(UNSAFE, target=url[:80])
    return ""


def settle(scope: Scope) -> None:
    """After the walk: point internal links at our ids, unwrap dead links and anchors nobody links to."""
    wanted = set()
    for link, home, where in scope.links:
        new = scope.ids.new_of.get(link.href[1:])
        if new is None:
            scope.findings.append(Finding(DEAD, {"target": link.href[:80]}, where))
            replace(link, link.children, home)
        else:
            link.href = "#" + new
            wanted.add(new)
    for span, home in scope.anchors:
        if span.id not in wanted:
            span.id = ""
            if not (span.lang or span.dir):
                replace(span, span.children, home)


def replace(old: Inline, new: list[Inline], home: list[Inline]) -> None:
    """Put ``new`` where ``old`` stands in ``home``."""
    for at, inline in enumerate(home):
        if inline is old:
            home[at : at + 1] = new
            return
