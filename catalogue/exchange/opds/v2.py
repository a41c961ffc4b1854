"""OPDS 2.0: feeds and publications in JSON, on the Readium Web Publication Manifest.

Titles and names are plain strings: there are readers that stumble over the manifest's language maps.
"""

from __future__ import annotations

from typing import Any

from catalogue.exchange.opds.feed import ACQUIRE, ENTRY, Book, Facet, Feed
from pipeline.metadata import Person, PersonRole

FIELDS = {
    PersonRole.AUTHOR: "author", PersonRole.TRANSLATOR: "translator", PersonRole.EDITOR: "editor",
    PersonRole.ILLUSTRATOR: "illustrator",
}  # fmt: skip


def feed(of: Feed) -> dict[str, Any]:
    """A feed as JSON."""
    metadata: dict[str, Any] = {"title": of.title, "modified": of.updated.isoformat()}
    links = [
        {"rel": "self", "href": of.address, "type": of.kind}, {"rel": "start", "href": of.start, "type": of.kind},
        {"rel": "search", "href": of.search, "type": of.kind, "templated": True},
        *([{"rel": "up", "href": of.up, "type": of.kind}] if of.up else []),
    ]  # fmt: skip
    found: dict[str, Any] = {"metadata": metadata, "links": links}
    if of.books is None:
        found["navigation"] = [
            {"title": step.title, "href": step.address, "type": of.kind, "rel": step.rel,
             **({} if step.count is None else {"properties": {"numberOfItems": step.count}})}
            for step in of.steps
        ]  # fmt: skip
        return found
    metadata |= {"numberOfItems": of.total, "itemsPerPage": of.per_page, "currentPage": of.number}
    links += [{"rel": rel, "href": address, "type": of.kind} for rel, address in of.pages.items()]
    found["publications"] = [publication(book) for book in of.books]
    if groups := _groups(of):
        found["facets"] = groups
    return found


def _groups(of: Feed) -> list[dict[str, Any]]:
    """Facets by group; one with a single link is no choice and not allowed (OPDS 2.0, 2.4)."""
    groups: dict[str, list[Facet]] = {}
    for facet in of.facets:
        groups.setdefault(facet.group, []).append(facet)
    return [
        {"metadata": {"title": group},
         "links": [{"href": one.address, "type": of.kind, "title": one.title,
                    **({} if one.count is None else {"properties": {"numberOfItems": one.count}}),
                    **({"rel": "self"} if one.active else {})}
                   for one in facets]}
        for group, facets in groups.items() if len(facets) > 1
    ]  # fmt: skip


def publication(of: Book) -> dict[str, Any]:
    """A title as JSON."""
    record, card = of.record, of.card
    metadata: dict[str, Any] = {
        "@type": "http://schema.org/Book",
        "identifier": of.identifier,
        "title": card.title,
        "language": card.language,
        "modified": of.changed_at.isoformat(),
    }
    isbn = record.isbn.epub or record.isbn.pdf
    more: dict[str, Any] = {
        "published": of.published.isoformat() if of.published else "",
        "altIdentifier": [f"urn:isbn:{''.join(sign for sign in isbn if sign.isalnum())}"] if isbn else [],
        "subtitle": card.subtitle, "publisher": card.publisher, "description": record.book.description,
        "subject": list(record.book.subjects), **_people(record.people),
    }  # fmt: skip
    if record.book.series:
        place = record.book.volume
        position = {"position": int(place)} if place.isdecimal() and place.isascii() else {}
        more["belongsTo"] = {"series": [{"name": record.book.series, **position}]}
    metadata |= {name: value for name, value in more.items() if value}
    links: list[dict[str, Any]] = [
        *([{"rel": "self", "href": of.entry, "type": ENTRY["v2"]}] if of.entry else []),
        {"rel": "alternate", "href": of.page, "type": "text/html", "language": card.language},
        *({"rel": of.rel, "href": address, "type": file.media_type, "size": file.size} for file, address in of.files),
    ]
    if not of.files:
        links.append({"rel": ACQUIRE, "href": of.page, "type": "text/html"})
    images = [{"href": address, "type": media_type} for address, media_type in of.covers]
    return {"metadata": metadata, "links": links, **({"images": images} if images else {})}


def _people(people: tuple[Person, ...]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for person in people:
        sort = {"sortAs": person.sort_name} if person.sort_name else {}
        found.setdefault(FIELDS.get(person.role, "contributor"), []).append({"name": person.name, **sort})
    return found
