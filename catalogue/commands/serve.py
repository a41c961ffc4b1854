"""``nghinsach serve`` and ``nghinsach worker``: the website with its workers, or workers alone."""

from __future__ import annotations

import logging
import signal
import socket
import sys
import threading

import structlog
import typer

from catalogue import db
from catalogue.commands.console import Say
from catalogue.jobs import engine as jobs
from catalogue.jobs.supervisor import Supervisor
from catalogue.services import accounts, indexing, programme
from catalogue.settings import Settings
from pipeline.i18n import N_

GRACE_S = 3


def prepare(settings: Settings) -> str:
    """Tables, the programme, the first administrator. Returns that one's password when they were made just now."""
    db.upgrade(settings.database_url)
    jobs.prepare(settings.database_url)
    engine = db.make_engine(settings.database_url)
    try:
        with db.session_scope(engine) as session:
            programme.ensure_default(session)
            if not indexing.is_current(session):
                indexing.rebuild(session)
            return accounts.ensure_administrator(session)
    finally:
        engine.dispose()


def configure_logs() -> None:
    """One line per event, on standard error; libraries speak only when something is wrong."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    structlog.configure(
        processors=[
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def serve(settings: Settings, say: Say, host: str, port: int, workers: int) -> int:
    """Serve until stopped. Returns the exit code: 2 when the address is taken."""
    import uvicorn

    from catalogue.web.app import create_app

    configure_logs()
    bound = _bind(host, port)
    if bound is None:
        text = say(N_("The address {host}:{port} is taken by another program. Choose another with --port."))
        typer.echo(text.format(host=host, port=port), err=True)
        return 2
    password = prepare(settings)
    shown = settings.public_url or f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{bound.getsockname()[1]}"  # noqa: S104
    typer.echo(say(N_("Nghìn Sách is open at {address}"), address=shown))
    if password:
        typer.echo(say(N_("First administrator: name “admin”, password {password}"), password=password))
        typer.echo(say(N_("The password is shown this once; change it under “Account”.")))
    sys.stdout.flush()
    config = uvicorn.Config(
        create_app(settings), loop="uvloop", http="httptools", access_log=False, log_level="warning",
        timeout_graceful_shutdown=GRACE_S, server_header=False,
    )  # fmt: skip
    with Supervisor(workers):
        uvicorn.Server(config).run(sockets=[bound])
    return 0


def _bind(host: str, port: int) -> socket.socket | None:
    """The listening socket, before anything else is begun; None when the address is taken."""
    bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen(128)
    except OSError:
        bound.close()
        return None
    return bound


def work(settings: Settings, say: Say, concurrency: int) -> None:
    """Workers alone, each a process of its own, until stopped."""
    configure_logs()
    prepare(settings)
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    with Supervisor(concurrency):
        typer.echo(say(N_("Workers at work: {count}. Ctrl-C ends them."), count=concurrency))
        stop.wait()
