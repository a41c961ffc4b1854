"""Old encodings in a Word file: each run by its font, marks over the borders of runs, nothing else touched.

It works on our own copy and before everything that reads words. Where a font's name says one thing and
the text another, the text is left alone and a person is asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from pipeline.findings import Finding, Severity, rule
from pipeline.i18n import N_
from pipeline.intake.legacy.fonts import Fonts
from pipeline.intake.legacy.names import Font, known
from pipeline.intake.legacy.tables import Encoding
from pipeline.intake.legacy.text import converted, is_better, is_unicode, likeness, pieces
from pipeline.intake.ooxml import Element, W, Word, renamed, rewrite

CONVERTED = rule(
    "enc-001",
    Severity.ADVICE,
    N_("{count} passages in the old {encoding} fonts ({fonts}) were turned into Unicode, for example “{example}”."),
    N_("Read a few pages of the book against the manuscript, above all headings and names in capitals."),
)
DISAGREES = rule(
    "enc-002",
    Severity.WARNING,
    N_("The font {font} belongs to the old encoding {encoding}, but the text in it does not: “{example}”."),
    N_("It was left as it is. If it reads wrongly, give it its right font in Word, or type it anew."),
)
UNNAMED = rule(
    "enc-003",
    Severity.WARNING,
    N_("{count} paragraphs look like the old encoding {encoding}, but no old font is named there: “{example}”."),
    N_("They were left as they are. Give them the font in which they read rightly in Word, and send it again."),
)
OTHERWISE = rule(
    "enc-004",
    Severity.WARNING,
    N_("{count} passages were read as {encoding}, although their font ({fonts}) says otherwise: “{example}”."),
    N_("Read these passages against the manuscript; if they are wrong, give them the right font in Word."),
)
REPLACEMENT = "Times New Roman"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SILENT = (W + "rPr", W + "lastRenderedPageBreak")
_GONE = (W + "del", W + "moveFrom")
_KINDS = ("footnotes", "endnotes", "header", "footer", "comments")
_OTHER: dict[Encoding, Encoding] = {"TCVN3": "VNI", "VNI": "TCVN3"}
_MARKS = (b".Vn", b".vn", b".VN", b"VNI", b"VNST", b"Vni", b"vni", b"VPS", b"Vps", b"VISCII", b"VI Times", b"HoangYen")
_EXAMPLE = 60
_ACCENTED = re.compile("[\xa1-\xff]")
_GAIN, _GOOD, _ENOUGH = 0.3, 0.8, 3


@dataclass(slots=True)
class _Piece:
    """A stretch of text in one element: a w:t, a soft hyphen or a symbol."""

    node: Element
    text: str
    font: Font
    name: str


@dataclass(slots=True)
class _Log:
    """What was done, by font."""

    passages: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    names: dict[str, set[str]] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)
    otherwise: dict[Encoding, list[tuple[str, str]]] = field(default_factory=dict)
    """Font and words of passages that were read as an encoding that their font does not name."""

    def findings(self) -> list[Finding]:
        """One finding for each encoding that was converted or only guessed, one for each font that disagrees."""
        found = [
            Finding(
                CONVERTED,
                {
                    "count": count,
                    "encoding": encoding,
                    "fonts": ", ".join(sorted(self.names[encoding])),
                    "example": self.examples[encoding],
                },
            )
            for encoding, count in sorted(self.passages.items())
        ]
        for read_as, passages in sorted(self.otherwise.items()):
            fonts = ", ".join(sorted({name for name, _ in passages}))
            params = {"count": len(passages), "encoding": read_as, "fonts": fonts, "example": passages[0][1]}
            found.append(Finding(OTHERWISE, params))
        for name, example in sorted(self.left.items()):
            font = known(name)
            found.append(
                Finding(DISAGREES, {"font": name, "encoding": font.encoding if font else "", "example": example})
            )
        return found


def convert(path: Path) -> list[Finding]:
    """Make the working copy at ``path`` Unicode; findings say what was converted and what was left."""
    log = _Log()
    with Word(path) as file:
        names = [file.main, *file.of_kind(*_KINDS)]
        styled = [*names, *file.of_kind("styles", "theme", "numbering")]
        if not any(_named_in(file.data(name)) for name in styled):
            return []
        fonts = Fonts(file)
        roots = {name: root for name in names if (root := file.part(name)) is not None}
        passages = [passage for root in roots.values() for passage in _passages(root, fonts)]
        doubtful, mixed = _doubtful(passages) - _mixed(passages), _mixed(passages)
        for passage in passages:
            _convert(passage, doubtful, mixed, log)
        unnamed = _unnamed(roots.values(), fonts)
        for name in file.of_kind("styles", "numbering"):
            if (root := file.part(name)) is not None:
                roots[name] = root
        for root in roots.values():
            _number_words(root, doubtful)
            _rename(root, doubtful)
    if log.passages:
        rewrite(path, {name: renamed(root) for name, root in roots.items()})
    return [*log.findings(), *unnamed]


def _named_in(data: bytes) -> bool:
    return any(mark in data for mark in _MARKS)


def _passages(root: Element, fonts: Fonts) -> list[list[_Piece]]:
    """Neighbouring pieces of one encoding, paragraph by paragraph: a letter and its mark may stand in two runs."""
    by_paragraph: dict[Element, list[_Piece | None]] = {}
    for run in root.iter(W + "r"):
        if any(next(run.iterancestors(gone), None) is not None for gone in _GONE):
            continue
        paragraph = next(run.iterancestors(W + "p"), root)
        line = by_paragraph.setdefault(paragraph, [])
        name = fonts.of_run(run)
        font = known(name)
        line.extend(_piece(node, name, font) for node in run if node.tag not in _SILENT)
    found = []
    for line in by_paragraph.values():
        for encoding, group in groupby(line, key=lambda piece: piece.font.encoding if piece else ""):
            if encoding:
                found.append([piece for piece in group if piece])
    return found


def _piece(node: Element, name: str, font: Font | None) -> _Piece | None:
    """The text of one element of a run in an old font; None for what is no such text."""
    if node.tag == W + "sym":
        name = node.get(W + "font", "")
        if (font := known(name)) is None:
            return None
        code = int(node.get(W + "char", "0"), 16) & 0xFF
        return _Piece(node, chr(code), font, name)
    if font is None:
        return None
    if node.tag == W + "t":
        return _Piece(node, node.text or "", font, name)
    if node.tag == W + "softHyphen":
        return _Piece(node, "\xad", font, name)
    return None


def _doubtful(passages: list[list[_Piece]]) -> set[str]:
    """Fonts whose text, taken together, reads worse when it is converted."""
    texts: dict[str, list[str]] = {}
    for passage in passages:
        for piece in passage:
            if not is_unicode(piece.text):
                texts.setdefault(piece.name, []).append(piece.text)
            texts.setdefault(piece.name, [])
    found = set()
    for name, parts in texts.items():
        font = known(name)
        if font and not is_better(" ".join(_whole(passages, name)) if parts else "", font.encoding):
            found.add(name)
    return found


def _whole(passages: list[list[_Piece]], name: str) -> list[str]:
    """The passages of a font, each with its neighbours of the same encoding, so that words are whole."""
    return [
        "".join(piece.text for piece in passage)
        for passage in passages
        if any(piece.name == name for piece in passage) and not any(is_unicode(piece.text) for piece in passage)
    ]


def _convert(passage: list[_Piece], doubtful: set[str], mixed: set[str], log: _Log) -> None:
    text = "".join(piece.text for piece in passage)
    if not text.strip():
        return
    name = passage[0].name
    if is_unicode(text) or name in doubtful:
        if not text.isascii():
            log.left.setdefault(name, " ".join(text.split())[:_EXAMPLE])
        return
    encoding = _encoding(text, passage[0].font.encoding, mixed=name in mixed)
    before = [piece.text for piece in passage]
    _spread(passage, text, encoding)
    after = "".join(piece.text for piece in passage)
    for piece, old in zip(passage, before, strict=True):
        if piece.text != old or piece.node.tag != W + "t":
            _put(piece)
    if after != text and encoding != passage[0].font.encoding:
        log.otherwise.setdefault(encoding, []).append((name, " ".join(after.split())[:_EXAMPLE]))
    if after != text:
        log.passages[encoding] += 1
        log.names.setdefault(encoding, set()).update(piece.name for piece in passage)
        log.examples.setdefault(encoding, " ".join(after.split())[:_EXAMPLE])


def _encoding(text: str, named: Encoding, *, mixed: bool) -> Encoding:
    """The encoding of a passage: the font's, unless the text is clearly in the other that such fonts were used for.

    In a font that was used for both (``mixed``) the better one is taken, however short the passage.
    """
    other = _OTHER.get(named)
    if other is None:
        return named
    score, own = likeness(converted(text, other)), likeness(converted(text, named))
    if mixed:
        return other if score > own else named
    enough = sum(not word.isascii() for word in text.split()) >= _ENOUGH
    return other if enough and score >= _GOOD and score - own >= _GAIN else named


def _mixed(passages: list[list[_Piece]]) -> set[str]:
    """Fonts in which a passage is clearly in another encoding than the font's."""
    found = set()
    for passage in passages:
        named = passage[0].font.encoding
        if _encoding("".join(piece.text for piece in passage), named, mixed=False) != named:
            found.add(passage[0].name)
    return found


