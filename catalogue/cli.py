"""The ``nghinsach`` command. Heavy parts are imported inside each command, so that help answers at once."""

from __future__ import annotations

import gc
import json
import os
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, Self

import typer

from catalogue.commands import archive as archives
from catalogue.commands import backup as backups
from catalogue.commands import compare, demo, exporting, imports, programme, reporting, users, verify
from catalogue.commands.console import REFUSED, Json, Say, UiLang, must_exist, print_findings, record_of, stop
from catalogue.stages import STAGES
from pipeline.i18n import N_, translator

if TYPE_CHECKING:
    from pipeline import BuildOptions, Progress

_ONE_BOOK = (["build"], ["check"])

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Nghìn Sách: manuscripts become books.")


@app.callback()
def root() -> None:
    """Keep subcommands even where there is only one."""


@app.command()
def build(
    file: Path,
    metadata: Annotated[Path | None, typer.Option(help="Metadata file (TOML).")] = None,
    lang: Annotated[str, typer.Option(help="Language of the book, as a BCP 47 tag (vi, en, zh-Hans).")] = "",
    out: Annotated[Path, typer.Option(help="Folder for the books and the report.")] = Path("out"),
    formats: Annotated[str, typer.Option("--format", help="epub, pdf, or both with a comma.")] = "epub,pdf",
    size: Annotated[str, typer.Option(help="Trim of the PDF: a5, 13x19, 14.5x20.5, 16x24 or 19x27.")] = "",
    design: Annotated[str, typer.Option(help="Design of the book: general, reference or young.")] = "",
    pdf: Annotated[str, typer.Option(help="Which PDFs: screen, print, archive, with commas.")] = "screen",
    beside: Annotated[
        Path | None, typer.Option("--with", help="Translation to set beside it: makes a bilingual edition.")
    ] = None,
    with_lang: Annotated[str, typer.Option(help="Language of the translation (BCP 47).")] = "",
    no_check: Annotated[bool, typer.Option("--no-check", help="Leave EPUBCheck out.")] = False,
    ui_lang: UiLang = "vi",
) -> None:
    """Make an EPUB and a PDF of one manuscript, without a database."""
    from pipeline import build as make
    from pipeline import report

    say = translator(ui_lang)
    record = record_of(metadata, say)
    options = _options(formats, size, lang, not no_check, say, design=design, pdf=pdf)
    must_exist(file, say)
    if beside:
        options = replace(options, beside=compare.side(beside, with_lang, say))
    with _Bar(say) as bar:
        result = make(file, out, record, options, bar.show)
    report.write(result, out, say)
    print_findings(result.findings, say)
    for output in result.outputs:
        typer.echo(str(output.path))
    if result.status == "refused":
        typer.echo(say(N_("There is no book yet: the findings above say why.")), err=True)
        raise typer.Exit(REFUSED)


@app.command()
def check(
    file: Path,
    ace: Annotated[
        Path | None, typer.Option(help="Ace's report.json of the same EPUB, to be told with the rest.")
    ] = None,
    as_json: Json = False,
    ui_lang: UiLang = "vi",
) -> None:
    """Say what is wrong with a manuscript, an EPUB or a PDF, without building."""
    from pipeline import check as look
    from pipeline.findings import blocking

    say = translator(ui_lang)
    must_exist(file, say)
    findings = [*look(file)]
    if ace is not None:
        from pipeline.checks.ace import findings as told_by_ace

        must_exist(ace, say)
        findings += told_by_ace(ace.read_bytes(), ace.name)
    if as_json:
        content = {"schema": 1, "findings": [finding.said(say) for finding in findings]}
        typer.echo(json.dumps(content, ensure_ascii=False, indent=1))
    else:
        print_findings(findings, say)
        if not findings:
            typer.echo(say(N_("Nothing to report.")))
    if blocking(findings):
        raise typer.Exit(REFUSED)


