"""``nghinsach compare``: what a translation lacks of its original."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.i18n import N_, translator

if TYPE_CHECKING:
    from pipeline.comparing import Compared, Read, Side
    from pipeline.findings import Finding

UiLang = Annotated[str, typer.Option("--ui-lang", help="Language of messages: vi or en.")]
Say = Callable[[str], str]
INCOMPLETE, WRONG_USE = 1, 2
SEVERITIES = {"error": N_("Error"), "warning": N_("Warning"), "advice": N_("Advice")}
COMPLETE = N_("Nothing is missing: {share}% of the original was found again in the translation.")


def compare(
    original: Annotated[Path, typer.Argument(help="The manuscript that was translated.")],
    translation: Annotated[Path, typer.Argument(help="The translation.")],
    original_lang: Annotated[
        str, typer.Option(help="Language of the original (BCP 47), where its file is silent.")
    ] = "",
    lang: Annotated[str, typer.Option(help="Language of the translation (BCP 47).")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable output.")] = False,
    ui_lang: UiLang = "vi",
) -> None:
    """Name the chapters, notes, tables, numbers and the like that a translation lacks; exit 1 when it lacks any."""
    from pipeline.comparing import compare as look
    from pipeline.findings import ManuscriptRefused

    say = translator(ui_lang)
    try:
        done = look(side(original, original_lang, say), side(translation, lang, say))
    except ManuscriptRefused as refused:
        _show(refused.findings, say)
        raise typer.Exit(INCOMPLETE) from None
    if as_json:
        typer.echo(json.dumps(content(done, say), ensure_ascii=False, indent=1))
    else:
        _show(done.findings, say)
    if not done.comparison.complete:
        raise typer.Exit(INCOMPLETE)
    if not as_json:
        typer.echo(say(COMPLETE).format(share=round(done.comparison.share * 100)))


def content(done: Compared, say: Say) -> dict[str, Any]:
    """The comparison as JSON says it."""
    return {
        "schema": 1,
        "complete": done.comparison.complete,
        "found_again": round(done.comparison.share, 4),
        "original": _side_content(done.original, done.comparison.original),
        "translation": _side_content(done.translation, done.comparison.translation),
        "findings": [finding.said(say) for finding in done.findings],
    }


def _side_content(read: Read, counts: dict[str, int]) -> dict[str, Any]:
    book = read.book
    return {"name": read.name, "sha256": read.sha256, "title": book.title, "language": book.language, "counts": counts}


def side(path: Path, language: str, say: Say) -> Side:
    """The file with the record that lies beside it under the same name, if one does."""
    from pipeline.comparing import Side
    from pipeline.metadata import EditionRecord

    if not path.is_file():
        typer.echo(say(N_("There is no file “{name}”. Check the path.")).format(name=path), err=True)
        raise typer.Exit(WRONG_USE)
    beside = path.with_suffix(".toml")
    record = EditionRecord.from_toml(beside) if beside.is_file() else EditionRecord()
    return Side(path, record, language)


def _show(findings: tuple[Finding, ...] | list[Finding], say: Say) -> None:
    for said in (finding.said(say) for finding in findings):
        where = ", ".join(str(value) for value in said["where"].values())
        typer.echo(f"{say(SEVERITIES[said['severity']])} {said['code']}" + (f" ({where})" if where else ""))
        typer.echo(f"  {said['message']}")
        if said["hint"]:
            typer.echo(f"  → {said['hint']}")
