"""``nghinsach programme freeze|frozen|rules|digest``: reports for good, rules side by side, the week's letter."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from catalogue.commands.console import Json, UiLang, stop
from catalogue.commands.programme import AsOf, Programme, day_of, opened, say_json
from pipeline.i18n import N_, NN_, translator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from catalogue.rules.moves import Move


def freeze(
    period: Annotated[str, typer.Argument(help="2025-11, 2025-Q3 or 2025; 3y or 5y for the reviews.")],
    programme: Programme = "1079",
    issuer: Annotated[str, typer.Option(help="The office that sends it.")] = "",
    above: Annotated[str, typer.Option(help="The office above it.")] = "",
    number: Annotated[str, typer.Option(help="Its number, as 12/BC-CXBIPH.")] = "",
    place: Annotated[str, typer.Option(help="Where it is signed.")] = "",
    signer: Annotated[str, typer.Option(help="Who signs it.")] = "",
    recipient: Annotated[list[str] | None, typer.Option(help="Nơi nhận; may be given several times.")] = None,
    ui_lang: UiLang = "vi",
) -> None:
    """Freeze the report of a period that is over: JSON, XLSX, DOCX and PDF in Vietnamese and English."""
    from catalogue import db
    from catalogue.errors import Refusal
    from catalogue.exchange.reports import Office
    from catalogue.jobs import freezing
    from catalogue.services import freezing as service
    from catalogue.settings import settings
    from catalogue.storage import open_storage

    with opened(programme, ui_lang):
        pass
    engine = db.make_engine(settings().database_url)
    try:
        plain = Office()
        office = Office(
            above or plain.above, issuer or plain.issuer, number or plain.number, place or plain.place,
            (*recipient, "Lưu: VT.") if recipient else plain.recipients, signer,
        )  # fmt: skip
        origin = settings().public_url.rstrip("/")
        key = freezing.freeze(engine, open_storage(settings()), programme, period, office=office, origin=origin)
        with db.session_scope(engine) as session:
            report = service.get(session, key)
            typer.echo(f"{report.id}  {report.period}  {report.figures_sha256}")
    except LookupError:
        stop(translator(ui_lang)(N_("There is no programme with the code “{code}”.")).format(code=programme))
    except Refusal as refusal:
        typer.echo(refusal.said(translator(ui_lang)), err=True)
        raise typer.Exit(1) from None
    finally:
        engine.dispose()


def frozen(
    check: Annotated[bool, typer.Option("--check", help="Hold each against files, ledger and evidence.")] = False,
    as_json: Json = False,
    ui_lang: UiLang = "vi",
) -> None:
    """List the frozen reports; with --check exit 1 when one does not hold any more."""
    from dataclasses import asdict

    from catalogue.exchange import frozen as papers
    from catalogue.services import freezing
    from catalogue.settings import settings
    from catalogue.storage import open_storage

    say, found, good = translator(ui_lang), [], True
    store = open_storage(settings())
    with opened("1079", ui_lang) as session:
        for report in freezing.every(session):
            row: dict[str, Any] = {
                "id": report.id, "period": report.period, "rules": report.rules, "figures": report.figures_sha256,
                "known_at": report.known_at.isoformat(),
            }  # fmt: skip
            if check:
                proof = papers.prove(session, store, report)
                row["proof"], good = asdict(proof), good and proof.holds
            found.append(row)
    if as_json:
        say_json({"schema": 1, "reports": found})
    for row in [] if as_json else found:
        parts = [row["id"], row["period"], row["known_at"], row["figures"]]
        if check:
            whole = all(row["proof"][name] for name in ("files", "ledger", "figures"))
            parts.append(say(N_("holds") if whole else N_("does not hold")))
        typer.echo("  ".join(parts))
    if not good:
        raise typer.Exit(1)


def rules(
    add: Annotated[str, typer.Option(help="A JSON file with the rules of the next version.")] = "",
    valid_from: Annotated[str, typer.Option("--from", help="The day from which it holds, as 2027-01-01.")] = "",
    compare: Annotated[str, typer.Option(help="Two versions, as 1:2: every figure old and new.")] = "",
    programme: Programme = "1079",
    as_of: AsOf = "",
    ui_lang: UiLang = "vi",
) -> None:
    """Versions of the rules as JSON; add the next one, or hold two against each other."""
    from pathlib import Path

    from catalogue import db
    from catalogue.errors import Refusal
    from catalogue.services import rulesets

    say, start = translator(ui_lang), day_of(valid_from, ui_lang)
    pair = compare.split(":")
    if compare and (len(pair) != 2 or not all(part.isascii() and part.isdigit() for part in pair)):
        stop(say(N_("--compare takes two versions, as 1:2.")))
    if add and start is None:
        stop(say(N_("--add needs --from, the day from which the new version holds.")))
    with opened(programme, ui_lang) as session:
        try:
            if add and start:
                content = dict(json.loads(Path(add).read_text(encoding="utf-8")))
                with db.session_scope(session.get_bind().engine) as writing:
                    rulesets.add(writing, content, start, programme)
            if compare:
                found = rulesets.compare(session, int(pair[0]), int(pair[1]), day_of(as_of, ui_lang), programme)
                say_json({"schema": 1, "old": int(pair[0]), "new": int(pair[1]), "counts": moved(found)})
                return
            say_json({"schema": 1, "versions": [
                {"version": one.version, "valid_from": one.valid_from.isoformat(), "rules": one.rules}
                for one in rulesets.versions(session, programme)
            ]})  # fmt: skip
        except Refusal as refusal:
            typer.echo(refusal.said(say), err=True)
            raise typer.Exit(1) from None
        except (OSError, TypeError, ValueError):
            stop(say(N_("“{file}” is not a JSON file with rules."), file=add))


def moved(found: Sequence[Move]) -> dict[str, Any]:
    """Figures old and new for programs."""
    return {
        one.count: {"old": one.before, "new": one.after, "came": list(one.came), "left": list(one.left)}
        for one in found
    }


def digest(
    send: Annotated[bool, typer.Option("--send", help="Send it to the programme's officers by mail.")] = False,
    programme: Programme = "1079",
    ui_lang: UiLang = "vi",
) -> None:
    """The week's letter: where the programme stands, what is new, what has to be looked at, what waits on whom."""
    from catalogue import mail
    from catalogue.services import accounts, telling
    from catalogue.services import programme as service
    from catalogue.settings import settings
    from catalogue.wording import Wording

    say, place = translator(ui_lang), settings().public_url.rstrip("/")
    with opened(programme, ui_lang) as session:
        address = f"{place}/editor" if place else ""
        letters = {
            language: telling.digest(session, Wording(language), service.view(session, programme), address)
            for language in {ui_lang, *(language or ui_lang for _, language in accounts.officers(session))}
        }
        officers = accounts.officers(session)
    subject, text = letters[ui_lang]
    if not send:
        typer.echo(f"{subject}\n\n{text}", nl=False)
        return
    if not mail.configured(settings()):
        stop(say(N_("No mail server is set: set NGHINSACH_SMTP_HOST and NGHINSACH_PUBLIC_URL.")))
    unsent = [to for to, language in officers if not mail.send(settings(), to, *letters[language or ui_lang])]
    typer.echo(say(NN_("Sent to {count} officer.", "Sent to {count} officers."), count=len(officers) - len(unsent)))
    for to in unsent:
        typer.echo(say(N_("The letter to {to} could not be sent; the log says why."), to=to), err=True)
    if unsent:
        raise typer.Exit(1)
