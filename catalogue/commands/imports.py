"""``nghinsach import``: titles in bulk from a sheet, with a dry run, a report of every row, and a way back."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from catalogue.commands.console import Json, Say, UiLang
from pipeline.i18n import N_, translator

if TYPE_CHECKING:
    from catalogue.exchange.columns import Table
    from catalogue.services.imports import Examination, Examined

VERDICTS = {"new": N_("new"), "duplicate": N_("there already?"), "error": N_("error"), "skipped": N_("skipped")}
NOT_DONE = N_("Nothing was imported: {errors} rows have errors. Correct them, or import the others with --skip-broken.")
DRY = N_("Dry run: nothing was imported.")
DONE = N_("Imported: {count} titles. To take them out again: nghinsach import --undo {batch}")
PROPOSAL = N_(
    "What may be there already is left out; to bring it in as a title of its own, write “mới” into the column "
    "“Xử lý trùng”."
)
UNDONE = N_("Taken out: {count} titles of the import {batch}.")
SUMMARY = N_("{rows} rows: {new} new, {duplicates} perhaps there already, {errors} with errors; {skipped} skipped.")


def import_titles(
    file: Annotated[Path | None, typer.Argument(help="An XLSX or CSV file.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    skip_broken: Annotated[bool, typer.Option("--skip-broken", help="Import the rows without errors.")] = False,
    report: Annotated[Path | None, typer.Option(help="Write the report of every row here (.json or .csv).")] = None,
    undo: Annotated[str, typer.Option(help="Take an earlier import out again, by its id.")] = "",
    template: Annotated[Path | None, typer.Option(help="Write an empty workbook to fill in here.")] = None,
    as_json: Json = False,
    ui_lang: UiLang = "vi",
) -> None:
    """Bring titles in from a sheet; nothing is half-imported."""
    from catalogue.errors import NotFoundError, Refusal

    say = translator(ui_lang)
    if sum(bool(one) for one in (file, undo, template)) != 1:
        _stop(say(N_("Give a file to import, or --undo with an id, or --template with a file to write.")))
    if file and not file.is_file():
        _stop(say(N_("There is no file “{name}”. Check the path.")).format(name=file))
    try:
        if template:
            from catalogue.exchange.template import write

            typer.echo(str(write(template)))
        elif undo:
            _undo(undo, say)
        elif file:
            _import(file, dry_run, skip_broken, report, as_json, say)
    except Refusal as refusal:
        _stop(refusal.said(say), 1)
    except NotFoundError:
        _stop(say(N_("There is no import with the id {batch}.")).format(batch=undo), 1)


def _import(file: Path, dry_run: bool, skip_broken: bool, report: Path | None, as_json: bool, say: Say) -> None:
    import hashlib

    from catalogue.commands.programme import opened
    from catalogue.exchange import columns, sheets
    from catalogue.exchange.incoming import incoming
    from catalogue.services import imports, programme

    table = columns.recognise(sheets.read(file))
    with opened("1079", "vi") as session:
        plan = programme.plan(session)
        found = imports.examine(
            session, incoming(table), start=plan.programme.start, today=programme.today(plan.rules)
        )  # fmt: skip
        errors, batch_id = found.count("error"), ""
        if not dry_run and (not errors or skip_broken) and found.count("new"):
            with file.open("rb") as opened_file:
                digest = hashlib.file_digest(opened_file, "sha256").hexdigest()
            batch_id = imports.carry_out(session, found, name=file.name, sha256=digest).id
    content = _content(file, table, found, batch_id, say)
    if report:
        _write(report, content)
    if as_json:
        typer.echo(json.dumps(content, ensure_ascii=False, indent=1))
    else:
        _show(content, table, say, batch_id, dry_run)
    if errors and not batch_id:
        raise typer.Exit(1)


def _content(file: Path, table: Table, found: Examination, batch_id: str, say: Say) -> dict[str, Any]:
    """The report: every row of the file with what became of it (schema 1)."""
    rows = [_row(one, say) for one in found.rows]
    rows += [
        {"sheet": sheet, "row": number, "verdict": "skipped", "title": "",
         "notes": [{"code": "imp-000", "severity": "note", "field": "", "message": say(reason)}]}
        for sheet, number, reason in table.skipped
    ]  # fmt: skip
    order = {sheet: place for place, sheet in enumerate(dict.fromkeys(row["sheet"] for row in rows))}
    return {
        "schema": 1,
        "file": file.name,
        "batch": batch_id,
        "columns": table.columns,
        "unknown_columns": table.unknown,
        "counts": {
            "rows": len(found.rows), "new": found.count("new"), "duplicates": found.count("duplicate"),
            "errors": found.count("error"), "skipped": len(table.skipped),
        },
        "rows": sorted(rows, key=lambda row: (order[row["sheet"]], row["row"])),
    }  # fmt: skip


def _row(one: Examined, say: Say) -> dict[str, Any]:
    notes = [
        {"code": note.code, "severity": note.severity, "field": note.about, "message": note.said(say)}
        for note in one.notes
    ]
    return {
        "sheet": one.row.sheet, "row": one.row.number, "verdict": one.verdict, "title": one.row.text("title"),
        "like": one.twin, "notes": notes,
    }  # fmt: skip


def _write(path: Path, content: dict[str, Any]) -> None:
    if path.suffix != ".csv":
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
        return
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(["sheet", "row", "verdict", "title", "code", "field", "message"])
        for row in content["rows"]:
            for note in row["notes"] or [{"code": "", "field": "", "message": ""}]:
                said = [
                    row["sheet"],
                    row["row"],
                    row["verdict"],
                    row["title"],
                    note["code"],
                    note["field"],
                    note["message"],
                ]
                writer.writerow([_harmless(value) for value in said])


def _harmless(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula, marked as text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t")) else value


def _show(content: dict[str, Any], table: Table, say: Say, batch_id: str, dry_run: bool) -> None:
    for name, heading in table.columns.items():
        typer.echo(f"{heading} → {name}")
    if table.unknown:
        typer.echo(say(N_("Columns that are not used: {names}")).format(names=", ".join(table.unknown)))
    for row in content["rows"]:
        for note in row["notes"]:
            place = f"{row['sheet']}:{row['row']}" if row["sheet"] else str(row["row"])
            typer.echo(
                f"{place} [{say(VERDICTS[row['verdict']])}] {note['code']} {row['title'][:60]}: {note['message']}"
            )
    counts = content["counts"]
    typer.echo(say(SUMMARY).format(**counts))
    if counts["duplicates"]:
        typer.echo(say(PROPOSAL))
    if batch_id:
        typer.echo(say(DONE).format(count=counts["new"], batch=batch_id))
    elif dry_run:
        typer.echo(say(DRY))
    elif counts["errors"]:
        typer.echo(say(NOT_DONE).format(errors=counts["errors"]), err=True)


def _undo(batch_id: str, say: Say) -> None:
    from catalogue.commands.programme import opened
    from catalogue.services import batches

    with opened("1079", "vi") as session:
        count = batches.undo(session, batches.get(session, batch_id))
    typer.echo(say(UNDONE).format(count=count, batch=batch_id))


def _stop(message: str, code: int = 2) -> None:
    typer.echo(message, err=True)
    raise typer.Exit(code)
