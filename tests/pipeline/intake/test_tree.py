"""Words are joined before pandoc's JSON is parsed, and the tree is the one that joining afterwards gives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.book.tree import words_of
from pipeline.intake.gate import receive
from pipeline.intake.pictures import Pictures
from pipeline.intake.read import read
from pipeline.intake.tree import Walk, parsed

NASTY = '"},{"t":"Space"},{"t":"Str","c":"'
WORD = st.text(alphabet='ađ"\\},{:\xa0', min_size=1, max_size=5).map(lambda text: {"t": "Str", "c": text})
BREAK = st.sampled_from(["Space", "SoftBreak", "LineBreak"]).map(lambda kind: {"t": kind})
INLINES = st.recursive(
    st.lists(WORD | BREAK, max_size=8),
    lambda inside: st.lists(WORD | BREAK | inside.map(lambda nodes: {"t": "Emph", "c": nodes}), max_size=8),
    max_leaves=12,
)


def walked(tree: dict[str, Any]) -> tuple[Any, int]:
    """The blocks after the walk, and the words that it counted."""
    walk = Walk(Pictures(Path(), None))
    walk.visit(tree["blocks"])
    return tree["blocks"], walk.words


def alone(node: dict[str, Any]) -> list[Any]:
    """One paragraph: a node by itself in its line, and a second line with words to join."""
    words = [{"t": "Str", "c": "a"}, {"t": "Space"}, {"t": "Str", "c": "b"}]
    return [[node, {"t": "LineBreak"}, *words]]


@example(alone({"t": "SoftBreak"}))
@example(alone({"t": "Str", "c": "\xa0"}))
@given(st.lists(INLINES, max_size=2))
def test_words_joined_before_and_after_parsing_make_one_tree(paragraphs: list[Any]) -> None:
    tree = {"pandoc-api-version": [1, 23], "meta": {}, "blocks": [{"t": "Para", "c": nodes} for nodes in paragraphs]}
    data = json.dumps(tree, separators=(",", ":"), ensure_ascii=False).encode()
    assert walked(parsed(data)) == walked(json.loads(data))


def test_a_line_becomes_one_node() -> None:
    line = b'{"t":"Str","c":"con"},{"t":"Space"},{"t":"Str","c":"ng\xc6\xb0\xe1\xbb\x9di"}'
    data = b'{"pandoc-api-version":[1,23],"meta":{},"blocks":[{"t":"Para","c":[' + line + b"]}]}"
    assert parsed(data)["blocks"] == [{"t": "Para", "c": [{"t": "Str", "c": "con người"}]}]


def test_what_looks_like_the_notation_stays_as_typed(tmp_path: Path) -> None:
    manuscript = tmp_path / "a.txt"
    manuscript.write_text(f"Trước {NASTY} sau", "utf-8")
    work = tmp_path / "work"
    work.mkdir()
    assert words_of(read(receive(manuscript), work).ast["blocks"]).strip() == f"Trước {NASTY} sau"
