"""OPDS 1.2: feeds and entries in Atom (RFC 4287), and the OpenSearch description by which apps look for words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lxml import etree

from catalogue.exchange.opds.feed import ACQUIRE, ACQUISITION, ENTRY, NAVIGATION, Book, Feed, Step
from pipeline.markup import clean
from pipeline.metadata import PersonRole

ATOM = "http://www.w3.org/2005/Atom"
DC = "http://purl.org/dc/terms/"
OPDS = "http://opds-spec.org/2010/catalog"
THREAD = "http://purl.org/syndication/thread/1.0"
SEARCH = "http://a9.com/-/spec/opensearch/1.1/"
SPACES: Any = {None: ATOM, "dc": DC, "opds": OPDS, "thr": THREAD, "os": SEARCH}
SEARCH_SPACES: Any = {None: SEARCH}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
IMAGES = ("http://opds-spec.org/image", "http://opds-spec.org/image/thumbnail")
DESCRIPTION = "application/opensearchdescription+xml"


def feed(of: Feed) -> bytes:
    """A feed as XML."""
    root: Any = etree.Element(f"{{{ATOM}}}feed", nsmap=SPACES)
    root.set(XML_LANG, of.language)
    _text(root, "id", of.address)
    _text(root, "title", of.title)
    _text(root, "updated", _moment(of.updated))
    _text(etree.SubElement(root, f"{{{ATOM}}}author"), "name", "Nghìn Sách")
    _link(root, "self", of.address, of.kind)
    _link(root, "start", of.start, NAVIGATION["v1.2"])
    _link(root, "search", of.search, DESCRIPTION)
    if of.up:
        _link(root, "up", of.up, NAVIGATION["v1.2"])
    for step in of.steps:
        _step(root, step, of.updated)
    if of.books is not None:
        _books(root, of)
    return _bytes(root)


def _books(root: Any, of: Feed) -> None:
    for name, number in (("totalResults", of.total), ("itemsPerPage", of.per_page)):
        etree.SubElement(root, f"{{{SEARCH}}}{name}").text = str(number)
    for rel, address in of.pages.items():
        _link(root, rel, address, of.kind)
    for facet in of.facets:
        link = _link(root, "http://opds-spec.org/facet", facet.address, of.kind, facet.title)
        link.set(f"{{{OPDS}}}facetGroup", facet.group)
        if facet.count is not None:
            link.set(f"{{{THREAD}}}count", str(facet.count))
        if facet.active:
            link.set(f"{{{OPDS}}}activeFacet", "true")
    for book in of.books or ():
        root.append(_entry(book))


def entry(of: Book) -> bytes:
    """A title as an entry of its own."""
    return _bytes(_entry(of))


def description(name: str, about: str, template: str, language: str) -> bytes:
    """The OpenSearch description; apps put the words where ``template`` says {searchTerms}."""
    root: Any = etree.Element(f"{{{SEARCH}}}OpenSearchDescription", nsmap=SEARCH_SPACES)
    for tag, text in (
        ("ShortName", name[:16]), ("Description", about), ("Language", language), ("InputEncoding", "UTF-8"),
        ("OutputEncoding", "UTF-8"),
    ):  # fmt: skip
        etree.SubElement(root, f"{{{SEARCH}}}{tag}").text = text
    url = etree.SubElement(root, f"{{{SEARCH}}}Url")
    url.set("type", ACQUISITION["v1.2"])
    url.set("template", template)
    return _bytes(root)


def _step(root: Any, step: Step, updated: datetime) -> None:
    made = etree.SubElement(root, f"{{{ATOM}}}entry")
    _text(made, "id", step.address)
    _text(made, "title", step.title)
    _text(made, "updated", _moment(updated))
    link = _link(made, step.rel, step.address, (ACQUISITION if step.books else NAVIGATION)["v1.2"])
    if step.count is not None:
        link.set(f"{{{THREAD}}}count", str(step.count))
    _text(made, "content", step.title, "text")


def _entry(of: Book) -> Any:
    record, card = of.record, of.card
    made: Any = etree.Element(f"{{{ATOM}}}entry", nsmap=SPACES)
    made.set(XML_LANG, card.language)
    _text(made, "id", of.identifier)
    _text(made, "title", f"{card.title}: {card.subtitle}" if card.subtitle else card.title)
    _text(made, "updated", _moment(of.changed_at))
    for person in record.people:
        tag = "author" if person.role == PersonRole.AUTHOR else "contributor"
        _text(etree.SubElement(made, f"{{{ATOM}}}{tag}"), "name", person.name)
    if not any(person.role == PersonRole.AUTHOR for person in record.people):
        _text(etree.SubElement(made, f"{{{ATOM}}}author"), "name", card.publisher)  # RFC 4287, 4.1.2 wants one
    isbn = "".join(sign for sign in record.isbn.epub or record.isbn.pdf if sign.isalnum())
    issued = of.published.isoformat() if of.published else ""
    for name, value in (
        ("language", card.language), ("publisher", card.publisher), ("issued", issued),
        ("identifier", f"urn:isbn:{isbn}" if isbn else ""),
    ):  # fmt: skip
        if value:
            etree.SubElement(made, f"{{{DC}}}{name}").text = value
    for subject in record.book.subjects:
        etree.SubElement(made, f"{{{ATOM}}}category", term=subject, label=subject)
    if record.book.description:
        _text(made, "summary", record.book.description, "text")
    for rel, (address, media_type) in zip(IMAGES, of.covers, strict=False):
        _link(made, rel, address, media_type)
    for file, address in of.files:
        _link(made, of.rel, address, file.media_type).set("length", str(file.size))
    if not of.files:
        _link(made, ACQUIRE, of.page, "text/html")
    if of.entry:
        _link(made, "alternate", of.entry, ENTRY["v1.2"])
    _link(made, "alternate", of.page, "text/html")
    return made


def _text(parent: Any, tag: str, text: str, kind: str = "") -> None:
    etree.SubElement(parent, f"{{{ATOM}}}{tag}", {"type": kind} if kind else {}).text = clean(text)


def _link(parent: Any, rel: str, href: str, kind: str, title: str = "") -> Any:
    made = etree.SubElement(parent, f"{{{ATOM}}}link", rel=rel, href=href, type=kind)
    if title:
        made.set("title", title)
    return made


def _moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _bytes(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
