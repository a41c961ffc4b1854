"""Titles as ONIX for Books 3.1 products, as shops, distributors and other houses take them in (EDItEUR).

A product is a format: each EPUB, PDF or printed book of a title with its own number. The order of elements is the
standard's; what a title does not say is left out rather than made up. Numbers in the comments are those of code lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lxml import etree

from catalogue.exchange.marc import language_code
from catalogue.models.access import AccessKind
from catalogue.services.access import Access
from catalogue.services.holdings import Holding
from pipeline.markup import clean
from pipeline.metadata import Person, PersonRole

NAMESPACE = "http://ns.editeur.org/onix/3.1/reference"
SENDER = "Nghìn Sách"
ROLES = {
    PersonRole.AUTHOR: "A01", PersonRole.EDITOR: "B01", PersonRole.TRANSLATOR: "B06", PersonRole.ILLUSTRATOR: "A12",
    PersonRole.COMPILER: "C01", PersonRole.CORPORATE: "A01", PersonRole.REVISER: "B02", PersonRole.TRANSCRIBER: "Z99",
}  # fmt: skip
"""17. A body that issues a work stands as its author, as a corporate name."""
DETAILS = {"epub": "E101", "pdf": "E107"}
"""175."""
AUDIENCES = {"children": "02", "officials": "06"}
"""28; everybody else is the general reader, 01."""
CONFIRMED, DELETED = "03", "05"
ACTIVE, WITHDRAWN = "04", "11"
AVAILABLE, EMBARGOED, NOT_HERE = "20", "10", "40"
"""65."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A title with where its page and its cover are found; ``domain`` makes its references unique."""

    holding: Holding
    page: str = ""
    cover: str = ""
    domain: str = "nghinsach"


@dataclass(frozen=True, slots=True)
class Gone:
    """A title that is no longer offered: its products are told of as deleted."""

    id: str
    domain: str = "nghinsach"


@dataclass(frozen=True, slots=True)
class _Format:
    """A format of a title: its number where it has one, and what holds for whoever wants it."""

    form: str
    isbn: str
    held: Access | None = None

    @property
    def product_form(self) -> str:
        """150: a file to take away, a file to read in place, or a book."""
        if self.form == "print":
            return "BA"
        return "EC" if self.held and self.held.kind == AccessKind.ONLINE else "ED"

    @property
    def availability(self) -> str:
        """65."""
        if self.form == "print":
            return NOT_HERE
        if self.held is None or self.held.kind in (AccessKind.OPEN, AccessKind.ONLINE):
            return AVAILABLE
        return EMBARGOED if self.held.kind == AccessKind.EMBARGOED else NOT_HERE


def message(titles: Iterable[Offer | Gone], moment: datetime) -> bytes:
    """The ONIX message of these titles, sent at a moment."""
    spaces: Any = {None: NAMESPACE}
    root: Any = etree.Element(f"{{{NAMESPACE}}}ONIXMessage", nsmap=spaces, release="3.1")
    header = _child(root, "Header")
    _child(_child(header, "Sender"), "SenderName", SENDER)
    _child(header, "SentDateTime", moment.strftime("%Y%m%dT%H%M%SZ"))
    for title in titles:
        if isinstance(title, Gone):
            for form in ("epub", "pdf", "print"):
                _head(root, title.id, title.domain, _Format(form, ""), DELETED)
            continue
        formats = list(_formats(title.holding))
        for one in formats:
            _product(root, title, one, [other for other in formats if other is not one])
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _formats(holding: Holding) -> Iterator[_Format]:
    """The files of the release, and the printed book where the record gives its number."""
    held = {file.role: None for file in holding.files} | {access.form: access for access in holding.closed}
    for form in ("epub", "pdf"):
        if form in held:
            yield _Format(form, _digits(getattr(holding.record.isbn, form)), held[form])
    printed = _digits(holding.record.isbn.print)
    if printed or not held:
        yield _Format("print", printed)


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


def _child(parent: Any, name: str, text: str = "", **attributes: str) -> Any:
    made = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)
    made.text = clean(text) or None
    return made


def _all(parent: Any, *pairs: tuple[str, str]) -> None:
    """These elements in their order, as far as they say anything."""
    for name, text in pairs:
        if text:
            _child(parent, name, text)


def _head(root: Any, key: str, domain: str, of: _Format, notice: str) -> Any:
    """A product with its reference, which never changes, and its numbers (P.1, P.2)."""
    product = _child(root, "Product")
    _all(product, ("RecordReference", f"{domain}.{key}.{of.form}"), ("NotificationType", notice))
    _all(
        _child(product, "ProductIdentifier"),
        ("ProductIDType", "01"), ("IDTypeName", SENDER), ("IDValue", f"{key}.{of.form}"),
    )  # fmt: skip
    if of.isbn:
        _all(_child(product, "ProductIdentifier"), ("ProductIDType", "15"), ("IDValue", of.isbn))
    return product


def _product(root: Any, offer: Offer, of: _Format, others: list[_Format]) -> None:
    holding = offer.holding
    product = _head(root, holding.card.id, offer.domain, of, CONFIRMED)
    _describe(_child(product, "DescriptiveDetail"), offer, of)
    if holding.record.book.description or offer.cover:
        _collateral(_child(product, "CollateralDetail"), offer)
    _publishing(_child(product, "PublishingDetail"), holding)
    if others:
        related = _child(product, "RelatedMaterial")
        for other in others:
            _related(related, holding.card.id, other)
    _supply(product, offer, of)


