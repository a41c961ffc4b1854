"""A few lines of our own in every language of the programme: what a person may publish here must set well.

Each sample is a manuscript in Markdown with a chapter, a note, numbers, quotation, a list and a table. The lines in
Tày, Nùng, Mông and Cham are plain phrases of daily life; those in Cham and Tai Viet letters show the script alone.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

DECLARATION = ("ar", "en", "es", "fr", "ja", "km", "ko", "lo", "ru", "th", "vi", "zh-Hans")
"""Languages in which the Universal Declaration lies beside the project, as real text."""


class Sample(NamedTuple):
    """Title, chapter, sentences (the second is long), points of a list, head and row of a table, a note."""

    title: str
    chapter: str
    sentences: list[str]
    points: list[str]
    table: list[str]
    note: str


SAMPLES = {
    tag: Sample(**sample)
    for tag, sample in json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8")).items()
}


def manuscript(language: str) -> str:
    """A manuscript in Markdown, four pages or so long."""
    s = SAMPLES[language]
    body = ("" if language.startswith(("zh", "ja")) else " ").join([s.sentences[1]] * 6)
    chapter = "\n\n".join(
        [
            f"# {s.chapter}",
            f"{s.sentences[0]}[^1] **{s.sentences[0]}** *{s.sentences[0]}*",
            body,
            f"## {s.points[0]}",
            body,
            "\n".join(f"{n}. {point}" for n, point in enumerate(s.points, 1)),
            f"> {s.sentences[0]}",
            f"| {s.table[0]} | {s.table[1]} |\n|---|---|\n| 2021 | 980 |\n| 2022 | {s.points[1]} |",
            f"[^1]: {s.note} {s.sentences[0]}",
        ]
    )
    return chapter + "\n\n" + f"# {s.points[1]}\n\n{body}\n\n{body}\n"