@app.command()
def sample(
    out: Annotated[Path, typer.Option(help="Folder for the books.")] = Path("var/sample"),
    catalogue: Annotated[bool, typer.Option("--catalogue", help="Put it on the catalogue's shelf instead.")] = False,
    ui_lang: UiLang = "vi",
) -> None:
    """Build the sample book (the user's guide) in every language it is written in."""
    if catalogue:
        _sample_on_the_shelf(ui_lang)
        return
    from pipeline import EditionRecord, report
    from pipeline import build as make

    folder = Path(__file__).resolve().parent.parent / "manuscripts"
    for manuscript in sorted(folder.glob("guide.*.docx")):
        say = translator(manuscript.name.split(".")[1])
        record = EditionRecord.from_toml(manuscript.with_suffix(".toml"))
        target = out / manuscript.name.split(".")[1]
        with _Bar(say) as bar:
            result = make(manuscript, target, record, progress=bar.show)
        report.write(result, target, say)
        print_findings(result.findings, say)
        for output in result.outputs:
            typer.echo(str(output.path))
        if result.status == "refused":
            raise typer.Exit(REFUSED)


def _sample_on_the_shelf(ui_lang: str) -> None:
    from catalogue.commands import sample as samples
    from catalogue.commands.serve import configure_logs, prepare
    from catalogue.settings import settings

    say = translator(ui_lang)
    configure_logs()
    password = prepare(settings())
    if password:
        typer.echo(say(N_("First administrator: name “admin”, password {password}"), password=password))
    samples.into_catalogue(settings(), lambda language, text: typer.echo(f"{language}: {text}", err=True), say)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port; 0 chooses a free one.")] = 8000,
    workers: Annotated[int, typer.Option(help="Worker processes for builds.", min=1)] = 1,
    no_worker: Annotated[bool, typer.Option("--no-worker", help="The website alone.")] = False,
    ui_lang: UiLang = "vi",
) -> None:
    """Serve the website, with its worker."""
    from catalogue.commands import serve as serving
    from catalogue.settings import settings

    code = serving.serve(settings(), translator(ui_lang), host, port, 0 if no_worker else workers)
    raise typer.Exit(code)


@app.command()
def worker(
    concurrency: Annotated[int, typer.Option(help="Worker processes.", min=1)] = 1, ui_lang: UiLang = "vi"
) -> None:
    """Build what waits, without the website."""
    from catalogue.commands import serve as serving
    from catalogue.settings import settings

    serving.work(settings(), translator(ui_lang), concurrency)


db_app = typer.Typer(help="The catalogue's database.", no_args_is_help=True)
app.add_typer(users.app, name="user")
app.command("compare")(compare.compare)
app.command("demo")(demo.demo)
app.command("verify")(verify.verify)
app.command("backup")(backups.backup)
app.command("restore")(backups.restore)
app.command("archive")(archives.archive)
app.command("import")(imports.import_titles)
app.command("export")(exporting.export)
app.add_typer(programme.app, name="programme")
programme.app.command("freeze")(reporting.freeze)
programme.app.command("frozen")(reporting.frozen)
programme.app.command("digest")(reporting.digest)
programme.app.command("rules")(reporting.rules)
app.add_typer(db_app, name="db")


@db_app.command("upgrade")
def db_upgrade() -> None:
    """Bring the database to the newest tables; the national programme is there from the first day."""
    from catalogue import db
    from catalogue.services import programme as service
    from catalogue.settings import settings

    db.upgrade(settings().database_url)
    engine = db.make_engine(settings().database_url)
    with db.session_scope(engine) as session:
        service.ensure_default(session)
    engine.dispose()


@db_app.command("reindex")
def db_reindex(ui_lang: UiLang = "vi") -> None:
    """Make the search index anew, and read the text of released books that were never read."""
    from catalogue import db
    from catalogue.jobs import texts
    from catalogue.services import indexing
    from catalogue.settings import settings
    from catalogue.storage import open_storage

    say = translator(ui_lang)
    engine = db.make_engine(settings().database_url)
    with db.session_scope(engine) as session:
        count = indexing.rebuild(session)
    read = texts.fill(engine, open_storage(settings()), settings().work_folder / "texts")
    engine.dispose()
    text = N_("Titles in the search index: {titles}. Books whose texts were read: {books}.")
    typer.echo(say(text, titles=count, books=read))


