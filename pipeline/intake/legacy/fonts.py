"""The font in which Word shows a run: its own, its styles', the document's (clauses 17.3.2.26 and 17.7.2)."""

from __future__ import annotations

from functools import lru_cache

from pipeline.intake.ooxml import A, Element, W, Word

_DEPTH = 20
"""Styles based on one another further than this are a circle."""


class Fonts:
    """Resolves fonts for one document."""

    def __init__(self, file: Word) -> None:
        styles = next((file.part(name) for name in file.of_kind("styles")), None)
        self._styles: dict[str, Element] = {}
        self._default_paragraph = ""
        self._base = None
        for style in styles.iter(W + "style") if styles is not None else ():
            self._styles[style.get(W + "styleId", "")] = style
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true", "on"):
                self._default_paragraph = style.get(W + "styleId", "")
        if styles is not None:
            self._base = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        theme = next((file.part(name) for name in file.of_kind("theme")), None)
        self._theme = {kind: _latin(theme, f"{kind}Font") for kind in ("major", "minor")}
        self._of_style = lru_cache(maxsize=None)(self._chain)

    def of_run(self, run: Element) -> str:
        """The name of the font of a run's letters; empty when none is named anywhere."""
        properties = run.find(W + "rPr")
        own = self._named(properties)
        if own:
            return own
        style = properties.find(W + "rStyle") if properties is not None else None
        if style is not None and (named := self._of_style(style.get(W + "val", ""))):
            return named
        paragraph = next(run.iterancestors(W + "p"), None)
        return self._of_style(self._paragraph_style(paragraph)) or self._named(self._base)

    def of_properties(self, properties: Element | None) -> str:
        """The font that run properties name themselves."""
        return self._named(properties)

    def _paragraph_style(self, paragraph: Element | None) -> str:
        style = paragraph.find(f"{W}pPr/{W}pStyle") if paragraph is not None else None
        name = style.get(W + "val", "") if style is not None else ""
        return name if name in self._styles else self._default_paragraph

    def _chain(self, name: str) -> str:
        for _ in range(_DEPTH):
            style = self._styles.get(name)
            if style is None:
                return ""
            if named := self._named(style.find(W + "rPr")):
                return named
            based = style.find(W + "basedOn")
            name = based.get(W + "val", "") if based is not None else ""
        return ""

    def _named(self, properties: Element | None) -> str:
        """Letters beyond ASCII take hAnsi; where only another one is named, the name still tells the encoding."""
        fonts = properties.find(W + "rFonts") if properties is not None else None
        if fonts is None:
            return ""
        for kind in ("hAnsi", "ascii"):
            if name := fonts.get(W + kind, ""):
                return str(name)
            if theme := fonts.get(f"{W}{kind}Theme", ""):
                return self._theme.get(theme[:5], "")
        return str(fonts.get(W + "cs", ""))


def _latin(theme: Element | None, kind: str) -> str:
    found = theme.find(f".//{A}{kind}/{A}latin") if theme is not None else None
    return str(found.get("typeface", "")) if found is not None else ""
