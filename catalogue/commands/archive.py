"""``nghinsach archive``: titles as packages for long keeping, which others can read with nothing of ours."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from catalogue.commands.console import REFUSED, Json, UiLang, stop
from catalogue.commands.progress import Steps
from catalogue.wording import Wording
from pipeline.i18n import N_, translator

if TYPE_CHECKING:
    from sqlmodel import Session

    from catalogue.errors import Refusal
    from catalogue.exchange.archives import Archived

UNKNOWN = N_("There is no title and no release “{title}”. The address of its page has the id.")
STEPS = {"titles": N_("Archiving titles")}


def archive(
    title: Annotated[str, typer.Argument(help="A title or one release of it: its id, or its address.")] = "",
    out: Annotated[Path, typer.Option(help="Folder for the packages; each title gets one of its own.")] = Path(
        "archive"
    ),
    every: Annotated[bool, typer.Option("--all", help="Every title that was ever released, here or on paper.")] = False,
    as_json: Json = False,
    ui_lang: UiLang = "vi",
) -> None:
    """Write a BagIt package of a title: manuscripts, releases, papers, record, changes; those that are there stay.

    Exit 1 when a title cannot be archived; the others are.
    """
    from catalogue.commands.programme import opened
    from catalogue.errors import NotFoundError, Refusal
    from catalogue.exchange import archives
    from catalogue.services import preservation
    from catalogue.settings import settings
    from catalogue.storage import open_storage

    say = translator(ui_lang)
    if bool(title) == every:
        stop(say(N_("Name one title, or all of them with --all.")))
    made: list[Archived] = []
    refused: list[Refusal] = []
    store, origin = open_storage(settings()), settings().public_url.rstrip("/")
    with opened("1079", ui_lang) as session, Steps(STEPS, say) as steps:
        try:
            wanted = (
                [(key, "") for key in preservation.every(session)] if every else [preservation.find(session, title)]
            )
        except NotFoundError:
            stop(
                say(N_("arc-001 There is no title and no release “{title}”. Its page has the id.")).format(title=title)
            )
        for number, (key, release) in enumerate(wanted):
            steps.show("titles", number, len(wanted))
            try:
                made.append(archives.write(store, out, preservation.gather(session, key, release), origin))
            except Refusal as refusal:
                refused.append(refusal)
            _let_go(session)
        steps.show("titles", len(wanted), len(wanted))
    _tell(made, refused, as_json, Wording(ui_lang))
    if refused:
        raise typer.Exit(REFUSED)


def _let_go(session: Session) -> None:
    """A thousand titles need not stay in memory."""
    session.expunge_all()


def _tell(made: Sequence[Archived], refused: Sequence[Refusal], as_json: bool, words: Wording) -> None:
    fresh = [one for one in made if one.fresh]
    if as_json:
        packages = [{"title": one.title, "path": str(one.path), "new": one.fresh} for one in made]
        faults = [{"code": one.code, "message": one.said(words.say)} for one in refused]
        typer.echo(json.dumps({"schema": 1, "packages": packages, "refused": faults}, ensure_ascii=False, indent=1))
        return
    for one in fresh:
        typer.echo(str(one.path))
    for refusal in refused:
        typer.echo(f"{refusal.code} {refusal.said(words.say)}", err=True)
    text = N_("Archived: {count} titles; {there} were there already.")
    typer.echo(words.say(text, count=words.number(len(fresh)), there=words.number(len(made) - len(fresh))), err=True)
