"""``nghinsach import``: titles in bulk from a sheet, with a dry run, a report of every row, and a way back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from catalogue.commands.console import Json, Say, UiLang
from pipeline.i18n import N_, NN_, translator

NOT_DONE = NN_(
    "Nothing was imported: {errors} row has errors. Correct it, or import the others with --skip-broken.",
    "Nothing was imported: {errors} rows have errors. Correct them, or import the others with --skip-broken.",
    "errors",
)
WRONG_COLUMN = N_("“{given}” does not say what a column is. Write “heading=field”; the fields are: {names}.")
DRY = N_("Dry run: nothing was imported.")
DONE = NN_(
    "Imported: {count} title. To take it out again: nghinsach import --undo {batch}",
    "Imported: {count} titles. To take them out again: nghinsach import --undo {batch}",
)
PROPOSAL = N_(
    "What may be there already is left out; to bring it in as a title of its own, write “mới” into the column "
    "“Xử lý trùng”."
)
UNDONE = NN_("Taken out: {count} title of the import {batch}.", "Taken out: {count} titles of the import {batch}.")
SUMMARY = NN_(
    "{rows} row: {new} new, {changed} to change a title, {duplicates} perhaps there already, {errors} with errors; "
    "{skipped} skipped.",
    "{rows} rows: {new} new, {changed} to change a title, {duplicates} perhaps there already, {errors} with errors; "
    "{skipped} skipped.",
    "rows",
)


def import_titles(
    files: Annotated[
        list[Path] | None, typer.Argument(help="XLSX, XLS or CSV files; together they are one import.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    skip_broken: Annotated[bool, typer.Option("--skip-broken", help="Import the rows without errors.")] = False,
    report: Annotated[Path | None, typer.Option(help="Write the report of every row here (.json or .csv).")] = None,
    undo: Annotated[str, typer.Option(help="Take an earlier import out again, by its id.")] = "",
    template: Annotated[Path | None, typer.Option(help="Write an empty workbook to fill in here.")] = None,
    questions: Annotated[
        Path | None, typer.Option(help="Write a workbook for each house with what its titles lack, into this folder.")
    ] = None,
    column: Annotated[
        list[str] | None, typer.Option(help="What a column is, as “heading=field”; fields are named in the report.")
    ] = None,
    as_json: Json = False,
    ui_lang: UiLang = "vi",
) -> None:
    """Bring titles in from sheets; nothing is half-imported."""
    from catalogue.errors import NotFoundError, Refusal

    say = translator(ui_lang)
    if sum(bool(one) for one in (files, undo, template, questions)) != 1:
        _stop(say(N_("Give a file to import, or --undo with an id, or --template with a file to write.")))
    for file in files or ():
        if not file.is_file():
            _stop(say(N_("There is no file “{name}”. Check the path."), name=file))
    try:
        if template:
            from catalogue.exchange.template import write

            typer.echo(str(write(template)))
        elif questions:
            _ask(questions)
        elif undo:
            _undo(undo, say)
        elif files:
            _import(files, _chosen(column or [], say), dry_run, skip_broken, report, as_json, say)
    except Refusal as refusal:
        _stop(refusal.said(say), 1)
    except NotFoundError:
        _stop(say(N_("There is no import with the id {batch}."), batch=undo), 1)


def _chosen(given: list[str], say: Say) -> dict[str, str]:
    """Fields by heading, as the command line has them."""
    from catalogue.exchange.columns import HEADINGS

    found = {}
    for one in given:
        heading, _, name = one.rpartition("=")
        if not heading.strip() or name.strip() not in HEADINGS:
            _stop(say(WRONG_COLUMN, given=one, names=", ".join(sorted(HEADINGS))))
        found[heading.strip()] = name.strip()
    return found


def _import(
    files: list[Path], chosen: dict[str, str], dry_run: bool, skip_broken: bool, report: Path | None, as_json: bool,
    say: Say,
) -> None:  # fmt: skip
    from catalogue.commands.programme import opened
    from catalogue.exchange import deliveries
    from catalogue.services import imports, programme

    found = deliveries.read([(file, file.name) for file in files], chosen)
    if len(found) == 1 and found[0].refusal:
        raise found[0].refusal
    with opened("1079", "vi") as session:
        plan = programme.plan(session)
        examined = imports.examine(
            session, deliveries.incoming(found), start=plan.programme.start, today=programme.today(plan.rules)
        )  # fmt: skip
        told = deliveries.report(found, examined)
        errors, batch_id = told["counts"]["errors"], ""
        if not dry_run and (not errors or skip_broken) and examined.wanted:
            name = ", ".join(file.name for file in files)
            batch_id = imports.carry_out(session, examined, name=name, sha256=deliveries.digest(files)).id
    content = {**deliveries.said(told, say), "batch": batch_id}
    if report:
        _write(report, content)
    if as_json:
        typer.echo(json.dumps(content, ensure_ascii=False, indent=1))
    else:
        _show(content, say, batch_id, dry_run)
    if errors and not batch_id:
        raise typer.Exit(1)


def _write(path: Path, content: dict[str, Any]) -> None:
    from catalogue.exchange import deliveries

    if path.suffix == ".csv":
        path.write_text(deliveries.as_csv(content), encoding="utf-8-sig", newline="")
    else:
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def _show(content: dict[str, Any], say: Say, batch_id: str, dry_run: bool) -> None:
    from catalogue.exchange.deliveries import VERDICTS

    for file in content["files"]:
        for name, heading in file["columns"].items():
            typer.echo(f"{heading} → {name}")
    if content["unknown_columns"]:
        typer.echo(say(N_("Columns that are not used: {names}"), names=", ".join(content["unknown_columns"])))
    for row in content["rows"]:
        place = ":".join(str(part) for part in (row["file"], row["sheet"], row["row"]) if part)
        for note in row["notes"]:
            verdict, title = say(VERDICTS[row["verdict"]]), row["title"][:60]
            typer.echo(f"{place} [{verdict}] {note['code']} {title}: {note['message']}")
    counts = content["counts"]
    typer.echo(say(SUMMARY, **counts))
    if counts["duplicates"]:
        typer.echo(say(PROPOSAL))
    if batch_id:
        typer.echo(say(DONE, count=counts["new"], batch=batch_id))
    elif dry_run:
        typer.echo(say(DRY))
    elif counts["errors"]:
        typer.echo(say(NOT_DONE, errors=counts["errors"]), err=True)


def _ask(folder: Path) -> None:
    """A workbook of questions for every house that has to be asked something."""
    from catalogue.commands.programme import opened
    from catalogue.exchange import questions as asking
    from catalogue.services import questions
    from pipeline.text import slug

    folder.mkdir(parents=True, exist_ok=True)
    with opened("1079", "vi") as session:
        for key, name, _ in questions.houses(session):
            path = folder / f"bo-sung-{slug(name)}-{key}.xlsx"
            typer.echo(str(asking.write(path, name, questions.asked(session, key))))


def _undo(batch_id: str, say: Say) -> None:
    from catalogue.commands.programme import opened
    from catalogue.services import batches

    with opened("1079", "vi") as session:
        count = batches.undo(session, batches.get(session, batch_id))
    typer.echo(say(UNDONE, count=count, batch=batch_id))


def _stop(message: str, code: int = 2) -> None:
    typer.echo(message, err=True)
    raise typer.Exit(code)
