"""How a title is cited: a line in the manner of APA 7, BibTeX and RIS.

Names stand as printed: Vietnamese names are cited whole and in their own order, so nothing is inverted or cut.
"""

from __future__ import annotations

import re

from catalogue.services.holdings import Holding
from pipeline.metadata import PersonRole
from pipeline.text import folded

_TEX = str.maketrans(
    {"{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_", "$": r"\$", "\\": r"\textbackslash{}"}
)


def _named(holding: Holding, *roles: PersonRole) -> list[str]:
    return [person.name for person in holding.record.people if person.role in roles]


def _title(holding: Holding) -> str:
    return f"{holding.card.title}: {holding.card.subtitle}" if holding.card.subtitle else holding.card.title


def line(holding: Holding, address: str, pages: str = "") -> str:
    """Author. (Year). Title: subtitle (pp. 12–18). Publisher. Address."""
    people = _named(holding, PersonRole.AUTHOR, PersonRole.CORPORATE) or _named(
        holding, PersonRole.EDITOR, PersonRole.COMPILER
    )
    who = ", ".join(people[:-1]) + (" & " if len(people) > 1 else "") + people[-1] if people else ""
    year = holding.released_at.year
    title = _title(holding) + (f" ({_page(holding.card.language, pages)} {pages})" if pages else "")
    if not who:
        return f"{title}. ({year}). {holding.card.publisher}. {address}"
    return f"{who}. ({year}). {title}. {holding.card.publisher}. {address}"


def _page(language: str, pages: str) -> str:
    """How a page is called in short: tr. in Vietnamese, else as APA 7 has it."""
    return "tr." if language == "vi" else "pp." if "–" in pages else "p."


def bibtex(holding: Holding, address: str) -> str:
    """An entry for BibTeX or biblatex, in UTF-8; names in braces stay whole."""
    people = " and ".join(f"{{{_tex(name)}}}" for name in _named(holding, PersonRole.AUTHOR, PersonRole.CORPORATE))
    editors = " and ".join(f"{{{_tex(name)}}}" for name in _named(holding, PersonRole.EDITOR, PersonRole.COMPILER))
    translators = " and ".join(f"{{{_tex(name)}}}" for name in _named(holding, PersonRole.TRANSLATOR))
    isbn = holding.record.isbn.epub or holding.record.isbn.pdf or holding.record.isbn.print
    fields = {
        "title": f"{{{_tex(_title(holding))}}}", "author": people, "editor": editors, "translator": translators,
        "publisher": _tex(holding.card.publisher), "year": str(holding.released_at.year), "isbn": isbn,
        "langid": holding.card.language, "url": address,
    }  # fmt: skip
    inside = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@book{{{key(holding)},\n{inside}\n}}\n"


def ris(holding: Holding, address: str) -> str:
    """A record in RIS, as reference managers import it."""
    lines = [("TY", "EBOOK" if holding.files or holding.closed else "BOOK"), ("TI", _title(holding))]
    lines += [("AU", name) for name in _named(holding, PersonRole.AUTHOR, PersonRole.CORPORATE)]
    lines += [("ED", name) for name in _named(holding, PersonRole.EDITOR, PersonRole.COMPILER)]
    lines += [("A4", name) for name in _named(holding, PersonRole.TRANSLATOR)]
    isbn = holding.record.isbn.epub or holding.record.isbn.pdf or holding.record.isbn.print
    lines += [
        ("PB", holding.card.publisher), ("PY", str(holding.released_at.year)), ("SN", isbn),
        ("LA", holding.card.language), ("UR", address),
    ]  # fmt: skip
    lines += [("KW", subject) for subject in holding.record.book.subjects]
    body = "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in lines if value)
    return f"{body}ER  - \r\n"


def key(holding: Holding) -> str:
    """A citation key: the first person's last word, the year, the title's first word."""
    people = _named(holding, PersonRole.AUTHOR, PersonRole.CORPORATE, PersonRole.EDITOR, PersonRole.COMPILER)
    words = [
        re.sub(r"[^a-z0-9]", "", folded(text))
        for text in ((people[0].split()[-1] if people else ""), holding.card.title.split()[0])
    ]
    return f"{words[0]}{holding.released_at.year}{words[1]}" if any(words) else holding.card.id


def _tex(text: str) -> str:
    return text.translate(_TEX)
