"""``nghinsach programme``: how far it is, from the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from catalogue.commands.console import Json, UiLang, stop
from pipeline.i18n import N_, NN_, translator

if TYPE_CHECKING:
    from sqlmodel import Session

    from catalogue.exchange.addresses import Place
    from catalogue.services.programme import Known, View

app = typer.Typer(help="How far the programme is.", no_args_is_help=True)
Programme = Annotated[str, typer.Option(help="Code of the programme.")]
AsOf = Annotated[str, typer.Option(help="A day, as 2026-11-23; today by default.")]
KnownAt = Annotated[str, typer.Option(help="now: as known today; then: as recorded by the end of that day.")]


@app.command("status")
def status(
    programme: Programme = "1079",
    as_of: AsOf = "",
    known: KnownAt = "now",
    as_json: Json = False,
    ui_lang: UiLang = "vi",
) -> None:
    """How many titles of the target, how far from the plan, where the share stands, and what is to be expected."""
    from catalogue.services import programme as service
    from catalogue.services import sentences
    from catalogue.wording import Wording

    day = day_of(as_of, ui_lang)
    with opened(programme, ui_lang) as session:
        found = service.report(session, programme, day, known_of(known, ui_lang))
    if as_json:
        typer.echo(json.dumps(found, indent=1))
        return
    words = Wording(ui_lang)
    for said in (sentences.sentence(found, words), sentences.outlook(found, words), sentences.mix(found, words)):
        if said:
            typer.echo(said)
    if found["sample"]:
        text = NN_(
            "{number} of the released titles is sample data.",
            "{number} of the released titles are sample data.",
            "number",
        )
        typer.echo(words.say(text, number=found["sample"]))


@contextmanager
def opened(programme: str, ui_lang: str) -> Iterator[Session]:
    """A session on the newest tables; an unknown programme ends the command."""
    from catalogue import db
    from catalogue.services import programme as service
    from catalogue.settings import settings

    db.upgrade(settings().database_url)
    engine = db.make_engine(settings().database_url)
    try:
        with db.session_scope(engine) as session:
            service.ensure_default(session)
        with db.session_scope(engine) as session:
            yield session
    except LookupError:
        stop(translator(ui_lang)(N_("There is no programme with the code “{code}”.")).format(code=programme))
    finally:
        engine.dispose()


def day_of(text: str, ui_lang: str) -> date | None:
    """The day that was typed, if one was."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        stop(translator(ui_lang)(N_("--as-of takes a day such as 2026-11-23.")))


def known_of(text: str, ui_lang: str) -> Known:
    """Now or then."""
    if text not in ("now", "then"):
        stop(translator(ui_lang)(N_("--known takes now or then.")))
    return "then" if text == "then" else "now"


def say_json(content: dict[str, Any]) -> None:
    """Print JSON as people and programs read it."""
    typer.echo(json.dumps(content, ensure_ascii=False, indent=1))


@app.command("report")
def report(
    form: Annotated[str, typer.Option("--format", help="json, xlsx, docx or pdf.")] = "json",
    out: Annotated[str, typer.Option(help="File to write; the name says the day by default.")] = "",
    programme: Programme = "1079",
    as_of: AsOf = "",
    known: KnownAt = "now",
    lang: Annotated[str, typer.Option("--lang", help="Language of the report: vi or en.")] = "vi",
    issuer: Annotated[str, typer.Option(help="The office that sends it.")] = "",
    above: Annotated[str, typer.Option(help="The office above it.")] = "",
    number: Annotated[str, typer.Option(help="Its number, as 12/BC-CXBIPH.")] = "",
    place: Annotated[str, typer.Option(help="Where it is signed.")] = "",
    recipient: Annotated[list[str] | None, typer.Option(help="Nơi nhận; may be given several times.")] = None,
    ui_lang: UiLang = "vi",
) -> None:
    """The report of a day as JSON, XLSX, DOCX or PDF, all with the same figures."""
    from pathlib import Path

    from catalogue.errors import Refusal
    from catalogue.exchange import frozen, reports
    from catalogue.services import programme as service
    from catalogue.services import terms, titles
    from catalogue.wording import Wording

    say = translator(ui_lang)
    if form not in ("json", "xlsx", "docx", "pdf"):
        stop(say(N_("--format takes json, xlsx, docx or pdf.")))
    plain = reports.Office()
    office = reports.Office(
        above or plain.above, issuer or plain.issuer, number or plain.number, place or plain.place,
        (*recipient, "Lưu: VT.") if recipient else plain.recipients,
    )  # fmt: skip
    day = day_of(as_of, ui_lang)
    with opened(programme, ui_lang) as session:
        seen = service.view(session, programme, day, known_of(known, ui_lang))
        names = titles.houses(session) | terms.names(session)
        content = reports.compose(seen, names, Wording(lang), office, place=_place(programme, seen))
    if form == "json" and not out:
        say_json(reports.as_json(content))
        return
    target = Path(out or f"de-an-{programme}-{content.as_of}.{form}")
    try:
        frozen.write(content, form, target)
    except Refusal as refusal:
        typer.echo(refusal.said(say), err=True)
        raise typer.Exit(1) from None
    typer.echo(str(target))


def _place(code: str, seen: View) -> Place | None:
    """Where the site lists the titles behind a figure of a day; None when nobody said where the site is."""
    from catalogue.exchange.addresses import Place
    from catalogue.settings import settings

    origin = settings().public_url.rstrip("/")
    said = {"as_of": seen.as_of.isoformat(), "known": seen.known, "programme": code}
    return Place(f"{origin}/editor/titles", said) if origin else None
