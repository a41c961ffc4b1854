"""A book as one HTML file without style, pictures or scripts: for Braille displays and other machines that read lines.

Pictures speak by their descriptions, notes stand at the end of their chapter with a way back, and all links
stay within the file.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from catalogue.exchange.books import cleaning
from catalogue.exchange.books.package import XHTML, Package, Section, resolve
from pipeline.markup import attr, text


def single(package: Package, contents: str) -> bytes:
    """The whole book; ``contents`` is what the list of chapters is called. Raises UnreadableBookError."""
    numbers = {section.entry: number for number, section in enumerate(package.sections, 1)}
    opening = f'<html lang="{attr(package.language)}" dir="{attr(package.direction)}">'
    parts = [
        (
            f'<!DOCTYPE html>\n{opening}\n<head>\n<meta charset="utf-8">\n'
            f"<title>{text(package.title)}</title>\n</head>\n<body>\n<h1>{text(package.title)}</h1>\n"
            f"<nav><h2>{text(contents)}</h2>\n<ul>\n"
        )
    ]
    parts += [f'<li><a href="#b-{n}">{text(s.title)}</a></li>\n' for n, s in enumerate(package.sections, 1)]
    parts.append("</ul></nav>\n")
    for number, section in enumerate(package.sections, 1):
        parts.append(f'<section id="b-{number}">\n{_body(package, section, number, numbers)}\n</section>\n')
    parts.append("</body>\n</html>\n")
    return "".join(parts).encode()


def _body(package: Package, section: Section, number: int, numbers: dict[str, int]) -> str:
    def link(href: str) -> str | None:
        entry, place = resolve(section.entry, href)
        if entry not in numbers:
            return None
        return f"#b-{numbers[entry]}" + (f"-{quote(cleaning.identity(place)[2:])}" if place else "")

    found = next(iter(package.document(section).iter(f"{XHTML}body")), None)
    if found is None:
        return ""
    body: Any = cleaning.tame(found, link, lambda _: None)
    for element in body.iter():
        name = element.get("id")
        if name:
            element.set("id", f"b-{number}-{name[2:]}")
    return cleaning.cleaned(body)
