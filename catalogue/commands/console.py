"""What the commands share: how they take a file, say findings, and stop."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from pipeline.i18n import N_

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from pipeline.findings import Finding
    from pipeline.metadata import EditionRecord

WRONG_USE, REFUSED = 2, 1
SEVERITIES = {"error": N_("Error"), "warning": N_("Warning"), "advice": N_("Advice")}
"""In the order in which findings are said."""
UiLang = Annotated[str, typer.Option("--ui-lang", help="Language of messages: vi or en.")]
Json = Annotated[bool, typer.Option("--json", help="Machine-readable output.")]
Say = Callable[..., str]


def stop(message: str) -> NoReturn:
    """End the command for wrong use."""
    typer.echo(message, err=True)
    sys.exit(WRONG_USE)


@contextmanager
def readers_engine() -> Iterator[Engine]:
    """The catalogue's database on the newest tables, for what only reads: nobody who writes waits for it."""
    from catalogue import db
    from catalogue.settings import settings

    db.upgrade(settings().database_url)
    engine = db.make_engine(settings().database_url)
    try:
        yield db.reading(engine)
    finally:
        engine.dispose()


def must_exist(path: Path, say: Say) -> None:
    """End the command where there is neither a file nor a folder."""
    if not path.exists():
        stop(say(N_("There is no file “{name}”. Check the path."), name=path))


def record_of(metadata: Path | None, say: Say) -> EditionRecord:
    """What a metadata file says, an empty record without one; a file that is not right ends the command."""
    from pydantic import ValidationError

    from pipeline.metadata import EditionRecord

    if metadata is None:
        return EditionRecord()
    must_exist(metadata, say)
    try:
        return EditionRecord.from_toml(metadata)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        stop(say(N_("The metadata file “{name}” is not valid TOML: {why}"), name=metadata, why=error))
    except ValidationError as error:
        lines = [say(N_("The metadata file “{name}” has fields that are not right:"), name=metadata)]
        lines += [f"  [{'.'.join(str(part) for part in p['loc'])}] {p['msg']}" for p in error.errors()]
        stop("\n".join(lines))


def print_findings(findings: Iterable[Finding], say: Say) -> None:
    """Say findings, the gravest first."""
    order = list(SEVERITIES)
    for said in sorted((finding.said(say) for finding in findings), key=lambda f: order.index(f["severity"])):
        where = ", ".join(str(value) for value in said["where"].values())
        typer.echo(f"{say(SEVERITIES[said['severity']])} {said['code']}" + (f" ({where})" if where else ""))
        typer.echo(f"  {said['message']}")
        if said["hint"]:
            typer.echo(f"  → {said['hint']}")
