"""``nghinsach verify``: files still are what they were, and the record of changes is whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from catalogue.commands.console import Json, UiLang, readers_engine, stop
from pipeline.i18n import N_, NN_, translator

if TYPE_CHECKING:
    from catalogue.services.fixity import Fixity

WHOLE = NN_(
    "The record of changes is whole: {count} entry.",
    "The record of changes is whole: {count} entries follow one another.",
)


def verify(
    ledger: Annotated[bool, typer.Option("--ledger", help="The record of changes alone.")] = False,
    head: Annotated[str, typer.Option(help="The last entry as an earlier run printed it, as 3987:HASH.")] = "",
    as_json: Json = False,
    ui_lang: UiLang = "vi",
) -> None:
    """Read every stored file again and follow the record of changes; exit 1 when something does not hold."""
    from sqlmodel import Session

    from catalogue.services import audit, fixity
    from catalogue.settings import settings
    from catalogue.storage import open_storage

    say = translator(ui_lang)
    number, _, noted = head.partition(":")
    if head and not (number.isascii() and number.isdigit() and noted):
        stop(say(N_("--head takes a number and a hash, as 3987:HASH.")))
    with readers_engine() as engine, Session(engine) as session:
        broken, (entries, last) = audit.first_break(session), audit.end(session)
        lost, kept = audit.unrecorded(session), not head or audit.holds_entry(session, int(number), noted)
        found = fixity.Fixity() if ledger else fixity.check(session, open_storage(settings()))
    if as_json:
        files = {"files": found.checked, "damaged": found.damaged, "missing": found.missing}
        content = {"schema": 1, "entries": entries, "head": last, "broken_at": broken, "unrecorded": lost,
                   "head_kept": kept, **files}  # fmt: skip
        typer.echo(json.dumps(content, indent=1))
    else:
        _show(say, ledger, broken, entries, found)
        if broken is None:
            text = N_("Last entry, to be noted and held against a later run with --head: {head}")
            typer.echo(say(text, head=f"{entries}:{last}"))
        if not kept:
            typer.echo(say(N_("The entry {head} that was noted is not in the record any more."), head=head), err=True)
        for key in lost:
            typer.echo(say(N_("The record of changes has no entry for the title {key}."), key=key), err=True)
    if broken is not None or lost or not kept or found.damaged or found.missing:
        raise typer.Exit(1)


def _show(say: Callable[..., str], ledger: bool, broken: int | None, entries: int, found: Fixity) -> None:
    if broken is None:
        typer.echo(say(WHOLE, count=entries))
    else:
        typer.echo(say(N_("The record of changes is broken at entry {number}."), number=broken), err=True)
    if ledger:
        return
    for text, names in (
        (N_("Damaged: {name}"), found.damaged),
        (N_("Not in the store any more: {name}"), found.missing),
    ):
        for name in names:
            typer.echo(say(text, name=name), err=True)
    good = found.checked - len(found.damaged) - len(found.missing)
    typer.echo(say(N_("Files: {good} of {count} are what they were."), good=good, count=found.checked))