def _unnamed(roots: Iterable[Element], fonts: Fonts) -> list[Finding]:
    """Paragraphs in fonts of today that read as Vietnamese only when they are taken for an old encoding."""
    found: dict[Encoding, list[str]] = {}
    for root in roots:
        for paragraph in root.iter(W + "p"):
            runs = list(paragraph.iter(W + "r"))
            text = "".join(node.text or "" for run in runs for node in run.iter(W + "t"))
            if text.isascii() or is_unicode(text) or any(known(fonts.of_run(run)) for run in runs):
                continue
            if encoding := _read_as(text):
                found.setdefault(encoding, []).append(" ".join(text.split())[:_EXAMPLE])
    return _told(found)


def unnamed(texts: Iterable[str]) -> list[Finding]:
    """The same of a file that names no old font at all: its fonts were replaced, its letters were not."""
    found: dict[Encoding, list[str]] = {}
    for text in texts:
        # A language of today has accents on one letter in thirty, Vietnamese in an old encoding on one in four.
        if text.isascii() or len(_ACCENTED.findall(text)) * 12 < len(text) or is_unicode(text):
            continue
        if encoding := _read_as(text):
            found.setdefault(encoding, []).append(" ".join(text.split())[:_EXAMPLE])
    return _told(found)


def _read_as(text: str) -> Encoding | None:
    """The old encoding by which a text is clearly Vietnamese, while it is none as it stands."""
    score, encoding = max((likeness(converted(text, encoding)), encoding) for encoding in _OTHER)
    return encoding if score >= _GOOD and score - likeness(text) >= _GAIN else None


