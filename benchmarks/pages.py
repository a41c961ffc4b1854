"""Every kind of page on a catalogue of 10,000 titles: wall time (p50, p95) and queries, on SQLite and PostgreSQL.

    python benchmarks/pages.py [TITLES] [--rounds N] [--only sqlite|postgres]

Pages are asked for over ASGI and rendered whole, by a stranger, a publisher with all titles of a house of 1,000, and
an officer. The titles are those of ``benchmarks/search.py`` (records, releases, the texts of 200 books), with one real
EPUB among them to read. *grows* is the p50 beside the p50 of the same page at a tenth of the titles.
"""

from __future__ import annotations

import asyncio
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import httpx
import search as records
from sqlalchemy import Engine, event
from sqlmodel import select

from catalogue import db
from catalogue.models.builds import Release, ReleaseFile, StoredFile
from catalogue.models.people import Organisation, Role
from catalogue.models.titles import DossierItem, DossierKind, Edition
from catalogue.services import accounts, audit, harvest, programme, titles
from catalogue.settings import Settings
from catalogue.storage import open_storage
from catalogue.web.app import create_app
from pipeline import BuildOptions, EditionRecord, build

ROUNDS, TITLES, BOOKS = 40, 10_000, 200
PASSWORD = "mật khẩu để đo"  # noqa: S105 - of a database that lives for some minutes
CHAPTERS, PARAGRAPHS = 30, 60
SENTENCE = "Mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và các quyền, được tạo hóa ban cho lý trí. "


class Figures(NamedTuple):
    """Of one kind of page: milliseconds, bytes and queries of a request."""

    p50: float
    p95: float
    kilobytes: float
    queries: int


def a_book(folder: Path) -> Path:
    """A real EPUB of some 60,000 words."""
    text = [
        f"# Chương {chapter}\n\n" + "\n\n".join(f"{SENTENCE * 4}{number}" for number in range(PARAGRAPHS))
        for chapter in range(CHAPTERS)
    ]
    manuscript = folder / "sach.md"
    manuscript.write_text("\n\n".join(text), "utf-8")
    record = EditionRecord.model_validate({"book": {"title": "Sách để đo", "language": "vi"}})
    made = build(manuscript, folder / "made", record, BuildOptions(formats=("epub",), check=False))
    return made.outputs[0].path


