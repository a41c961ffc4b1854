"""``nghinsach backup`` and ``nghinsach restore``: the whole catalogue, records and files, into a folder and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from catalogue.commands.console import REFUSED, WRONG_USE, Json, Say, UiLang, must_exist
from catalogue.commands.progress import Steps
from catalogue.wording import CHANGES, FILES, TITLES, Wording
from pipeline.i18n import N_, NN_, translator

if TYPE_CHECKING:
    from catalogue.errors import Refusal
    from catalogue.exchange.backups import Made
    from catalogue.exchange.bag_check import Fault
    from catalogue.jobs.restoring import Restored

STEPS = {
    "records": N_("Writing the records"), "files": N_("Copying the files"), "check": N_("Reading the backup again"),
    "index": N_("Making the search index"), "fixity": N_("Reading the files again from the store"),
    "texts": N_("Reading the texts of the books"),
}  # fmt: skip
RESTORING = {**STEPS, "records": N_("Entering the records")}
FAULTS = {"damaged": N_("Damaged: {name}"), "missing": N_("Missing: {name}"), "foreign": N_("Not of it: {name}")}
USE = ("bak-001", "bak-005", "bak-006")
"""Refusals that mean that the command was told the wrong thing."""


def backup(
    folder: Annotated[Path, typer.Argument(help="Where backups are kept; each gets a folder of its own in it.")],
    thorough: Annotated[
        bool, typer.Option("--thorough", help="Read those files again, too, that an earlier backup holds.")
    ] = False,
    as_json: Json = False,
    ui_lang: UiLang = "vi",
) -> None:
    """Copy the whole catalogue while it is at work; exit 1 when a file of it is damaged or missing."""
    from catalogue import db
    from catalogue.errors import Refusal
    from catalogue.exchange import backups
    from catalogue.settings import settings
    from catalogue.storage import open_storage

    say = translator(ui_lang)
    with _refusals(say, as_json):
        if not db.is_there(settings().database_url):
            raise Refusal("bak-001", backups.NO_CATALOGUE)
        engine = db.make_engine(settings().database_url)
        try:
            with Steps(STEPS, say) as steps:
                made = backups.make(engine, open_storage(settings()), folder, steps.show, thorough=thorough)
        finally:
            engine.dispose()
    if as_json:
        _print({"status": "whole" if made.sound else "lacking", "path": str(made.path), **_backup(made)})
    else:
        _tell_backup(made, Wording(ui_lang))
    if not made.sound:
        raise typer.Exit(REFUSED)


def restore(
    backup: Annotated[Path, typer.Argument(help="A backup, or the folder of several: then the newest of them.")],
    check: Annotated[bool, typer.Option("--check", help="Only read it again and say whether it is whole.")] = False,
    as_json: Json = False,
    ui_lang: UiLang = "vi",
) -> None:
    """Make a catalogue of a backup, in an empty database; exit 1 when it is refused or something is lacking."""
    from catalogue.exchange import backups
    from catalogue.jobs import restoring
    from catalogue.settings import settings

    say = translator(ui_lang)
    must_exist(backup, say)
    with _refusals(say, as_json):
        chosen = backups.chosen(backup)
        known = backups.about(chosen)
        if not as_json:
            moment = Wording(ui_lang).moment(known.made_at)
            typer.echo(say(N_("Backup of {moment}: {path}"), moment=moment, path=chosen), err=True)
        with Steps(RESTORING, say) as steps:
            if check:
                faults, restored = restoring.check(chosen, steps.show), None
            else:
                faults, restored = [], restoring.restore(settings(), chosen, steps.show)
    if restored is None:
        _checked(known, faults, as_json, Wording(ui_lang))
    else:
        _restored(restored, as_json, Wording(ui_lang))


@contextmanager
def _refusals(say: Say, as_json: bool) -> Iterator[None]:
    """A refusal ends the command with its code and sentence."""
    from catalogue.errors import Refusal

    try:
        yield
    except Refusal as refusal:
        if as_json:
            _print({"status": "refused", "code": refusal.code, "message": refusal.said(say)})
        typer.echo(f"{refusal.code} {refusal.said(say)}", err=True)
        raise typer.Exit(_exit_code(refusal)) from None


def _exit_code(refusal: Refusal) -> int:
    return WRONG_USE if refusal.code in USE else REFUSED


def _print(content: dict[str, Any]) -> None:
    typer.echo(json.dumps({"schema": 1, **content}, ensure_ascii=False, indent=1))


def _backup(made: Made) -> dict[str, Any]:
    return {
        "made_at": made.made_at.isoformat(), "revision": made.revision, "rows": made.counts,
        "changes": {"entries": made.entries, "head": made.head, "broken_at": made.broken_at},
        "files": {"count": made.files, "bytes": made.bytes, "copied": made.copied, "copied_bytes": made.copied_bytes,
                  "damaged": made.damaged, "missing": made.missing, "saved": made.saved},
    }  # fmt: skip


def _held(made: Made, words: Wording) -> dict[str, str]:
    """How much a backup holds, in words."""
    titles = made.counts.get("edition", 0)
    held = {"titles": (TITLES, titles), "entries": (CHANGES, made.entries), "files": (FILES, made.files)}
    return {name: words.say(text, count=number) for name, (text, number) in held.items()}


def _tell_backup(made: Made, words: Wording) -> None:
    text = NN_(
        "{titles}, {entries} and {files} ({size}) are in {path}; {copied} file is new.",
        "{titles}, {entries} and {files} ({size}) are in {path}; {copied} files are new.",
        "copied",
    )
    typer.echo(words.say(text, **_held(made, words), size=words.size(made.bytes), path=made.path, copied=made.copied))
    _names(words, N_("Damaged in the store: {name}"), made.damaged)
    _names(words, N_("Not in the store any more: {name}"), made.missing)
    _names(words, N_("Taken from an earlier backup, which has it undamaged: {name}"), made.saved)
    if made.lacking:
        text = NN_(
            "{count} file is in no backup. Everything else is in this one.",
            "{count} files are in no backup. Everything else is in this one.",
        )
        typer.echo(words.say(text, count=len(made.lacking)), err=True)
    _broken(words, made.broken_at)


def _checked(known: Made, faults: list[Fault], as_json: bool, words: Wording) -> None:
    """Say what the check of a backup found."""
    if as_json:
        told = [{"name": fault.name, "kind": fault.kind} for fault in faults]
        _print({"status": "damaged" if faults else "whole", "path": str(known.path), "faults": told, **_backup(known)})
    else:
        for fault in faults:
            _names(words, FAULTS[fault.kind], [fault.name])
        whole = NN_(
            "The backup is whole: {count} file is what it was.",
            "The backup is whole: {count} files are what they were.",
        )
        text = N_("The backup is not whole.") if faults else whole
        typer.echo(words.say(text, count=known.files), err=bool(faults))
        _lacking(known, words)
    if faults:
        raise typer.Exit(REFUSED)


def _restored(found: Restored, as_json: bool, words: Wording) -> None:
    """Say what a restore brought back."""
    known = found.backup
    if as_json:
        _print({
            "status": "restored" if found.sound else "lacking", **_backup(known), "built_again": found.built_again,
            "damaged": found.damaged, "missing": found.missing, "texts": found.texts,
        })  # fmt: skip
    else:
        text = N_("Restored: {titles}, {entries}, {files}. Everybody signs in again.")
        typer.echo(words.say(text, **_held(known, words)))
        if found.built_again:
            text = NN_(
                "{count} build that was not over begins anew when a worker starts.",
                "{count} builds that were not over begin anew when a worker starts.",
            )
            typer.echo(words.say(text, count=len(found.built_again)))
        _names(words, N_("Damaged in the store: {name}"), found.damaged)
        _names(words, N_("Not in the backup: {name}"), found.missing)
        _broken(words, found.broken_at)
    if not found.sound:
        raise typer.Exit(REFUSED)


def _lacking(known: Made, words: Wording) -> None:
    _names(words, N_("Was not to be had when it was made: {name}"), known.lacking)
    _broken(words, known.broken_at)


def _names(words: Wording, text: str, names: Iterable[str]) -> None:
    for name in names:
        typer.echo(words.say(text, name=name), err=True)


def _broken(words: Wording, number: int | None) -> None:
    if number is not None:
        typer.echo(words.say(N_("The record of changes is broken at entry {number}."), number=number), err=True)
