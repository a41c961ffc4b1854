"""ONIX for Books 3 as it comes from houses and shops, read as lines of titles like those of a sheet.

A product is a format; its publication date is the trade's and no act of the law, so it gives the year alone: what lets
a title count is asked for afterwards. Reference names only; nothing outside the file is fetched or expanded.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pycountry
from lxml import etree

from catalogue.errors import Refusal
from catalogue.exchange.columns import Line, Table
from catalogue.exchange.sheets import MAX_BYTES, TOO_LARGE, TOO_MANY, Cell
from catalogue.exchange.workbooks import MAX_CELL, MAX_ROWS
from pipeline.i18n import N_

BROKEN = N_("“{name}” is not an ONIX 3 message that can be read: {why}")
SHORT = N_("“{name}” uses ONIX short tags. Ask for the message with reference names.")
EMPTY = N_("“{name}” holds no product.")
DELETED = N_("a notice that the product is withdrawn")
ROLES = {
    "A01": "authors", "A02": "authors", "A09": "authors", "B01": "editors", "B09": "editors", "B11": "editors",
    "B06": "translators", "B08": "translators",
}  # fmt: skip
"""Code list 17, as far as an import knows the parts that people play."""
HEADINGS = {
    "title": "TitleText", "subtitle": "Subtitle", "authors": "Contributor A01", "editors": "Contributor B01",
    "translators": "Contributor B06", "publisher": "PublisherName", "language": "Language 01",
    "original_language": "Language 02", "isbn": "ProductIdentifier 15", "form": "ProductForm",
    "year": "PublishingDate 01", "subjects": "SubjectHeadingText",
}  # fmt: skip


def is_onix(path: Path) -> bool:
    """Whether a file begins like an ONIX message."""
    with path.open("rb") as file:
        head = file.read(4096).lstrip(b"\xef\xbb\xbf \r\n\t")
    return head.startswith(b"<") and b"onixmessage" in head.lower()


def table(path: Path, name: str) -> Table:
    """The products of a message. Raises Refusal for what is none."""
    if path.stat().st_size > MAX_BYTES:
        raise Refusal("imp-001", TOO_LARGE, limit=MAX_BYTES >> 20)
    found = Table(columns=dict(HEADINGS), sheets=[""])
    number = 0
    try:
        with path.open("rb") as content:
            for product in _products(content, name):
                number += 1
                if number > MAX_ROWS:
                    raise Refusal("imp-004", TOO_MANY, limit=MAX_ROWS)
                _take(_bare(product), number, found)
                product.clear()
    except etree.XMLSyntaxError as problem:
        raise Refusal("onx-001", BROKEN, name=name, why=str(problem)[:200]) from None
    if not number:
        raise Refusal("onx-003", EMPTY, name=name)
    return found


def _products(content: BinaryIO, name: str) -> Iterator[Any]:
    events = etree.iterparse(
        content, events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    for _, element in events:
        local = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if local == "product":
            raise Refusal("onx-002", SHORT, name=name)
        if local == "Product":
            yield element


def _bare(product: Any) -> Any:
    """The product without namespaces, whichever of the standard's it is in."""
    for element in product.iter():
        if isinstance(element.tag, str):
            element.tag = etree.QName(element).localname
    return product


def _take(product: Any, number: int, found: Table) -> None:
    if product.findtext("NotificationType") == "05":
        found.skipped.append(("", number, DELETED))
        return
    said = {name: text[:MAX_CELL] for name, text in _said(product).items() if text}
    found.lines.append(Line(number, "", {name: Cell(text) for name, text in said.items()}))


def _said(product: Any) -> dict[str, str]:
    detail = product.find("DescriptiveDetail")
    detail = detail if detail is not None else product
    title = detail.find("TitleDetail[TitleType='01']/TitleElement[TitleElementLevel='01']")
    split = title is not None and title.find("TitleText") is None
    parts = ("TitlePrefix", "TitleWithoutPrefix") if split else ("TitleText",)
    people: dict[str, list[str]] = {}
    for one in detail.findall("Contributor"):
        name = (
            one.findtext("PersonName")
            or one.findtext("CorporateName")
            or " ".join(text for part in ("NamesBeforeKey", "KeyNames") if (text := one.findtext(part)))
        )
        for code in one.findall("ContributorRole"):
            if name and code.text in ROLES:
                people.setdefault(ROLES[code.text], []).append(name)
    return {
        "title": " ".join(text for part in parts if title is not None and (text := title.findtext(part))),
        "subtitle": (title.findtext("Subtitle") or "") if title is not None else "",
        **{field: "; ".join(dict.fromkeys(names)) for field, names in people.items()},
        "publisher": product.findtext("PublishingDetail/Publisher[PublishingRole='01']/PublisherName")
        or product.findtext("PublishingDetail/Imprint/ImprintName") or "",
        "language": _language(detail, "01"), "original_language": _language(detail, "02"),
        "isbn": _isbn(product), "form": _form(detail),
        "year": (product.findtext("PublishingDetail/PublishingDate[PublishingDateRole='01']/Date") or "")[:4],
        "subjects": "; ".join(one.text for one in detail.findall("Subject/SubjectHeadingText") if one.text),
    }  # fmt: skip


def _language(detail: Any, role: str) -> str:
    """The tag of a language that ONIX names by ISO 639-2/B; several, when the text is in several."""
    found = []
    for one in detail.findall(f"Language[LanguageRole='{role}']"):
        code = (one.findtext("LanguageCode") or "").strip().lower()
        known = pycountry.languages.get(bibliographic=code) or pycountry.languages.get(alpha_3=code)
        found.append(str(getattr(known, "alpha_2", None) or code))
    return "; ".join(dict.fromkeys(tag for tag in found if tag))


def _isbn(product: Any) -> str:
    for kind in ("15", "03", "02"):
        text = product.findtext(f"ProductIdentifier[ProductIDType='{kind}']/IDValue")
        if text:
            return str(text)
    return ""


def _form(detail: Any) -> str:
    """The form in the words that the import knows (code lists 150 and 175)."""
    form = detail.findtext("ProductForm") or ""
    details = {one.text for one in detail.findall("ProductFormDetail")}
    if form.startswith("A"):
        return "sách nói"
    if form.startswith(("E", "D")):
        return "sách điện tử PDF" if "E107" in details and "E101" not in details else "sách điện tử"
    return "sách in" if form.startswith("B") else ""
