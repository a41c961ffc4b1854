"""A title as a MARC 21 record, in MARCXML, as libraries take it in.

Leader, 008 and the languages follow the Library of Congress' format for bibliographic data; languages are written
in ISO 639-2/B as MARC does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pycountry
import pymarc
from lxml import etree
from pymarc import Field, Indicators, Subfield

from catalogue.models.access import AccessKind
from catalogue.services.access import Access
from catalogue.services.holdings import Holding
from pipeline.markup import clean
from pipeline.metadata import Person, PersonRole

MAIN = (PersonRole.AUTHOR,)
NAMESPACE = "http://www.loc.gov/MARC21/slim"


def language_code(tag: str) -> str:
    """The MARC code of a language tag; ``und`` for one that has none."""
    base = tag.split("-", maxsplit=1)[0].lower()
    found = pycountry.languages.get(alpha_2=base) if len(base) == 2 else pycountry.languages.get(alpha_3=base)
    return str(getattr(found, "bibliographic", None) or getattr(found, "alpha_3", None) or "und")


def record(holding: Holding, address: str) -> pymarc.Record:
    """The MARC record of a released title; ``address`` is that of its page, empty where it has none."""
    book = holding.record.book
    made: Any = pymarc.Record()  # pymarc leaves its methods untyped
    made.leader = pymarc.Leader("00000nam a2200000 i 4500")
    made.add_field(
        Field("001", data=holding.card.id),
        Field("003", data="NghinSach"),
        Field("005", data=holding.changed_at.strftime("%Y%m%d%H%M%S.0")),
        Field("006", data="m     o  d        "),
        Field("007", data="cr |||||||||||"),
        Field("008", data=_fixed(holding)),
    )
    for format_name, number in (
        ("EPUB", holding.record.isbn.epub),
        ("PDF", holding.record.isbn.pdf),
        ("print", holding.record.isbn.print),
    ):
        if number:
            made.add_field(_field("020", "  ", a="".join(c for c in number if c.isalnum()), q=format_name))
    _languages(made, holding)
    if book.ddc:
        made.add_field(_field("082", "04", a=book.ddc))
    main = next((person for person in holding.record.people if person.role in MAIN), None)
    if main:
        made.add_field(_person("100", main))
    said = ", ".join(person.name for person in holding.record.people if person.role in MAIN)
    made.add_field(_field("245", "10" if main else "00", a=holding.card.title, b=holding.card.subtitle, c=said))
    if book.original_title:
        made.add_field(_field("246", "1 ", i="Original title:", a=book.original_title))
    made.add_field(_field("264", " 1", b=holding.card.publisher, c=str(holding.released_at.year)))
    made.add_field(_field("336", "  ", a="text", b="txt", **{"2": "rdacontent"}))
    made.add_field(_field("337", "  ", a="computer", b="c", **{"2": "rdamedia"}))
    made.add_field(_field("338", "  ", a="online resource", b="cr", **{"2": "rdacarrier"}))
    if book.series:
        made.add_field(_field("490", "0 ", a=book.series, v=book.volume))
    for held in holding.closed:
        made.add_field(_field("506", "1 ", a=_restriction(held)))
    if book.description:
        made.add_field(_field("520", "  ", a=book.description))
    if book.rights:
        made.add_field(_field("540", "  ", a=book.rights))
    for subject in book.subjects:
        made.add_field(_field("653", "  ", a=subject))
    for person in holding.record.people:
        if person is not main:
            made.add_field(_person("710" if person.role == PersonRole.CORPORATE else "700", person))
    if address:
        made.add_field(_field("856", "40", u=address))
    found: pymarc.Record = made
    return found


def xml(holding: Holding, address: str) -> bytes:
    """The record as a MARCXML document."""
    writer: Any = pymarc.record_to_xml
    return bytes(writer(record(holding, address), namespace=True))


def collection(records: Sequence[pymarc.Record]) -> bytes:
    """These records as one MARCXML collection."""
    spaces: Any = {None: NAMESPACE}
    root = etree.Element(f"{{{NAMESPACE}}}collection", nsmap=spaces)
    writer: Any = pymarc.record_to_xml
    root.extend(etree.fromstring(writer(record, namespace=True)) for record in records)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _restriction(held: Access) -> str:
    """506: who may have a format, in words."""
    said = {
        AccessKind.ONLINE: "to be read online only", AccessKind.RECORD: "not offered, record only",
        AccessKind.EMBARGOED: f"not offered before {held.until}",
    }  # fmt: skip
    return f"{held.form.upper()}: {said[held.kind]}."


def _fixed(holding: Holding) -> str:
    """008: entered, year, country (Vietnam), online, language; forty signs."""
    entered = holding.released_at.strftime("%y%m%d")
    head = f"{entered}s{holding.released_at.year}    vm "  # 00-17
    text = f"{'':5}o{'':5}000 0 "  # 18-34: no illustrations said, online, no index, not fiction
    return f"{head}{text}{language_code(holding.card.language)} d"


def _languages(made: Any, holding: Holding) -> None:
    original = holding.record.book.original_language
    code = language_code(holding.card.language)
    if original:
        made.add_field(_field("041", "1 ", a=code, h=language_code(original)))
    elif code != "und":
        made.add_field(_field("041", "0 ", a=code))


def _person(tag: str, person: Person) -> Field:
    """A name in direct order unless a sort name says otherwise; the relator is a MARC code already."""
    name = person.sort_name or person.name
    first = "2" if tag == "710" else ("1" if "," in name else "0")
    return _field(tag, f"{first} ", a=name, **{"4": person.role.value})


def _field(tag: str, indicators: str, **parts: str) -> Field:
    return Field(
        tag,
        indicators=Indicators(*indicators),
        subfields=[Subfield(code, clean(value)) for code, value in parts.items() if value],
    )
