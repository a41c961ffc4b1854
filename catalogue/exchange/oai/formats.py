"""In which formats a title is told of: Dublin Core, which every harvester reads, and MARC 21 for libraries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from catalogue.exchange import marc
from catalogue.models.access import AccessKind
from catalogue.services.holdings import Holding
from pipeline.markup import clean
from pipeline.metadata import PersonRole

SCHEMAS = "http://www.w3.org/2001/XMLSchema-instance"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
OAI_DC_SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
DC = "http://purl.org/dc/elements/1.1/"
RIGHTS = "info:eu-repo/semantics/"
CREATORS = (PersonRole.AUTHOR, PersonRole.CORPORATE)
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SAMPLE = "Sample data (dữ liệu mẫu): a made-up title"


@dataclass(frozen=True, slots=True)
class MetadataFormat:
    """A format by its prefix, and how a holding with its permanent address is written in it."""

    prefix: str
    schema: str
    namespace: str
    write: Callable[[Holding, str], Any]


def dublin_core(holding: Holding, address: str) -> Any:
    """A title in unqualified Dublin Core, in the container that OAI-PMH prescribes (6)."""
    spaces: Any = {"oai_dc": OAI_DC, "dc": DC, "xsi": SCHEMAS}
    root: Any = etree.Element(f"{{{OAI_DC}}}dc", nsmap=spaces)
    root.set(f"{{{SCHEMAS}}}schemaLocation", f"{OAI_DC} {OAI_DC_SCHEMA}")
    card, record = holding.card, holding.record
    book = record.book
    title = etree.SubElement(root, f"{{{DC}}}title")
    title.text = clean(f"{card.title}: {card.subtitle}" if card.subtitle else card.title)
    title.set(XML_LANG, card.language)
    creators = [person.name for person in record.people if person.role in CREATORS]
    numbers = dict.fromkeys("".join(c for c in text if c.isalnum()) for text in record.isbn.model_dump().values())
    for name, values in (
        ("creator", creators),
        ("subject", [*book.subjects, book.ddc]),
        ("description", [book.description, SAMPLE if holding.is_sample else ""]),
        ("publisher", [card.publisher]),
        ("contributor", [person.name for person in record.people if person.role not in CREATORS]),
        ("date", [holding.released_at.date().isoformat()]),
        ("type", ["Text"]),
        ("format", [file.media_type for file in holding.files]),
        ("identifier", [address, *(f"urn:isbn:{number}" for number in numbers if number)]),
        ("source", [book.original_title]),
        ("language", [card.language]),
        ("relation", [f"{book.series}, {book.volume}".removesuffix(", ") if book.series else ""]),
        ("rights", [book.rights, RIGHTS + _rights(holding)]),
    ):  # fmt: skip
        for value in values:
            if value:
                etree.SubElement(root, f"{{{DC}}}{name}").text = clean(value)
    return root


def _rights(holding: Holding) -> str:
    """How open a title is, by the words of the info:eu-repo vocabulary that aggregators sort by."""
    if holding.files:
        return "openAccess"
    kinds = {held.kind for held in holding.closed}
    if AccessKind.EMBARGOED in kinds:
        return "embargoedAccess"
    return "restrictedAccess" if AccessKind.ONLINE in kinds else "closedAccess"


def marc21(holding: Holding, address: str) -> Any:
    """A title as a MARCXML record."""
    root = etree.fromstring(marc.xml(holding, address))
    root.set(f"{{{SCHEMAS}}}schemaLocation", f"{marc.NAMESPACE} {MARC_SCHEMA}")
    return root


MARC_SCHEMA = "http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd"
FORMATS: Mapping[str, MetadataFormat] = {
    one.prefix: one
    for one in (
        MetadataFormat("oai_dc", OAI_DC_SCHEMA, OAI_DC, dublin_core),
        MetadataFormat("marc21", MARC_SCHEMA, marc.NAMESPACE, marc21),
    )
}
