"""A book's document made harmless for our own pages: a tree of known elements, then an allow-list again (nh3).

Scripts, styles, forms, frames, media from elsewhere and everything unknown go; words stay. Ids get a prefix
and classes another one, so that nothing in a book can stand for a part of the site. Landmarks of the book become
plain divisions: the page has its own. What survives is checked once more by a second parser, whose list
is the last word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import nh3
from lxml import etree

from catalogue.exchange.books.package import OPS, XHTML

PREFIX = "b-"
CLASSES = frozenset(
    """l1 l2 l3 l4 l5 l6 noteref notes back table author signature date dedication caption epigraph labelled label
    to-center to-right to-left verse line scene underline smallcaps textbox math display inline title-page imprint
    people subtitle volume others house wide long longest cip cip-title""".split()  # noqa: SIM905 - a list of words
)
"""Classes of our own books that the reading pages know how to show."""
OPENING = "k-opening"
"""The class of what was a ``header``: a chapter's title with what stands beside it."""
_MATHML = "{http://www.w3.org/1998/Math/MathML}"
_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_PLAIN = frozenset({"header", "footer", "main", "nav", "article", "section", "body", "aside", "hgroup", "search"})
_GONE = frozenset(
    "script style template iframe object embed applet noscript head title base link meta frame frameset".split()  # noqa: SIM905
)
_MATH_TAGS = frozenset(
    """math mrow mi mn mo ms mtext mspace mstyle mpadded mphantom mfrac msqrt mroot msub msup msubsup munder mover
    munderover mmultiscripts mprescripts none mtable mtr mtd mfenced menclose""".split()  # noqa: SIM905
)
_TAGS = frozenset(
    """a abbr aside b bdi bdo blockquote br caption cite code col colgroup dd del dfn div dl dt em figcaption figure
    h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp section small span strong sub sup
    table tbody td tfoot th thead tr u ul var wbr""".split()  # noqa: SIM905
)
_ATTRIBUTES = {
    "*": {"id", "lang", "dir", "class", "role", "tabindex", "aria-label", "title"},
    "a": {"href"}, "img": {"src", "alt", "width", "height", "loading"}, "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"}, "ol": {"start", "type", "reversed"}, "li": {"value"},
    "math": {"display", "alttext"}, "mo": {"stretchy", "fence", "separator", "accent", "form"},
    "mi": {"mathvariant"}, "mtable": {"columnalign"}, "mover": {"accent"}, "munder": {"accentunder"},
}  # fmt: skip
_OURS = re.compile(r"((/[a-z]{2,3}(-[A-Za-z]{2,4})?)?/titles/|/publisher/builds/|data:image/)")
"""Where pictures come from: a title's reading pages in any interface language, or the preview of a build."""
_ROLES = frozenset({"doc-noteref", "doc-backlink", "doc-footnote", "doc-pagebreak", "separator", "region"})
_OUTSIDE = frozenset({"http", "https", "mailto", "tel"})
_SPACE = re.compile(r"\s+")

Address = Callable[[str], str | None]
"""What a reference of the book becomes on our page; None when it leads nowhere."""


def identity(name: str) -> str:
    """An id of the book as our pages call it."""
    return PREFIX + _SPACE.sub("_", name)


def tame(body: Any, link: Address, picture: Address) -> Any:
    """Rewrite a parsed body in place to plain HTML element names, known links and prefixed ids."""
    for element in list(body.iter()):
        if element is body or element.getparent() is None:
            continue
        _one(element, link, picture)
    body.tag = "div"
    body.attrib.clear()
    return body


def _one(element: Any, link: Address, picture: Address) -> None:
    tag = element.tag if isinstance(element.tag, str) else ""
    space, _, name = tag.rpartition("}")
    space += "}"
    if space == _SVG:
        _drawing(element, picture)
    elif name.lower() in _GONE or (space not in (XHTML, "}") and not (space == _MATHML and name in _MATH_TAGS)):
        _remove(element)
    else:
        element.tag = name.lower()
        _attributes(element, link, picture)


