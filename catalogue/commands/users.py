"""``nghinsach user``: accounts from the command line."""

from __future__ import annotations

from typing import Annotated

import typer

from catalogue.commands.console import UiLang
from pipeline.i18n import N_, translator

app = typer.Typer(help="Accounts.", no_args_is_help=True)


@app.command("add")
def add(
    login: Annotated[str, typer.Argument(help="E-mail or account name.")],
    name: Annotated[str, typer.Option(help="The person's name.")] = "",
    role: Annotated[str, typer.Option(help="member, director, officer or administrator.")] = "member",
    organisation: Annotated[str, typer.Option(help="Publishing house, ministry or province they act for.")] = "",
    ui_lang: UiLang = "vi",
) -> None:
    """Add an account and print its generated password once; an existing account gets the role besides."""
    from catalogue import db
    from catalogue.models.people import OrganisationKind, Role
    from catalogue.services import accounts
    from catalogue.settings import settings

    say = translator(ui_lang)
    if role != "administrator" and role not in set(Role):
        _stop(say(N_("--role takes member, director, officer or administrator.")))
    if role != "administrator" and not organisation:
        _stop(say(N_("Say for whom this person acts, with --organisation.")))
    password = accounts.generated_password()
    db.upgrade(settings().database_url)
    engine = db.make_engine(settings().database_url)
    with db.session_scope(engine) as session:
        user = accounts.find(session, login)
        known = user is not None
        if user is None:
            user = accounts.add(session, login, name, password, administrator=role == "administrator")
        elif role == "administrator":
            user.is_administrator = True
        if role != "administrator":
            kind = OrganisationKind.MINISTRY if role == Role.OFFICER else OrganisationKind.PUBLISHER
            found = accounts.organisation(session, organisation, kind)
            accounts.grant(session, user, Role(role), found)
    engine.dispose()
    if known:
        typer.echo(say(N_("{login} has the role now."), login=login))
    else:
        typer.echo(say(N_("{login} may sign in now. Password: {password}"), login=login, password=password))


@app.command("passwd")
def passwd(login: str, ui_lang: UiLang = "vi") -> None:
    """Give an account a new generated password and end all its sessions."""
    from catalogue import db
    from catalogue.errors import Refusal
    from catalogue.services import accounts
    from catalogue.settings import settings

    say = translator(ui_lang)
    password = accounts.generated_password()
    engine = db.make_engine(settings().database_url)
    try:
        with db.session_scope(engine) as session:
            accounts.set_password(session, accounts.named(session, login), password)
    except Refusal as refusal:
        _stop(refusal.said(say))
    finally:
        engine.dispose()
    typer.echo(say(N_("New password of {login}: {password}"), login=login, password=password))


@app.command("second-step-off")
def second_step_off(login: str, ui_lang: UiLang = "vi") -> None:
    """Take the second step of signing in off an account, for who lost authenticator and recovery codes."""
    from catalogue import db
    from catalogue.errors import Refusal
    from catalogue.services import accounts, second_step
    from catalogue.settings import settings

    say = translator(ui_lang)
    engine = db.make_engine(settings().database_url)
    try:
        with db.session_scope(engine) as session:
            second_step.take_off(session, accounts.named(session, login))
    except Refusal as refusal:
        _stop(refusal.said(say))
    finally:
        engine.dispose()
    typer.echo(say(N_("{login} signs in with the password alone now."), login=login))


@app.command("list")
def everybody() -> None:
    """All accounts with their roles."""
    from catalogue import db
    from catalogue.services import accounts
    from catalogue.settings import settings

    engine = db.make_engine(settings().database_url)
    with db.session_scope(engine) as session:
        for user, roles in accounts.everybody(session):
            parts = ["administrator"] * user.is_administrator + [f"{role} ({name})" for role, name in roles]
            typer.echo(f"{user.email}\t{user.name}\t{', '.join(parts)}")
    engine.dispose()


def _stop(message: str) -> None:
    typer.echo(message, err=True)
    raise typer.Exit(2)
