"""pandoc's blocks to ours in one pass; each kind has its method, text is made in ``inlines``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from pipeline.book import columns, figures
from pipeline.book.captions import captioned
from pipeline.book.cleaning import divided, is_empty, is_scene_break, plain, trimmed, verbatim
from pipeline.book.inlines import Inlines
from pipeline.book.languages import attributes
from pipeline.book.lists import definition_list, labelled, ordered_list
from pipeline.book.model import (
    Block,
    Box,
    CodeBlock,
    Heading,
    Inline,
    ListBlock,
    Paragraph,
    Quotation,
    SceneBreak,
    Text,
    Verse,
)
from pipeline.book.scope import Scope
from pipeline.book.signs import PAGE
from pipeline.book.tables import table
from pipeline.book.tree import Node
from pipeline.typography.registry import typeset_opening

_NEAR = 60
Role = Literal["", "textbox", "aside"]
_SIGNED: tuple[Literal["author", "signature"], ...] = ("author", "signature")
_ROLES: dict[str, Role] = {"textbox": "textbox", "text-box": "textbox", "aside": "aside"}


class Walker:
    """Walks the blocks of one book, chapter by chapter; ``scope`` keeps what is found."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.inlines = Inlines(scope, self.blocks)
        self._shift = 0
        self._vietnamese = scope.language.partition("-")[0] == "vi"
        self._deepest = 1
        self._makers: dict[str, Callable[[Node, list[Block]], None]] = {
            "Para": self._paragraph,
            "Plain": self._paragraph,
            "Header": self._heading,
            "BulletList": self._bullets,
            "OrderedList": self._ordered,
            "DefinitionList": self._definitions,
            "BlockQuote": self._quotation,
            "CodeBlock": self._code,
            "LineBlock": self._verse,
            "HorizontalRule": self._rule,
            "Table": self._table,
            "Figure": self._figure,
            "Div": self._div,
        }

    def chapter(self, nodes: list[Node], level: int) -> list[Block]:
        """A chapter's blocks; headings of ``level`` become level 1, and deeper ones never skip one."""
        self._shift = level - 1
        self._deepest = 1
        blocks = self.blocks(nodes)
        while blocks and isinstance(blocks[-1], SceneBreak):
            blocks.pop()
        return blocks

    def blocks(self, nodes: list[Node]) -> list[Block]:
        """Our blocks for a list of pandoc's."""
        out: list[Block] = []
        for node in nodes:
            make = self._makers.get(node["t"])
            if make is not None:
                make(node.get("c"), out)
        out = captioned(out, self.scope)
        return labelled(out) if self._vietnamese else out

    def _paragraph(self, content: Node, out: list[Block]) -> None:
        # A picture alone in its paragraph is found by the caption or the paragraph before it.
        self.scope.near = opening(content) or self.scope.near
        self.scope.paragraph += 1
        children = trimmed(self.inlines.walk(content))
        if is_scene_break(children):
            self._rule(None, out)
        elif not is_empty(children):
            if isinstance(first := children[0], Text):
                first.text = typeset_opening(first.text, self.scope.lang)
            out.extend(Paragraph(part) for part in divided(children))
        elif children and out and isinstance(last := out[-1], Paragraph):
            last.children.extend(children)

    def _heading(self, content: Node, out: list[Block]) -> None:
        level, (old, _, _), nodes = content
        self.scope.near = opening(nodes)
        children = trimmed(self.inlines.walk(nodes))
        if is_empty(children):
            return
        level = min(max(1, level - self._shift), self._deepest + 1, 6)
        self._deepest = level
        out.append(Heading(level, children, self.scope.ids.give(plain(children), old)))

    def _bullets(self, content: Node, out: list[Block]) -> None:
        if items := [item for item in map(self.blocks, content) if item]:
            out.append(ListBlock(items))

    def _ordered(self, content: Node, out: list[Block]) -> None:
        if items := [item for item in map(self.blocks, content[1]) if item]:
            out.append(ordered_list(content[0], items))

    def _definitions(self, content: Node, out: list[Block]) -> None:
        out.append(definition_list(content, self.inlines.walk, self.blocks))

    def _quotation(self, content: Node, out: list[Block]) -> None:
        if blocks := self.blocks(content):
            out.append(Quotation(blocks))

    def _code(self, content: Node, out: list[Block]) -> None:
        (_, classes, _), text = content
        out.append(CodeBlock(verbatim(text), classes[0] if classes else ""))

    def _verse(self, content: Node, out: list[Block]) -> None:
        lines: list[list[Inline]] = [trimmed(self.inlines.walk(line)) for line in content]
        if any(lines):
            out.append(Verse(lines))

    def _rule(self, _: Node, out: list[Block]) -> None:
        if out and not isinstance(out[-1], SceneBreak):
            out.append(SceneBreak())

    def _table(self, content: Node, out: list[Block]) -> None:
        made = table(content, self.blocks)
        if not made.rows:
            out.extend(made.caption)
            return
        columns.settle(made)
        self.scope.tables += 1
        old = content[0][0]
        made.id = self.scope.ids.give(old or f"table-{self.scope.tables}", old, "table")
        out.append(made)

    def _figure(self, content: Node, out: list[Block]) -> None:
        out.extend(figures.figure(content, self.blocks, self.scope))

    def _div(self, content: Node, out: list[Block]) -> None:
        (old, classes, pairs), nodes = content
        lang, direction = attributes(pairs, self.scope.lang)
        before = self.scope.lang
        self.scope.lang = lang or before
        blocks = self.blocks(nodes)
        self.scope.lang = before
        for signed in _SIGNED:
            for block in blocks if signed in classes else ():
                if isinstance(block, Paragraph):
                    block.role = signed
        if "epigraph" in classes:
            blocks = [Quotation(blocks, "epigraph")]
        role: Role = next((_ROLES[c] for c in classes if c in _ROLES), "")
        if old or lang or direction or role:
            name = self.scope.ids.give(old, old, "box") if old else ""
            out.append(Box(blocks, name, lang, direction, role))
        else:
            out.extend(blocks)


def opening(nodes: list[Node]) -> str:
    """The first words of a paragraph of pandoc's tree: how a person finds it again."""
    words: list[str] = []
    length = 0
    for node in nodes:
        if length >= _NEAR:
            break
        kind = node["t"]
        if kind in ("Str", "Space", "SoftBreak"):
            words.append(node["c"] if kind == "Str" else " ")
        elif kind in ("Emph", "Strong", "Underline", "Link", "Span"):
            words.append(opening(node["c"][1] if kind in ("Link", "Span") else node["c"]))
        else:
            continue
        length += len(words[-1])
    return " ".join("".join(words).replace(PAGE, "").split())[:_NEAR]