def fill(engine: Engine, settings: Settings, book: Path, size: int) -> str:
    """The catalogue; returns the address of the book that can be read."""
    records.fill(engine, size, min(BOOKS, size // 2))
    stored = open_storage(settings).put(book)
    with db.session_scope(engine) as session:
        programme.ensure_default(session)
        accounts.add(session, "boss@example.org", "Boss", PASSWORD, administrator=True)
        house = session.exec(select(Organisation).order_by(Organisation.name)).first()
        assert house
        accounts.grant(session, accounts.add(session, "house@example.org", "House", PASSWORD), Role.DIRECTOR, house)
        editions = session.exec(select(Edition).order_by(Edition.created_at)).all()
        for number, edition in enumerate(editions):
            if number % 10 == 0:
                edition.publisher_id = house.id
            session.add(DossierItem(edition_id=edition.id, kind=DossierKind.REGISTRATION, on=edition.created_at.date()))
            session.add(DossierItem(edition_id=edition.id, kind=DossierKind.DEPOSIT, on=edition.created_at.date(),
                                    electronic=number % 7 == 0))  # fmt: skip
        session.add(StoredFile(sha256=stored.sha256, size=stored.size, media_type="application/epub+zip"))
        audit.record(session, "batch.added", "batch/benchmark")
        session.flush()
        mine = editions[(size - 1) // 10 * 10]  # of the house, and without a text of its own
        release = session.exec(select(Release).where(Release.edition_id == mine.id)).one()
        session.add(ReleaseFile(release_id=release.id, role="epub", sha256=stored.sha256, name="sach.epub"))
        harvest.refresh(session, [edition.id for edition in editions])  # as every release does in its transaction
        return titles.cards(session, [mine.id])[0].path


def pages(book: str) -> Mapping[str, tuple[str, str]]:
    """Each kind of page: who asks, and for what."""
    return {
        "shelf": ("", "/"),
        "shelf, page 300": ("", "/?page=300"),
        "shelf, narrowed": ("", "/?language=en&order=newest"),
        "search, many answers": ("", "/?q=quyen+con+nguoi"),
        "search, a name": ("", "/?q=dang+thao+mai"),
        "search, nothing": ("", "/?q=zzzz+xyz"),
        "browse": ("", "/browse"),
        "title": ("", book),
        "contents": ("", f"{book}/read"),
        "chapter": ("", f"{book}/read/{{chapter}}"),
        "search in the book": ("", f"{book}/read/search?q=nhan+pham"),
        "publisher's list": ("house", "/publisher"),
        "publisher's list, page 20": ("house", "/publisher?page=20"),
        "publisher's desk": ("house", f"/publisher/titles/{book.split('/')[2].partition('-')[0]}"),
        "programme": ("boss", "/editor"),
        "editor's queue": ("boss", "/editor/queue"),
    }


async def measure(url: str, folder: Path, book: Path, size: int, rounds: int) -> dict[str, Figures]:
    db.upgrade(url)
    engine = db.make_engine(url)
    settings = Settings(database_url=url, storage_url=f"file:{folder / 'files'}", public_url="http://b.test")
    path = fill(engine, settings, book, size)
    engine.dispose()
    app = create_app(settings)
    asked: list[str] = []
    event.listen(app.state.site.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    clients = {who: httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://b.test", timeout=300)
               for who in ("", "house", "boss")}  # fmt: skip
    for who in ("house", "boss"):
        answer = await clients[who].post("/login", data={"login": f"{who}@example.org", "password": PASSWORD})
        assert answer.status_code == 303, answer.text
    contents = (await clients[""].get(f"{path}/read")).text
    chapter = re.findall(rf"{path}/read/(c[\w.-]+)", contents)[CHAPTERS // 2]
    found = {}
    for name, (who, address) in pages(path).items():
        found[name] = await one(clients[who], address.replace("{chapter}", chapter), asked, rounds)
    for client in clients.values():
        await client.aclose()
    app.state.site.jobs.close()
    app.state.site.engine.dispose()
    return found


async def one(client: httpx.AsyncClient, address: str, asked: list[str], rounds: int) -> Figures:
    """One kind of page, after one request that warms it."""
    times, answer = [], await client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    for _ in range(rounds):
        asked.clear()
        begin = time.perf_counter()
        answer = await client.get(address)
        times.append((time.perf_counter() - begin) * 1000)
    queries = sum(statement.lstrip().upper().startswith(("SELECT", "WITH")) for statement in asked)
    p95 = statistics.quantiles(times, n=20)[-1]
    return Figures(statistics.median(times), p95, len(answer.content) / 1000, queries)


def show(kind: str, small: dict[str, Figures], large: dict[str, Figures]) -> None:
    load = "/".join(f"{part:.1f}" for part in os.getloadavg())
    print(f"{kind}: milliseconds, kB before compression, queries; load {load}")
    print(f"  {'page':<26}{'p50':>8}{'p95':>8}{'kB':>7}{'queries':>9}{'grows':>8}")
    for name, now in large.items():
        line = f"  {name:<26}{now.p50:>8.1f}{now.p95:>8.1f}{now.kilobytes:>7.0f}{now.queries:>9}"
        more = "" if now.queries == small[name].queries else f"  {small[name].queries} queries at a tenth"
        print(f"{line}{now.p50 / small[name].p50:>7.1f}x{more}")
    sys.stdout.flush()


def main(arguments: list[str]) -> None:
    """Measure a tenth of the titles and all of them, on each database."""
    numbers = [int(word) for word in arguments if word.isdigit()]
    only = arguments[arguments.index("--only") + 1] if "--only" in arguments else ""
    rounds = int(arguments[arguments.index("--rounds") + 1]) if "--rounds" in arguments else ROUNDS
    size = numbers[0] if numbers and "--rounds" not in arguments[:1] else TITLES
    with tempfile.TemporaryDirectory(prefix="bench-pages-") as name:
        book = a_book(Path(name))
        for kind in ("sqlite", "postgres"):
            if only not in ("", kind):
                continue
            found = []
            for count in (size // 10, size):
                folder = Path(name) / f"{kind}{count}"
                folder.mkdir()
                with records.database(kind) as url:
                    found.append(asyncio.run(measure(url, folder, book, count, rounds)))
            show(kind, *found)


if __name__ == "__main__":
    main(sys.argv[1:])
