"""``nghinsach archive``: titles as packages for long keeping, which others can read with nothing of ours."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from catalogue.commands.console import REFUSED, Json, Say, UiLang, readers_engine, stop
from catalogue.commands.progress import Steps
from catalogue.wording import Wording
from pipeline.i18n import N_, NN_, translator

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from catalogue.errors import Refusal
    from catalogue.exchange.archives import Archived

UNKNOWN = N_("There is no title and no release “{title}”. The address of its page has the id.")
STEPS = {"titles": N_("Archiving titles")}


def archive(
    title: Annotated[str, typer.Argument(help="A title or one release of it: its id, or its address.")] = "",
    out: Annotated[Path, typer.Option(help="Folder for the packages; each gets one of its own.")] = Path("archive"),
    every: Annotated[bool, typer.Option("--all", help="Every title that was ever released, here or on paper.")] = False,
    as_json: Json = False,
    ui_lang: UiLang = "vi",
) -> None:
    """Write a BagIt package of a title: manuscripts, releases, papers, record, changes; those that are there stay.

    Exit 1 when a title cannot be archived; the others are.
    """
    from sqlmodel import Session

    from catalogue.errors import Refusal
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
    with readers_engine() as engine, Steps(STEPS, say) as steps:
        wanted = _wanted(engine, title, say)
        for number, (key, release) in enumerate(wanted):
            steps.show("titles", number, len(wanted))
            with Session(engine) as session:
                found = preservation.gather(session, key, release)
            try:
                made.append(archives.write(store, out, found, origin))
            except Refusal as refusal:
                refused.append(refusal)
        steps.show("titles", len(wanted), len(wanted))
    _tell(made, refused, as_json, Wording(ui_lang))
    if refused:
        raise typer.Exit(REFUSED)


def _wanted(engine: Engine, title: str, say: Say) -> list[tuple[str, str]]:
    """Which titles, and which releases of them, are meant: that of ``title``, or all."""
    from sqlmodel import Session

    from catalogue.errors import NotFoundError
    from catalogue.services import preservation

    with Session(engine) as session:
        try:
            return [preservation.find(session, title)] if title else [(k, "") for k in preservation.every(session)]
        except NotFoundError:
            stop(f"arc-001 {say(UNKNOWN, title=title)}")


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
    text = NN_("Archived: {count} title; {there} there already.", "Archived: {count} titles; {there} there already.")
    typer.echo(words.say(text, count=len(fresh), there=len(made) - len(fresh)), err=True)
