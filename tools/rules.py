"""Writes the pages that explain every rule, in both languages, from the rules and their examples.

The examples are the folders of ``docs/rules``, which ``tests/pipeline/test_rules.py`` holds to what they say.

rules.py            writes docs/rules.vi.md and docs/rules.en.md
rules.py --check    exit 1 if they are not what the rules say
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pipeline
from pipeline.findings import RULES, Rule, Severity, retold
from pipeline.i18n import translator

DOCS = Path(__file__).resolve().parent.parent / "docs"
EXAMPLES = DOCS / "rules"
SHOWN, SHORT = (".md", ".html", ".tex", ".txt"), 700
"""Inputs that the page itself shows, if they have fewer characters."""
LANGUAGES = ("vi", "en")
HEADS = {
    "vi": (
        "Các quy tắc kiểm tra",
        (
            "Mỗi nhận xét của phần mềm mang một mã ở đây. *Lỗi* chặn việc xuất bản; *cảnh báo* cần được xem; "
            "*lời khuyên* thì tùy bạn. Chữ trong ngoặc nhọn được thay bằng chi tiết của từng cuốn sách. Mã dẫn đến "
            "thư mục ví dụ: một bản thảo phạm quy tắc, một bản thảo theo đúng, và những nhận xét về mỗi bản."
        ),
        ("Mã", "Mức", "Nhận xét", "Nên làm gì"),
        ("Ví dụ", "Bản thảo phạm quy tắc", "Bản thảo theo đúng", "Phần mềm nói"),
        {Severity.ERROR: "lỗi", Severity.WARNING: "cảnh báo", Severity.ADVICE: "lời khuyên"},
    ),
    "en": (
        "The rules",
        (
            "Every finding of the software carries one of these codes. An *error* stops publication; a *warning* "
            "wants to be looked at; *advice* is up to you. Words in braces are filled with the details of each book. "
            "A code leads to its examples: a manuscript that breaks the rule, one that keeps it, and what is found."
        ),
        ("Code", "Severity", "Finding", "What to do"),
        ("Examples", "A manuscript that breaks the rule", "One that keeps it", "What is said"),
        {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "advice"},
    ),
}
FAMILIES = {
    "in": ("Tiếp nhận bản thảo", "Taking the manuscript in"),
    "enc": ("Bảng mã cũ", "Old encodings"),
    "rs": ("Lấy lại từ tệp Word", "Rescued from the Word file"),
    "st": ("Cấu trúc", "Structure"),
    "str": ("Đề mục nhận ra từ cách trình bày", "Headings recognised by their looks"),
    "tx": ("Chữ", "Text"),
    "ty": ("Trình bày chữ", "Typography"),
    "le": ("Văn bản pháp luật", "Legal texts"),
    "ax": ("Khả năng tiếp cận", "Accessibility"),
    "gl": ("Mặt chữ", "Typefaces"),
    "im": ("Hình ảnh", "Pictures"),
    "tb": ("Bảng", "Tables"),
    "no": ("Chú thích", "Notes"),
    "li": ("Liên kết", "Links"),
    "ma": ("Công thức", "Formulas"),
    "md": ("Dữ liệu xuất bản", "Metadata"),
    "ip": ("Thông tin xuất bản theo Điều 27", "Imprint, after Article 27"),
    "cv": ("Bìa", "Cover"),
    "acc": ("Đối chiếu chuyển đổi", "Conversion account"),
    "cmp": ("Đối chiếu bản dịch với bản gốc", "Translation held against the original"),
    "ep": ("EPUB", "EPUB"),
    "ec": ("EPUBCheck", "EPUBCheck"),
    "ace": ("Ace, bộ kiểm tra khả năng tiếp cận", "Ace, the accessibility checker"),
    "pd": ("PDF", "PDF"),
    "pr": ("In ấn", "Printing"),
}


def page(language: str) -> str:
    """The whole page in one language."""
    say = translator(language)
    title, lead, columns, words, severities = HEADS[language]
    out = [f"# {title}", "", lead, ""]
    families = sorted({code.partition("-")[0] for code in RULES}, key=lambda family: (_place(family), family))
    for family in families:
        names = FAMILIES.get(family, (family, family))
        out += [f"## {names[LANGUAGES.index(language)]} ({family})", "", _row(columns), _row(("---",) * 4)]
        rules = sorted((r for r in RULES.values() if r.code.startswith(f"{family}-")), key=lambda r: r.code)
        for rule in rules:
            out.append(_row((_linked(rule.code), severities[rule.severity], *_said(rule, say))))
        out += ["", f"<details><summary>{words[0]}</summary>", ""]
        for rule in rules:
            out += _example(rule.code, words, say)
        out += ["</details>", ""]
    return "\n".join(out)


def _linked(code: str) -> str:
    return f"[`{code}`](rules/{code})" if (EXAMPLES / code).is_dir() else f"`{code}`"


def _example(code: str, words: tuple[str, ...], say: Callable[[str], str]) -> list[str]:
    """What is said of the input that breaks the rule, and both inputs where they are a few lines of text."""
    folder = EXAMPLES / code
    if not folder.is_dir():
        return []
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))["breaks"]
    said = [_of(finding, say) for finding in expected if finding["code"] == code]
    out = [f"**`{code}`** {words[3]}: {said[0]}", ""]
    for side, title in zip(("breaks", "keeps"), words[1:3], strict=True):
        for path in sorted(folder.glob(f"{side}.*")):
            text = path.read_text(encoding="utf-8").strip() if path.suffix in SHOWN and path.is_file() else ""
            if text and len(text) < SHORT:
                out += [f"{title}:", "", f"````{path.suffix[1:]}", text, "````", ""]
    return out


def _of(finding: dict[str, Any], say: Callable[[str], str]) -> str:
    rule = RULES[finding["code"]]
    kept = {"params": {}, "phrases": [], "where": {}, "message": rule.message, "hint": rule.hint} | finding
    return str(retold(kept, say)["message"])


def load() -> None:
    """Import the whole pipeline, since a rule is registered where it is applied."""
    for module in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
        if not module.name.endswith("_child"):  # runs only as a process of its own
            importlib.import_module(module.name)


def _said(rule: Rule, say: Callable[[str], str]) -> tuple[str, str]:
    return say(rule.message), say(rule.hint) if rule.hint else ""


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _place(family: str) -> int:
    return list(FAMILIES).index(family) if family in FAMILIES else len(FAMILIES)


def main(check: bool) -> int:
    """Write or compare; returns the exit code."""
    load()
    stale = []
    for language in LANGUAGES:
        path, content = DOCS / f"rules.{language}.md", page(language)
        if path.exists() and path.read_text(encoding="utf-8") == content:
            continue
        stale.append(path.name)
        if not check:
            DOCS.mkdir(exist_ok=True)
            path.write_text(content, encoding="utf-8")
    if check and stale:
        print(f"{', '.join(stale)}: not what the rules say; run tools/rules.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
