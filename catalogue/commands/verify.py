"""``nghinsach verify``: files still are what they were, and the record of changes is whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from catalogue.commands.console import Json, UiLang, readers_engine
from pipeline.i18n import N_, translator

if TYPE_CHECKING:
    from catalogue.services.fixity import Fixity


def verify(
    ledger: Annotated[bool, typer.Option("--ledger", help="The record of changes alone.")] = False,
    as_json: Json = False,
    ui_lang: UiLang = "vi",
) -> None:
    """Read every stored file again and follow the record of changes; exit 1 when something does not hold."""
    from sqlmodel import Session

    from catalogue.services import audit, fixity
    from catalogue.settings import settings
    from catalogue.storage import open_storage

    say = translator(ui_lang)
    with readers_engine() as engine, Session(engine) as session:
        broken, entries = audit.first_break(session), audit.length(session)
        found = fixity.Fixity() if ledger else fixity.check(session, open_storage(settings()))
    if as_json:
        files = {"files": found.checked, "damaged": found.damaged, "missing": found.missing}
        content = {"schema": 1, "entries": entries, "broken_at": broken, **files}
        typer.echo(json.dumps(content, indent=1))
    else:
        _show(say, ledger, broken, entries, found)
    if broken is not None or found.damaged or found.missing:
        raise typer.Exit(1)


def _show(say: Callable[[str], str], ledger: bool, broken: int | None, entries: int, found: Fixity) -> None:
    if broken is None:
        typer.echo(say(N_("The record of changes is whole: {count} entries follow one another.")).format(count=entries))
    else:
        typer.echo(say(N_("The record of changes is broken at entry {number}.")).format(number=broken), err=True)
    if ledger:
        return
    for text, names in (
        (N_("Damaged: {name}"), found.damaged),
        (N_("Not in the store any more: {name}"), found.missing),
    ):
        for name in names:
            typer.echo(say(text).format(name=name), err=True)
    good = found.checked - len(found.damaged) - len(found.missing)
    typer.echo(say(N_("Files: {good} of {count} are what they were.")).format(good=good, count=found.checked))
