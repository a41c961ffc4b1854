"""The inventory of text formats: an HTML page's paragraphs; for Markdown, LaTeX and text a plain count of words."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree, html

from pipeline.intake.document import Kind
from pipeline.intake.inventory.model import Inventory, Passage
from pipeline.intake.ooxml import Element

_SILENT = frozenset(("script", "style", "template", "title", "head", "noscript"))
_INLINE = re.compile(
    r"(?:a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|label|mark|q|s|samp|small|span|strike"
    r"|strong|sub|sup|time|tt|u|var|wbr)\Z"
)
_LANG = re.compile(r"<html[^>]*\blang=[\"']([A-Za-z-]+)")
_MARKDOWN = re.compile(
    r"^(?:---|\+\+\+)\n.*?\n(?:---|\+\+\+)\n"  # a header of metadata
    r"|^ {0,3}\[[^\]^]+\]:.*$"  # the address of a link
    r"|\]\([^)\s]*(?:\s+\"[^\"]*\")?\)(?:\{[^}]*\})?"
    r"|\^\[|\[\^[^\]]+\]:?|<[^<>]+>|\{[#.][^}]*\}|^\s*(?:```+|~~~+).*$|^\s*[-=|:+\s]+$",
    re.MULTILINE,
)
_LATEX = re.compile(
    r"(?<!\\)%.*$|\\(?:begin|end|label|ref|cite|usepackage|documentclass|input|include)(?:\[[^\]]*\])?\{[^}]*\}|\\[A-Za-z]+\*?",
    re.MULTILINE,
)


def read(path: Path, kind: Kind) -> Inventory:
    """Passages of a text file; only those of an HTML page are exact."""
    content = path.read_text(encoding="utf-8-sig", errors="replace")
    if kind == "html":
        return _html(content)
    markup = {"markdown": _MARKDOWN, "latex": _LATEX}.get(kind)
    words = markup.sub(" ", content) if markup else content
    return Inventory([Passage(line) for line in words.splitlines() if line.strip()], exact=False)


def _html(content: str) -> Inventory:
    found = Inventory(exact=False)
    if lang := _LANG.search(content[:5000]):
        found.language = lang.group(1)
    try:
        root = html.document_fromstring(content, parser=html.HTMLParser(no_network=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return found
    lines = [""]
    _walk(root, lines)
    found.passages = [Passage(" ".join(line.split())) for line in lines if line.strip()]
    return found


def _walk(node: Element, lines: list[str]) -> None:
    if not isinstance(node.tag, str) or node.tag in _SILENT:
        return
    block = not _INLINE.match(node.tag)
    if block:
        lines.append("")
    lines[-1] += node.text or ""
    for child in node:
        _walk(child, lines)
        lines[-1] += child.tail or ""
    if block:
        lines.append("")
