"""The head of a Markdown file, and its remarks: read here, since the reader must not.

Pandoc's own YAML reader stays off: a few hundred bytes can keep it busy for ever. What authors write there is
plain, one ``name: value`` a line, and that is all that is read. HTML comments are remarks to oneself, never text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

_HEAD = re.compile(r"\A\ufeff?---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_LINE = re.compile(r"([A-Za-z][\w-]*)[ \t]*:(?:[ \t]+(.*))?\Z")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)\Z")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
NAMES = {"title": "title", "subtitle": "subtitle", "author": "author", "authors": "author", "date": "date"}
LANGUAGES = ("lang", "language")


@dataclass(slots=True)
class Source:
    """The text to read, and what its head said."""

    text: str
    said: dict[str, list[str]] = field(default_factory=dict)
    language: str = ""

    def meta(self) -> dict[str, Any]:
        """The head as pandoc's metadata."""
        return {
            name: _inlines(values[0]) if name != "author" else {"t": "MetaList", "c": [_inlines(v) for v in values]}
            for name, values in self.said.items()
        }


def separate(text: str) -> Source:
    """Take head and remarks off the text; a head that is not plain stays where it is, as text."""
    text = text.replace("\r\n", "\n")
    found = _HEAD.match(text)
    lines = _plain(found.group(1)) if found else None
    if found is None or lines is None:
        return Source(without_remarks(text))
    language = next((lines[name][0] for name in LANGUAGES if lines.get(name)), "")
    said: dict[str, list[str]] = {}
    for name, values in lines.items():
        if name in NAMES and any(values):
            said[NAMES[name]] = [value for value in values if value]
    return Source(without_remarks(text[found.end() :]), said, language)


def _plain(head: str) -> dict[str, list[str]] | None:
    """Values by name; None when a line is none of ours (then it may be text between two rules)."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in head.split("\n"):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        entry, item = _LINE.match(line), _ITEM.match(line)
        if entry:
            name = entry.group(1).lower()
            found[name] = [_bare(entry.group(2) or "")] if entry.group(2) else []
        elif item and name:
            found[name].append(_bare(item.group(1)))
        elif line[0] in " \t" and name:
            found[name] = [" ".join([*found[name][:1], line.strip()])]
        else:
            return None
    return found


def _bare(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return "" if value in ("|", ">", "|-", ">-") else value


def without_remarks(text: str) -> str:
    """The text without HTML comments; what stands in fenced code stays."""
    parts: list[str] = []
    kept: list[str] = []
    fence = ""
    for line in text.splitlines(keepends=True):
        found = _FENCE.match(line)
        if found and (not fence or (found.group(1)[0] == fence[0] and len(found.group(1)) >= len(fence))):
            if not fence:
                parts.append(_COMMENT.sub("", "".join(kept)))
                kept, fence = [line], found.group(1)
            else:
                parts.append("".join([*kept, line]))
                kept, fence = [], ""
            continue
        kept.append(line)
    rest = "".join(kept)
    return "".join([*parts, rest if fence else _COMMENT.sub("", rest)])


def _inlines(text: str) -> dict[str, Any]:
    words: list[dict[str, Any]] = []
    for word in text.split():
        words += [{"t": "Space"}, {"t": "Str", "c": word}]
    return {"t": "MetaInlines", "c": words[1:]}
