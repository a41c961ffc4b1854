"""``nghinsach export``: what is on the shelf as one file for libraries or the book trade."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from catalogue.commands.console import UiLang, stop
from pipeline.i18n import N_, translator

if TYPE_CHECKING:
    from sqlmodel import Session

    from catalogue.exchange.onix import Gone, Offer
    from catalogue.services.harvest import Selection

Format = Literal["onix", "marcxml", "marc"]
PIECE = 200


def export(
    file: Annotated[Path, typer.Argument(help="Where to write it; “-” for the standard output.")],
    form: Annotated[Format, typer.Option("--format", help="onix (ONIX 3.1), marcxml or marc (MARC 21).")] = "onix",
    since: Annotated[str, typer.Option(help="Only what changed from this day on, as 2026-11-23.")] = "",
    language: Annotated[str, typer.Option(help="Only titles in this language (BCP 47).")] = "",
    ui_lang: UiLang = "vi",
) -> None:
    """Write the titles on the shelf into one file; those that are gone are told of as gone, where the format can."""
    import sys

    from catalogue.commands.programme import day_of, opened
    from catalogue.services.harvest import Selection
    from catalogue.wording import ZONE

    say = translator(ui_lang)
    day = day_of(since, ui_lang)
    begin = datetime(day.year, day.month, day.day, tzinfo=ZONE) if day else None
    wanted = Selection(begin, axis="language" if language else "", value=language)
    if str(file) != "-" and not file.parent.is_dir():
        stop(say(N_("There is no folder “{name}”. Check the path."), name=file.parent))
    with opened("1079", ui_lang) as session:
        titles = list(_titles(session, wanted))
        content = _content(titles, form)
    if str(file) == "-":
        sys.stdout.buffer.write(content)
        return
    file.write_bytes(content)
    typer.echo(say(N_("Titles written to “{name}”: {count}"), count=len(titles), name=file))


def _titles(session: Session, wanted: Selection) -> Iterator[Offer | Gone]:
    """What is told of each title since the day, gone ones too."""
    from catalogue.exchange.naming import domain_of
    from catalogue.exchange.onix import Gone, Offer
    from catalogue.services import harvest, holdings
    from catalogue.settings import settings

    url = settings().public_url.rstrip("/")
    domain = domain_of(url)
    after, more = None, True
    while more:
        found, more = harvest.page(session, wanted, after, PIECE)
        held = {one.card.id: one for one in holdings.of(session, [told.id for told in found if not told.deleted])}
        for told in found:
            if told.id not in held:
                yield Gone(told.id, domain)
                continue
            holding = held[told.id]
            cover = f"{url}/covers/{holding.release_id}/large.jpg" if holding.card.cover and url else ""
            yield Offer(holding, url + holding.card.path if url else "", cover, domain)
        after = (found[-1].datestamp, found[-1].id) if found else None


def _content(titles: list[Offer | Gone], form: Format) -> bytes:
    from catalogue.exchange import marc, onix
    from catalogue.models.base import now

    if form == "onix":
        return onix.message(titles, now())
    records = [marc.record(one.holding, one.page) for one in titles if isinstance(one, onix.Offer)]
    return marc.collection(records) if form == "marcxml" else b"".join(record.as_marc() for record in records)
