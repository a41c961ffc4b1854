"""pandoc's inlines to ours, words and spaces merged into one ``Text`` each: the hot loop of the book."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.book import images, notes
from pipeline.book.cleaning import clean, is_empty, verbatim
from pipeline.book.languages import attributes
from pipeline.book.links import link_target
from pipeline.book.model import Block, Break, Code, Formula, Inline, Link, Span, Style, Styled, Text
from pipeline.book.scope import Marked, Scope
from pipeline.book.signs import PAGE
from pipeline.book.tree import Node
from pipeline.typography.quotes import quote_marks
from pipeline.typography.registry import typeset

_STYLES: dict[str, Style] = {
    "Emph": "em",
    "Strong": "strong",
    "Underline": "underline",
    "Strikeout": "strike",
    "Superscript": "sup",
    "Subscript": "sub",
    "SmallCaps": "smallcaps",
}


class Inlines:
    """Walks inlines; blocks inside notes go back to ``blocks``."""

    def __init__(self, scope: Scope, blocks: Callable[[list[Node]], list[Block]]) -> None:
        self._scope = scope
        self._blocks = blocks
        self._makers: dict[str, Callable[[Node, list[Inline]], None]] = {
            "Span": self._span,
            "Link": self._link,
            "Image": self._image,
            "Note": self._note,
            "Code": self._code,
            "Math": self._math,
            "LineBreak": self._break,
            "Cite": self._cite,
        }

    def walk(self, nodes: list[Node]) -> list[Inline]:
        """Our inlines for a list of pandoc's."""
        out: list[Inline] = []
        self._into(nodes, out, [])
        return out

    def _into(self, nodes: list[Node], out: list[Inline], run: list[str], *, last: bool = True) -> None:
        """Append to ``out``; ``run`` holds words not yet made a ``Text``, across transparent wrappers."""
        for node in nodes:
            kind = node["t"]
            if kind == "Str":
                run.append(node["c"])
            elif kind in ("Space", "SoftBreak"):
                run.append(" ")
            elif kind == "Quoted":
                self._quoted(node["c"], out, run)
            else:
                self._flush(out, run)
                style = _STYLES.get(kind)
                if style is not None:
                    self._styled(style, node["c"], out)
                elif (make := self._makers.get(kind)) is not None:
                    make(node.get("c"), out)
        if last:
            self._flush(out, run)

    def _flush(self, out: list[Inline], run: list[str]) -> None:
        if not run:
            return
        text = "".join(run)
        run.clear()
        language = self._scope.lang
        if out and isinstance(before := out[-1], Text):
            before.text = typeset(clean(before.text + text, language), language)
        elif text := typeset(clean(text, language), language):
            out.append(Text(text))

    def _styled(self, style: Style, nodes: list[Node], out: list[Inline]) -> None:
        children = self.walk(nodes)
        if is_empty(children):
            _extend(out, children)
        else:
            out.append(Styled(style, children))

    def _quoted(self, content: Node, out: list[Inline], run: list[str]) -> None:
        """Quotation marks of the language of the text, nested ones of the second kind."""
        kind, nodes = content
        opening, closing = quote_marks(self._scope.lang, single=kind["t"] == "SingleQuote")
        run.append(opening)
        self._into(nodes, out, run, last=False)
        run.append(closing)

    def _span(self, content: Node, out: list[Inline]) -> None:
        (old, classes, pairs), nodes = content
        if "indexref" in classes:
            self._entry(dict(pairs), nodes, out)
            return
        lang, direction = attributes(pairs, self._scope.lang)
        before = self._scope.lang
        self._scope.lang = lang or before
        children = self.walk(nodes)
        self._scope.lang = before
        span = Span(children, lang=lang, dir=direction)
        if "smallcaps" in classes:
            span.children = [Styled("smallcaps", children)]
        if old:
            span.id = self._scope.ids.give(old, old, "a")
            self._scope.anchors.append(span)
        if span.id or lang or direction:
            out.append(span)
        else:
            _extend(out, span.children)

    def _entry(self, said: dict[str, str], nodes: list[Node], out: list[Inline]) -> None:
        """The place of an index entry; pandoc puts what follows inside it."""
        scope = self._scope
        if entry := clean(said.get("entry", "")).strip():
            see = clean(said.get("crossref", "")).strip()
            place = "" if see else scope.ids.give(f"x-{len(scope.index) + 1}", fallback="x")
            scope.index.append(Marked(entry, place, scope.paragraph, see))
            if place:
                out.append(Span([], id=place))
        _extend(out, self.walk(nodes))

    def _link(self, content: Node, out: list[Inline]) -> None:
        (old, _, _), nodes, (url, title) = content
        page = _take_page_sign(nodes)
        children = self.walk(nodes)
        if old:
            self._span([[old, [], []], []], out)
        if is_empty(children):
            _extend(out, children)
            return
        href = link_target(url, self._scope)
        if not href:
            _extend(out, children)
            return
        made = Link(href, children, clean(title), page=page)
        out.append(made)
        if href.startswith("#"):
            self._scope.links.append((made, self._scope.where()))

    def _image(self, content: Node, out: list[Inline]) -> None:
        (old, _, pairs), nodes, (url, title) = content
        if old:
            self._span([[old, [], []], []], out)
        _extend(out, images.image(pairs, self.walk(nodes), url, title, self._scope))

    def _note(self, content: Node, out: list[Inline]) -> None:
        out.append(notes.note(content, self._scope, self._blocks))

    def _code(self, content: Node, out: list[Inline]) -> None:
        out.append(Code(verbatim(content[1])))

    def _math(self, content: Node, out: list[Inline]) -> None:
        kind, tex = content
        out.append(Formula(tex, display=kind["t"] == "DisplayMath"))

    def _break(self, _: Node, out: list[Inline]) -> None:
        out.append(Break())

    def _cite(self, content: Node, out: list[Inline]) -> None:
        self._into(content[1], out, [])


def _take_page_sign(nodes: list[Node]) -> bool:
    """Whether a link shows the page of its place; the sign that says so goes."""
    first = nodes[0] if nodes else {"t": ""}
    while first["t"] in _STYLES or first["t"] == "Span":
        inside = first["c"][1] if first["t"] == "Span" else first["c"]
        if not inside:
            return False
        first = inside[0]
    if first["t"] == "Str" and first["c"].startswith(PAGE):
        first["c"] = first["c"].removeprefix(PAGE)
        return True
    return False


def _extend(out: list[Inline], more: list[Inline]) -> None:
    """Add inlines of a wrapper that went, its first words joined to those before."""
    if more and out and isinstance(first := more[0], Text) and isinstance(before := out[-1], Text):
        before.text += first.text
        more = more[1:]
    out.extend(more)
