"""``nghinsach compare``: what a translation lacks of its original."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from catalogue.commands.console import Json, Say, UiLang, must_exist, print_findings, record_of
from pipeline.i18n import N_, translator

if TYPE_CHECKING:
    from pipeline.comparing import Compared, Read, Side

INCOMPLETE = 1
COMPLETE = N_("Nothing is missing: {share}% of the original was found again in the translation.")


def compare(
    original: Annotated[Path, typer.Argument(help="The manuscript that was translated.")],
    translation: Annotated[Path, typer.Argument(help="The translation.")],
    original_lang: Annotated[
        str, typer.Option(help="Language of the original (BCP 47), where its file is silent.")
    ] = "",
    lang: Annotated[str, typer.Option(help="Language of the translation (BCP 47).")] = "",
    as_json: Json = False,
    ui_lang: UiLang = "vi",
) -> None:
    """Name the chapters, notes, tables, numbers and the like that a translation lacks; exit 1 when it lacks any."""
    from pipeline.comparing import compare as look
    from pipeline.findings import ManuscriptRefused

    say = translator(ui_lang)
    try:
        done = look(side(original, original_lang, say), side(translation, lang, say))
    except ManuscriptRefused as refused:
        print_findings(refused.findings, say)
        raise typer.Exit(INCOMPLETE) from None
    if as_json:
        typer.echo(json.dumps(content(done, say), ensure_ascii=False, indent=1))
    else:
        print_findings(done.findings, say)
    if not done.comparison.complete:
        raise typer.Exit(INCOMPLETE)
    if not as_json:
        typer.echo(say(COMPLETE, share=round(done.comparison.share * 100)))


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
    """The file, or the folder of files, with the record that lies beside it under the same name, if one does."""
    from pipeline.comparing import Side

    must_exist(path, say)
    beside = path.with_suffix(".toml")
    return Side(path, record_of(beside if beside.is_file() else None, say), language)
