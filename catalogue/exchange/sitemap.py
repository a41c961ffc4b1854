"""Sitemaps, by which search engines find every title's page and hear when it changed (sitemaps.org 0.9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import etree

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
MOST = 5_000
"""Pages in one sitemap; the standard allows 50,000 and 50 MB, and a page brings its address in every language."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page by its whole address, with the same page in other languages."""

    address: str
    changed_at: datetime | None = None
    others: Mapping[str, str] | None = None


def pages(found: Iterable[Page]) -> bytes:
    """A sitemap of these pages."""
    spaces: Any = {None: NAMESPACE, "xhtml": XHTML}
    root: Any = etree.Element(f"{{{NAMESPACE}}}urlset", nsmap=spaces)
    for page in found:
        entry = _entry(root, "url", page)
        for tag, address in (page.others or {}).items():
            etree.SubElement(entry, f"{{{XHTML}}}link", rel="alternate", hreflang=tag, href=address)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def index(found: Iterable[Page]) -> bytes:
    """The list of several sitemaps."""
    spaces: Any = {None: NAMESPACE}
    root: Any = etree.Element(f"{{{NAMESPACE}}}sitemapindex", nsmap=spaces)
    for sitemap in found:
        _entry(root, "sitemap", sitemap)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _entry(root: Any, name: str, page: Page) -> Any:
    entry = etree.SubElement(root, f"{{{NAMESPACE}}}{name}")
    etree.SubElement(entry, f"{{{NAMESPACE}}}loc").text = page.address
    if page.changed_at:
        etree.SubElement(entry, f"{{{NAMESPACE}}}lastmod").text = page.changed_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return entry