@db_app.command("check")
def db_check(ui_lang: UiLang = "vi") -> None:
    """Prove that no recorded change was altered, left out or slipped in."""
    from catalogue import db
    from catalogue.services import audit
    from catalogue.settings import settings

    say = translator(ui_lang)
    engine = db.make_engine(settings().database_url)
    with db.session_scope(engine) as session:
        broken = audit.first_break(session)
    engine.dispose()
    if broken is not None:
        typer.echo(say(N_("The record of changes is broken at entry {number}."), number=broken), err=True)
        raise typer.Exit(REFUSED)
    typer.echo(say(N_("The record of changes is whole.")))


@app.command()
def doctor(ui_lang: UiLang = "vi") -> None:
    """Say what this machine has and lacks for building books."""
    import shutil

    from pipeline import sandbox, tools

    say = translator(ui_lang)
    for name, version in tools.versions().items():
        typer.echo(f"{name} {version}")
    typer.echo(f"sandbox: {sandbox.active_level()}")
    if shutil.which("java") is None:
        typer.echo(say(N_("Java is missing: EPUBs are built but not checked.")), err=True)


def main() -> None:
    """Entry point: wrong use ends with 2, a fault of ours never shows a traceback to a user's eyes."""
    alone = sys.argv[1:2] in _ONE_BOOK
    if alone:  # what one book needs lives to the end: looking for garbage would only take time
        gc.disable()
    try:
        app()
    except OSError as error:
        stop(f"{error.strerror or error}: {error.filename or ''}")
    except SystemExit as done:
        if alone and isinstance(done.code, int | None):
            _end(done.code or 0)
        raise


def _end(code: int) -> NoReturn:
    """End the process without taking a whole book in memory to pieces, which takes a tenth of a second."""
    with suppress(OSError):  # nobody listens any more
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def _options(
    formats: str,
    size: str,
    lang: str,
    checked: bool,
    say: Say,
    *,
    design: str = "",
    pdf: str = "screen",
) -> BuildOptions:
    from pipeline import BuildOptions

    wanted: list[Any] = [name.strip() for name in formats.split(",") if name.strip()]
    if not wanted or set(wanted) - {"epub", "pdf"}:
        stop(say(N_("--format takes epub, pdf, or both with a comma.")))
    if size or design:
        _must_be_known(size, design, say)
    kinds: list[Any] = list(dict.fromkeys(name.strip() for name in pdf.split(",") if name.strip()))
    if not kinds or set(kinds) - {"screen", "print", "archive"}:
        stop(say(N_("--pdf takes screen, print and archive, with commas.")))
    return BuildOptions(formats=tuple(wanted), pdf=tuple(kinds), check=checked, size=size, design=design, language=lang)


def _must_be_known(size: str, design: str, say: Say) -> None:
    from pipeline.styles.tokens import DESIGNS, TRIMS

    if size and size not in TRIMS:
        stop(say(N_("--size takes one of: {sizes}."), sizes=", ".join(TRIMS)))
    if design and design not in DESIGNS:
        stop(say(N_("--design takes one of: {designs}."), designs=", ".join(DESIGNS)))


class _Bar:
    """A progress bar on a terminal, a line per stage elsewhere."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self.bar: Any = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

            columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
            self.bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self.bar.start()
            self.task = self.bar.add_task("", total=1.0)
        return self

    def __exit__(self, *_: object) -> None:
        if self.bar:
            self.bar.stop()

    def show(self, progress: Progress) -> None:
        """Tell of a stage that begins."""
        text = self.say(STAGES[progress.stage])
        if self.bar:
            self.bar.update(self.task, completed=progress.fraction, description=text)
        else:
            typer.echo(f"{round(progress.fraction * 100):3d}% {text}", err=True)


if __name__ == "__main__":
    main()