def _describe(detail: Any, offer: Offer, of: _Format) -> None:
    """P.3 to P.13: form, series, titles, people, languages, subjects, audience."""
    card, book = offer.holding.card, offer.holding.record.book
    _all(detail, ("ProductComposition", "00"), ("ProductForm", of.product_form))
    if of.form in DETAILS:
        _all(detail, ("ProductFormDetail", DETAILS[of.form]), ("PrimaryContentType", "10"))
        _child(detail, "EpubTechnicalProtection", "00")
    if book.series:
        series = _child(detail, "Collection")
        _child(series, "CollectionType", "10")
        _title(series, "01", "02", book.series, part=book.volume)
    _title(detail, "01", "01", card.title, subtitle=card.subtitle)
    if book.original_title:
        _title(detail, "03", "01", book.original_title)
    for number, person in enumerate(offer.holding.record.people, 1):
        _contributor(detail, number, person)
    for role, tag in (("01", card.language), ("02", book.original_language or "")):
        if tag and language_code(tag) != "und":
            _all(_child(detail, "Language"), ("LanguageRole", role), ("LanguageCode", language_code(tag)))
    if book.ddc:
        _all(_child(detail, "Subject"), ("SubjectSchemeIdentifier", "01"), ("SubjectCode", book.ddc))
    if book.subjects:
        words = "; ".join(book.subjects)
        _all(_child(detail, "Subject"), ("SubjectSchemeIdentifier", "20"), ("SubjectHeadingText", words))
    audience = AUDIENCES.get(offer.holding.audience, "01")
    _all(_child(detail, "Audience"), ("AudienceCodeType", "01"), ("AudienceCodeValue", audience))


def _title(parent: Any, kind: str, level: str, text: str, *, subtitle: str = "", part: str = "") -> None:
    """P.6: 15 says which title, 149 of what."""
    detail = _child(parent, "TitleDetail")
    _child(detail, "TitleType", kind)
    element = _child(detail, "TitleElement")
    _all(
        element, ("TitleElementLevel", level), ("PartNumber", part), ("TitleText", text), ("Subtitle", subtitle)
    )  # fmt: skip


def _contributor(detail: Any, number: int, person: Person) -> None:
    """P.7: names as printed; a Vietnamese name has no parts that could be turned round."""
    one = _child(detail, "Contributor")
    _all(one, ("SequenceNumber", str(number)), ("ContributorRole", ROLES[person.role]))
    if person.role == PersonRole.CORPORATE:
        _child(one, "CorporateName", person.name)
    else:
        _all(one, ("PersonName", person.name), ("PersonNameInverted", person.sort_name))


def _collateral(detail: Any, offer: Offer) -> None:
    """P.14 and P.16: the description and the cover."""
    description = offer.holding.record.book.description
    if description:
        text = _child(detail, "TextContent")
        _all(text, ("TextType", "03"), ("ContentAudience", "00"), ("Text", description))
    if offer.cover:
        resource = _child(detail, "SupportingResource")
        _all(resource, ("ResourceContentType", "01"), ("ContentAudience", "00"), ("ResourceMode", "03"))
        _all(_child(resource, "ResourceVersion"), ("ResourceForm", "02"), ("ResourceLink", offer.cover))


def _publishing(detail: Any, holding: Holding) -> None:
    """P.19 and P.20: the house, Vietnam, and the day of release."""
    _all(_child(detail, "Publisher"), ("PublishingRole", "01"), ("PublisherName", holding.card.publisher))
    _all(detail, ("CountryOfPublication", "VN"), ("PublishingStatus", ACTIVE))
    _date(detail, "PublishingDate", "PublishingDateRole", "01", holding.record.book.published or holding.released_at)


def _date(parent: Any, name: str, role_name: str, role: str, day: date | datetime) -> None:
    made = _child(parent, name)
    _child(made, role_name, role)
    _child(made, "Date", day.strftime("%Y%m%d"), dateformat="00")


def _related(related: Any, key: str, other: _Format) -> None:
    """P.23: the same content in another format (51: 06)."""
    product = _child(related, "RelatedProduct")
    _child(product, "ProductRelationCode", "06")
    _all(
        _child(product, "ProductIdentifier"),
        ("ProductIDType", "01"), ("IDTypeName", SENDER), ("IDValue", f"{key}.{other.form}"),
    )  # fmt: skip
    if other.isbn:
        _all(_child(product, "ProductIdentifier"), ("ProductIDType", "15"), ("IDValue", other.isbn))


def _supply(product: Any, offer: Offer, of: _Format) -> None:
    """P.26: what readers get here costs nothing; what a printed book costs, its house says."""
    detail = _child(_child(product, "ProductSupply"), "SupplyDetail")
    supplier = _child(detail, "Supplier")
    _all(supplier, ("SupplierRole", "09"), ("SupplierName", offer.holding.card.publisher))
    if offer.page:
        _all(_child(supplier, "Website"), ("WebsiteRole", "29"), ("WebsiteLink", offer.page))
    _child(detail, "ProductAvailability", of.availability)
    if of.held and of.held.kind == AccessKind.EMBARGOED and of.held.until:
        _date(detail, "SupplyDate", "SupplyDateRole", "08", of.held.until)
    _child(detail, "UnpricedItemType", "02" if of.form == "print" else "01")
