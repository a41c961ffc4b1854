"""Links: which targets a book may point to, and internal ones re-targeted to where they now stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import cast
from urllib.parse import quote, unquote, urlsplit

from pipeline.book.model import Chapter, Link, NoteRef, Span, Text
from pipeline.book.scope import Scope
from pipeline.book.visit import Node, lists
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

_HOST = re.compile(r"[\w.-]+\Z|[0-9a-f:]+\Z")
_AS_IS = "!#$%&'()*+,/:;=?@~[]"


def link_target(url: str, scope: Scope) -> str:
    """The address to keep: an allowed absolute URL or ``#id``; empty, with a finding, for others."""
    url = "".join(url.split())
    if url.startswith("#"):
        return "#" + unquote(url[1:]) if len(url) > 1 else _refused(url, scope)
    if url.startswith("www."):
        url = "https://" + url
    return quote(url, safe=_AS_IS) if _allowed(url) else _refused(url, scope)


def _allowed(url: str) -> bool:
    """Whether an address is whole: a scheme we know and, on the web, a host and a port that can be."""
    try:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https"):
            return bool(parts.hostname and _HOST.match(parts.hostname)) and (parts.port is None or parts.port > 0)
        return parts.scheme in ("mailto", "tel") and bool(parts.path)
    except ValueError:
        return False


def _refused(url: str, scope: Scope) -> str:
    scope.find(UNSAFE, target=url[:80])
    return ""


def settle(scope: Scope, chapters: Sequence[Chapter]) -> None:
    """After the walk: point internal links at our ids, unwrap dead links and anchors nobody links to."""
    wanted = set()
    dead: set[int] = set()
    for link, where in scope.links:
        new = scope.ids.new_of.get(link.href[1:])
        if new is None:
            scope.findings.append(Finding(DEAD, {"target": link.href[:80]}, where))
            dead.add(id(link))
        else:
            link.href = "#" + new
            wanted.add(new)
    for span in scope.anchors:
        if span.id not in wanted:
            span.id = ""
            if not (span.lang or span.dir):
                dead.add(id(span))
    _say_numbers_of_notes([link for link, _ in scope.links if id(link) not in dead], chapters)
    if dead:
        for chapter in chapters:
            for blocks in (chapter.blocks, *(note.blocks for note in chapter.notes)):
                for nodes in lists(cast("list[Node]", blocks)):
                    _unwrap(nodes, dead)


def _say_numbers_of_notes(found: Sequence[Link], chapters: Sequence[Chapter]) -> None:
    """Links that show a number alone and lead to the call of a note show the note's own, which the book gave it."""
    numbered: dict[str, list[Link]] = {}
    for link in found:
        if not link.page and all(isinstance(one, Text) and one.text.isdigit() for one in link.children):
            numbered.setdefault(link.href[1:], []).append(link)
    if not numbered:
        return
    for chapter in chapters:
        for nodes in lists(cast("list[Node]", chapter.blocks)):
            for place, call in pairwise(nodes):
                if isinstance(place, Span) and place.id in numbered and isinstance(call, NoteRef):
                    for link in numbered[place.id]:
                        link.note = call.note


def _unwrap(nodes: list[Node], dead: set[int]) -> None:
    """Put the words of dead links and anchors in their place, and join what then stands side by side."""
    if not any(id(node) in dead for node in nodes):
        return
    joined: list[Node] = []
    for node in _alive(nodes, dead):
        if isinstance(node, Text) and joined and isinstance(before := joined[-1], Text):
            before.text += node.text
        else:
            joined.append(node)
    nodes[:] = joined


def _alive(nodes: Iterable[Node], dead: set[int]) -> Iterator[Node]:
    for node in nodes:
        if id(node) in dead and isinstance(node, (Link, Span)):
            yield from _alive(node.children, dead)
        else:
            yield node