def _remove(element: Any) -> None:
    """Take an element out with what is in it; the text behind it stays."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail:
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    for inner in list(element.iter()):
        if inner is not element and inner.getparent() is not None:
            inner.getparent().remove(inner)
    parent.remove(element)


def _drawing(element: Any, picture: Address) -> None:
    """A drawing that only frames a picture becomes the picture; others go, since they cannot be made safe here."""
    if element.tag != f"{_SVG}svg":
        _remove(element)
        return
    image = next(iter(element.iter(f"{_SVG}image")), None)
    address = picture(image.get(f"{_XLINK}href") or image.get("href") or "") if image is not None else None
    title = next((" ".join(t.itertext()) for t in element.iter(f"{_SVG}title", f"{_SVG}desc")), "")
    if not address:
        _remove(element)
        return
    for inner in list(element):
        element.remove(inner)
    element.text = None
    element.attrib.clear()
    element.tag = "img"
    element.set("src", address)
    element.set("alt", title or element.get("aria-label", ""))


def _attributes(element: Any, link: Address, picture: Address) -> None:
    given = dict(element.attrib)
    kinds = given.get(f"{OPS}type", "").split()
    role = given.get("role", "")
    element.attrib.clear()
    kept: dict[str, str | None] = {
        "id": identity(given["id"]) if given.get("id") else None,
        "lang": given.get("lang") or given.get(f"{_XML}lang"),
        "dir": given.get("dir") if given.get("dir") in ("ltr", "rtl", "auto") else None,
        "class": " ".join(f"k-{name}" for name in given.get("class", "").split() if name in CLASSES) or None,
    }
    kept |= _by_kind(element, kinds, role, given)
    for name in _ATTRIBUTES.get(element.tag, set()) - {"href", "src"}:
        kept.setdefault(name, given.get(name))
    if element.tag == "a":
        kept["href"] = _target(given.get("href", ""), link)
    if element.tag == "img":
        _picture(element, given, kept, picture)
    for name, value in kept.items():
        if value is not None:
            element.set(name, value)


def _by_kind(element: Any, kinds: list[str], role: str, given: Mapping[str, str]) -> dict[str, str | None]:
    """Notes, calls, ways back and page breaks keep their meaning; landmarks become divisions."""
    if element.tag == "a" and ("noteref" in kinds or role == "doc-noteref"):
        return {"role": "doc-noteref", "class": "k-noteref"}
    if element.tag == "a" and (role == "doc-backlink" or "backlink" in kinds):
        return {"role": "doc-backlink", "class": "k-back"}
    if {"footnote", "endnote", "rearnote"} & {*kinds} or role in ("doc-footnote", "doc-endnote"):
        element.tag = "aside" if element.tag != "li" else "li"
        return {"role": "doc-footnote" if element.tag == "aside" else None, "class": "k-note"}
    if "pagebreak" in kinds or role == "doc-pagebreak":
        label = given.get("aria-label") or given.get("title") or ""
        element.text = None
        return {"role": "separator", "aria-label": label, "class": "k-page"} if label else {}
    if element.tag in _PLAIN:
        notes = {"footnotes", "endnotes", "rearnotes"} & {*kinds}
        opening = element.tag == "header"
        element.tag = "div"
        if opening:
            return {"class": OPENING}
        return {"class": "k-notes"} if notes else {}
    return {}


def _target(href: str, link: Address) -> str | None:
    """Where a link leads: within the book by ``link``, to the web as it is, else nowhere."""
    try:
        scheme = urlsplit(href.strip()).scheme.lower()
    except ValueError:
        return None
    if scheme:
        return href.strip() if scheme in _OUTSIDE else None
    return link(href.strip())


def _picture(element: Any, given: Mapping[str, str], kept: dict[str, str | None], picture: Address) -> None:
    """A picture of the book; one from elsewhere leaves its description."""
    address = picture(given.get("src", ""))
    if address:
        kept |= {"src": address, "loading": "lazy", "alt": given.get("alt", "")}
        return
    element.tag = "span"
    element.text = given.get("alt") or None


def cleaned(element: Any, *, embedded: bool = False) -> str:
    """An element that ``tame`` rewrote, as HTML that passed the allow-list; pictures may be ``embedded`` in it."""
    raw = etree.tostring(element, method="html", encoding="unicode", with_tail=False)
    return nh3.clean(
        raw,
        tags=set(_TAGS | _MATH_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=_allowed,
        clean_content_tags={"script", "style", "title", "template", "iframe", "object"},
        url_schemes=set(_OUTSIDE | {"data"} if embedded else _OUTSIDE),
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )


def _allowed(tag: str, name: str, value: str) -> str | None:
    """The value that an attribute keeps; it says again what ``tame`` made, to a parser that may read otherwise."""
    if name == "id":
        return value if value.startswith((PREFIX, "hit-")) else None
    if name == "class":
        return " ".join(part for part in value.split() if part.startswith("k-")) or None
    if name == "role":
        return value if value in _ROLES else None
    if name == "tabindex":
        return value if value == "0" and tag == "div" else None
    if name == "src":
        return value if _OURS.match(value) else None
    if name == "href":
        return None if value.lower().lstrip().startswith("data:") else value
    return value
