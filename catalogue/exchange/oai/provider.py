"""The six verbs of OAI-PMH 2.0. Whatever is asked, the answer is a valid document, errors too (3.6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import etree
from sqlmodel import Session

from catalogue.exchange.oai import arguments, sets
from catalogue.exchange.oai.arguments import SECONDS, Arguments, OaiError, Place
from catalogue.exchange.oai.formats import FORMATS, SCHEMAS, MetadataFormat
from catalogue.services import harvest, holdings
from catalogue.services.harvest import Selection, Told
from catalogue.wording import Wording
from pipeline.markup import clean

OAI = "http://www.openarchives.org/OAI/2.0/"
OAI_SCHEMA = "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
IDENTIFIERS = "http://www.openarchives.org/OAI/2.0/oai-identifier"
IDENTIFIERS_SCHEMA = "http://www.openarchives.org/OAI/2.0/oai-identifier.xsd"
ENGLISH = Wording("en")
"""The protocol's own language; what harvesters show to people they name themselves."""
PAGE = 100
"""Records in one answer."""


@dataclass(frozen=True, slots=True)
class Repository:
    """Who answers: ``address`` is that of this interface, ``origin`` what comes before every path."""

    name: str
    address: str
    origin: str
    domain: str
    """What stands in the middle of every identifier (oai-identifier, 2.1)."""
    mail: str
    is_domain: bool = True
    """Whether it is a real domain, so that the scheme may be named."""


@dataclass(slots=True)
class _Answer:
    """An answer that is being written."""

    session: Session
    about: Repository
    request: Arguments
    root: Any

    def child(self, parent: Any, name: str, text: str = "", **attributes: str) -> Any:
        made = etree.SubElement(parent, f"{{{OAI}}}{name}", attributes)
        made.text = clean(text) or None
        return made


def answer(session: Session, about: Repository, pairs: Sequence[tuple[str, str]], moment: datetime) -> bytes:
    """The document that answers these arguments at a moment."""
    spaces: Any = {None: OAI, "xsi": SCHEMAS}
    root: Any = etree.Element(f"{{{OAI}}}OAI-PMH", nsmap=spaces)
    root.set(f"{{{SCHEMAS}}}schemaLocation", f"{OAI} {OAI_SCHEMA}")
    etree.SubElement(root, f"{{{OAI}}}responseDate").text = moment.strftime(SECONDS)
    request = etree.SubElement(root, f"{{{OAI}}}request")
    request.text = about.address
    try:
        asked = arguments.judged(pairs)
        for name, value in asked.said.items():
            request.set(name, clean(value))
        VERBS[asked.verb](_Answer(session, about, asked, root))
    except OaiError as error:
        for began in root[2:]:
            root.remove(began)
        etree.SubElement(root, f"{{{OAI}}}error", code=error.code).text = str(error)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _identify(to: _Answer) -> None:
    about, told = to.about, to.child(to.root, "Identify")
    for name, text in (
        ("repositoryName", about.name), ("baseURL", about.address), ("protocolVersion", "2.0"),
        ("adminEmail", about.mail), ("earliestDatestamp", harvest.earliest(to.session).strftime(SECONDS)),
        ("deletedRecord", "persistent"), ("granularity", "YYYY-MM-DDThh:mm:ssZ"),
    ):  # fmt: skip
        to.child(told, name, text)
    if not about.is_domain:
        return
    spaces: Any = {None: IDENTIFIERS, "xsi": SCHEMAS}
    scheme: Any = etree.SubElement(to.child(told, "description"), f"{{{IDENTIFIERS}}}oai-identifier", nsmap=spaces)
    scheme.set(f"{{{SCHEMAS}}}schemaLocation", f"{IDENTIFIERS} {IDENTIFIERS_SCHEMA}")
    for name, text in (
        ("scheme", "oai"), ("repositoryIdentifier", about.domain), ("delimiter", ":"),
        ("sampleIdentifier", f"oai:{about.domain}:0123456789ab"),
    ):  # fmt: skip
        etree.SubElement(scheme, f"{{{IDENTIFIERS}}}{name}").text = text


