"""``nghinsach demo``: a made-up programme to try the software with, in and out by one command each."""

from __future__ import annotations

from typing import Annotated

import typer

from catalogue.commands.console import UiLang
from pipeline.i18n import NN_, translator


def demo(
    remove: Annotated[bool, typer.Option("--remove", help="Take the sample data out again.")] = False,
    ui_lang: UiLang = "vi",
) -> None:
    """Fill the catalogue with a made-up programme of 1,000 titles, all marked as sample data."""
    from catalogue.commands.programme import opened
    from catalogue.errors import Refusal
    from catalogue.services import demonstration, programme
    from catalogue.services.programme import today
    from catalogue.wording import Wording

    words = Wording(ui_lang)
    try:
        with opened("1079", ui_lang) as session:
            if remove:
                number = demonstration.remove(session)
                text = NN_(
                    "Taken out: {number} sample title. The record of changes keeps that it was there.",
                    "Taken out: {number} sample titles. The record of changes keeps that they were there.",
                    "number",
                )
            else:
                plan = programme.plan(session)
                number = demonstration.fill(session, plan, today(plan.rules)).titles
                text = NN_(
                    "{number} made-up title is in the catalogue, marked as sample data. "
                    "To take it out: nghinsach demo --remove",
                    "{number} made-up titles are in the catalogue, marked as sample data. "
                    "To take them out: nghinsach demo --remove",
                    "number",
                )
    except Refusal as refusal:
        typer.echo(refusal.said(translator(ui_lang)), err=True)
        raise typer.Exit(1) from None
    typer.echo(words.say(text, number=number))
