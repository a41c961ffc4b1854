"""Writes the pages that explain every rule, in both languages, from the rules themselves.

rules.py            writes docs/rules.vi.md and docs/rules.en.md
rules.py --check    exit 1 if they are not what the rules say
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path

import pipeline
from pipeline.findings import RULES, Rule, Severity
from pipeline.i18n import translator

DOCS = Path(__file__).resolve().parent.parent / "docs"
LANGUAGES = ("vi", "en")
HEADS = {
    "vi": (
        "Các quy tắc kiểm tra",
        (
            "Mỗi nhận xét của phần mềm mang một mã ở đây. *Lỗi* chặn việc xuất bản; *cảnh báo* cần được xem; "
            "*lời khuyên* thì tùy bạn. Chữ trong ngoặc nhọn được thay bằng chi tiết của từng cuốn sách."
        ),
        ("Mã", "Mức", "Nhận xét", "Nên làm gì"),
        {Severity.ERROR: "lỗi", Severity.WARNING: "cảnh báo", Severity.ADVICE: "lời khuyên"},
    ),
    "en": (
        "The rules",
        (
            "Every finding of the software carries one of these codes. An *error* stops publication; a *warning* "
            "wants to be looked at; *advice* is up to you. Words in braces are filled with the details of each book."
        ),
        ("Code", "Severity", "Finding", "What to do"),
        {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "advice"},
    ),
}
FAMILIES = {
    "in": ("Tiếp nhận bản thảo", "Taking the manuscript in"),
    "enc": ("Bảng mã cũ", "Old encodings"),
    "st": ("Cấu trúc", "Structure"),
    "str": ("Đề mục nhận ra từ cách trình bày", "Headings recognised by their looks"),
    "tx": ("Chữ", "Text"),
    "ty": ("Trình bày chữ", "Typography"),
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
    "pd": ("PDF", "PDF"),
    "pr": ("In ấn", "Printing"),
}


def page(language: str) -> str:
    """The whole page in one language."""
    say = translator(language)
    title, lead, columns, severities = HEADS[language]
    out = [f"# {title}", "", lead, ""]
    families = sorted({code.partition("-")[0] for code in RULES}, key=lambda family: (_place(family), family))
    for family in families:
        names = FAMILIES.get(family, (family, family))
        out += [f"## {names[LANGUAGES.index(language)]} ({family})", "", _row(columns), _row(("---",) * 4)]
        for rule in sorted((r for r in RULES.values() if r.code.startswith(f"{family}-")), key=lambda r: r.code):
            out.append(_row((f"`{rule.code}`", severities[rule.severity], *_said(rule, say))))
        out.append("")
    return "\n".join(out)


def load() -> None:
    """Import the whole pipeline, since a rule is registered where it is applied."""
    for module in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
        if not module.name.endswith("_child"):  # runs only as a process of its own
            importlib.import_module(module.name)


def _said(rule: Rule, say: object) -> tuple[str, str]:
    assert callable(say)
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