def _formats(to: _Answer) -> None:
    if "identifier" in to.request.values:
        _one(to)
    told = to.child(to.root, "ListMetadataFormats")
    for one in FORMATS.values():
        entry = to.child(told, "metadataFormat")
        for name, text in (
            ("metadataPrefix", one.prefix), ("schema", one.schema), ("metadataNamespace", one.namespace)
        ):  # fmt: skip
            to.child(entry, name, text)


def _sets(to: _Answer) -> None:
    told = to.child(to.root, "ListSets")
    for axis, values in harvest.parts(to.session).items():
        said = ENGLISH.language_name if axis == "language" else str
        below = [(f"{axis}:{value}", said(name)) for value, name in values if value]
        for spec, name in [(axis, sets.NAMES[axis]), *below]:
            entry = to.child(told, "set")
            to.child(entry, "setSpec", spec)
            to.child(entry, "setName", name)


def _record(to: _Answer) -> None:
    form = _format(to)
    _write(to, to.child(to.root, "GetRecord"), [_one(to)], form)


def _one(to: _Answer) -> Told:
    """The record of the identifier that was asked for."""
    begin, key = f"oai:{to.about.domain}:", to.request.values["identifier"]
    found = harvest.get(to.session, key.removeprefix(begin)) if key.startswith(begin) else None
    if found is None:
        raise OaiError("idDoesNotExist", "There is no record of this identifier.")
    return found


def _format(to: _Answer) -> MetadataFormat:
    form = FORMATS.get(to.request.values["metadataPrefix"])
    if form is None:
        raise OaiError("cannotDisseminateFormat", f"The formats are {', '.join(FORMATS)}.")
    return form


def _list(to: _Answer) -> None:
    form, asked = _format(to), to.request
    chosen = sets.taken_apart(asked.values["set"]) if "set" in asked.values else ("", "")
    if chosen is None:
        raise OaiError("noRecordsMatch", "There is no such set.")
    wanted = Selection(asked.since, asked.until, *chosen)
    after = (asked.after.datestamp, asked.after.id) if asked.after else None
    found, more = harvest.page(to.session, wanted, after, PAGE)
    if not found and asked.after is None:
        raise OaiError("noRecordsMatch", "No record is of these days and this set.")
    told = to.child(to.root, asked.verb)
    _write(to, told, found, form if asked.verb == "ListRecords" else None)
    if more or asked.after:
        _resumption(to, told, wanted, found, more=more)


def _resumption(to: _Answer, told: Any, wanted: Selection, found: Sequence[Told], *, more: bool) -> None:
    """Where to go on; on the last page of several an empty token says that it was the last (3.5)."""
    before = to.request.after.cursor if to.request.after else 0
    text = ""
    if more:
        last = found[-1]
        text = arguments.token(to.request, Place(last.datestamp, last.id, before + len(found)))
    total = max(harvest.count(to.session, wanted), before + len(found))
    to.child(told, "resumptionToken", text, completeListSize=str(total), cursor=str(before))


def _write(to: _Answer, parent: Any, found: Iterable[Told], form: MetadataFormat | None) -> None:
    """Headers alone, or records with what is told in a format; of what is gone there is a header only."""
    rows = list(found)
    wanted = [told.id for told in rows if form and not told.deleted]
    held = {one.card.id: one for one in holdings.of(to.session, wanted)}
    for told in rows:
        place = parent if form is None else to.child(parent, "record")
        header = to.child(place, "header")
        if told.deleted:
            header.set("status", "deleted")
        to.child(header, "identifier", f"oai:{to.about.domain}:{told.id}")
        to.child(header, "datestamp", told.datestamp.strftime(SECONDS))
        for spec in sets.of(told):
            to.child(header, "setSpec", spec)
        if form and not told.deleted:
            holding = held[told.id]
            to.child(place, "metadata").append(form.write(holding, to.about.origin + holding.card.path))


VERBS = {
    "Identify": _identify, "ListMetadataFormats": _formats, "ListSets": _sets, "GetRecord": _record,
    "ListIdentifiers": _list, "ListRecords": _list,
}  # fmt: skip