def _told(found: dict[Encoding, list[str]]) -> list[Finding]:
    return [
        Finding(UNNAMED, {"count": len(texts), "encoding": encoding, "example": texts[0]})
        for encoding, texts in sorted(found.items())
    ]


def _spread(passage: list[_Piece], text: str, encoding: Encoding) -> None:
    """Give each piece its part of the converted text; a letter goes to where its first sign stood."""
    changes = {start: (end, letter) for start, end, letter in pieces(text, encoding)}
    at, until = 0, 0
    for piece in passage:
        out = []
        for offset, sign in enumerate(piece.text, at):
            if offset in changes:
                until, letter = changes[offset]
                out.append(letter)
            elif offset >= until:
                out.append(sign)
        at += len(piece.text)
        made = unicodedata.normalize("NFC", "".join(out))
        piece.text = made.upper() if piece.font.capitals else made


def _put(piece: _Piece) -> None:
    """Write the text back; a soft hyphen or symbol that became a letter becomes text."""
    node = piece.node
    if node.tag == W + "softHyphen" and piece.text == "\xad":
        return
    if node.tag != W + "t":
        for name in list(node.attrib):
            del node.attrib[name]
        node.tag = W + "t"
    node.text = piece.text
    if piece.text != piece.text.strip():
        node.set(_SPACE, "preserve")


def _number_words(root: Element, doubtful: set[str]) -> None:
    """Words in the pattern of an automatic number, such as "Điều %1"."""
    for level in root.iter(W + "lvl"):
        fonts, text = level.find(f"{W}rPr/{W}rFonts"), level.find(W + "lvlText")
        name = fonts.get(W + "hAnsi") or fonts.get(W + "ascii") or "" if fonts is not None else ""
        font = known(name)
        if font is None or text is None or name in doubtful or is_unicode(text.get(W + "val", "")):
            continue
        said = converted(text.get(W + "val", ""), font.encoding)
        text.set(W + "val", said.upper() if font.capitals else said)


def _rename(root: Element, doubtful: set[str]) -> None:
    """Old fonts give way to one that has all letters; those in doubt keep their name."""
    for fonts in root.iter(W + "rFonts"):
        for key, name in list(fonts.attrib.items()):
            if known(name) and name not in doubtful:
                fonts.set(key, REPLACEMENT)
